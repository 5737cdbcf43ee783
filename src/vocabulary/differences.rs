//! Where a word does something else than its namesake in Python's asyncio. All else behaves the same; programs of
//! both kinds are run side by side in the tests. And what to know of its peers in JavaScript and tokio, which are nearer
//! or farther from it.

/// What is different, in a sentence or two, and the words it is about.
#[derive(Clone, Copy, Debug)]
pub struct Difference {
    pub words: &'static [&'static str],
    pub text: &'static str,
}

/// All that are known.
pub const DIFFERENCES: &[Difference] = &[
    Difference {
        words: &["await"],
        text: "asyncio throws CancelledError where an awaited task was cancelled; here that is an error of its own, \
               \"t was cancelled, so it has no value\", unless the waiting task itself was asked to end.",
    },
    Difference {
        words: &["cancel", "await"],
        text: "Two tasks that await each other end asyncio's cancel() in a RecursionError; here a cancel visits each task \
               once and ends both.",
    },
    Difference {
        words: &["await", "recv", "lock", "acquire", "wait"],
        text: "Where nothing can ever let the program go on, asyncio waits for ever; here it ends with the deadlock in \
               words, which no catch can take. Tasks that have no part in it are cancelled.",
    },
    Difference {
        words: &["cancel", "spawn"],
        text: "At the end of a program asyncio.run waits for clean-ups without a limit; here they have 2 s by the \
               computer's clock, and by the virtual clock a day and a million operations. Then the tasks are dropped, and \
               that is said.",
    },
    Difference {
        words: &["task_group"],
        text: "asyncio throws an ExceptionGroup also where only the closure fails; here its error is thrown as it is.",
    },
    Difference {
        words: &["timeout"],
        text: "asyncio throws TimeoutError; here the error is a text: \"timed out after 1 s\".",
    },
    Difference {
        words: &["select", "select_settled"],
        text: "asyncio.wait gives all tasks that have ended by the time the waiter goes on; here it is the one that ended \
               first.",
    },
    Difference {
        words: &["join_all", "join_all_settled", "select", "as_completed"],
        text: "Where all the tasks have ended already, asyncio lets other tasks have a turn first; here the values are \
               there at once.",
    },
    Difference {
        words: &["recv", "send"],
        text: "A message goes to the task that has waited longest. asyncio lets another task take it that asks before \
               the waiting one has had its turn.",
    },
    Difference {
        words: &["barrier"],
        text: "The next round begins at once. asyncio lets a task that comes again wait until all of the last round have \
               gone on. The numbers are those of the round, also after one was cancelled while it waited.",
    },
    Difference {
        words: &["mutex", "lock"],
        text: "A mutex holds a value, which the closure gets; asyncio.Lock holds none. Where the first in its queue has \
               just been cancelled, asyncio gives the lock to the next one a turn later.",
    },
    Difference {
        words: &["spawn_thread"],
        text: "A cancel ends the task, at its next wait or slice; asyncio.to_thread goes on in its thread.",
    },
    Difference {
        words: &["net::connect"],
        text: "write waits until the bytes are on their way, as asyncio's write and drain together.",
    },
];

/// What to know of the peers in JavaScript and tokio before using them in a word's place. Tried on Node 20 and tokio 1.54.
pub const ELSEWHERE: &[Difference] = &[
    Difference {
        words: &["spawn"],
        text: "In JavaScript calling an async function starts it at once, and runs it up to its first await. In Python and \
               Rust a call alone starts nothing: it makes a coroutine, or a future.",
    },
    Difference {
        words: &["await", "join_all", "select"],
        text: "Here and in Python a task keeps its error until somebody awaits it. Node ends the whole program when a \
               promise fails that nobody awaits yet; tokio prints a panic the moment it happens, and says nothing of an Err.",
    },
    Difference {
        words: &["await"],
        text: "A task may be awaited again and again, as in Python and JavaScript. In Rust the first await uses the \
               JoinHandle up.",
    },
    Difference {
        words: &["await"],
        text: "`total += await f()` reads total after the wait. Python and JavaScript read it before, and so lose what \
               others have added in the meantime. `total = total + await f()` reads it before the wait in every language.",
    },
    Difference {
        words: &["cancel", "timeout"],
        text: "A promise in JavaScript cannot be cancelled; a signal can break off what it waits for. In Rust a cancelled \
               task gets no error: it is dropped where it waits.",
    },
    Difference {
        words: &["timeout"],
        text: "tokio's timeout drops a future, and so cancels it. Around the handle of a spawned task it only stops waiting: \
               the task goes on.",
    },
    Difference {
        words: &["join_all"],
        text: "join_all and await of an array throw the first error as soon as a task fails, as gather and Promise.all do; \
               the other tasks go on. futures' join_all throws nothing and gives Results; try_join_all throws, and drops the \
               others.",
    },
    Difference {
        words: &["task_group"],
        text: "JavaScript has no such thing: Promise.all neither cancels the others nor waits for them. A JoinSet of tokio \
               leaves the others running when a task fails, until it is dropped or shut down.",
    },
    Difference {
        words: &["channel", "recv"],
        text: "Several tasks may receive from a channel. tokio's mpsc has one receiver (async_channel has many), and a stream \
               of JavaScript one reader.",
    },
    Difference {
        words: &["event", "set"],
        text: "An event stays set. tokio's Notify::notify_waiters wakes those who wait at that moment and stores nothing, so \
               a watch channel is what comes near.",
    },
    Difference {
        words: &["interval", "tick"],
        text: "The first tick comes at once, as in tokio. The first one of JavaScript's setInterval comes after a period.",
    },
    Difference {
        words: &["now"],
        text: "It begins at 0 with the run. Python's loop.time() and tokio's Instant begin anywhere: only differences mean \
               something.",
    },
    Difference {
        words: &["mutex", "lock"],
        text: "navigator.locks is in browsers, and in Node since 24.5; its locks go by name and hold across tabs. Where \
               nothing waits inside, std::sync::Mutex does in Rust. A mutex of any of these languages is for one process: \
               another process does not see it.",
    },
    Difference {
        words: &["spawn_thread"],
        text: "Threads take turns at computing here and in ordinary Python; they run side by side in Rust, in workers of \
               JavaScript, and in free-threaded Python. A bare asyncio.to_thread(f) starts nothing until it is awaited.",
    },
    Difference {
        words: &["fs::read", "fs::read_bytes"],
        text: "fs.readFile of Node gives bytes where no encoding is named.",
    },
    Difference {
        words: &["fs::exists", "fs::remove"],
        text: "Node's fs.access gives no answer but fails, and fs.rm fails on a folder: fs.rmdir is for those.",
    },
    Difference {
        words: &["db::open", "execute", "query", "transaction"],
        text: "Node's own DatabaseSync holds the thread; clients such as pg wait. aiosqlite keeps changes only after \
               commit().",
    },
];

/// What to know of a word's peers in JavaScript and tokio.
pub fn elsewhere(word: &str) -> impl Iterator<Item = &'static str> {
    ELSEWHERE.iter().filter(move |it| it.words.contains(&word)).map(|it| it.text)
}

/// What is different about a word.
pub fn of(word: &str) -> impl Iterator<Item = &'static str> {
    DIFFERENCES.iter().filter(move |it| it.words.contains(&word)).map(|it| it.text)
}
