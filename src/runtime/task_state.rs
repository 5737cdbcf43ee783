//! What a task is doing, how it ends, and why it is interrupted.

use std::time::Duration;

use crate::trace::Outcome;

/// What a task is doing right now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaskState {
    Ready,
    Running,
    Blocking,
    Waiting,
    Ended(Outcome),
}

impl TaskState {
    /// The word for it, on screen and in scripts.
    pub fn word(self) -> &'static str {
        match self {
            TaskState::Ready => "ready",
            TaskState::Running => "running",
            TaskState::Blocking => "blocking",
            TaskState::Waiting => "waiting",
            TaskState::Ended(outcome) => outcome.word(),
        }
    }
}

/// How a task's own code came to its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ending {
    pub outcome: Outcome,
    /// The value or the error, shown.
    pub text: Option<String>,
}

/// Why a wait was broken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// The task was cancelled. It hears of each cancel once, at its wait, and may clean up.
    Cancelled,
    /// The task must end now.
    Stopped(StopReason),
}

/// Why a task must end at once, without a chance to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StopReason {
    /// Somebody asked for it, from the keyboard or by a command.
    Asked,
    StackLimit,
    /// The system has no memory for its stack.
    NoStack,
    /// More than this number of bytes of heap and stacks.
    MemoryLimit(usize),
    /// The same, most of it stacks.
    StackMemoryLimit(usize),
    /// More than this number of operations.
    OperationLimit(u64),
    /// More than this number of bytes printed.
    OutputLimit(usize),
    /// Longer than so long by the computer's clock.
    TimeLimit(Duration),
    /// Every task waits for another one, for ever.
    Deadlock,
    /// It was cancelled while it computed where nothing can be thrown that a script could catch.
    BrokenOff,
}
