//! What each `:command` does.

use std::path::Path;

use super::session::{Next, Session};
use super::{demo, exploring, help, own_order, programs, runs, saving, tasks};
use crate::commands::{Command, LessonCommand, Switch, VoteCommand};
use crate::files::Origin;
use crate::host::source_file;
use crate::plain::plain_text;
use crate::python;
use crate::script::Variable;
use crate::show::{self, Hints};
use crate::workbench::sharing;

impl Session {
    pub(super) fn execute(&mut self, command: Command) -> anyhow::Result<Next> {
        let bench = &mut self.bench;
        own_order::leave_for(bench, &command);
        match command {
            Command::Quit => return Ok(Next::Leave),
            Command::Help(None) => bench.say(&help::overview(&bench.display.look))?,
            Command::Help(Some(name)) => {
                let (variables, functions) = (&bench.work.variables, &bench.work.functions);
                let session = help::SessionNames { variables, functions };
                bench.say(&help::on(&name, &session, &bench.display.look))?
            }
            Command::Tasks => bench.say(&tasks::list_tasks(&bench.work))?,
            Command::Cancel(wanted) => bench.say(&tasks::cancel(&bench.work, &wanted))?,
            Command::Timeline => bench.say(&runs::timeline(bench))?,
            Command::Compare(runs) => bench.say(&runs::compare(bench, runs))?,
            Command::Explore(number) => exploring::explore(bench, number)?,
            Command::ExploreByHand(number) => own_order::explore_by_hand(bench, number)?,
            Command::Demo => {
                let demo = demo::demo(bench.display.look.glyphs);
                bench.say(&format!("{demo}\n"))?;
                bench.editor.remember(&demo);
                bench.enter(&demo, Default::default(), None)?;
            }
            Command::Edit(number) => self.edit(number)?,
            Command::Clock(clock) => programs::clock(bench, clock)?,
            Command::Load(path) => self.load(&path)?,
            Command::Vars => bench.say(&variables(&bench.work.variables, &bench.work.functions))?,
            Command::Legend(Some(switch)) => bench.display.legend = Some(switch),
            Command::Legend(None) => {
                let state = match bench.display.legend {
                    Some(Switch::On) => "on",
                    Some(Switch::Off) => "off",
                    None => "on under the first frames",
                };
                bench.say(&format!("The legend is {state}. :legend on|off changes it.\n"))?;
            }
            Command::Big(switch) => {
                let said = runs::big(bench, switch);
                bench.say(&said)?;
            }
            Command::Hints(Some(switch)) => {
                bench.display.look.hints = match switch {
                    Switch::On => Hints::Shown,
                    Switch::Off => Hints::Hidden,
                }
            }
            Command::Hints(None) => {
                let state = if bench.display.look.hints == Hints::Shown { "on" } else { "off" };
                bench.say(&format!("Hints are {state}. :hints on|off changes it.\n"))?;
            }
            Command::Why(wanted) => bench.say(&runs::why(bench, wanted.as_deref()))?,
            Command::Output(number) => bench.say(&runs::output(bench, number))?,
            Command::Replay(numbers) => runs::replay(bench, &numbers)?,
            Command::Zoom(from, to, tasks) => bench.say(&runs::zoom(bench, from, to, &tasks))?,
            Command::Save(number, path) => saving::save(bench, number, &path)?,
            Command::History(words) => bench.say(&saving::history(&bench.entries, words.as_deref()))?,
            Command::Share(command) => sharing::share(bench, command)?,
            Command::Vote(command) => self.vote(command)?,
            Command::Learn(wanted) => self.learn(wanted)?,
            Command::Lesson(command) => self.lesson_command(command)?,
            Command::Step(number) => match &mut self.presenting {
                Some(presenting) => presenting.step(bench, number)?,
                None => bench.say("That is for a talk: meanwhile present DECK.md begins one.\n")?,
            },
            Command::Reset => self.reset()?,
        }
        Ok(Next::Prompt)
    }

    fn edit(&mut self, number: Option<usize>) -> anyhow::Result<()> {
        match &mut self.learning {
            Some(learning) if number.is_none() && learning.is_in_exercise() => {
                learning.edit_answer(&mut self.bench)
            }
            _ => programs::edit(&mut self.bench, number),
        }
    }

    fn load(&mut self, path: &Path) -> anyhow::Result<()> {
        let bench = &mut self.bench;
        if python::is_python(path) {
            return self.load_python(path);
        }
        let interrupts = show::noticed_interrupts();
        let text = match source_file::read(path, Origin::Named, &|| interrupts.has_come()) {
            Ok(text) => text,
            Err(error) => return bench.say(&format!("{}\n", plain_text(&error.to_string()))),
        };
        match &mut self.learning {
            // The file is the answer: nobody would look for another way to hand it in.
            Some(learning) if learning.is_in_exercise() => learning.answer_with(bench, text),
            _ => {
                let folder = path.parent().unwrap_or(Path::new("")).to_path_buf();
                bench.enter(&text, folder, Some(path.display().to_string())).map(drop)
            }
        }
    }

    fn load_python(&self, path: &Path) -> anyhow::Result<()> {
        let is_foreign = self.learning.as_ref().is_some_and(|it| it.is_foreign());
        if is_foreign && !self.bench.outside.permissions.is_sandbox() {
            return self.bench.say(
                "While a course is open that does not come with meanwhile, no Python program\n\
                 is run: it could not be kept from anything. :learn stop leaves the course.\n",
            );
        }
        programs::load_python(&self.bench, path)
    }

    fn vote(&self, command: VoteCommand) -> anyhow::Result<()> {
        let knows = self.learning.is_some() || self.presenting.as_ref().is_some_and(|it| it.has_question());
        let resolved = if knows { sharing::Resolved::ByItself } else { sharing::Resolved::ByHand };
        let bench = &self.bench;
        bench.say(&sharing::vote(bench.share.as_ref(), command, resolved, &bench.display.look))
    }

    /// A command of the course; `:back` is one of talks as well.
    fn lesson_command(&mut self, command: LessonCommand) -> anyhow::Result<()> {
        match (&mut self.presenting, &mut self.learning) {
            (Some(presenting), _) if command == LessonCommand::Back => presenting.back(&mut self.bench),
            (_, Some(learning)) => learning.command(&mut self.bench, command),
            _ => self.bench.say("That belongs to the course. :learn begins it, or goes on with it.\n"),
        }
    }

    fn reset(&mut self) -> anyhow::Result<()> {
        match (&mut self.learning, &mut self.presenting) {
            (Some(learning), _) => learning.reset(&mut self.bench),
            (None, Some(presenting)) => presenting.reset(&mut self.bench),
            (None, None) => {
                self.bench.reset()?;
                self.bench.say("A fresh start: no tasks, no variables.\n")
            }
        }
    }
}

fn variables(variables: &[Variable], functions: &[Variable]) -> String {
    if variables.is_empty() && functions.is_empty() {
        return "No variables and no functions yet.\n".to_owned();
    }
    let variable = |it: &Variable| format!("  let {} = {}\n", plain_text(&it.name), plain_text(&it.detail));
    let function = |it: &Variable| format!("  fn {}{}\n", plain_text(&it.name), plain_text(&it.detail));
    variables.iter().map(variable).chain(functions.iter().map(function)).collect()
}
