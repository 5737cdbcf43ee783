//! What scripts print: where it goes, and whether it is shown with the run of an entry or in the background.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use super::task::Task;
use super::{Backlog, memory};

/// Called with each printed text.
pub type Output = Box<dyn FnMut(&str)>;

/// Takes what is printed.
pub(super) struct Printer {
    output: RefCell<Output>,
    /// Where what is printed in the background is counted; none where it is not shown.
    backlog: Option<Arc<Backlog>>,
    /// The latest entry's main task.
    entry: RefCell<Option<Rc<Task>>>,
}

impl Printer {
    pub fn new(output: Output, backlog: Option<Arc<Backlog>>) -> Printer {
        Printer { output: RefCell::new(output), backlog, entry: RefCell::default() }
    }

    /// An entry begins with this main task.
    pub fn begin_entry(&self, main: &Rc<Task>) {
        *self.entry.borrow_mut() = Some(main.clone());
    }

    /// Hands a text over.
    pub fn print(&self, text: &str) {
        // It goes to another thread.
        memory::working_for(None, || (self.output.borrow_mut())(text));
    }

    /// Counts a text that was printed by a task, if it is to be shown apart from a run.
    pub fn count(&self, text: &str) {
        if let Some(backlog) = self.backlog_of_background() {
            backlog.add(text);
        }
    }

    /// What has no room for more that is printed now, if there is none.
    pub fn full_backlog(&self) -> Option<Arc<Backlog>> {
        self.backlog_of_background().filter(|it| !it.has_room()).cloned()
    }

    /// Where what is printed now is counted; none while an entry runs that it is shown with.
    fn backlog_of_background(&self) -> Option<&Arc<Backlog>> {
        self.backlog.as_ref().filter(|_| self.entry.borrow().as_ref().is_none_or(|main| main.is_ended()))
    }
}
