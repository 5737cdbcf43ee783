//! Help on sharing: how others follow, what they see, and how they are asked.

use super::{indented, line};
use crate::show::Look;

/// Commands that the page is about.
pub const NAMES: &[&str] = &["share", "vote"];

const SHARE: &[(&str, &str)] = &[
    (":share", "on this computer; again: where that is, and how many follow"),
    (":share 0.0.0.0", "for the room: every computer in this network that has the address"),
    (":share 0.0.0.0:8080", "at a port of your choice"),
    (":share --host NAME", "under another name, which is the one that is shown"),
    (":share off", "ends it"),
];

const VOTE: &[(&str, &str)] = &[
    (":share --votes", "lets those who follow answer, one answer each"),
    (":vote Which? | a | b", "asks them; without choices yes or no, or | seconds, | number"),
    (":vote", "how many have answered"),
    (":vote close", "ends the vote and shows the answers, here and on their pages"),
    (":vote again", "asks the same once more, after a discussion"),
    (":vote right a", "tells what really happened"),
];

/// What is said below a command's own line.
pub fn page(look: &Look) -> String {
    let list = |rows: &[(&str, &str)]| -> String { rows.iter().map(|it| line(it.0, it.1, look)).collect() };
    [
        indented(
            "Others see code, console and timeline of each run that is drawn here, from the next one on, while it \
             runs. Each reader can scroll back, zoom and ask why; Follow brings them back. Nothing else leaves this \
             computer, and nobody can change anything here. The page is not encrypted: who is in the same network \
             could read along.",
            look,
        ),
        format!("\n{}", list(SHARE)),
        format!("\n{}", list(VOTE)),
        indented("In a lesson the room is asked what you are asked; its answers appear with yours.", look),
    ]
    .concat()
}
