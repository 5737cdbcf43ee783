//! Where a word does something else than its namesake in Python's asyncio. All else behaves the same; programs of
//! both kinds are run side by side in the tests.

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

/// What is different about a word.
pub fn of(word: &str) -> impl Iterator<Item = &'static str> {
    DIFFERENCES.iter().filter(move |it| it.words.contains(&word)).map(|it| it.text)
}
