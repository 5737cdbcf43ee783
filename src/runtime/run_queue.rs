//! The run queue: what is ready to go on, and the one function that picks the next.
//!
//! As in asyncio, a pass runs what was ready when it began; then timers are looked at, and sockets now and then. Where
//! nothing is ready the loop rests: virtual time jumps, or tokio's thread parks until a timer of ours or something
//! outside wakes it. Tokio knows none of the tasks; each is a future here.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use super::Runtime;
use super::clock::{self, RestTimer};
use super::schedule::{self, Pick};
use super::task::StopReason;
use crate::trace::{EventKind, TaskId};

/// So many turns sockets may go unseen, and so many nanoseconds.
const UNSEEN_TURNS: u32 = 64;
const UNSEEN_NANOS: u64 = 1_000_000;

/// The entry of the future that the loop itself waits for.
const ROOT: usize = usize::MAX;

thread_local! {
    /// Which loop this thread is, and the entries that are ready there, first come first.
    static HERE: Cell<u64> = const { Cell::new(0) };
    static READY: RefCell<VecDeque<usize>> = const { RefCell::new(VecDeque::new()) };
    /// Whether tokio has the thread because nothing is ready.
    static IS_RESTING: Cell<bool> = const { Cell::new(false) };
}

/// What is on its way from another thread.
#[derive(Default)]
struct Remote {
    ready: Vec<usize>,
    /// Tokio's, while it rests.
    driver: Option<Waker>,
}

/// One entry's way into the queue.
struct QueueWaker {
    slot: usize,
    state: AtomicU8,
    loop_number: u64,
    remote: Arc<Mutex<Remote>>,
}

/// It waits; it is in the queue; it has its turn; it was woken in its turn; it has ended.
const IDLE: u8 = 0;
const QUEUED: u8 = 1;
const RUNNING: u8 = 2;
const WOKEN: u8 = 3;
const ENDED: u8 = 4;

impl QueueWaker {
    fn push(&self) {
        if HERE.try_with(Cell::get) == Ok(self.loop_number) {
            READY.with_borrow_mut(|ready| ready.push_back(self.slot));
            // Tokio's sockets and timers wake on this thread, too, while the loop rests.
            if IS_RESTING.take() {
                self.wake_driver();
            }
            return;
        }
        self.remote.lock().unwrap_or_else(PoisonError::into_inner).ready.push(self.slot);
        self.wake_driver();
    }

    fn wake_driver(&self) {
        let driver = self.remote.lock().unwrap_or_else(PoisonError::into_inner).driver.take();
        driver.into_iter().for_each(Waker::wake);
    }

    /// Its turn is over: it goes on later if it was woken meanwhile.
    fn end_turn(&self) {
        let ended = self.state.compare_exchange(RUNNING, IDLE, Ordering::AcqRel, Ordering::Acquire);
        if ended.is_err() {
            self.state.store(QUEUED, Ordering::Release);
            self.push();
        }
    }
}

impl Wake for QueueWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let next = |state| match state {
            IDLE => Some(QUEUED),
            RUNNING => Some(WOKEN),
            _ => None,
        };
        if self.state.fetch_update(Ordering::AcqRel, Ordering::Acquire, next) == Ok(IDLE) {
            self.push();
        }
    }
}

struct Entry {
    future: Pin<Box<dyn Future<Output = ()>>>,
    /// Whose code it is; none of what the loop itself does.
    task: Option<TaskId>,
    /// The step that it was begun by, where steps are chosen.
    cause: Option<usize>,
    shared: Arc<QueueWaker>,
    waker: Waker,
}

/// The loop's futures.
pub(super) struct RunQueue {
    loop_number: u64,
    remote: Arc<Mutex<Remote>>,
    /// None where a slot is free, or its future has its turn.
    entries: RefCell<Vec<Option<Entry>>>,
    free: RefCell<Vec<usize>>,
}

impl RunQueue {
    /// An empty one for this thread, which has one loop at a time.
    pub fn new() -> RunQueue {
        static LOOPS: AtomicU64 = AtomicU64::new(1);
        let loop_number = LOOPS.fetch_add(1, Ordering::Relaxed);
        HERE.set(loop_number);
        READY.take();
        RunQueue {
            loop_number,
            remote: Arc::default(),
            entries: RefCell::default(),
            free: RefCell::default(),
        }
    }

    /// Has a future run, after all that is ready now. `task` tells whose code it is.
    pub fn spawn(&self, task: Option<TaskId>, future: impl Future<Output = ()> + 'static) {
        let mut entries = self.entries.borrow_mut();
        let slot = self.free.borrow_mut().pop().unwrap_or(entries.len());
        let shared = self.waker(slot);
        let waker = Waker::from(shared.clone());
        let cause = schedule::cause();
        let entry = Some(Entry { future: Box::pin(future), task, cause, shared, waker });
        match entries.get_mut(slot) {
            Some(free) => *free = entry,
            None => entries.push(entry),
        }
        READY.with_borrow_mut(|ready| ready.push_back(slot));
    }

    /// How many futures there are.
    #[cfg(test)]
    pub fn size(&self) -> usize {
        self.entries.borrow().len() - self.free.borrow().len()
    }

    /// Drops all futures.
    pub fn clear(&self) {
        // Dropping them runs code of theirs, which may look in here.
        drop(self.entries.take());
        READY.take();
    }

    fn waker(&self, slot: usize) -> Arc<QueueWaker> {
        let (loop_number, remote) = (self.loop_number, self.remote.clone());
        Arc::new(QueueWaker { slot, state: AtomicU8::new(QUEUED), loop_number, remote })
    }

    /// Takes in what other threads have woken, and says how much is ready.
    fn ready(&self) -> usize {
        let woken = std::mem::take(&mut self.remote.lock().unwrap_or_else(PoisonError::into_inner).ready);
        READY.with_borrow_mut(|ready| {
            ready.extend(woken);
            ready.len()
        })
    }

    /// The tasks that are ready.
    pub fn ready_tasks(&self) -> Vec<TaskId> {
        let entries = self.entries.borrow();
        let task = |slot: &usize| entries.get(*slot)?.as_ref()?.task;
        READY.with_borrow(|ready| ready.iter().filter_map(task).collect())
    }

    /// Gives an entry its turn.
    fn poll(&self, slot: usize) {
        let Some(mut entry) = self.entries.borrow_mut().get_mut(slot).and_then(Option::take) else { return };
        entry.shared.state.store(RUNNING, Ordering::Release);
        if entry.task.is_none() {
            schedule::goes_on_for(entry.cause);
        }
        let mut context = Context::from_waker(&entry.waker);
        let poll = || entry.future.as_mut().poll(&mut context);
        // A panic there is its own; those of tasks are caught before.
        let is_done = !matches!(catch_unwind(AssertUnwindSafe(poll)), Ok(Poll::Pending));
        if is_done {
            entry.shared.state.store(ENDED, Ordering::Release);
            drop(entry);
            self.free.borrow_mut().push(slot);
        } else {
            let shared = entry.shared.clone();
            if let Some(free) = self.entries.borrow_mut().get_mut(slot) {
                *free = Some(entry);
            }
            shared.end_turn();
        }
    }

    /// Has `driver` woken when another thread wakes something. Says whether one has already.
    fn is_woken_before_rest(&self, driver: &Waker) -> bool {
        let mut remote = self.remote.lock().unwrap_or_else(PoisonError::into_inner);
        remote.driver = Some(driver.clone());
        !remote.ready.is_empty()
    }
}

impl Runtime {
    /// Has `call` made by the loop after all that is ready now.
    pub(super) fn call_soon(&self, call: impl FnOnce() + 'static) {
        self.queue.spawn(None, async move { call() });
    }

    /// Picks what goes on next: what has been ready longest, unless somebody chooses.
    fn next_ready(&self) -> Option<usize> {
        if !schedule::is_on() {
            return READY.with_borrow_mut(VecDeque::pop_front);
        }
        let pick = READY.with_borrow(|ready| {
            let entries = self.queue.entries.borrow();
            schedule::pick(self, ready, |slot| entries.get(slot)?.as_ref()?.task)
        });
        let index = match pick {
            Pick::At(index) => index,
            Pick::GiveUp => {
                self.give_run_up();
                0
            }
        };
        READY.with_borrow_mut(|ready| ready.remove(index))
    }

    /// Ends all tasks, whose run nobody wants any more.
    pub(super) fn give_run_up(&self) {
        schedule::end();
        let tasks = self.tasks();
        if let Some(task) = tasks.first() {
            let label = self.name_text(schedule::GIVEN_UP);
            self.record(task.id(), 0, EventKind::Mark { label });
        }
        tasks.iter().for_each(|task| self.stop(task, StopReason::Asked));
    }

    /// Runs tasks until `root` is ready. At first `root` is looked at; later it has its turn like everything else.
    pub(super) async fn drive<T>(&self, root: impl Future<Output = T>) -> T {
        let mut root = pin!(root);
        let root_entry = self.queue.waker(ROOT);
        let root_waker = Waker::from(root_entry.clone());
        READY.with_borrow_mut(|ready| ready.push_front(ROOT));
        let mut timer = RestTimer::default();
        let result = tokio::task::unconstrained(poll_fn(|context| {
            IS_RESTING.set(false);
            let mut turns = 0;
            let last_look = self.clock.now();
            loop {
                // Only what is ready now: what comes meanwhile comes after the timers.
                for _ in 0..self.queue.ready() {
                    let Some(slot) = self.next_ready() else { break };
                    if slot == ROOT {
                        root_entry.state.store(RUNNING, Ordering::Release);
                        if let Poll::Ready(result) = root.as_mut().poll(&mut Context::from_waker(&root_waker))
                        {
                            root_entry.state.store(ENDED, Ordering::Release);
                            return Poll::Ready(result);
                        }
                        root_entry.end_turn();
                    } else {
                        self.queue.poll(slot);
                    }
                    turns += 1;
                }
                // What became due while nobody had a turn, by the computer's clock.
                self.clock.wake_due(self.clock.now_of_computer());
                if self.queue.ready() == 0 {
                    if self.has_work_before_rest() {
                        continue;
                    }
                    if self.queue.is_woken_before_rest(context.waker()) || timer.is_due(&self.clock, context)
                    {
                        continue;
                    }
                    IS_RESTING.set(true);
                    return Poll::Pending;
                }
                if turns >= UNSEEN_TURNS || self.clock.latest().saturating_sub(last_look) >= UNSEEN_NANOS {
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
            }
        }));
        result.await
    }

    /// Whoever became due while a task had the thread comes before that task's next turn.
    pub(super) fn wake_due_after_turn(&self) {
        if self.clock.wake_due(self.clock.latest()) {
            schedule::time_passed();
        }
    }

    /// Nothing is ready, and the loop is about to rest: looks whether some can never go on, and moves virtual time on.
    /// Says whether something is ready then.
    fn has_work_before_rest(&self) -> bool {
        // Tasks that are to end do so now, not when a ticker's next sleep is over.
        self.end_the_stuck();
        if self.queue.ready() == 0 && !clock::is_anything_outside() {
            self.end_deadlock_at_rest();
        }
        // Whoever looks on sees all that happened.
        self.flush();
        if self.queue.ready() == 0 {
            clock::jump();
        }
        self.queue.ready() > 0
    }
}
