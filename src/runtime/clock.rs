//! The two clocks: the computer's, and an exact virtual one.
//!
//! Virtual time moves only when a task holds the thread (operations, `busy`, blocking calls) and when
//! every task waits: then it jumps to the next deadline, and those within a tick of it. Work outside the program holds
//! it still. Both clocks have one queue of deadlines: nanoseconds, equal ones first-in first-out. By the computer's
//! clock tokio only sleeps until the first of them. The queue is thread-local, one a loop thread, because
//! sleeps outlive no loop and hold no reference to it.

use std::cell::{Cell, RefCell};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, Instant};

use foldhash::HashMap;

use super::schedule::{self, Touch};
use crate::trace::ClockKind;

/// Deadlines that lie no further apart than this many nanoseconds are served by one jump of virtual time: a tick of a
/// real loop. Tokio's timers and asyncio's `epoll` both have ticks of 1 ms.
pub const TICK_NANOS: u64 = 1_000_000;

/// What one Rhai operation costs in virtual time, in nanoseconds.
pub const OPERATION_NANOS: u64 = 100;

/// Who sleeps on this thread.
#[derive(Default)]
struct Timers {
    /// Virtual time, or the computer's when it was last looked who is due.
    now: u64,
    /// So many operations have taken their time.
    settled: u64,
    next_key: u64,
    /// Deadline and key, soonest first. A key without a waker belongs to a sleep that was given up.
    deadlines: BinaryHeap<Reverse<(u64, u64)>>,
    wakers: HashMap<u64, Waker>,
    outside_operations: usize,
    is_virtual: bool,
}

thread_local! {
    static TIMERS: RefCell<Timers> = RefCell::default();
    /// Operations of this thread's scripts so far.
    static OPERATIONS: Cell<u64> = const { Cell::new(0) };
    /// How many tasks wait for time or for work outside the program.
    static OUTSIDE_WAITS: Cell<usize> = const { Cell::new(0) };
    /// How far apart deadlines may lie that one jump serves, where that is to be more than a tick.
    static SLACK: Cell<u64> = const { Cell::new(0) };
}

/// Counts one operation of a script. Gives their number so far.
#[inline]
pub(super) fn count_operation() -> u64 {
    OPERATIONS.set(OPERATIONS.get() + 1);
    OPERATIONS.get()
}

/// How many operations of scripts there have been on this thread.
pub(super) fn operations() -> u64 {
    OPERATIONS.get()
}

/// Lets sleeps of this thread's loop that are due within `nanos` of each other count as due together.
pub fn set_slack(nanos: u64) {
    SLACK.set(nanos);
}

/// Says that a task waits for time or for work outside, as long as this lives.
pub struct OutsideWait(());

impl OutsideWait {
    pub fn begin() -> OutsideWait {
        OUTSIDE_WAITS.set(OUTSIDE_WAITS.get() + 1);
        OutsideWait(())
    }
}

impl Drop for OutsideWait {
    fn drop(&mut self) {
        let _ = OUTSIDE_WAITS.try_with(|it| it.set(it.get() - 1));
    }
}

/// Whether a task waits for time or for work outside.
pub(super) fn is_anything_outside() -> bool {
    OUTSIDE_WAITS.get() > 0
}

/// The loop has nothing to do and is about to rest: virtual time jumps to the next deadline.
pub(super) fn jump() {
    let due = TIMERS.with_borrow_mut(|timers| {
        if !timers.is_virtual || timers.outside_operations > 0 {
            return Vec::new();
        }
        timers.settle();
        timers.jump()
    });
    if !due.is_empty() {
        schedule::time_jumped();
    }
    due.into_iter().for_each(Waker::wake);
}

impl Timers {
    fn settle(&mut self) {
        let done = operations() - std::mem::replace(&mut self.settled, operations());
        self.now = self.now.saturating_add(done.saturating_mul(OPERATION_NANOS));
    }

    fn next_deadline(&mut self) -> Option<u64> {
        while let Some(Reverse((deadline, key))) = self.deadlines.peek() {
            if self.wakers.contains_key(key) {
                return Some(*deadline);
            }
            self.deadlines.pop();
        }
        None
    }

    /// Goes on to the next deadline and those within a tick of it. The last one is where time stands then, so that
    /// no sleep ends early.
    fn jump(&mut self) -> Vec<Waker> {
        let Some(next) = self.next_deadline() else { return Vec::new() };
        self.take_until(next.saturating_add(SLACK.get().max(TICK_NANOS)))
    }

    fn take_due(&mut self) -> Vec<Waker> {
        self.take_until(self.now)
    }

    /// The sleepers that are due by `limit`, in order of their deadlines.
    fn take_until(&mut self, limit: u64) -> Vec<Waker> {
        let mut due = Vec::new();
        while let Some(Reverse((deadline, key))) = self.deadlines.peek()
            && *deadline <= limit
        {
            if let Some(waker) = self.wakers.remove(key) {
                self.now = self.now.max(*deadline);
                due.push(waker);
            }
            self.deadlines.pop();
        }
        due
    }
}

/// Tells the time of a trace and makes sleeps. It lives on the loop thread.
pub struct Clock {
    kind: Cell<ClockKind>,
    /// The instant at which the real clock showed `offset` nanoseconds.
    origin: Cell<Instant>,
    offset: Cell<u64>,
    /// The real clock's last reading. The thread is rarely anywhere else between two tasks, so the end
    /// of one task's turn serves as the beginning of the next one's.
    latest: Cell<u64>,
}

impl Clock {
    pub fn new(kind: ClockKind) -> Clock {
        TIMERS.with_borrow_mut(|it| {
            let is_virtual = kind == ClockKind::Virtual;
            *it = Timers { is_virtual, settled: operations(), ..Timers::default() }
        });
        Clock {
            kind: Cell::new(kind),
            origin: Cell::new(Instant::now()),
            offset: Cell::new(0),
            latest: Cell::new(0),
        }
    }

    pub fn kind(&self) -> ClockKind {
        self.kind.get()
    }

    /// Changes the clock; time goes on from where it is. No task may be asleep.
    pub fn switch_to(&self, kind: ClockKind) {
        let now = self.now();
        self.origin.set(Instant::now());
        self.offset.set(now);
        self.latest.set(now);
        TIMERS.with_borrow_mut(|it| {
            (it.now, it.settled, it.is_virtual) = (now, operations(), kind == ClockKind::Virtual);
        });
        self.kind.set(kind);
    }

    /// The last reading of the computer's clock, in nanoseconds since the trace began.
    pub(super) fn latest(&self) -> u64 {
        self.latest.get()
    }

    /// A fresh reading of the computer's clock where somebody sleeps by it; else the last one.
    pub(super) fn now_of_computer(&self) -> u64 {
        let has_sleepers = TIMERS.with_borrow(|it| !it.is_virtual && !it.deadlines.is_empty());
        if has_sleepers { self.now() } else { self.latest.get() }
    }

    /// Nanoseconds since the trace began.
    pub fn now(&self) -> u64 {
        match self.kind.get() {
            ClockKind::Real => {
                let passed = self.origin.get().elapsed().as_nanos();
                let passed = u64::try_from(passed).unwrap_or(u64::MAX);
                self.latest.set(self.offset.get().saturating_add(passed));
                self.latest.get()
            }
            ClockKind::Virtual => TIMERS.with_borrow_mut(|it| {
                it.settle();
                it.now
            }),
        }
    }

    /// The instant at which a task gets the thread. The loop reads the computer's clock when it has rested, and each turn
    /// does at its end.
    pub fn at_turn(&self) -> u64 {
        if self.kind.get() == ClockKind::Real { self.latest.get() } else { self.now() }
    }

    /// Moves virtual time on while a task holds the thread. The real clock moves by itself.
    pub fn pass(&self, nanos: u64) {
        if self.kind.get() == ClockKind::Virtual {
            schedule::touch(Touch::Everything);
            TIMERS.with_borrow_mut(|it| it.now = it.now.saturating_add(nanos));
        }
    }

    /// Wakes the sleepers whose time has come while tasks held the thread.
    /// Says whether there were any.
    pub(super) fn wake_due(&self, now_of_computer: u64) -> bool {
        let due = TIMERS.with_borrow_mut(|it| {
            if it.deadlines.is_empty() {
                return Vec::new();
            }
            match it.is_virtual {
                true => it.settle(),
                false => it.now = it.now.max(now_of_computer),
            }
            it.take_due()
        });
        let were_there = !due.is_empty();
        due.into_iter().for_each(Waker::wake);
        were_there
    }

    /// A sleeper who became due while a task had the thread comes before that task's next turn.
    pub(super) fn wake_due_after_turn(&self) {
        if self.wake_due(self.latest()) {
            schedule::time_passed();
        }
    }

    /// A future that is ready at `until` (nanoseconds, as [`Clock::now`]).
    pub fn sleep_until(&self, until: u64) -> Sleep {
        Sleep::Ours(Timer { until, key: None })
    }

    /// The computer's instant that the real clock will call `until`, where the computer can tell so late a time.
    pub fn instant_of(&self, until: u64) -> Option<Instant> {
        self.origin.get().checked_add(Duration::from_nanos(until.saturating_sub(self.offset.get())))
    }
}

/// How many sleeps are kept, those that were given up included.
#[cfg(test)]
pub(super) fn timers_kept() -> usize {
    TIMERS.with_borrow(|timers| timers.deadlines.len().max(timers.wakers.len()))
}

/// Holds virtual time still while something outside the program is at work.
pub struct OutsideOperation(());

impl OutsideOperation {
    pub fn begin() -> OutsideOperation {
        TIMERS.with_borrow_mut(|it| it.outside_operations += 1);
        OutsideOperation(())
    }
}

impl Drop for OutsideOperation {
    fn drop(&mut self) {
        let _ = TIMERS.try_with(|it| it.borrow_mut().outside_operations -= 1);
    }
}

/// A sleep on either clock.
pub enum Sleep {
    Ours(Timer),
    /// By the computer's clock, whichever the thread has, and also where it has none.
    Tokios(Pin<Box<tokio::time::Sleep>>),
}

impl Future for Sleep {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match self.get_mut() {
            Sleep::Ours(timer) => timer.poll(context),
            Sleep::Tokios(sleep) => sleep.as_mut().poll(context),
        }
    }
}

/// A sleep by the clock of this thread's loop.
pub struct Timer {
    until: u64,
    key: Option<u64>,
}

impl Timer {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        TIMERS.with_borrow_mut(|timers| {
            if timers.now >= self.until {
                return Poll::Ready(());
            }
            let key = *self.key.get_or_insert_with(|| {
                let key = timers.next_key;
                timers.next_key += 1;
                timers.deadlines.push(Reverse((self.until, key)));
                key
            });
            timers.wakers.insert(key, context.waker().clone());
            Poll::Pending
        })
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            let _ = TIMERS.try_with(|it| it.borrow_mut().wakers.remove(&key));
        }
    }
}

/// Wakes the loop, which rests, when its first sleeper is due by the computer's clock.
#[derive(Default)]
pub(super) struct RestTimer {
    /// Until when, in nanoseconds as [`Clock::now`].
    sleep: Option<(u64, Pin<Box<tokio::time::Sleep>>)>,
}

impl RestTimer {
    /// Whether the first sleeper is due. If not, `context` is woken then.
    pub fn is_due(&mut self, clock: &Clock, context: &mut Context<'_>) -> bool {
        let first = TIMERS.with_borrow_mut(|it| if it.is_virtual { None } else { it.next_deadline() });
        let Some(first) = first else {
            self.sleep = None;
            return false;
        };
        let is_set = self.sleep.as_ref().is_some_and(|(until, _)| *until == first);
        if !is_set {
            let left = Duration::from_nanos(first.saturating_sub(clock.now()));
            self.sleep = Some((first, Box::pin(tokio::time::sleep(left))));
        }
        let is_due = self.sleep.as_mut().is_some_and(|(_, sleep)| sleep.as_mut().poll(context).is_ready());
        if is_due {
            self.sleep = None;
        }
        is_due
    }
}

/// A future that is ready after a time by the clock of this thread: for work that is no task's own.
pub fn pause(kind: ClockKind, time: Duration) -> Sleep {
    match kind {
        ClockKind::Real => Sleep::Tokios(Box::pin(tokio::time::sleep(time))),
        ClockKind::Virtual => {
            let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
            let now = TIMERS.with_borrow_mut(|it| {
                it.settle();
                it.now
            });
            Sleep::Ours(Timer { until: now.saturating_add(nanos), key: None })
        }
    }
}

/// Plays a future on a thread and a virtual clock of its own, and says how many virtual nanoseconds it took.
/// The caller's thread is held for the moment that takes. None where the future waits for something that
/// never comes.
pub fn simulate<F: Future<Output: Send>>(work: impl FnOnce() -> F + Send) -> Option<(F::Output, u64)> {
    let play = || {
        let clock = Clock::new(ClockKind::Virtual);
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(woken.clone());
        let mut future = std::pin::pin!(work());
        loop {
            if let Poll::Ready(output) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
                return Some((output, clock.now()));
            }
            if !woken.0.swap(false, Ordering::Relaxed) {
                jump();
                if !woken.0.swap(false, Ordering::Relaxed) {
                    return None;
                }
            }
        }
    };
    std::thread::scope(|scope| scope.spawn(play).join().ok().flatten())
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::Relaxed);
    }
}
