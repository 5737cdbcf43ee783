//! What native functions give: values and errors of scripts, and the words of errors that break a wait off.

use crate::runtime::{Interrupted, StopReason, deadlock_text};
use crate::script::source::LAST_LINE;
use rhai::{Dynamic, EvalAltResult, NativeCallContext, Position};

/// What a native function gives: a value or a script error.
pub type Outcome<T = Dynamic> = Result<T, Box<EvalAltResult>>;

/// The source line of a position; 0 where there is none, or none that a learner has seen: what an exercise gives
/// has lines of its own.
pub fn line_of(position: Position) -> u32 {
    let line = position.line().filter(|line| *line <= LAST_LINE);
    line.map_or(0, |line| u32::try_from(line).unwrap_or(0))
}

/// The source line of a call.
pub fn line(context: &NativeCallContext) -> u32 {
    line_of(context.call_position())
}

/// An error that a script can catch.
pub fn error<T>(text: impl Into<String>, position: Position) -> Outcome<T> {
    Err(Box::new(EvalAltResult::ErrorRuntime(text.into().into(), position)))
}

/// What a cancelled task finds thrown at its wait.
pub const CANCELLED: &str = "cancelled";

/// The script error of a wait that was broken off.
pub fn interrupted(reason: Interrupted, position: Position) -> Box<EvalAltResult> {
    match reason {
        Interrupted::Cancelled => Box::new(EvalAltResult::ErrorRuntime(CANCELLED.into(), position)),
        Interrupted::Stopped(StopReason::Deadlock) => {
            Box::new(EvalAltResult::ErrorTerminated(deadlock_text().into(), position))
        }
        Interrupted::Stopped(reason) => {
            Box::new(EvalAltResult::ErrorTerminated(stop_text(reason).into(), position))
        }
    }
}

/// Why a task was stopped, in words.
pub fn stop_text(reason: StopReason) -> String {
    match reason {
        StopReason::Asked | StopReason::BrokenOff => "stopped".to_owned(),
        StopReason::StackLimit => "this calls itself, or nests, too deeply: the task's stack is used up. \
             Does the recursion have an end?"
            .to_owned(),
        StopReason::NoStack => {
            "the system has no memory for another task's stack; let some tasks end first".to_owned()
        }
        StopReason::StackMemoryLimit(bytes) => format!(
            "the stacks of this run's tasks use too much memory (more than {} in one run). Are too many tasks alive at \
             once, or do they call themselves too deeply?",
            bytes_text(bytes)
        ),
        StopReason::MemoryLimit(bytes) => format!(
            "this uses too much memory (more than {} in one run). Does a text or an array grow for ever?",
            bytes_text(bytes)
        ),
        StopReason::OperationLimit(most) => format!(
            "this computes too long (more than {} million operations in one run). Does a loop have no end?",
            most / 1_000_000
        ),
        StopReason::OutputLimit(bytes) => {
            format!(
                "this prints too much (more than {} in one run). Does a loop have no end?",
                bytes_text(bytes)
            )
        }
        StopReason::TimeLimit(limit) => {
            format!("this takes too long (more than {} s in one run)", limit.as_secs())
        }
        StopReason::Deadlock => {
            "deadlock: every task waits for another task, so none can ever go on".to_owned()
        }
    }
}

pub(super) fn bytes_text(bytes: usize) -> String {
    match bytes {
        it if it >= 1 << 30 => format!("{} GB", it >> 30),
        it => format!("{} MB", it >> 20),
    }
}

/// Whether this is what a cancelled task finds thrown at its wait.
pub fn is_cancellation(error: &EvalAltResult) -> bool {
    match error {
        EvalAltResult::ErrorRuntime(value, _) => {
            value.clone().into_string().is_ok_and(|text| text == CANCELLED)
        }
        EvalAltResult::ErrorInFunctionCall(name, _, inner, _) => {
            !name.starts_with("await ") && is_cancellation(inner)
        }
        _ => false,
    }
}
