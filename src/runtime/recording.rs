//! What is said of a run: its events, in their order, and the texts of these.

use std::cell::RefCell;
use std::rc::Rc;

use super::{Clock, memory};
use crate::trace::{Event, EventKind, Recorder, TaskId, TextId};

/// Something to do at the end of a turn.
type AtEndOfTurn = Box<dyn FnOnce(&Recording)>;

/// What takes events down; where nobody wants them, it does nothing.
pub struct Recording {
    clock: Rc<Clock>,
    recorder: RefCell<Option<Recorder>>,
    /// The loop's. Events that are on their way to another thread are no longer counted there.
    memory: memory::Account,
    /// What is to be done at the end of the current turn.
    at_end_of_turn: RefCell<Vec<AtEndOfTurn>>,
}

impl Recording {
    pub(super) fn new(clock: Rc<Clock>, recorder: Option<Recorder>, memory: memory::Account) -> Recording {
        let (recorder, at_end_of_turn) = (RefCell::new(recorder), RefCell::default());
        Recording { clock, recorder, memory, at_end_of_turn }
    }

    /// Records an event of `task` that happens now.
    pub fn record(&self, task: TaskId, line: u32, kind: EventKind) {
        if self.recorder.borrow().is_some() {
            if matches!(kind, EventKind::Suspended { .. } | EventKind::Finished { .. }) {
                self.end_turn();
            }
            self.record_at(self.clock.now(), task, line, kind);
        }
    }

    pub(super) fn record_at(&self, at: u64, task: TaskId, line: u32, kind: EventKind) {
        if let Some(recorder) = self.recorder.borrow_mut().as_mut() {
            recorder.record(Event { at, task, line, kind });
        }
    }

    /// Has something be done at the end of the current turn, before the trace says that it is over: what is to be told of
    /// the turn as a whole.
    pub fn at_end_of_turn(&self, what: impl FnOnce(&Recording) + 'static) {
        self.at_end_of_turn.borrow_mut().push(Box::new(what));
    }

    fn end_turn(&self) {
        if !self.at_end_of_turn.borrow().is_empty() {
            self.at_end_of_turn.take().into_iter().for_each(|what| what(self));
        }
    }

    /// How much is to be done at the end of the current turn.
    #[cfg(test)]
    pub(super) fn work_at_end_of_turn(&self) -> usize {
        self.at_end_of_turn.borrow().len()
    }

    /// A text for an event, one that will hardly be said again.
    pub fn text(&self, text: &str) -> TextId {
        self.recorder.borrow_mut().as_mut().map_or(TextId::OMITTED, |it| it.text(text))
    }

    /// A text for an event, one that is likely to come again.
    pub fn name(&self, text: &str) -> TextId {
        self.recorder.borrow_mut().as_mut().map_or(TextId::OMITTED, |it| it.name(text))
    }

    /// A text for an event that is asked for again when tasks wait for each other: what they wait for.
    pub fn lasting_name(&self, text: &str) -> TextId {
        self.recorder.borrow_mut().as_mut().map_or(TextId::OMITTED, |it| it.lasting_name(text))
    }

    /// A text that is kept, by its number.
    pub(super) fn known(&self, text: TextId) -> Option<String> {
        self.recorder.borrow().as_ref()?.known(text).map(ToString::to_string)
    }

    /// Hands over all events so far.
    pub fn flush(&self) {
        if let Some(recorder) = self.recorder.borrow_mut().as_mut() {
            recorder.flush();
            self.memory.give_away(recorder.take_handed_over());
        }
    }

    /// Hands over events if somebody is waiting for them, so that a busy thread can be drawn.
    pub(super) fn flush_if_wanted(&self) {
        let wanted = self.recorder.borrow().as_ref().is_some_and(|it| it.flush_wanted());
        if wanted {
            self.flush();
        }
    }
}
