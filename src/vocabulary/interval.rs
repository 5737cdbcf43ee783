//! Intervals: what `:help` says of these words. What they do is in `script/library/interval.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "interval",
        signature: "interval(seconds)",
        summary: "a beat: its ticks come that far apart, however long the work between them takes",
        details: "The first tick comes at once. After a delay the missed ticks follow at once, until the beat is kept again.",
        example: "let beat = interval(1);\nfor i in 0..3 { beat.tick(); print(\"tick\", now()); sleep(0.4) }",
        peers: Peers {
            python: "a loop with asyncio.sleep",
            javascript: "setInterval(callback, milliseconds)",
            tokio: "time::interval(period)",
        },
    },
    Word {
        name: "tick",
        signature: "beat.tick()",
        summary: "waits for an interval's next tick; gives its number, from 0",
        details: "",
        example: "let beat = interval(0.5);\nbeat.tick();\nprint(beat.tick(), \"at\", now());",
        peers: Peers { python: "", javascript: "the callback", tokio: "interval.tick().await" },
    },
];
