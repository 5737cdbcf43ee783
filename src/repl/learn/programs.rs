//! The programs of a lesson: run before the learner's eyes, and unseen where the lesson needs what they define.

use std::time::{Duration, Instant};

use super::attempt::{pointed, without_value_of_statement};
use super::flow::Flow;
use super::flow::{Event, Ran, RanEnd, Scheduled};
use crate::course::arrange::try_order;
use crate::course::document::{Arrangement, Ends, Findings, Lesson, Program, Puzzle, WhyQuestion};
use crate::course::judge::{Bounds, Stage};
use crate::course::reasons::reasons;
use crate::course::verdict::Focus;
use crate::repl::session::Session;
use crate::runner::Record;
use crate::script::{Answer, Entry, EntryEnd, Leftover, Role};
use crate::show::{self, Hints, Look, WhenIdle};
use crate::timeline::{ConsoleKind, Nanos};
use crate::trace::ClockKind;

/// How long tasks that were cancelled may take to end, and between two looks.
const END_TIMEOUT: Duration = Duration::from_millis(300);
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// Said where the lesson has programs before the present step that were never on the screen.
const NOT_SHOWN: &str = "Programs of the steps before are not the ones that you have seen,\n\
                         so they have not run. :back leads to them.\n";

impl Session {
    /// Runs, unseen, the programs of earlier steps that have not run here.
    pub(super) fn catch_up(&mut self, lesson: &Lesson, step: usize) -> anyhow::Result<()> {
        let Some(learning) = &mut self.learning else { return Ok(()) };
        let missed: Vec<usize> =
            (0..step.min(lesson.steps.len())).filter(|it| !learning.ran.contains(it)).collect();
        learning.ran.extend(&missed);
        // A course may have been changed since its learner was here.
        let (shown, others): (Vec<&Program>, Vec<&Program>) = missed
            .iter()
            .filter_map(|it| lesson.steps[*it].act.program())
            .partition(|it| learning.flow.may_run(&it.text));
        if !others.is_empty() {
            // Where it does not run again, what is missed is known to be missed.
            self.say(NOT_SHOWN)?;
        }
        for program in shown {
            self.use_clock(ClockKind::Virtual);
            let entry = self.entry_of(program);
            let interrupt = show::interruptible(&self.work.runner, WhenIdle::Stay);
            let end = self.work.runner.wait(&self.work.runner.begin(entry));
            drop(interrupt);
            if let Some(end) = end {
                self.end_all(&end);
                self.work.next_line = end.sources.next_line();
                self.remember(end.variables, end.functions);
            }
            self.use_clock(self.options.clock);
        }
        if !missed.is_empty() {
            // What was to be seen of them was seen when they ran first.
            self.forget_background();
        }
        Ok(())
    }

    pub(super) fn run_program(&mut self, program: &Program) -> anyhow::Result<Event> {
        if let Some(learning) = &mut self.learning {
            let step = learning.flow.step;
            learning.ran.push(step);
        }
        let clock = if program.clock == ClockKind::Virtual { ClockKind::Virtual } else { self.options.clock };
        self.use_clock(clock);
        let look = self.look();
        let hints = if program.findings == Findings::Shown { look.hints } else { Hints::Hidden };
        let look = Look { hints, ..look };
        let title = format!("run {}", self.work.drawn.latest() + 1);
        let end = self.watch(self.entry_of(program), &look, title.clone())?;
        let ran = ran(&self.work.runner.record(), &end);
        if clock != self.options.clock {
            self.cancel_all(&end);
        }
        // Its error is the point of it, and has been shown: what its tasks say to that is no news.
        let is_error = program.ends == Ends::WithAnError;
        let mut end = end;
        if is_error {
            self.end_tasks(&std::mem::take(&mut end.leftovers));
            self.forget_background();
        }
        self.show(without_value_of_statement(end, &program.text), &look, title)?;
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

    /// The same, and waits until they have ended.
    fn end_all(&self, end: &EntryEnd) {
        self.end_tasks(&end.leftovers);
    }

    fn end_tasks(&self, tasks: &[Leftover]) {
        for task in tasks {
            let _ = self.work.runner.cancel(task.task).recv();
        }
        let has_ended = |task: &Leftover| {
            let record = self.work.runner.record();
            record.timeline().lane(task.task).is_none_or(|lane| lane.ending().is_some())
        };
        let until = Instant::now() + END_TIMEOUT;
        while Instant::now() < until && !tasks.iter().all(has_ended) {
            std::thread::sleep(POLL_INTERVAL);
        }
    }

    /// Drops what tasks have said in the background so far, and how they failed.
    fn forget_background(&self) {
        let mut record = self.work.runner.record();
        while record.take_background_line().is_some() {}
        drop(record.take_failed());
    }

    /// Changes the clock where no task is alive that counts on the old one.
    fn use_clock(&self, clock: ClockKind) {
        let _ = self.work.runner.switch_clock(clock).recv();
    }

    /// What the program of the present step will print, and how long it will take: run unseen under the virtual
    /// clock, after the programs before it.
    pub(super) fn dry_run(&self, program: &Program) -> Option<(Vec<String>, Nanos)> {
        let flow = &self.learning.as_ref()?.flow;
        let lesson = flow.current()?;
        let interrupts = show::noticed_interrupts();
        let bounds = Bounds { interrupted: interrupts.flag(), ..Bounds::default() };
        let stage = Stage::open(&lesson.files, &bounds).ok()?;
        for earlier in earlier_programs(flow) {
            stage.enter("", &earlier.text, Role::Free).ok()?;
        }
        let facts = stage.enter("", &program.text, Role::Free).ok()?.facts()?;
        let lines = facts.output.iter().flat_map(|it| it.text.split('\n')).map(str::to_owned).collect();
        Some((lines, facts.elapsed))
    }

    /// Shows the picture of a program, run unseen, with an instant marked.
    pub(super) fn show_marked(&mut self, question: &WhyQuestion) -> anyhow::Result<Event> {
        let look = Look { hints: Hints::Hidden, ..self.look() };
        let marked = (|| {
            let flow = &self.learning.as_ref()?.flow;
            let lesson = flow.current()?;
            let interrupts = show::noticed_interrupts();
            let bounds = Bounds { interrupted: interrupts.flag(), ..Bounds::default() };
            // By itself, so that its lines count from its own first one.
            let stage = Stage::open(&lesson.files, &bounds).ok()?;
            let played = stage.enter("", &question.program.text, Role::Free).ok()?;
            let reasons = reasons(&played, question, &flow.seed())?;
            let focus = Focus { task: Some(question.task.clone()), at: question.at };
            Some((pointed(&played, Some(&focus), &look, "marked"), reasons))
        })();
        let Some((picture, reasons)) = marked else {
            self.say("This cannot be shown here. Enter goes on.\n")?;
            return Ok(Event::Pictured(None));
        };
        self.say(&picture)?;
        Ok(Event::Pictured(Some(reasons)))
    }

    /// Goes on with the step's puzzle about who goes next, or begins it.
    pub(super) fn schedule(&mut self, puzzle: &Puzzle, typed: Option<&str>) -> anyhow::Result<Event> {
        let lesson = self.learning.as_ref().and_then(|it| it.flow.current().cloned());
        let Some(lesson) = lesson else { return Ok(Event::Scheduled(Scheduled::NotRun)) };
        self.play_puzzle(&lesson, puzzle, typed).map(Event::Scheduled)
    }

    /// Runs lines in a learner's order, unseen, and shows their picture.
    pub(super) fn arrange(&mut self, arrangement: &Arrangement, lines: &[String]) -> anyhow::Result<Event> {
        let look = Look { hints: Hints::Hidden, ..self.look() };
        let arranged = (|| {
            let flow = &self.learning.as_ref()?.flow;
            let interrupts = show::noticed_interrupts();
            let bounds = Bounds { interrupted: interrupts.flag(), ..Bounds::default() };
            try_order(flow.current()?, arrangement, lines, &bounds).ok()
        })();
        let Some(arranged) = arranged else {
            return Ok(Event::Arranged(Some("It could not be run.".to_owned())));
        };
        if arranged.played.facts().is_some() {
            self.say(&pointed(&arranged.played, None, &look, "your order"))?;
        }
        Ok(Event::Arranged(arranged.difference))
    }
}

/// The programs of the steps before the present one that may run.
pub(super) fn earlier_programs(flow: &Flow) -> impl Iterator<Item = &Program> {
    let steps = flow.current().and_then(|it| it.steps.get(..flow.step)).unwrap_or_default();
    steps.iter().filter_map(|it| it.act.program()).filter(|it| flow.may_run(&it.text))
}

/// What a run printed, and how long it took.
pub(in crate::repl) fn ran(record: &Record, end: &EntryEnd) -> Ran {
    let how = if matches!(end.answer, Answer::Stopped) { RanEnd::Stopped } else { RanEnd::Whole };
    let run = end.main.and_then(|main| show::run_of(record, main));
    let Some(view) = run.map(|run| record.timeline().view_of_run(run)) else {
        return Ran { lines: Vec::new(), elapsed: 0, end: how };
    };
    let printed = view.console.iter().filter(|line| line.kind == ConsoleKind::Printed);
    let lines = printed.flat_map(|line| record.said(line).split('\n')).map(str::to_owned).collect();
    Ran { lines, elapsed: view.statistics.elapsed, end: how }
}
