//! Asking why: what `:help` says of these words. What they do is in `script/library/explanation.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[Word {
    name: "why",
    signature: "why(task)   why(task, seconds)",
    summary: "says in words what a task has done so far, and what held it up",
    details: "The same sentences as :why TASK. With seconds since the run began: what it did at that instant. \
              They are made of what has been recorded up to now.",
    example: "fn fetch() { sleep(0.5) }\nlet t = spawn fetch();\nbusy(1);\nawait t;\nprint(why(t, 0.7));",
    peers: Peers { python: "task.get_stack()", javascript: "", tokio: "tokio-console" },
}];
