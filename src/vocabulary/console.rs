//! Printing and marks: what `:help` says of these words. What they do is in `script/library/console.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "print",
        signature: "print(value, …)",
        summary: "writes its values to the console, with spaces between them",
        details: "",
        example: "print(\"two and two is\", 2 + 2);",
        peers: Peers {
            python: "print(value, …)", javascript: "console.log(value, …)", tokio: "println!"
        },
    },
    Word {
        name: "debug",
        signature: "debug(value, …)",
        summary: "like print, with quotes around texts",
        details: "",
        example: "debug(\"a text\", [1, \"two\"]);",
        peers: Peers { python: "print(repr(value))", javascript: "console.dir(value)", tokio: "dbg!" },
    },
    Word {
        name: "mark",
        signature: "mark(label)",
        summary: "marks this instant on the timeline",
        details: "",
        example: "sleep(0.2);\nmark(\"half way\");\nsleep(0.2);",
        peers: Peers { python: "", javascript: "performance.mark(label)", tokio: "tracing::event!" },
    },
];
