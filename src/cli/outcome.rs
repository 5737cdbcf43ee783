//! What a script's end means for the one who started it: texts for standard error, and the exit code.

use crate::plain::plain_text;
use crate::script::{Answer, EntryEnd};
use crate::show::{self, Look};
pub use crate::term::STOPPED;

/// Script error.
pub const FAILED: i32 = 1;

/// What is to be said about the end, and the exit code.
pub fn of(end: &EntryEnd, look: &Look) -> (String, i32) {
    let mut text = String::new();
    for (name, report) in &end.unseen {
        text.push_str(&format!("{} failed, and nobody awaited it:\n", plain_text(name)));
        text.push_str(&show::report_text(report, &end.sources, look));
    }
    text.push_str(&show::hidden_mistakes(end, look));
    text.push_str(&match &end.answer {
        // Who stops a program knows that its tasks had not ended.
        Answer::Stopped => show::dropped(&end.leftovers, look),
        _ => show::left_over_cancelled(&end.leftovers, look),
    });
    let code = match &end.answer {
        Answer::Value(_) => 0,
        Answer::Failed(report) => {
            text.push_str(&show::report_text(report, &end.sources, look));
            FAILED
        }
        Answer::Stopped => {
            text.push_str("Stopped.\n");
            STOPPED
        }
    };
    (text, code)
}
