//! Help for the words that are syntax or belong to a task's handle. What they do is in
//! `script/spawn.rs`, `script/await_word.rs` and `script/handle.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "spawn",
        signature: "spawn f(x)   spawn thing.method(x)   spawn || …   spawn { … }",
        summary: "starts a task and gives a handle to it; the rest goes on at once",
        details: "The caller evaluates the arguments. f may be a function, or a variable that holds a closure. A \
                  variable before the dot is shared with the task, so that its changes are seen. The task begins \
                  when the one that runs now waits or ends. Tasks that are alive when the program ends are cancelled, \
                  and may clean up.",
        example: "fn work(name) { sleep(1); name + \" is done\" }\nlet a = spawn work(\"a\");\nlet b = spawn work(\"b\");\nprint(await a, await b);",
        peers: Peers {
            python: "asyncio.create_task(f(x))",
            javascript: "calling an async function: f(x)",
            tokio: "tokio::spawn(f(x))",
        },
    },
    Word {
        name: "await",
        signature: "await task   await [task, task]   task.await",
        summary: "waits for a task's end and gives its value; other tasks run meanwhile",
        details: "If the task has failed, its error is thrown here. With an array of tasks it waits for all of them, and throws the first error in time at once. If the task that awaits is cancelled, the other one is, and it gets what that one ends with; shield(task) prevents that.",
        example: "fn double(n) { sleep(1); n * 2 }\nlet tasks = [spawn double(1), spawn double(2)];\nprint(await tasks);",
        peers: Peers { python: "await task", javascript: "await promise", tokio: "task.await" },
    },
    Word {
        name: "cancel",
        signature: "task.cancel()",
        summary: "asks a task to end: its wait is broken off with the error \"cancelled\"",
        details: "The task may catch that error to clean up. If it waits in await, join_all or timeout, what it waits for is cancelled first. Each cancel breaks off the next wait again; two before the task's next turn count as one. Gives true as long as the task is alive. A task that awaits a cancelled one fails with an error that says so; in Python it would count as cancelled, too.",
        example: "fn work() { try { sleep(10) } catch (e) { print(\"cleaning up:\", e) } }\nlet t = spawn work();\nsleep(1);\nt.cancel();\nawait t;",
        peers: Peers { python: "task.cancel()", javascript: "controller.abort()", tokio: "task.abort()" },
    },
    Word {
        name: "state",
        signature: "task.state",
        summary: "what a task is doing: waiting, running, ready, blocking, or how it ended: done, failed, cancelled",
        details: "",
        example: "let t = spawn sleep(1);\nprint(t.state);\nsleep(0.5);\nprint(t.state);\nawait t;\nprint(t.state);",
        peers: Peers { python: "task.done(), task.cancelled()", javascript: "", tokio: "" },
    },
    Word {
        name: "is_done",
        signature: "task.is_done",
        summary: "whether a task has ended, in whatever way",
        details: "",
        example: "let t = spawn sleep(1);\nprint(t.is_done);\nawait t;\nprint(t.is_done);",
        peers: Peers { python: "task.done()", javascript: "", tokio: "task.is_finished()" },
    },
    Word {
        name: "named",
        signature: "task.named(\"x\")",
        summary: "gives a task a name for the timeline",
        details: "Without it a task has its function's name; that of a closure the name of the variable it is assigned to, else of the one function it calls, else `task 6`, its number.",
        example: "let t = spawn sleep(1);\nt.named(\"nap\");\nprint(t.name);\nawait t;",
        peers: Peers { python: "task.set_name(\"x\")", javascript: "", tokio: "" },
    },
    Word {
        name: "name",
        signature: "task.name",
        summary: "a task's name, as on the timeline",
        details: "",
        example: "let t = spawn sleep(1);\nprint(t.name);\nawait t;",
        peers: Peers { python: "task.get_name()", javascript: "", tokio: "" },
    },
    Word {
        name: "id",
        signature: "task.id",
        summary: "a task's number, for :cancel and :tasks",
        details: "",
        example: "let t = spawn sleep(1);\nprint(t.id);\nawait t;",
        peers: Peers { python: "", javascript: "", tokio: "task.id()" },
    },
];
