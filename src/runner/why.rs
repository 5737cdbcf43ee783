//! The answer to a script's question `why`: what `explain` makes of the record so far.

use std::sync::{Arc, Mutex, PoisonError};

use super::Record;
use crate::explain::{RunAnalysis, why, why_task};
use crate::runtime::Task;

/// What answers it, on the loop thread.
pub(super) fn explain(record: Arc<Mutex<Record>>) -> impl Fn(&Task, Option<u64>) -> String + Send {
    move |task, instant| {
        let mut record = record.lock().unwrap_or_else(PoisonError::into_inner);
        record.take_in();
        let timeline = record.timeline();
        let run = timeline.runs().iter().position(|run| run.main == task.root());
        let view = timeline.view_of_run(run.unwrap_or(usize::MAX));
        let analysis = RunAnalysis::new(&view, record.trace());
        let said = match instant {
            Some(instant) => why(&analysis, task.id(), view.span.start.saturating_add(instant)),
            None => why_task(&analysis, task.id()),
        };
        match said.is_empty() {
            true => format!("Of {} nothing is recorded.", task.name()),
            false => said.join(" "),
        }
    }
}
