//! Task groups: what `:help` says of these words. What they do is in `script/library/group.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[Word {
    name: "task_group",
    signature: "task_group(|g| …)",
    summary: "runs a closure that starts tasks with g.spawn, and returns when all of them have ended",
    details: "g.spawn(|| …) or g.spawn(f, argument, …) starts a task, g.cancel() asks all of them to end, and the closure where another task calls it. If one fails, the others are cancelled, and so is what the closure waits for; the error thrown has its message and all errors: #{message, errors: [#{task, error}]}. Gives what the closure gives. Where only the closure fails, its error is thrown as it is, not in a group as in Python.",
    example: "fn work(name, seconds) { sleep(seconds); print(name, \"is done\") }\ntask_group(|g| {\n    g.spawn(|| work(\"a\", 2));\n    g.spawn(Fn(\"work\"), \"b\", 1);\n});\nprint(\"both are\");",
    peers: Peers { python: "asyncio.TaskGroup() (3.11)", javascript: "", tokio: "task::JoinSet" },
}];
