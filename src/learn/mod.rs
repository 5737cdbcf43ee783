//! Learning a course in the session.
//!
//! `flow` decides, purely, what comes next; `learning` does it at the session's workbench; `attempt` runs and judges answers;
//! `watcher` checks what is saved in the file in which the learner writes one.

mod answer_file;
mod attempt;
mod card_run;
mod fit;
mod flow;
mod grants;
mod handing_in;
mod learning;
mod lesson_work;
mod markdown;
mod picture;
mod piece;
mod programs;
mod puzzle;
mod room;
#[cfg(test)]
mod tests;
mod watcher;
mod words;

pub use fit::too_tall;
pub use flow::lesson_of;
pub use handing_in::{Predictions, pack, user};
pub use learning::{Learning, today};
pub use markdown::style;
pub use piece::{Block, painted};
pub use room::RoomQuestion;
pub use watcher::AnswerWatcher;
