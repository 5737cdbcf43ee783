//! Threads: what `:help` says of these words. What they do is in `script/library/threads.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[Word {
    name: "spawn_thread",
    signature: "spawn_thread(|| …)",
    summary: "starts a task off the loop: what it blocks on does not hold the loop's thread",
    details: "For blocking calls that have no waiting twin, and for long computing. Its blocking calls are made \
              on a real thread. Its computing takes turns with the loop in slices of 1 ms, as Python's threads do \
              under the global interpreter lock, so it gets no faster; but the loop goes on. It shares \
              variables with the other tasks and can be interrupted between any two operations. Cancelling stops \
              its computing at the next slice; a blocking call cannot be stopped, its result is dropped.",
    example: "fn tick() { for i in 0..3 { print(\"tick\"); sleep(0.4) } }\nlet ticks = spawn tick();\nlet t = spawn_thread(|| { sleep_blocking(1); \"done\" });\nprint(await t);\nawait ticks;",
    peers: Peers {
        python: "await asyncio.to_thread(f)",
        javascript: "new Worker(file)",
        tokio: "tokio::task::spawn_blocking",
    },
}];
