//! Semaphores: what `:help` says of these words. What they do is in `script/library/semaphore.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "semaphore",
        signature: "semaphore(n)",
        summary: "n permits: that many tasks may go on at a time, the others wait",
        details: "Also: s.available, s.try_acquire() (true if a permit was there; never waits).",
        example: "let desks = semaphore(2);\nfn work(desks, name) { desks.acquire(|| { print(name, \"sits down\"); sleep(1) }) }\nawait [spawn work(desks, \"Ada\"), spawn work(desks, \"Alan\"), spawn work(desks, \"Grace\")];",
        peers: Peers {
            python: "asyncio.Semaphore(n)",
            javascript: "p-limit (a package)",
            tokio: "sync::Semaphore::new(n)",
        },
    },
    Word {
        name: "acquire",
        signature: "s.acquire(|| …)   s.acquire()",
        summary: "waits for a permit; with a closure it is given back when that ends",
        details: "Without a closure give it back with release, also when something fails in between.",
        example: "let one = semaphore(1);\nprint(one.acquire(|| \"alone here\"));\none.acquire();\none.release();",
        peers: Peers {
            python: "async with semaphore:",
            javascript: "limit(callback)",
            tokio: "semaphore.acquire().await",
        },
    },
    Word {
        name: "release",
        signature: "s.release()",
        summary: "gives a permit to a semaphore; the task that has waited longest gets it",
        details: "",
        example: "let signal = semaphore(0);\nspawn || { sleep(1); signal.release() };\nsignal.acquire();\nprint(\"the permit came after\", now());",
        peers: Peers {
            python: "semaphore.release()",
            javascript: "",
            tokio: "dropping the permit, add_permits(1)",
        },
    },
];
