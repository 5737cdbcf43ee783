//! Waiting for one task's end, for ever or not too long.

use std::rc::Rc;

use super::Runtime;
use super::cancellation::{Awaited, PassedOn};
use super::cancelling::Cancel;
use super::deadlock::refuse_cycle;
use super::sync::Place;
use super::task::Task;
use super::task_state::Interrupted;
use super::waiting::ended;
use crate::trace::{EventKind, Outcome};

impl Awaited {
    /// The running task waits until this one has ended. `line` is the source line of the await. Where the running task is
    /// cancelled meanwhile, this one is, and the running one only hears of it if this one ends as cancelled.
    pub async fn wait(&self, runtime: &Runtime, line: u32) -> Result<Outcome, Interrupted> {
        let me = self.begin(runtime, line)?;
        let ended = runtime.wait(self.task.as_wait(), line, ended(Some(me.clone()), &self.task)).await;
        let was_passed_on = me.cancellation.end_instead();
        match (ended?, was_passed_on) {
            (Outcome::Cancelled, PassedOn::Yes) => Err(me.cancellation.thrown()),
            (outcome, _) => Ok(outcome),
        }
    }

    /// The same, but at the instant `until` (nanoseconds) the task is cancelled, or, if it is shielded, left. None
    /// where that was its end.
    pub async fn wait_until(
        &self,
        runtime: &Runtime,
        until: u64,
        place: Place,
    ) -> Result<Option<Outcome>, Interrupted> {
        let me = self.begin(runtime, place.line)?;
        let in_time = runtime.wait_until(until, place, ended(Some(me.clone()), &self.task)).await;
        let was_passed_on = me.cancellation.end_instead();
        match in_time? {
            Some(Outcome::Cancelled) if was_passed_on == PassedOn::Yes => Err(me.cancellation.thrown()),
            Some(outcome) => Ok(Some(outcome)),
            None if self.is_shielded => Ok(None),
            None => {
                Cancel::new(runtime, vec![me.clone()]).ask(&self.task);
                match self.wait(runtime, place.line).await? {
                    Outcome::Cancelled if was_passed_on == PassedOn::Yes => Err(me.cancellation.thrown()),
                    Outcome::Cancelled => Ok(None),
                    outcome => Ok(Some(outcome)),
                }
            }
        }
    }

    /// The wait begins. Gives the task that waits.
    fn begin(&self, runtime: &Runtime, line: u32) -> Result<Rc<Task>, Interrupted> {
        let me = runtime.current().ok_or(Interrupted::Cancelled)?;
        self.note(runtime, &me, line);
        self.task.awaited_from(&me);
        refuse_cycle(runtime, &me, &self.task, line);
        me.cancellation.begin_instead(std::slice::from_ref(self));
        Ok(me)
    }

    /// The first look at a task that has ended already is no wait, but told.
    pub(super) fn note(&self, runtime: &Runtime, me: &Task, line: u32) {
        let task = &self.task;
        if task.is_ended() && !task.is_observed() {
            runtime.recording.record(me.id, line, EventKind::Awaited { id: task.id });
        }
    }
}
