//! What a person sees of a run: drawn live, then finished, with reports and the answer.
//!
//! Shared by `cli` and `repl`. Pictures come from `render`, the terminal from `term`; here they meet.

mod finished;
mod interrupt;
mod live;
mod look;
mod words_for;

pub use finished::{
    compared, console_text, finished, is_worth_a_frame, remark_text, report_text, run_of, words,
};
pub use interrupt::{Interrupt, WhenIdle, interruptible};
pub use live::{Watched, watch};
pub use look::{Look, TimelineChoice};
pub use words_for::{left_over_cancelled, left_over_kept, stopped};
