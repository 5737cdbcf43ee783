//! Futures: what `:help` says of these words. What they do is in `script/library/future.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[Word {
    name: "future",
    signature: "future()   f.set(value)   f.fail(error)",
    summary: "a value that is not there yet: await waits until a task sets it, or lets it fail",
    details: "It can be used wherever a task can: await f, select([f, …]), timeout(1, f). It is set once. f.cancel(), or a cancel of a task that awaits it, ends it as cancelled; shield(f) prevents that. Also: f.is_done, f.state.",
    example: "let answer = future();\nfn ask(answer) { print(\"the answer is\", await answer) }\nlet t = spawn ask(answer);\nsleep(1);\nanswer.set(42);\nawait t;",
    peers: Peers {
        python: "loop.create_future(), future.set_result(value)",
        javascript: "Promise.withResolvers() (Node 22)",
        tokio: "sync::oneshot::channel()",
    },
}];
