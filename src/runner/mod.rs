//! Runs entries and keeps what becomes of them: a loop thread with a session, the trace, the timeline.
//!
//! It joins runtime, script, trace, timeline and explanations for whoever talks to a person (`cli`, `repl`). It draws
//! nothing itself and does not know the terminal.

mod reading;
mod record;
mod schedule;
mod stream;
#[cfg(test)]
mod tests;
mod why;

pub use reading::read_trace;
pub use record::{BackgroundLine, Record};
pub use schedule::{CodeError, Deviation, Schedule};
pub use stream::finish_traces;

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::Builder;
use std::time::{Duration, Instant};

use crate::host::permissions::Outside;
use crate::runtime::schedule::Chooser;
use crate::runtime::{
    AtEnd, Backlog, EventLoop, Foreground, Limits, LoopOptions, Stopper, cancel_and_answer,
    schedule as choosing, set_slack,
};
use crate::script::{Entry, EntryBegin, EntryEnd, Leftover, Role, Session, Source};
use crate::trace::{self, ClockKind, Collector, Outcome, SourceText, TaskId};

/// How long to wait for a run's end before its events are taken in: so short that the processor still has them at hand, and
/// that few are left at the end.
const POLL_INTERVAL: Duration = Duration::from_millis(10);

/// Between two looks at events, for those who look on in the background.
const PACE: Duration = Duration::from_millis(10);
/// The same where nothing is to be shown. News end it early.
const LONG_PACE: Duration = Duration::from_secs(1);
/// Bytes that are printed in the background and not shown yet, before tasks that print wait.
const MAX_UNSHOWN: usize = 1 << 20;

/// What becomes of tasks that nobody awaited when an entry ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leftovers {
    /// They go on in the background.
    Keep,
    /// They end with the program: they are cancelled, and clean up in bounds.
    Cancel,
}

/// How a runner is set up.
pub struct Setup {
    pub clock: ClockKind,
    pub limits: Limits,
    pub leftovers: Leftovers,
    /// What scripts see of the world outside.
    pub outside: Outside,
    /// Who goes next, where it is not the task that has been ready longest. For the virtual clock.
    pub order: Option<Order>,
    /// Called on the loop thread with each printed text.
    pub output: Box<dyn FnMut(&str) + Send>,
    /// Who shows what is said while no entry runs ([`Record::take_background_line`]). Called on a thread of its
    /// own, when something may have come. Without it nothing of that is kept.
    pub background: Option<Background>,
}

/// The order of a program's tasks.
#[derive(Clone, Debug, Default)]
pub struct Order {
    pub schedule: Schedule,
    /// Choices at which the trace says which task goes before which.
    pub marks: Vec<Deviation>,
}

/// Who goes next in one entry.
struct Choice {
    slack: u64,
    chooser: Box<dyn Chooser + Send>,
    marks: Vec<(usize, usize)>,
    /// What the trace says of it.
    code: Option<String>,
}

/// Looks at a record in the background.
pub type Background = Box<dyn FnMut(&mut Record) + Send>;

impl Setup {
    /// Nothing echoed, default limits.
    pub fn new(clock: ClockKind, leftovers: Leftovers) -> Setup {
        Setup {
            clock,
            limits: Limits::default(),
            leftovers,
            outside: Outside::default(),
            order: None,
            output: Box::new(|_| {}),
            background: None,
        }
    }

    /// Has tasks go on in this order.
    pub fn in_order(self, order: Order) -> Setup {
        Setup { order: Some(order), ..self }
    }

    /// Lets scripts see so much of the world outside, with the limits that go with it.
    pub fn within(self, outside: Outside) -> Setup {
        Setup { limits: outside.permissions.limits(), outside, ..self }
    }
}

/// A loop thread with a session, and the record of all that happens there.
pub struct Runner {
    event_loop: EventLoop<Session>,
    record: Arc<Mutex<Record>>,
    leftovers: Leftovers,
    order: Option<Order>,
    _looking_on: LookingOn,
}

/// A text as the trace has it. An entry that was typed has no name.
fn source_text(source: &Source) -> SourceText {
    let name = source.name.rsplit(['/', '\\']).next().filter(|it| !it.is_empty()).unwrap_or("repl");
    let line = u32::try_from(source.first_line).unwrap_or(1);
    SourceText { name: name.to_owned(), line, text: source.text.clone() }
}

/// Somebody may look at the record in the background while this lives.
struct LookingOn {
    has_ended: Arc<AtomicBool>,
    collector: Arc<Collector>,
}

impl Drop for LookingOn {
    fn drop(&mut self) {
        self.has_ended.store(true, Ordering::Release);
        self.collector.nudge();
    }
}

/// An entry on its way. Each channel carries one message, or closes.
pub struct Running {
    /// Comes before the entry runs; closes without a word if it cannot be run.
    pub begin: Receiver<EntryBegin>,
    pub end: Receiver<EntryEnd>,
}

/// A task that was asked to end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    pub name: String,
    /// How it has ended; none while it is cleaning up.
    pub outcome: Option<Outcome>,
}

/// Why the clock cannot be changed: so many tasks are alive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TasksAlive(pub usize);

impl Runner {
    /// Starts the loop thread. Fails where the system has no thread to give.
    pub fn start(setup: Setup) -> io::Result<Runner> {
        let (recorder, collector) = trace::channel();
        let backlog = setup.background.is_some().then(|| Arc::new(Backlog::new(MAX_UNSHOWN)));
        let options = LoopOptions {
            clock: setup.clock,
            limits: setup.limits,
            recorder: Some(recorder),
            output: setup.output,
            backlog: backlog.clone(),
        };
        let outside = setup.outside;
        let collector = Arc::new(collector);
        let record = Arc::new(Mutex::new(Record::new(setup.clock, collector.clone(), backlog)));
        let explain = why::explain(record.clone());
        let session = |runtime: &_| Session::within(runtime, outside).explained_by(Box::new(explain));
        let event_loop = EventLoop::start(options, session)?;
        let has_ended = Arc::new(AtomicBool::new(false));
        if let Some(background) = setup.background {
            let (record, collector, has_ended) = (record.clone(), collector.clone(), has_ended.clone());
            let look_on = move || look_on(&record, &collector, &has_ended, background);
            Builder::new().name("background".into()).spawn(look_on)?;
        }
        let looking_on = LookingOn { has_ended, collector };
        let (leftovers, order) = (setup.leftovers, setup.order);
        Ok(Runner { event_loop, record, leftovers, order, _looking_on: looking_on })
    }

    /// The record, for those who look at it when the runner has gone.
    pub fn shared_record(&self) -> Arc<Mutex<Record>> {
        self.record.clone()
    }

    /// Starts an entry. Its end comes when its main task has ended, or at once if it cannot be run.
    pub fn begin(&self, entry: Entry) -> Running {
        // What an exercise gives is run as usual.
        let order = self.order.as_ref().filter(|_| entry.role != Role::Given);
        let choice = order.map(|Order { schedule, marks }| Choice {
            slack: schedule.slack,
            chooser: schedule.chooser(),
            marks: marks.iter().map(|it| (it.choice, it.pick)).collect(),
            code: Some(schedule.code(&entry.text)),
        });
        self.begin_as(entry, choice)
    }

    /// Starts an entry whose tasks go on as `chooser` says. Sleeps that are due within `slack` nanoseconds of each other
    /// are due together; 0 stands for the usual 1 ms.
    pub fn begin_choosing(&self, entry: Entry, slack: u64, chooser: Box<dyn Chooser + Send>) -> Running {
        self.begin_as(entry, Some(Choice { slack, chooser, marks: Vec::new(), code: None }))
    }

    fn begin_as(&self, entry: Entry, choice: Option<Choice>) -> Running {
        let (begin_sender, begin) = channel();
        let (sender, end) = channel();
        let leftovers = self.leftovers;
        let (record, role) = (self.record.clone(), entry.role);
        let is_chosen = choice.is_some();
        let code = choice.as_ref().and_then(|it| it.code.clone());
        self.event_loop.submit(move |_, session: &mut Session| {
            if let Some(Choice { slack, chooser, marks, .. }) = choice {
                set_slack(slack);
                choosing::begin(chooser, marks);
            }
            let on_begin = move |begin: EntryBegin| {
                // What an exercise gives is not the learner's to take along.
                let mut record = record.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(code) = code {
                    record.set_schedule(code);
                }
                if let Some(source) = begin.sources.newest().filter(|_| role != Role::Given) {
                    record.add_source(source_text(source));
                }
                drop(record);
                // Whoever asked may be gone; then nobody wants the answers.
                drop(begin_sender.send(begin))
            };
            let started = session.start(&entry, on_begin, move |runtime, end: EntryEnd| {
                if is_chosen {
                    choosing::end();
                }
                runtime.recording().flush();
                let _ = sender.send(end);
            });
            let at_end = match leftovers {
                Leftovers::Keep => AtEnd::Keep,
                Leftovers::Cancel => AtEnd::Cancel,
            };
            started.map(|foreground| Foreground { at_end, ..foreground })
        });
        Running { begin, end }
    }

    /// Waits for an entry's end, and keeps the record up to date meanwhile. None if the loop thread is gone,
    /// which is a defect.
    pub fn wait(&self, running: &Running) -> Option<EntryEnd> {
        loop {
            match self.wait_at_most(running, POLL_INTERVAL) {
                Ok(end) => return Some(end),
                Err(RecvTimeoutError::Disconnected) => return None,
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// The same, for at most so long.
    ///
    /// # Errors
    /// The time is over, or the loop thread is gone, which is a defect.
    pub fn wait_at_most(&self, running: &Running, limit: Duration) -> Result<EntryEnd, RecvTimeoutError> {
        let until = Instant::now() + limit;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match running.end.recv_timeout(left.min(POLL_INTERVAL)) {
                // Events that nobody takes in would be held up some day, and the run with them.
                Err(RecvTimeoutError::Timeout) => drop(self.record()),
                end => return end,
            }
            if left <= POLL_INTERVAL {
                return Err(RecvTimeoutError::Timeout);
            }
        }
    }

    /// Stops the entry that is running, and whatever holds the thread.
    pub fn stop(&self) {
        self.event_loop.stop();
    }

    /// What can stop runs from any thread.
    pub fn stopper(&self) -> Stopper<Session> {
        self.event_loop.stopper()
    }

    /// The record, up to date.
    pub fn record(&self) -> MutexGuard<'_, Record> {
        let mut record = self.record.lock().unwrap_or_else(PoisonError::into_inner);
        record.take_in();
        record
    }

    /// Cancels a task. The answer says what became of it, or that there is no such task alive.
    pub fn cancel(&self, task: TaskId) -> Receiver<Option<Cancelled>> {
        let (sender, answer) = channel();
        self.event_loop.submit(move |runtime, _| {
            let found = runtime.tasks().into_iter().find(|it| it.id() == task);
            match found {
                None => drop(sender.send(None)),
                Some(task) => cancel_and_answer(runtime, task, move |task| {
                    let (name, outcome) = (task.name().to_string(), task.outcome());
                    drop(sender.send(Some(Cancelled { name, outcome })));
                }),
            }
            None
        });
        answer
    }

    /// Changes the clock, unless tasks are alive that count on the old one.
    pub fn switch_clock(&self, clock: ClockKind) -> Receiver<Result<(), TasksAlive>> {
        let (sender, answer) = channel();
        self.event_loop.submit(move |runtime, _| {
            let alive = runtime.tasks().len();
            let _ = sender.send(if alive == 0 {
                runtime.switch_clock(clock);
                Ok(())
            } else {
                Err(TasksAlive(alive))
            });
            None
        });
        answer
    }

    /// Has all tasks clean up and end, in bounds. Gives those there were. A stop ends that at once.
    pub fn wind_up(&self) -> Vec<Leftover> {
        let (sender, end) = channel();
        self.event_loop.wind_up(move |tasks| drop(sender.send(tasks)));
        loop {
            match end.recv_timeout(POLL_INTERVAL) {
                Ok(tasks) => {
                    drop(self.record());
                    return tasks.into_iter().map(Leftover::from).collect();
                }
                Err(RecvTimeoutError::Disconnected) => return Vec::new(),
                Err(RecvTimeoutError::Timeout) => drop(self.record()),
            }
        }
    }

    /// Ends the loop without waiting for it.
    pub fn retire(self) {
        self.event_loop.retire();
    }
}

/// Takes events in as they come, and lets `background` see. It never waits for another thread but the one that has
/// the record.
fn look_on(
    record: &Mutex<Record>,
    collector: &Collector,
    has_ended: &AtomicBool,
    mut background: Background,
) {
    while !has_ended.load(Ordering::Acquire) {
        let is_behind = {
            let mut record = record.lock().unwrap_or_else(PoisonError::into_inner);
            record.take_in();
            background(&mut record);
            record.next_background_line().is_some()
        };
        // Not at every event: a flood of them is taken in by the batch.
        std::thread::sleep(PACE);
        if !is_behind {
            collector.wait(LONG_PACE);
        }
    }
}
