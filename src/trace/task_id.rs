//! The number of a task.

use crate::trace::TextId;
use std::num::NonZeroU32;

/// A task's number. Task 0 is the first run's main task; numbers are never used again in a trace.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TaskId(pub u32);
