//! Help on sharing: how others follow, what they see, and how they are asked.

use super::{indented, line};
use crate::show::Look;

/// Commands that the page is about.
pub const NAMES: &[&str] = &["share", "vote"];

const SHARE: &[(&str, &str)] = &[
    (":share", "on this computer; again: where, and how many follow"),
    (":share 0.0.0.0", "for the room: all who have the address can follow"),
    (":share 0.0.0.0:8080", "at a port of your choice"),
    (":share --host NAME", "under another name, which is the one that is shown"),
    (":share off", "ends it"),
];

const VOTE: &[(&str, &str)] = &[
    (":share --votes", "lets those who follow answer, one answer each"),
    (":vote Which? | a | b", "asks; also with | seconds, | number, or no choices"),
    (":vote", "how many have answered"),
    (":vote close", "ends the vote and shows all how the room answered"),
    (":vote again", "asks the same once more, after a discussion"),
    (":vote right a", "tells what really happened"),
];

/// What is said below a command's own line.
pub fn page(look: &Look) -> String {
    let list = |rows: &[(&str, &str)]| -> String { rows.iter().map(|it| line(it.0, it.1, look)).collect() };
    [
        indented(
            "Others see code, console and timeline of each run that is drawn here from then on, while it runs; each can \
             scroll back, zoom and ask why. Nothing else leaves this computer, and nobody can change anything here. \
             The page is not encrypted: others in the same network could read along.",
            look,
        ),
        format!("\n{}", list(SHARE)),
        format!("\n{}", list(VOTE)),
        indented(
            "In a lesson the room is asked what you are asked; in a talk its quizzes, and what a program will do while \
             that types itself. Ctrl-C puts such a program away for :vote close and :vote again.",
            look,
        ),
    ]
    .concat()
}
