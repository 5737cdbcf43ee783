//! `:tasks`, `:cancel`, and the task that is meant by what was typed.

use std::time::Duration;

use crate::plain::plain_text;
use crate::runner::Cancelled;
use crate::timeline::{Lane, duration_text};
use crate::trace::{Outcome, TaskId, Texts};
use crate::workbench::Workspace;

/// How long a command waits for the loop thread before it takes the thread from the task that holds it.
const CANCEL_TIMEOUT: Duration = Duration::from_millis(300);

/// The tasks that are alive, a line each.
pub fn list_tasks(work: &Workspace) -> String {
    let mut record = work.runner.record();
    record.advance();
    let alive = record.timeline().lanes().filter(|lane| lane.ending().is_none());
    let now = record.timeline().end();
    let out: String = alive.map(|lane| task_line(&lane, record.texts(), now)).collect();
    if out.is_empty() { "No task is alive.\n".to_owned() } else { out }
}

/// Cancels a task; gives what is to be said of it.
pub fn cancel(work: &Workspace, wanted: &str) -> String {
    let Some(task) = task(work, wanted) else {
        let shown = plain_text(wanted).chars().take(40).collect::<String>();
        return format!("There is no task `{shown}`. :tasks lists those that are alive.\n");
    };
    let answer = work.runner.cancel(task);
    let cancelled = match answer.recv_timeout(CANCEL_TIMEOUT) {
        Ok(cancelled) => cancelled,
        Err(_) => {
            // Some task holds the thread, and has to let go.
            work.runner.stop();
            answer.recv().unwrap_or(None)
        }
    };
    match cancelled {
        Some(Cancelled { name, outcome: Some(Outcome::Cancelled) }) => {
            format!("{} is cancelled.\n", plain_text(&name))
        }
        Some(Cancelled { name, outcome: Some(_) }) => format!("{} has ended.\n", plain_text(&name)),
        Some(Cancelled { name, outcome: None }) => {
            format!("{} is asked to end; it is still cleaning up.\n", plain_text(&name))
        }
        None => format!("No task {} is alive. :tasks lists those that are.\n", task.0),
    }
}

/// The task that a variable holds the handle of, and what stands behind the variable's name.
pub fn held<'w>(work: &Workspace, wanted: &'w str) -> Option<(TaskId, &'w str)> {
    let wanted = wanted.trim();
    let name = wanted.split_whitespace().next()?;
    let variable = work.variables.iter().find(|it| it.name == name)?;
    Some((variable.task?, &wanted[name.len()..]))
}

/// The task that is meant by its number, by a variable that holds its handle, or by its name, if one of that
/// name is alive.
fn task(work: &Workspace, wanted: &str) -> Option<TaskId> {
    let wanted = wanted.trim();
    if let Ok(number) = wanted.trim_start_matches('#').parse() {
        return Some(TaskId(number));
    }
    let of_variable = work.variables.iter().find(|it| it.name == wanted).and_then(|it| it.task);
    of_variable.or_else(|| {
        let mut record = work.runner.record();
        record.advance();
        let mut alive = record.timeline().lanes().filter(|lane| lane.ending().is_none());
        alive.find(|lane| record.texts().get(lane.name()) == wanted).map(|lane| lane.task())
    })
}

fn task_line(lane: &Lane, texts: &Texts, now: u64) -> String {
    let phase = lane.phase_at_end().map_or("", |phase| phase.word());
    let age = duration_text(now.saturating_sub(lane.spawned_at()));
    let name = plain_text(texts.get(lane.name())).into_owned();
    format!("{:>5}  {name:<24} {phase:<9} since line {}, for {age}\n", lane.task().0, lane.line())
}
