//! The programs of a lesson: run before the learner's eyes, and unseen where the lesson needs what they define.

use std::time::{Duration, Instant};

use super::flow::Desk;
use super::picture::{pointed, without_value_of_statement};
use crate::course::arrange::try_order;
use crate::course::document::{Arrangement, Ends, Findings, Lesson, Program, WhyQuestion};
use crate::course::judge::{AnswerRun, Bounds, Stage};
use crate::course::reasons::{Reasons, reasons};
use crate::course::verdict::Focus;
use crate::script::{Entry, Leftover, Role};
use crate::show::{self, Hints, Look, WhenIdle};
use crate::timeline::Nanos;
use crate::trace::ClockKind;
use crate::workbench::Ran;
use crate::workbench::Workbench;
use crate::workbench::Workspace;

/// How long tasks that were cancelled may take to end, and between two looks.
const END_TIMEOUT: Duration = Duration::from_millis(300);
const POLL_INTERVAL: Duration = Duration::from_millis(5);

/// Said where the lesson has programs before the present step that were never on the screen.
const NOT_SHOWN: &str = "Programs of the steps before are not the ones that you have seen,\n\
                         so they have not run. :back leads to them.\n";

/// Runs, unseen, the programs of these earlier steps, which have not run here.
///
/// # Errors
/// As those of standard output.
pub fn catch_up(bench: &mut Workbench, desk: &Desk, lesson: &Lesson, missed: &[usize]) -> anyhow::Result<()> {
    // A course may have been changed since its learner was here.
    let (shown, others): (Vec<&Program>, Vec<&Program>) =
        missed.iter().filter_map(|it| lesson.steps[*it].act.program()).partition(|it| desk.may_run(&it.text));
    if !others.is_empty() {
        // Where it does not run again, what is missed is known to be missed.
        bench.say(NOT_SHOWN)?;
    }
    for program in shown {
        bench.work.use_clock(ClockKind::Virtual);
        let entry = entry_of(program, &bench.work);
        let interrupt = show::interruptible(&bench.work.runner, WhenIdle::Stay);
        let end = bench.work.runner.wait(&bench.work.runner.begin(entry));
        drop(interrupt);
        if let Some(end) = end {
            end_tasks(&bench.work, &end.leftovers);
            bench.work.next_line = end.sources.next_line();
            bench.remember(end.variables, end.functions);
        }
        bench.work.use_clock(bench.clock);
    }
    if !missed.is_empty() {
        // What was to be seen of them was seen when they ran first.
        bench.work.forget_background();
    }
    Ok(())
}

/// Runs the program of the present step.
///
/// # Errors
/// Those of the terminal.
pub fn run_program(bench: &mut Workbench, program: &Program) -> anyhow::Result<Ran> {
    let clock = if program.clock == ClockKind::Virtual { ClockKind::Virtual } else { bench.clock };
    bench.work.use_clock(clock);
    let look = bench.look();
    let hints = if program.findings == Findings::Shown { look.hints } else { Hints::Hidden };
    let look = Look { hints, ..look };
    let title = format!("run {}", bench.work.drawn.latest() + 1);
    let mut end = bench.watch(entry_of(program, &bench.work), &look, title.clone())?;
    let ran = Ran::of(&bench.work.runner.record(), &end);
    if clock != bench.clock {
        // Under another clock a task that goes on would lose the time.
        cancel(&bench.work, &end.leftovers);
    }
    // Its error is the point of it, and has been shown: what its tasks say to that is no news.
    if program.ends == Ends::WithAnError {
        end_tasks(&bench.work, &std::mem::take(&mut end.leftovers));
        bench.work.forget_background();
    }
    bench.show(without_value_of_statement(end, &program.text), &look, title)?;
    bench.work.use_clock(bench.clock);
    Ok(ran)
}

fn entry_of(program: &Program, work: &Workspace) -> Entry {
    let (text, folder) = (program.text.clone(), work.folder());
    Entry { name: String::new(), text, folder, role: Role::Free }
}

fn cancel(work: &Workspace, tasks: &[Leftover]) {
    for task in tasks {
        let _ = work.runner.cancel(task.task).recv();
    }
}

/// Cancels tasks, and waits until they have ended.
fn end_tasks(work: &Workspace, tasks: &[Leftover]) {
    cancel(work, tasks);
    let has_ended = |task: &Leftover| {
        let record = work.runner.record();
        record.timeline().lane(task.task).is_none_or(|lane| lane.ending().is_some())
    };
    let until = Instant::now() + END_TIMEOUT;
    while Instant::now() < until && !tasks.iter().all(has_ended) {
        std::thread::sleep(POLL_INTERVAL);
    }
}

/// What the program of the present step will print, and how long it will take: run unseen under the virtual
/// clock, after the programs before it.
pub fn dry_run(desk: &Desk, program: &Program) -> Option<(Vec<String>, Nanos)> {
    let facts = run_unseen(desk, earlier_programs(desk), program)?.facts()?;
    let lines = facts.output.iter().flat_map(|it| it.text.split('\n')).map(str::to_owned).collect();
    Some((lines, facts.elapsed))
}

/// Runs a program of the present lesson unseen, after others of it. Ctrl-C stops it.
pub fn run_unseen<'p>(
    desk: &Desk,
    before: impl Iterator<Item = &'p Program>,
    program: &Program,
) -> Option<AnswerRun> {
    let interrupts = show::noticed_interrupts();
    let bounds = Bounds { interrupted: interrupts.flag(), ..Bounds::default() };
    let stage = Stage::open(&desk.current()?.files, &bounds).ok()?;
    for earlier in before {
        stage.enter("", &earlier.text, Role::Free).ok()?;
    }
    stage.enter("", &program.text, Role::Free).ok()
}

/// Shows the picture of a program, run unseen, with an instant marked; gives what may be said of that instant.
///
/// # Errors
/// As those of standard output.
pub fn show_marked(
    bench: &Workbench,
    desk: &Desk,
    question: &WhyQuestion,
) -> anyhow::Result<Option<Reasons>> {
    // By itself, so that its lines count from its own first one.
    let played = run_unseen(desk, std::iter::empty(), &question.program);
    let reasons = played.as_ref().and_then(|it| reasons(it, question, &desk.seed()));
    let (Some(played), Some(reasons)) = (played, reasons) else {
        bench.say("This cannot be shown here. Enter goes on.\n")?;
        return Ok(None);
    };
    let look = Look { hints: Hints::Hidden, ..bench.look() };
    let focus = Focus { task: Some(question.task.clone()), at: question.at };
    bench.say(&pointed(&played, Some(&focus), &look, "marked"))?;
    Ok(Some(reasons))
}

/// Runs lines in a learner's order, unseen, and shows their picture; gives the first thing that they do differently.
///
/// # Errors
/// As those of standard output.
pub fn arrange(
    bench: &Workbench,
    desk: &Desk,
    arrangement: &Arrangement,
    lines: &[String],
) -> anyhow::Result<Option<String>> {
    let interrupts = show::noticed_interrupts();
    let bounds = Bounds { interrupted: interrupts.flag(), ..Bounds::default() };
    let arranged = desk.current().and_then(|it| try_order(it, arrangement, lines, &bounds).ok());
    drop(interrupts);
    let Some(arranged) = arranged else { return Ok(Some("It could not be run.".to_owned())) };
    if arranged.played.facts().is_some() {
        let look = Look { hints: Hints::Hidden, ..bench.look() };
        bench.say(&pointed(&arranged.played, None, &look, "your order"))?;
    }
    Ok(arranged.difference)
}

/// The programs of the steps before the present one that may run.
pub fn earlier_programs(desk: &Desk) -> impl Iterator<Item = &Program> {
    let steps = desk.current().and_then(|it| it.steps.get(..desk.step)).unwrap_or_default();
    steps.iter().filter_map(|it| it.act.program()).filter(|it| desk.may_run(&it.text))
}
