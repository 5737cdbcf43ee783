//! Conditions: what `:help` says of these words. What they do is in `script/library/condition.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "condition",
        signature: "condition()   condition(mutex)",
        summary: "a lock, and a place where tasks wait for a change without holding it",
        details: "All of it happens inside c.lock(|| …), or the lock of the mutex it was made with. c.wait() gives the lock back, waits to be notified and takes it again. c.wait_for(|| …) waits until that is true.",
        example: "let stock = mutex([]);\nlet changed = condition(stock);\nfn buy(stock, changed, name) { stock.lock(|s| { changed.wait_for(|| s.len() > 0); print(name, \"gets\", s.pop()) }) }\nlet tasks = [spawn buy(stock, changed, \"Ada\"), spawn buy(stock, changed, \"Alan\")];\nfor item in [\"bread\", \"milk\"] { sleep(1); stock.lock(|s| { s.push(item); changed.notify() }) }\nawait tasks;",
        peers: Peers {
            python: "asyncio.Condition()",
            javascript: "",
            tokio: "sync::Notify with a sync::Mutex",
        },
    },
    Word {
        name: "notify",
        signature: "c.notify()   c.notify(n)   c.notify_all()",
        summary: "lets the task go on that has waited longest at a condition, or n of them, or all",
        details: "A task that is let go waits for the lock first, so it goes on when the lock ends here. A notification that reaches a task as it is cancelled goes on to the next one.",
        example: "let c = condition();\nlet t = spawn || c.lock(|| { c.wait(); print(\"notified at\", now()) });\nsleep(1);\nc.lock(|| c.notify_all());\nawait t;",
        peers: Peers {
            python: "condition.notify(n), condition.notify_all()",
            javascript: "",
            tokio: "notify.notify_one()",
        },
    },
    Word {
        name: "wait_for",
        signature: "c.wait_for(|| …)",
        summary: "waits at a condition until the closure gives true, looking again at each notification",
        details: "",
        example: "let c = condition();\nlet n = 0;\nlet t = spawn || c.lock(|| { c.wait_for(|| n >= 2); print(\"two at\", now()) });\nfor i in 0..2 { sleep(1); c.lock(|| { n += 1; c.notify_all() }) }\nawait t;",
        peers: Peers { python: "await condition.wait_for(predicate)", javascript: "", tokio: "" },
    },
];
