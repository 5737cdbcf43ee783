//! Events and barriers: what `:help` says of these words. What they do is in `script/library/event_barrier.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "event",
        signature: "event()",
        summary: "something that happens once, and that tasks wait for",
        details: "Also: e.is_set.",
        example: "let open = event();\nfn customer(open, name) { open.wait(); print(name, \"walks in\") }\nlet tasks = [spawn customer(open, \"Ada\"), spawn customer(open, \"Alan\")];\nsleep(1);\nprint(\"the door opens\");\nopen.set();\nawait tasks;",
        peers: Peers {
            python: "asyncio.Event()",
            javascript: "Promise.withResolvers() (Node 22)",
            tokio: "sync::watch::channel(false)",
        },
    },
    Word {
        name: "set",
        signature: "e.set()",
        summary: "lets an event have happened: all who wait for it go on",
        details: "",
        example: "let e = event();\nspawn || { sleep(1); e.set() };\ne.wait();\nprint(e.is_set);",
        peers: Peers {
            python: "event.set()",
            javascript: "resolve()",
            tokio: "sender.send_replace(true), or notify.notify_waiters() without storing",
        },
    },
    Word {
        name: "clear",
        signature: "e.clear()",
        summary: "lets an event not have happened, so that it can be waited for again",
        details: "",
        example: "let e = event();\ne.set();\ne.clear();\nprint(e.is_set);",
        peers: Peers { python: "event.clear()", javascript: "", tokio: "" },
    },
    Word {
        name: "wait",
        signature: "e.wait()   b.wait()",
        summary: "waits until an event is set, or until all have come to a barrier",
        details: "At a barrier it gives how many were there before: 0 for the first.",
        example: "let b = barrier(2);\nspawn || { sleep(1); b.wait() };\nb.wait();\nprint(\"both are here\");",
        peers: Peers {
            python: "await event.wait(), await barrier.wait()",
            javascript: "await promise",
            tokio: "receiver.changed().await, barrier.wait().await",
        },
    },
    Word {
        name: "barrier",
        signature: "barrier(n)",
        summary: "a place where tasks wait until n of them have come, then all go on",
        details: "It can be used again and again. Also: b.waiting.",
        example: "let start = barrier(3);\nfn runner(start, name, seconds) { sleep(seconds); print(name, \"is ready\"); start.wait(); print(name, \"runs\") }\nawait [spawn runner(start, \"a\", 1), spawn runner(start, \"b\", 2), spawn runner(start, \"c\", 3)];",
        peers: Peers { python: "asyncio.Barrier(n) (3.11)", javascript: "", tokio: "sync::Barrier::new(n)" },
    },
];
