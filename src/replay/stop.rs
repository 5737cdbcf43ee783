//! A run to go through, and the places in it worth a look.

use crate::timeline::{Nanos, View};
use crate::trace::{TaskId, Trace};

/// A place worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Since the run began.
    pub(super) at: Nanos,
    /// Of which run.
    pub(super) side: usize,
    pub(super) task: Option<TaskId>,
    pub(super) text: String,
}

/// A run to go through. The view and the trace are of the same run.
pub struct ReplayRun<'a> {
    /// What to call it, such as its file's name.
    pub title: String,
    pub view: &'a View<'a>,
    pub trace: &'a Trace,
}
