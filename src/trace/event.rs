//! The closed set of events. An event is small and `Copy`; its texts live in a [`Texts`](super::Texts) table.

use std::num::NonZeroU32;

use super::TextId;
pub use super::task_id::TaskId;

/// The task that has what another one waits for, if one does. Half the size of an `Option<TaskId>`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Holder(Option<NonZeroU32>);

impl Holder {
    pub const NOBODY: Holder = Holder(None);

    pub fn task(self) -> Option<TaskId> {
        self.0.map(|number| TaskId(number.get() - 1))
    }
}

impl From<Option<TaskId>> for Holder {
    /// The very last task number cannot be said; it reads as nobody.
    fn from(task: Option<TaskId>) -> Holder {
        Holder(task.and_then(|task| NonZeroU32::new(task.0.wrapping_add(1))))
    }
}

/// Which clock a run uses: the computer's, or the exact virtual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockKind {
    Real,
    Virtual,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    Failed,
    Cancelled,
}

/// What a suspended task waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// A sleep that is due at `until` (nanoseconds, same origin as `at`).
    Sleep { until: u64 },
    /// Another task's end.
    Task { id: TaskId },
    /// The ends of several tasks, or of the first of them. The text is their numbers, as [`Texts::task_ids`] reads it.
    ///
    /// [`Texts::task_ids`]: super::Texts::task_ids
    Tasks { ids: TextId },
    /// Another task's end, but not longer than up to `until` (nanoseconds, same origin as `at`).
    Timeout { id: TaskId, until: u64 },
    /// Nothing: the task lets others go first and is ready at once.
    Yield,
    /// Work outside the program: a file, a request, a query.
    Io { what: TextId },
    /// A named object, such as a channel or a lock: `kind` is its family, `name` its own name, `holder` the
    /// task that has it.
    Object { kind: TextId, name: TextId, holder: Holder },
    /// A kind this version does not know, kept as its JSON text.
    Unknown { json: TextId },
}

/// What a task did with an object that tasks wait for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// It put a message into a channel.
    Sent,
    /// It took a message from a channel.
    Received,
    /// It let no more messages into a channel.
    Closed,
    /// It took a lock or a permit.
    Took,
    /// It gave a lock or a permit back.
    GaveBack,
}

/// What the trace says of tasks that had not ended when the program did.
pub const PROGRAM_ENDED: &str = "the program ended";
/// The same of tasks that did not end although they were cancelled.
pub const DROPPED: &str = "dropped, for it did not end when it was cancelled";

/// What happened. `task` of the [`Event`] is whom it happened to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// The task exists and is ready. Without a parent it is a run's main task, and the run begins.
    Spawned { name: TextId, parent: Option<TaskId> },
    /// The task has been given another name.
    Named { name: TextId },
    /// It behaves as if it had a thread of its own: a call of it that blocks may leave the loop's thread free.
    OnThread,
    /// It gets the thread.
    Resumed,
    /// It gives the thread back and waits.
    Suspended { on: Wait },
    /// Its wait is over; it wants the thread. `by` is the task that caused it, where one did.
    Woken { by: Option<TaskId> },
    /// It holds the thread and does nothing from here on … With a thread of its own it leaves the loop's
    /// thread free.
    Blocking { what: TextId },
    /// … until here.
    Unblocked,
    /// It printed a line (may hold line breaks and anything else a script can print).
    Printed { text: TextId },
    /// The program has a remark about this place.
    Noted { text: TextId },
    /// It has ended; `text` is its value or its error, shown.
    Finished { outcome: Outcome, text: Option<TextId> },
    /// It looked at how a task ended without waiting: that had ended already, or ends now and belongs to its group.
    /// Told of the first look at that task.
    Awaited { id: TaskId },
    /// It looked at a variable that several tasks share. Told once a turn, as the two below.
    Read { variable: TextId },
    /// It looked at a variable that several tasks share to decide what to do; what it decides may set the variable,
    /// in a line up to `until`.
    Checked { variable: TextId, until: u32 },
    /// It set a variable that several tasks share, whatever was in it.
    Wrote { variable: TextId },
    /// It set a variable that several tasks share to what it made of a value read from there before.
    Updated { variable: TextId },
    /// From here on a variable that several tasks share holds this, shown and shortened. Told when a second task looks at
    /// it, and at the end of each turn that changed it.
    Holds { variable: TextId, value: TextId },
    /// That rule has a remark about this line, which does not do what it seems to. It is told before the run, or
    /// noted where it shows.
    Remarked { rule: TextId, text: TextId, advice: TextId },
    /// It called a function that the exercise gives. `arguments` is a JSON array.
    Called { name: TextId, arguments: TextId },
    /// That call has ended, the latest of this task that had not: `value` as JSON, nothing for `()`.
    Returned { name: TextId, value: Option<TextId> },
    /// That call has ended with an error, shown.
    Threw { name: TextId, error: TextId },
    /// Its run has ended, and nobody has looked at how it failed, or at the value it came to.
    Unseen,
    /// It did something with an object, such as `channel jobs`: `value` is the message, shown.
    Did { action: Action, object: TextId, value: Option<TextId> },
    /// The program has ended with this main task: nobody takes what it has left behind.
    Over,
    /// The run ends with this main task: its other tasks are cancelled, and the run goes on until they have ended.
    Ending,
    /// The script marked this instant.
    Mark { label: TextId },
    /// From here on another clock counts.
    ClockSet { clock: ClockKind },
    /// An event this version does not know, kept as its JSON text.
    Unknown { json: TextId },
}

/// One thing that happened, in 32 bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Event {
    /// Nanoseconds since the trace began; never decreases along a trace.
    pub at: u64,
    /// Whom it happened to.
    pub task: TaskId,
    /// The source line, from 1; 0 where it is not known.
    pub line: u32,
    pub kind: EventKind,
}

const _: () = assert!(size_of::<Event>() <= 32);
