//! Time: what `:help` says of these words. What they do is in `script/library/time.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "sleep",
        signature: "sleep(seconds)",
        summary: "waits; the thread is free for other tasks",
        details: "Its twin that holds the thread is sleep_blocking.",
        example: "print(\"start\");\nsleep(0.5);\nprint(\"half a second later\");",
        peers: Peers {
            python: "await asyncio.sleep(seconds)",
            javascript: "setTimeout(resolve, milliseconds)",
            tokio: "time::sleep(duration).await",
        },
    },
    Word {
        name: "sleep_blocking",
        signature: "sleep_blocking(seconds)",
        summary: "holds the thread and does nothing: no other task can run",
        details: "This is what time.sleep does in Python, and any call that waits without await.",
        example: "fn tick() { for i in 0..3 { print(\"tick\"); sleep(0.2) } }\nspawn tick();\nsleep(0.1);\nsleep_blocking(1);\nsleep(0.5);",
        peers: Peers {
            python: "time.sleep(seconds)",
            javascript: "Atomics.wait(…)",
            tokio: "std::thread::sleep(duration)",
        },
    },
    Word {
        name: "busy",
        signature: "busy(seconds)",
        summary: "computes: uses the processor, and the thread with it",
        details: "",
        example: "fn work() { busy(0.3) }\nlet a = spawn work();\nlet b = spawn work();\nawait [a, b];",
        peers: Peers {
            python: "a loop that computes",
            javascript: "a loop that computes",
            tokio: "a loop that computes",
        },
    },
    Word {
        name: "yield_now",
        signature: "yield_now()",
        summary: "lets the other tasks that are ready run first",
        details: "",
        example: "fn count(name) { for i in 0..3 { print(name, i); yield_now() } }\nlet a = spawn count(\"a\");\nlet b = spawn count(\"b\");\nawait [a, b];",
        peers: Peers {
            python: "await asyncio.sleep(0)",
            javascript: "setImmediate(resolve)",
            tokio: "task::yield_now().await",
        },
    },
    Word {
        name: "now",
        signature: "now()",
        summary: "seconds since the run began",
        details: "To the millisecond.",
        example: "sleep(0.5);\nprint(now());",
        peers: Peers {
            python: "loop.time()",
            javascript: "performance.now() / 1000",
            tokio: "time::Instant::now()",
        },
    },
];
