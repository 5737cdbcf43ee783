//! A talk in the session, with code that is real.
//!
//! `talk` decides, purely, what comes next; `presenting` does it at the session's workbench; `room` asks those who follow;
//! `notes` tells the speaker in a second terminal.

mod notes;
mod presenting;
mod room;
mod slide;
mod talk;

pub use notes::{Notes, clock_text, follow, socket_folder, trouble};
pub use presenting::{Pace, Presenting};
pub use slide::{painted_answer, painted_notes, painted_slide, painted_typing};
