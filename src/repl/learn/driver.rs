//! The session as the learner of a course sees it: it does what the flow says, and tells the flow what came of it.

use std::collections::VecDeque;

use anyhow::Context;

use super::flow::{Asked, Do, Event, Ran, RanEnd};
use super::piece::{Piece, painted};
use super::words::Word;
use super::{Learning, style};
use crate::lesson::course::Course;
use crate::lesson::document::{Act, Lesson, Program};
use crate::lesson::judge::{Bounds, Stage, folder_with};
use crate::plain::plain_text;
use crate::repl::commands::{self, LessonCommand};
use crate::repl::editor::Wanted;
use crate::repl::session::{Next, Session};
use crate::repl::workspace::Workspace;
use crate::runner::{Leftovers, Record};
use crate::script::vocabulary::words;
use crate::script::{Answer, Entry, EntryEnd, Role};
use crate::show::{self, Hints, Look};
use crate::timeline::{ConsoleKind, Nanos};
use crate::trace::{ClockKind, TaskId};

impl Session {
    /// Begins a course, or goes on with it. `command` is the command line that brings its learner back.
    pub(in crate::repl) fn open_course(
        &mut self,
        course: Course,
        wanted: Option<String>,
        command: String,
    ) -> anyhow::Result<()> {
        let (learning, notice) = Learning::open(course, command);
        self.learning = Some(learning);
        if let Some(notice) = notice {
            self.say(&format!("{}\n\n", plain_text(&notice.to_string())))?;
        }
        self.tell(Event::Begin(wanted))
    }

    /// `:learn`
    pub(in crate::repl) fn learn(&mut self, wanted: Option<String>) -> anyhow::Result<()> {
        if matches!(wanted.as_deref(), Some("stop" | "off" | "quit" | "leave")) {
            return self.leave_course();
        }
        if self.learning.is_some() {
            return self.tell(Event::Begin(wanted));
        }
        match Course::builtin() {
            Ok(course) => self.open_course(course, wanted, "meanwhile learn".to_owned()),
            Err(problems) => {
                let first = problems.first().map(|it| it.to_string()).unwrap_or_default();
                self.say(&format!("The built-in course cannot be read: {}\n", plain_text(&first)))
            }
        }
    }

    fn leave_course(&mut self) -> anyhow::Result<()> {
        let Some(learning) = self.learning.take() else {
            return self.say("No course is open. :learn begins one.\n");
        };
        self.say("You have left the course; your progress is kept. :learn brings you back.\n")?;
        if let Some(before) = learning.before {
            self.move_to(before).close();
        }
        Ok(())
    }

    /// A command of the course.
    pub(in crate::repl) fn lesson_command(&mut self, command: LessonCommand) -> anyhow::Result<()> {
        if self.learning.is_none() {
            return self.say("That is for the course. :learn begins it, or goes on with it.\n");
        }
        self.tell(Event::Command(command))
    }

    pub(in crate::repl) fn reset_in_lesson(&mut self) -> anyhow::Result<()> {
        self.tell(Event::Reset)
    }

    pub(in crate::repl) fn is_in_exercise(&self) -> bool {
        self.learning.as_ref().is_some_and(|it| it.flow.is_in_exercise())
    }

    /// Enter alone.
    pub(in crate::repl) fn take_blank(&mut self) -> anyhow::Result<Next> {
        if self.learning.is_some() {
            self.tell(Event::Enter)?;
        }
        Ok(Next::Prompt)
    }

    /// Something that is no `:command`.
    pub(in crate::repl) fn typed_in_lesson(&mut self, text: &str) -> anyhow::Result<()> {
        let wanted = self.learning.as_ref().map(|it| it.flow.asked().wanted);
        let is_skip = wanted == Some(Wanted::Answer) && text.trim().starts_with('?');
        let bare = text.trim().trim_end_matches([';', '(', ')']);
        let work = &self.work;
        let is_known = work.variables.iter().chain(&work.functions).any(|it| it.name == bare)
            || words().any(|it| it.name == bare);
        if let Some(hint) = commands::bare_word_hint(text).filter(|_| !is_known && !is_skip) {
            return self.say(&format!("{hint}\n"));
        }
        let word = if is_known { Word::Known } else { Word::Unknown };
        self.tell(Event::Typed(text.to_owned(), word))
    }

    /// What to ask for now. In a course, the learner is told what may be done, and the up arrow brings the answer.
    pub(in crate::repl) fn ask(&mut self) -> anyhow::Result<Asked> {
        let Some(learning) = &self.learning else {
            return Ok(Asked { prompt: None, wanted: Wanted::Code });
        };
        let (asked, invitation) = (learning.flow.asked(), learning.flow.invitation());
        if let Some(draft) = learning.flow.draft() {
            self.editor.offer(&draft);
        }
        self.set_apart()?;
        self.say(&painted(&[Piece::Invitation(invitation)], style(&self.options.look)))?;
        Ok(asked)
    }

    /// Tells the flow what happened, and does what it says, until there is nothing left to do.
    pub(super) fn tell(&mut self, event: Event) -> anyhow::Result<()> {
        let mut events = VecDeque::from([event]);
        while let Some(event) = events.pop_front() {
            let Some(learning) = &mut self.learning else { break };
            for act in learning.flow.take(event) {
                events.extend(self.perform(act)?);
            }
        }
        Ok(())
    }

    fn perform(&mut self, act: Do) -> anyhow::Result<Option<Event>> {
        let style = style(&self.options.look);
        let Some(learning) = &mut self.learning else { return Ok(None) };
        match act {
            Do::Say(Piece::Gap) => self.set_apart()?,
            Do::Say(piece) => self.say(&painted(&[piece], style))?,
            Do::Keep(change) => {
                let notice = learning.keep(change, style);
                self.say(&notice)?;
            }
            Do::Open(lesson) => self.open_lesson(lesson)?,
            Do::Run(program) => return self.run_program(&program).map(Some),
            Do::Foresee(program) => return Ok(Some(Event::Foreseen(self.foresee(&program)))),
            Do::Try(answer) => return self.try_answer(answer).map(Some),
            Do::Enter(text) => self.enter(&text, self.work.folder(), None)?,
            Do::Restart => {
                learning.opened = None;
                let lesson = learning.flow.lesson;
                self.open_lesson(lesson)?;
                self.say("A fresh start: no tasks, no variables. The lesson goes on where it was.\n")?;
            }
        }
        Ok(None)
    }

    /// Makes the session's workspace that of a lesson: with its files, and with what the programs of the steps
    /// before have defined.
    fn open_lesson(&mut self, index: usize) -> anyhow::Result<()> {
        let Some(learning) = &mut self.learning else { return Ok(()) };
        learning.file = None;
        let (aside, is_open) = (learning.aside.take(), learning.opened == Some(index));
        let lesson = learning.flow.course.lessons.get(index).cloned();
        let (Some(lesson), step) = (lesson, learning.flow.step) else { return Ok(()) };
        if let Some(aside) = aside {
            self.move_to(aside).close();
        }
        if !is_open {
            let folder = folder_with(&lesson.files).context("the lesson's files cannot be written")?;
            let (clock, permissions) = (self.options.clock, self.options.outside.permissions.clone());
            let work = Workspace::in_folder(folder, clock, permissions, Leftovers::Keep, self.echo())?;
            let old = self.move_to(work);
            let Some(learning) = &mut self.learning else { return Ok(()) };
            (learning.opened, learning.ran) = (Some(index), Vec::new());
            match learning.before {
                None => learning.before = Some(old),
                Some(_) => old.close(),
            }
        }
        self.catch_up(&lesson, step);
        Ok(())
    }

    /// Runs, unseen, the programs of earlier steps that have not run here.
    fn catch_up(&mut self, lesson: &Lesson, step: usize) {
        let Some(learning) = &mut self.learning else { return };
        let missed: Vec<usize> =
            (0..step.min(lesson.steps.len())).filter(|it| !learning.ran.contains(it)).collect();
        learning.ran.extend(&missed);
        for program in missed.iter().filter_map(|it| program_of(&lesson.steps[*it].act)) {
            self.use_clock(ClockKind::Virtual);
            let entry = self.entry_of(program);
            let end = self.work.runner.wait(&self.work.runner.begin(entry));
            if let Some(end) = end {
                self.cancel_all(&end);
                self.work.next_line = end.sources.next_line();
                self.remember(end.variables, end.functions);
            }
            self.use_clock(self.options.clock);
        }
        let record = self.work.runner.record();
        let lines = record.timeline().console().len();
        drop(record);
        if !missed.is_empty() {
            self.work.shown = lines;
        }
    }

    fn run_program(&mut self, program: &Program) -> anyhow::Result<Event> {
        if let Some(learning) = &mut self.learning {
            let step = learning.flow.step;
            learning.ran.push(step);
        }
        let clock = if program.clock == ClockKind::Virtual { ClockKind::Virtual } else { self.options.clock };
        self.use_clock(clock);
        let look = Look { hints: Hints::Hidden, ..self.look() };
        let title = format!("run {}", self.work.drawn.len() + 1);
        let end = self.watch(self.entry_of(program), &look, title.clone())?;
        let ran = ran(&self.work.runner.record(), &end);
        if clock != self.options.clock {
            self.cancel_all(&end);
        }
        self.show(end, &look, title)?;
        self.use_clock(self.options.clock);
        Ok(Event::Ran(ran))
    }

    fn entry_of(&self, program: &Program) -> Entry {
        let (text, folder) = (program.text.clone(), self.work.folder());
        Entry { name: String::new(), text, folder, role: Role::Free }
    }

    /// Under another clock a task that goes on would lose the time.
    fn cancel_all(&self, end: &EntryEnd) {
        for task in &end.leftovers {
            let _ = self.work.runner.cancel(task.task).recv();
        }
    }

    /// Changes the clock where no task is alive that counts on the old one.
    fn use_clock(&self, clock: ClockKind) {
        let _ = self.work.runner.switch_clock(clock).recv();
    }

    /// What the program of the present step will print, and how long it will take: run unseen under the virtual
    /// clock, after the programs before it.
    fn foresee(&self, program: &Program) -> Option<(Vec<String>, Nanos)> {
        let flow = &self.learning.as_ref()?.flow;
        let lesson = flow.current()?;
        let stage = Stage::open(&lesson.files, &Bounds::default()).ok()?;
        for earlier in lesson.steps.get(..flow.step)?.iter().filter_map(|it| program_of(&it.act)) {
            stage.enter("", &earlier.text, Role::Free).ok()?;
        }
        let facts = stage.enter("", &program.text, Role::Free).ok()?.facts()?;
        let lines = facts.output.iter().flat_map(|it| it.text.split('\n')).map(str::to_owned).collect();
        Some((lines, facts.elapsed))
    }
}

fn program_of(act: &Act) -> Option<&Program> {
    match act {
        Act::Run(program) | Act::Predict(program) => Some(program),
        Act::Pause | Act::Quiz(_) | Act::Exercise => None,
    }
}

/// What a run printed, and how long it took.
fn ran(record: &Record, end: &EntryEnd) -> Ran {
    let how = if matches!(end.answer, Answer::Stopped) { RanEnd::Stopped } else { RanEnd::Whole };
    let run = end.main.and_then(|main: TaskId| show::run_of(record, main));
    let Some(view) = run.map(|run| record.timeline().view_of_run(run)) else {
        return Ran { lines: Vec::new(), elapsed: 0, end: how };
    };
    let printed = view.console.iter().filter(|line| line.kind == ConsoleKind::Printed);
    let lines = printed.flat_map(|line| record.said(line).split('\n')).map(str::to_owned).collect();
    Ran { lines, elapsed: view.statistics.elapsed, end: how }
}
