//! What shared variables hold, as the trace tells it: a shortened text when a second task looks at one, and at the end
//! of each turn that changed it. Within a turn nobody else sees it.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use rhai::{Array, Dynamic, FnPtr, Map};

use super::display::glimpse;
use crate::runtime::{Recording, Runtime};
use crate::trace::{EventKind, TaskId, TextId};

/// What has been told of a variable, or of a part of it.
#[derive(Clone, Default)]
pub struct Told {
    text: Rc<RefCell<Option<String>>>,
    /// The latest turn at the end of which it is told.
    turn: Rc<Cell<u64>>,
}

impl Told {
    /// The running task `me` uses the variable in a line. `value` is the shared one, `path` leads to its part: `.balance`,
    /// `[0]`, or nothing for all of it.
    pub fn used(
        &self,
        (me, line): (TaskId, u32),
        value: &Dynamic,
        path: &str,
        name: TextId,
        runtime: &Runtime,
    ) {
        if self.text.borrow().is_none() {
            self.tell((me, line), value, path, name, runtime.recording());
        }
        if self.turn.replace(runtime.turn()) != runtime.turn() {
            // A clone of a shared value is the same value.
            let (told, value, path) = (self.clone(), value.clone(), path.to_owned());
            let tell = move |recording: &Recording| told.tell((me, line), &value, &path, name, recording);
            runtime.recording().at_end_of_turn(tell);
        }
    }

    /// Tells it if it is another text than before.
    fn tell(
        &self,
        (me, line): (TaskId, u32),
        value: &Dynamic,
        path: &str,
        variable: TextId,
        recording: &Recording,
    ) {
        let Some(text) = part_of(value, path) else { return };
        if self.text.borrow().as_ref() != Some(&text) {
            let value = recording.text(&text);
            recording.record(me, line, EventKind::Holds { variable, value });
            *self.text.borrow_mut() = Some(text);
        }
    }
}

/// The part of a value that a path leads to, shown and shortened. None where there is none, where a method of it is
/// under way, and of functions.
fn part_of(value: &Dynamic, path: &str) -> Option<String> {
    if value.is_shared() {
        return part_of(&*value.read_lock::<Dynamic>()?, path);
    }
    if let Some(rest) = path.strip_prefix('.') {
        let (key, rest) = rest.split_at(rest.find(['.', '[']).unwrap_or(rest.len()));
        return part_of(value.read_lock::<Map>()?.get(key)?, rest);
    }
    if let Some(rest) = path.strip_prefix('[') {
        let (index, rest) = rest.split_once(']')?;
        return part_of(value.read_lock::<Array>()?.get(index.parse::<usize>().ok()?)?, rest);
    }
    // A function stays what it is.
    (path.is_empty() && value.read_lock::<FnPtr>().is_none()).then(|| glimpse(value))
}
