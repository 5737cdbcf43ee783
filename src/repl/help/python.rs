//! Help on Python programs: how they are run, what the recorder sees of them, and what not.

use super::{indented, line};
use crate::python::scope::{NOT_SEEN, SEEN};
use crate::show::Look;

/// Names under which it is looked for.
pub const NAMES: &[&str] = &["python", "python3"];

/// The page.
pub fn page(look: &Look) -> String {
    let mut out = format!(
        "{}\n{}",
        look.bold(":load app.py   meanwhile run app.py -- ARGUMENTS"),
        indented(
            "runs a Python program in your own python3, unmodified, and draws what its asyncio tasks do. :card python shows \
             a lesson's words in Python.",
            look
        )
    );
    for (heading, rows) in [("Seen", SEEN), ("Not seen", NOT_SEEN)] {
        out.push_str(&format!("\n{}\n", look.bold(heading)));
        out.extend(rows.iter().map(|(left, right)| line(left, right, look)));
    }
    out
}
