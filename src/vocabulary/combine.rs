//! Waiting for several tasks: what `:help` says of these words. What they do is in `script/library/combine.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "join_all",
        signature: "join_all([task, …])",
        summary: "waits for all tasks and gives their values, in the array's order",
        details: "The first error in time is thrown at once; the other tasks go on. If the task that waits is cancelled, all of them are, as with gather. `await [task, …]` does the same.",
        example: "fn double(n) { sleep(n); n * 2 }\nprint(join_all([spawn double(2), spawn double(1)]));",
        peers: Peers {
            python: "await asyncio.gather(…)",
            javascript: "await Promise.all([…])",
            tokio: "try_join!, futures::try_join_all",
        },
    },
    Word {
        name: "join_all_settled",
        signature: "join_all_settled([task, …])",
        summary: "waits for all tasks and gives for each #{ok: value} or #{error: e}; throws nothing",
        details: "If the task that waits is cancelled, all of them are, and it goes on being cancelled when they have ended.",
        example: "fn half(n) { if n % 2 == 1 { throw `${n} is odd` } n / 2 }\nfor r in join_all_settled([spawn half(4), spawn half(5)]) { print(r) }",
        peers: Peers {
            python: "await asyncio.gather(…, return_exceptions=True)",
            javascript: "await Promise.allSettled([…])",
            tokio: "join!, futures::join_all (of Results)",
        },
    },
    Word {
        name: "select",
        signature: "select([task, …])   select(seconds, [task, …])",
        summary: "waits for the first task to end: #{index, task, value}; the rest go on",
        details: "If the first one failed, its error is thrown; select_settled says which one it was. With a time it waits no longer than that: then it throws \"timed out\", and all the tasks go on. To end the rest, cancel them. If the task that waits is cancelled, they all go on, as with asyncio.wait.",
        example: "fn answer(name, seconds) { sleep(seconds); name }\nlet first = select([spawn answer(\"slow\", 2), spawn answer(\"fast\", 1)]);\nprint(first.index, first.value);",
        peers: Peers {
            python: "await asyncio.wait(…, return_when=FIRST_COMPLETED)",
            javascript: "await Promise.race([…])",
            tokio: "select!, futures::select_all",
        },
    },
    Word {
        name: "select_settled",
        signature: "select_settled([task, …])   select_settled(seconds, [task, …])",
        summary: "waits for the first task to end, however it ends: #{index, task, ok: value} or #{index, task, error: e}",
        details: "Like select, but a task that failed throws nothing here, and one sees which it was.",
        example: "fn bad() { sleep(1); throw \"no\" }\nlet slow = spawn sleep(2);\nlet first = select_settled([slow, spawn bad()]);\nslow.cancel();\nif \"error\" in first { print(first.task.name, \"failed:\", first.error) }",
        peers: Peers {
            python: "await asyncio.wait(…, return_when=FIRST_COMPLETED), task.exception()",
            javascript: "await Promise.race([…]).catch(…)",
            tokio: "futures::select_all (of Results)",
        },
    },
    Word {
        name: "as_completed",
        signature: "for value in as_completed([task, …])",
        summary: "the tasks' values, each as soon as it is there",
        details: "If a task failed, its error is thrown when its turn comes; another `for` over the same object goes on with the rest. If the task that waits is cancelled, they all go on.",
        example: "fn answer(seconds) { sleep(seconds); seconds }\nfor value in as_completed([spawn answer(3), spawn answer(1), spawn answer(2)]) { print(value, \"at\", now()) }",
        peers: Peers {
            python: "asyncio.as_completed([…])",
            javascript: "",
            tokio: "JoinSet::join_next, FuturesUnordered",
        },
    },
    Word {
        name: "timeout",
        signature: "timeout(seconds, task)",
        summary: "waits for a task, but not longer than that: then cancels it and throws",
        details: "The error is thrown once the cancelled task has cleaned up and ended. If its catch throws another error, that one is thrown; if it gives a value all the same, that is the value. If the task that waits is cancelled, the other one is too.",
        example: "let t = spawn sleep(10);\ntry { timeout(1, t) } catch (e) { print(e) }",
        peers: Peers {
            python: "await asyncio.wait_for(task, seconds)",
            javascript: "AbortSignal.timeout(milliseconds)",
            tokio: "time::timeout(duration, future)",
        },
    },
    Word {
        name: "shield",
        signature: "shield(task)",
        summary: "a handle whose waits, where they are cancelled, leave the task alone",
        details: "Cancelling a task that waits in `await t` cancels t; with `await shield(t)` only the wait is broken off. timeout(1, shield(t)) throws after 1 s, and t goes on.",
        example: "fn save() { sleep(2); print(\"saved\") }\nlet saving = spawn save();\ntry { timeout(1, shield(saving)) } catch (e) { print(e) }\nawait saving;",
        peers: Peers {
            python: "await asyncio.shield(task)",
            javascript: "",
            tokio: "awaiting a JoinHandle by reference",
        },
    },
];
