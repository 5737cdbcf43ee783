//! What help says of a command beyond its summary.

use super::{indented, line};
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

/// What else to know of `:explore`.
const EXPLORING: &[&str] = &[
    "A run shows one order of who goes next. Where several tasks are ready, any of them could go on; a program is right \
     only if it is right in all these orders. So the entry is run again and again under the virtual clock, each time in \
     another order, with what it needs of the entries before it. The possible results are described in words; then the \
     usual run is drawn, and one that ends differently, with the moment marked where the two part.",
    "Orders that cannot differ, because the tasks touch nothing in common there, are tried once. Where there are too \
     many, those that differ from the usual one in the fewest places come first, then some by chance, and it says so.",
    "Each run begins with nothing: files are in a folder of its own. Programs that start others are not explored.",
    "A thread (spawn_thread) may be interrupted where it uses a shared variable, waits for something shared or prints.",
    ":explore by hand makes you the scheduler: wherever several tasks are ready you say who goes next, and see the lanes \
     grow. Type a number; Enter takes 1, the one that has been ready longest. undo steps back, undo 3 three choices, again \
     begins again, go lets the rest go as usual, q leaves. At the end it says what your order came to, where it differs \
     from the usual one, and the code that repeats it.",
    "Of a file: meanwhile explore FILE.",
];

/// The page of a command, where there is more to say.
pub fn more(command: &str, look: &Look) -> String {
    if command == "explore" {
        return EXPLORING.iter().map(|it| indented(it, look)).collect();
    }
    let rows = match command {
        "replay" => KEYS,
        "save" => ENDINGS,
        "zoom" => ZOOMS,
        _ => return String::new(),
    };
    let list: String = rows.iter().map(|(left, right)| line(left, right, look)).collect();
    format!("\n{list}")
}
