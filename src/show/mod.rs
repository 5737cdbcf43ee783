//! What a person sees of a run: drawn live, then finished, with reports and the answer.
//!
//! Shared by `cli` and `repl`. Pictures come from `render`, the terminal from `term`; here they meet.

mod by_hand;
mod explored;
mod finished;
mod follow;
mod hints;
mod interrupt;
mod live;
mod look;
mod paragraph;
mod play;
mod printed;
mod replay;
mod words_for;
mod zoom;

pub use by_hand::by_hand;
pub use explored::{explore, explored};
pub use finished::{
    Recorded, compared, console_text, drawn, finished, hidden_mistakes, is_worth_a_frame, pointed,
    remark_text, report_text, run_of, told,
};
pub use follow::{Drawn, Performing, perform, recording_trouble};
pub use hints::{differences_text, hints, scorecard_text, why_lane, why_run};
pub use interrupt::{
    Interrupt, NoticedInterrupts, WhenIdle, interruptible, leave_interrupts, noticed_interrupts, pass_end_on,
    stop_running,
};
pub use live::watch;
pub use look::{Hints, Look, TimelineChoice};
pub use paragraph::paragraphs;
pub use play::play;
pub use printed::{Leads, write_printed};
pub use replay::{Replayed, replay};
pub use words_for::{dropped, left_over_cancelled, left_over_kept, stopped};
pub use zoom::{part, zoomed};
