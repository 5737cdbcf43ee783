//! What each `:command` does.

use std::path::Path;
use std::time::Duration;

use super::learn::Learning;
use super::run_numbers::NoRun;
use super::session::{Next, Session, draws};
use super::{demo, external_editor, help};
use crate::commands::{Command, LessonCommand, Switch};
use crate::files::Origin;
use crate::host::permissions::Permissions;
use crate::host::source_file;
use crate::plain::plain_text;
use crate::python::{self, Program};
use crate::render::{Moment, RunLabel, Scale, session};
use crate::runner::{Cancelled, TasksAlive};
use crate::script::Variable;
use crate::show::{self, Drawn, Hints, Look, Performing, Recorded, Replayed};
use crate::timeline::{Lane, duration_text};
use crate::trace::{ClockKind, Outcome, TaskId, Texts};

/// How long a command waits for the loop thread before it takes the thread from the task that holds it.
const CANCEL_TIMEOUT: Duration = Duration::from_millis(300);

impl Session {
    pub(super) fn execute(&mut self, command: Command) -> anyhow::Result<Next> {
        self.leave_by_hand_for(&command);
        match command {
            Command::Quit => return Ok(Next::Leave),
            Command::Help(None) => self.say(&help::overview(&self.options.look))?,
            Command::Help(Some(name)) => {
                let session =
                    help::SessionNames { variables: &self.work.variables, functions: &self.work.functions };
                self.say(&help::on(&name, &session, &self.options.look))?
            }
            Command::Tasks => self.list_tasks()?,
            Command::Cancel(wanted) => self.cancel(&wanted)?,
            Command::Timeline => self.timeline()?,
            Command::Compare(runs) => self.compare(runs)?,
            Command::Explore(number) => self.explore(number)?,
            Command::ExploreByHand(number) => self.explore_by_hand(number)?,
            Command::Demo => {
                let demo = demo::demo(self.options.look.glyphs);
                self.say(&format!("{demo}\n"))?;
                self.editor.remember(&demo);
                self.enter(&demo, Default::default(), None)?;
            }
            Command::Edit(None) if self.is_in_exercise() => self.edit_answer()?,
            Command::Edit(number) => self.edit(number)?,
            Command::Clock(clock) => self.clock(clock)?,
            Command::Load(path) => self.load(&path)?,
            Command::Vars => self.say(&variables(&self.work.variables, &self.work.functions))?,
            Command::Legend(Some(switch)) => self.legend = Some(switch),
            Command::Legend(None) => {
                let state = match self.legend {
                    Some(Switch::On) => "on",
                    Some(Switch::Off) => "off",
                    None => "on under the first frames",
                };
                self.say(&format!("The legend is {state}. :legend on|off changes it.\n"))?;
            }
            Command::Big(switch) => self.big(switch)?,
            Command::Hints(Some(switch)) => {
                self.options.look.hints = match switch {
                    Switch::On => Hints::Shown,
                    Switch::Off => Hints::Hidden,
                }
            }
            Command::Hints(None) => {
                let state = if self.options.look.hints == Hints::Shown { "on" } else { "off" };
                self.say(&format!("Hints are {state}. :hints on|off changes it.\n"))?;
            }
            Command::Why(wanted) => self.why(wanted)?,
            Command::Output(number) => self.output(number)?,
            Command::Replay(numbers) => self.replay(&numbers)?,
            Command::Zoom(from, to, tasks) => self.zoom(from, to, &tasks)?,
            Command::Save(number, path) => self.save(number, &path)?,
            Command::History(words) => self.history(words.as_deref())?,
            Command::Share(command) => self.share_command(command)?,
            Command::Vote(command) => self.vote_command(command)?,
            Command::Learn(wanted) => self.learn(wanted)?,
            Command::Lesson(LessonCommand::Back) if self.presenting.is_some() => self.talk_back()?,
            Command::Lesson(command) => self.lesson_command(command)?,
            Command::Step(number) => self.talk_step(number)?,
            Command::Reset if self.presenting.is_some() && self.learning.is_none() => self.reset_in_talk()?,
            Command::Reset if self.learning.is_some() => self.reset_in_lesson()?,
            Command::Reset => {
                self.reset(self.options.clock)?;
                self.say("A fresh start: no tasks, no variables.\n")?;
            }
        }
        Ok(Next::Prompt)
    }

    fn list_tasks(&self) -> anyhow::Result<()> {
        let mut record = self.work.runner.record();
        record.advance();
        let alive = record.timeline().lanes().filter(|lane| lane.ending().is_none());
        let now = record.timeline().end();
        let mut out: String = alive.map(|lane| task_line(&lane, record.texts(), now)).collect();
        if out.is_empty() {
            out = "No task is alive.\n".to_owned();
        }
        drop(record);
        self.say(&out)
    }

    fn cancel(&self, wanted: &str) -> anyhow::Result<()> {
        let Some(task) = self.task(wanted) else {
            let shown = plain_text(wanted).chars().take(40).collect::<String>();
            return self.say(&format!("There is no task `{shown}`. :tasks lists those that are alive.\n"));
        };
        let answer = self.work.runner.cancel(task);
        let cancelled = match answer.recv_timeout(CANCEL_TIMEOUT) {
            Ok(cancelled) => cancelled,
            Err(_) => {
                // Some task holds the thread, and has to let go.
                self.work.runner.stop();
                answer.recv().unwrap_or(None)
            }
        };
        self.say(&match cancelled {
            Some(Cancelled { name, outcome: Some(Outcome::Cancelled) }) => {
                format!("{} is cancelled.\n", plain_text(&name))
            }
            Some(Cancelled { name, outcome: Some(_) }) => format!("{} has ended.\n", plain_text(&name)),
            Some(Cancelled { name, outcome: None }) => {
                format!("{} is asked to end; it is still cleaning up.\n", plain_text(&name))
            }
            None => format!("No task {} is alive. :tasks lists those that are.\n", task.0),
        })
    }

    /// The task that is meant by its number, by a variable that holds its handle, or by its name, if one of that
    /// name is alive.
    fn task(&self, wanted: &str) -> Option<TaskId> {
        let wanted = wanted.trim();
        if let Ok(number) = wanted.trim_start_matches('#').parse() {
            return Some(TaskId(number));
        }
        let of_variable = self.work.variables.iter().find(|it| it.name == wanted).and_then(|it| it.task);
        of_variable.or_else(|| {
            let mut record = self.work.runner.record();
            record.advance();
            let mut alive = record.timeline().lanes().filter(|lane| lane.ending().is_none());
            alive.find(|lane| record.texts().get(lane.name()) == wanted).map(|lane| lane.task())
        })
    }

    fn timeline(&self) -> anyhow::Result<()> {
        let look = self.look();
        let record = self.work.runner.record();
        if record.timeline().runs().is_empty() {
            return self.say("Nothing has run yet. :demo shows a first timeline.\n");
        }
        let view = record.timeline().view_of_session();
        let runs = record.timeline().runs();
        let label =
            |(number, run): (usize, usize)| RunLabel { at: runs[run].began, text: number.to_string() };
        let labels: Vec<RunLabel> = self.work.drawn.kept(&record).map(label).collect();
        let options = look.frame(Moment::Finished, Some("session".to_owned()));
        let picture = session(&view, record.texts(), &labels, &options);
        self.say(&show::drawn(&picture, &look))
    }

    fn compare(&self, runs: Option<(usize, usize)>) -> anyhow::Result<()> {
        let count = self.work.drawn.latest();
        let (first, second) = match runs {
            Some(runs) => runs,
            None if count >= 2 => (count - 1, count),
            None => {
                return self.say("There are no two runs to compare yet. Runs that are drawn have numbers.\n");
            }
        };
        let record = self.work.runner.record();
        let find = |number: usize| self.work.drawn.find(&record, number);
        match (find(first), find(second)) {
            (Ok(one), Ok(two)) => {
                let titles = [format!("run {first}"), format!("run {second}")];
                let titles = [titles[0].as_str(), titles[1].as_str()];
                self.say(&show::compared(Recorded::by(&record), one, two, titles, &self.look()))
            }
            (Err(none), _) | (_, Err(none)) => self.say(&format!("{none}\n")),
        }
    }

    /// Draws large from here on, or not, beginning with the last run.
    fn big(&mut self, switch: Option<Switch>) -> anyhow::Result<()> {
        let look = &mut self.options.look;
        look.scale = match (switch, look.scale) {
            (Some(Switch::On), _) | (None, Scale::Normal) => Scale::Big,
            (Some(Switch::Off), _) | (None, Scale::Big) => Scale::Normal,
        };
        let said = match look.scale {
            Scale::Big => "Pictures are large from here on. :big off makes them as usual.\n",
            Scale::Normal => "Pictures have their usual size again.\n",
        };
        let look = Look { hints: Hints::Hidden, ..self.look() };
        let number = self.work.drawn.latest();
        let again = draws(&look, self.is_interactive).then(|| {
            let record = self.work.runner.record();
            let run = self.work.drawn.find(&record, number).ok()?;
            Some(show::finished(Recorded::by(&record), run, &look, Some(format!("run {number}"))))
        });
        let again = again.flatten();
        self.say(&format!("{}{said}", again.unwrap_or_default()))
    }

    fn why(&self, wanted: Option<String>) -> anyhow::Result<()> {
        let record = self.work.runner.record();
        let run = match self.work.drawn.find(&record, self.work.drawn.latest()) {
            Ok(run) => run,
            Err(none) => return self.say(&format!("{none}\n")),
        };
        self.say(&match wanted {
            None => show::why_run(&record, run, &self.look()),
            Some(wanted) => match self.held(&wanted) {
                Some((task, rest)) => {
                    let Some(run) = record.timeline().run_of(task) else {
                        return self.say("The run of that task is no longer kept.\n");
                    };
                    show::why_lane(&record, run, format!("#{}{rest}", task.0).as_str(), &self.look())
                }
                None => show::why_lane(&record, run, &wanted, &self.look()),
            },
        })
    }

    /// The task that a variable holds the handle of, and what stands behind the variable's name.
    fn held<'w>(&self, wanted: &'w str) -> Option<(TaskId, &'w str)> {
        let wanted = wanted.trim();
        let name = wanted.split_whitespace().next()?;
        let variable = self.work.variables.iter().find(|it| it.name == name)?;
        Some((variable.task?, &wanted[name.len()..]))
    }

    fn output(&self, number: Option<usize>) -> anyhow::Result<()> {
        let number = number.unwrap_or(self.work.drawn.latest());
        let record = self.work.runner.record();
        match self.work.drawn.find(&record, number) {
            Ok(run) => {
                let view = record.timeline().view_of_run(run);
                self.say(&show::console_text(Recorded::by(&record), view.console, &self.options.look))
            }
            Err(none) => self.say(&format!("{none}\n")),
        }
    }

    fn zoom(&self, from: u64, to: u64, tasks: &str) -> anyhow::Result<()> {
        let (look, number) = (self.look(), self.work.drawn.latest());
        let record = self.work.runner.record();
        let text = match self.work.drawn.find(&record, number) {
            Ok(run) => {
                show::zoomed(Recorded::by(&record), run, from..to, tasks, &look, &format!("run {number}"))
            }
            Err(none) => format!("{none}\n"),
        };
        drop(record);
        self.say(&text)
    }

    fn replay(&self, numbers: &[usize]) -> anyhow::Result<()> {
        if !self.is_interactive {
            return self.say("A replay needs a terminal.\n");
        }
        let latest = [self.work.drawn.latest()];
        let numbers = if numbers.is_empty() { &latest[..] } else { numbers };
        let kept = {
            let record = self.work.runner.record();
            let runs: Result<Vec<usize>, NoRun> =
                numbers.iter().map(|number| self.work.drawn.find(&record, *number)).collect();
            // The session goes on meanwhile.
            runs.map(|runs| (record.timeline().clone(), record.trace().clone(), runs))
        };
        let (timeline, trace, runs) = match kept {
            Ok(kept) => kept,
            Err(none) => return self.say(&format!("{none}\n")),
        };
        let mut runs = numbers.iter().zip(runs).map(|(number, run)| Replayed {
            record: Recorded { timeline: &timeline, trace: &trace },
            run,
            title: format!("run {number}"),
        });
        if let Some(first) = runs.next() {
            show::replay(first, runs.next(), &self.options.look)?;
        }
        Ok(())
    }

    fn edit(&mut self, number: Option<usize>) -> anyhow::Result<()> {
        let number = number.unwrap_or(self.entries.len());
        let text = match number.checked_sub(1).map(|index| self.entries.get(index)) {
            Some(Some(text)) => text.clone(),
            None => String::new(),
            Some(None) => {
                return self
                    .say(&format!("There is no entry {number}; there are {} so far.\n", self.entries.len()));
            }
        };
        match external_editor::edit(&text) {
            Ok(saved) if saved.trim().is_empty() => self.say("Nothing to run.\n"),
            Ok(saved) => {
                let saved = saved.trim_end();
                self.say(&format!("{}\n", saved.lines().map(plain_text).collect::<Vec<_>>().join("\n")))?;
                self.editor.remember(saved);
                self.enter(saved, self.work.folder(), None)
            }
            Err(error) => self.say(&format!("{error:#}\n")),
        }
    }

    fn clock(&mut self, clock: Option<ClockKind>) -> anyhow::Result<()> {
        let Some(clock) = clock else {
            let word = self.options.clock.word();
            return self.say(&format!("The clock is {word}. :clock real|virtual changes it.\n"));
        };
        match self.work.runner.switch_clock(clock).recv() {
            Ok(Err(TasksAlive(count))) => self.say(&format!(
                "{count} {} alive and would lose the time. Await or cancel first; :tasks lists them.\n",
                if count == 1 { "task is" } else { "tasks are" }
            )),
            _ => {
                self.options.clock = clock;
                self.say(match clock {
                    ClockKind::Real => "Waiting takes its real time again.\n",
                    ClockKind::Virtual => {
                        "Virtual time: a wait takes no time of yours, and every run takes exactly as long.\n"
                    }
                })
            }
        }
    }

    fn load(&mut self, path: &Path) -> anyhow::Result<()> {
        if python::is_python(path) {
            return self.load_python(path);
        }
        let interrupts = show::noticed_interrupts();
        match source_file::read(path, Origin::Named, &|| interrupts.has_come()) {
            // The file is the answer: nobody would look for another way to hand it in.
            Ok(text) if self.is_in_exercise() => self.answer_with(text),
            Ok(text) => {
                let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
                self.enter(&text, folder, Some(path.display().to_string()))
            }
            Err(error) => self.say(&format!("{}\n", plain_text(&error.to_string()))),
        }
    }
}

impl Session {
    /// Runs a Python program, under the session's clock. It is drawn like a run, but has no number: it is not part of the
    /// session.
    fn load_python(&self, path: &Path) -> anyhow::Result<()> {
        if !matches!(self.options.outside.permissions, Permissions::Everything) {
            return self
                .say("In the sandbox no Python program is run: it could not be kept from anything.\n");
        }
        if self.learning.as_ref().is_some_and(Learning::is_foreign) {
            return self.say(
                "While a course is open that does not come with meanwhile, no Python program\n\
                 is run: it could not be kept from anything. :learn stop leaves the course.\n",
            );
        }
        let (look, program) = (self.look(), Program::File(path.to_path_buf()));
        let drawn = match draws(&look, self.is_interactive) {
            true if self.is_interactive => Drawn::Live,
            true => Drawn::AtTheEnd,
            false => Drawn::Never,
        };
        let performing = Performing { arguments: &[], clock: self.options.clock, drawn, trace: None };
        let performed = show::perform(&self.options.python, &program, performing, &look);
        self.say(&match performed {
            Ok((ended, picture)) => format!("{picture}{}", show::recording_trouble(&ended)),
            Err(error) => format!("{}\n", plain_text(&error.to_string())),
        })
    }
}

fn task_line(lane: &Lane, texts: &Texts, now: u64) -> String {
    let phase = lane.phase_at_end().map_or("", |phase| phase.word());
    let age = duration_text(now.saturating_sub(lane.spawned_at()));
    let name = plain_text(texts.get(lane.name())).into_owned();
    format!("{:>5}  {name:<24} {phase:<9} since line {}, for {age}\n", lane.task().0, lane.line())
}

fn variables(variables: &[Variable], functions: &[Variable]) -> String {
    if variables.is_empty() && functions.is_empty() {
        return "No variables and no functions yet.\n".to_owned();
    }
    let variable = |it: &Variable| format!("  let {} = {}\n", plain_text(&it.name), plain_text(&it.detail));
    let function = |it: &Variable| format!("  fn {}{}\n", plain_text(&it.name), plain_text(&it.detail));
    variables.iter().map(variable).chain(functions.iter().map(function)).collect()
}
