//! The number of a task.

/// A task's number. Task 0 is the first run's main task; numbers are never used again in a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub u32);
