//! What help says of a command beyond its summary.

use super::line;
use crate::replay::KEYS;
use crate::show::Look;

const ENDINGS: &[(&str, &str)] = &[
    (".rhai", "your entries, or the entry of run N"),
    (".jsonl", "the trace, of the session or of run N: meanwhile replay FILE"),
    (".svg", "the picture of the last run, or of run N"),
    (".html", "a page of it, to move through in a browser"),
    (".cast", "a recording of it, which asciinema plays"),
    (".json", "a trace of it, which Perfetto opens (ui.perfetto.dev)"),
];
const ZOOMS: &[(&str, &str)] =
    &[(":zoom 0.5 1.2", "from half a second on"), (":zoom 0 350ms main, work", "two tasks alone")];

/// The page of a command, where there is more to say.
pub fn more(command: &str, look: &Look) -> String {
    let rows = match command {
        "replay" => KEYS,
        "save" => ENDINGS,
        "zoom" => ZOOMS,
        _ => return String::new(),
    };
    let list: String = rows.iter().map(|(left, right)| line(left, right, look)).collect();
    format!("\n{list}")
}
