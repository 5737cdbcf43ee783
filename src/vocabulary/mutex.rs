//! Mutexes: what `:help` says of these words. What they do is in `script/library/mutex.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "mutex",
        signature: "mutex(value)   mutex()",
        summary: "a value that only one task at a time can use, through lock",
        details: "Also: m.is_locked.",
        example: "let balance = mutex(100);\nfn withdraw(balance, amount) {\n    balance.lock(|b| { let seen = b; sleep(0.1); b = seen - amount })\n}\nawait [spawn withdraw(balance, 30), spawn withdraw(balance, 20)];\nprint(balance.lock(|b| b));",
        peers: Peers {
            python: "asyncio.Lock()",
            javascript: "navigator.locks (Node 24.5)",
            tokio: "sync::Mutex::new(value)",
        },
    },
    Word {
        name: "lock",
        signature: "m.lock(|value| …)",
        summary: "waits until no other task has the mutex, then calls the closure with the value",
        details: "The closure may change the value; what it gives is given on. The lock ends with the closure, however that ends.",
        example: "let list = mutex([]);\nlist.lock(|items| items.push(1));\nprint(list.lock(|items| items.len()));",
        peers: Peers {
            python: "async with lock:",
            javascript: "await navigator.locks.request(name, callback)",
            tokio: "mutex.lock().await",
        },
    },
];
