//! What the runtime says of its tasks: events and their texts, and what scripts print.

use super::schedule::{self, Touch};
use super::task::StopReason;
use super::{Runtime, memory};
use crate::trace::{Event, EventKind, TaskId, TextId};

/// Something to do at the end of a turn.
pub(super) type AtEndOfTurn = Box<dyn FnOnce(&Runtime)>;

impl Runtime {
    /// The running task prints a text.
    pub fn print(&self, text: &str, line: u32) {
        let Some(left) = self.output_left.get().checked_sub(text.len() + 1) else {
            if let Some(task) = self.current() {
                self.stop(&task, StopReason::OutputLimit(self.limits.output));
            }
            return;
        };
        self.output_left.set(left);
        schedule::touch(Touch::Write(schedule::OUTPUT));
        if let Some(task) = self.current() {
            let id = self.text(text);
            self.record(task.id, line, EventKind::Printed { text: id });
            self.count_printed(text);
        }
        // It goes to another thread.
        memory::working_for(None, || (self.output.borrow_mut())(text));
    }

    /// Records an event of `task` that happens now.
    pub fn record(&self, task: TaskId, line: u32, kind: EventKind) {
        if self.recorder.borrow().is_some() {
            if matches!(kind, EventKind::Suspended { .. } | EventKind::Finished { .. }) {
                self.end_turn_in_trace();
            }
            self.record_at(self.clock.now(), task, line, kind);
        }
    }

    /// Has something be done at the end of the current turn, before the trace says that it is over: what is to be told of
    /// the turn as a whole.
    pub fn at_end_of_turn(&self, what: impl FnOnce(&Runtime) + 'static) {
        self.at_end_of_turn.borrow_mut().push(Box::new(what));
    }

    fn end_turn_in_trace(&self) {
        if !self.at_end_of_turn.borrow().is_empty() {
            self.at_end_of_turn.take().into_iter().for_each(|what| what(self));
        }
    }

    pub(super) fn record_at(&self, at: u64, task: TaskId, line: u32, kind: EventKind) {
        if let Some(recorder) = self.recorder.borrow_mut().as_mut() {
            recorder.record(Event { at, task, line, kind });
        }
    }

    /// A text for an event, one that will hardly be said again.
    pub fn text(&self, text: &str) -> TextId {
        self.recorder.borrow_mut().as_mut().map_or(TextId::OMITTED, |it| it.text(text))
    }

    /// A text for an event, one that is likely to come again.
    pub fn name_text(&self, text: &str) -> TextId {
        self.recorder.borrow_mut().as_mut().map_or(TextId::OMITTED, |it| it.name(text))
    }

    /// A text for an event that is asked for again when tasks wait for each other: what they wait for.
    pub fn object_text_id(&self, text: &str) -> TextId {
        self.recorder.borrow_mut().as_mut().map_or(TextId::OMITTED, |it| it.lasting_name(text))
    }

    /// Hands over all events so far.
    pub fn flush(&self) {
        if let Some(recorder) = self.recorder.borrow_mut().as_mut() {
            recorder.flush();
            self.memory.give_away(recorder.take_handed_over());
        }
    }
}
