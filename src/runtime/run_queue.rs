//! The run queue: the loop's futures, which of them are ready to go on, and what wakes them. Who drives it is in
//! `driving.rs`.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use super::schedule::{self, Pick};
use crate::trace::TaskId;

/// The entry of the future that the loop itself waits for.
const ROOT: usize = usize::MAX;

thread_local! {
    /// Which loop this thread is, and the entries that are ready there, first come first.
    static HERE: Cell<u64> = const { Cell::new(0) };
    static READY: RefCell<VecDeque<usize>> = const { RefCell::new(VecDeque::new()) };
    /// Whether tokio has the thread because nothing is ready.
    static IS_RESTING: Cell<bool> = const { Cell::new(false) };
    /// Whose turn it is, and whether it was woken on this thread in its turn. That costs less than its state, which other
    /// threads may change.
    static RUNNING: Cell<*const QueueWaker> = const { Cell::new(std::ptr::null()) };
    static IS_WOKEN: Cell<bool> = const { Cell::new(false) };
}

/// A loop, as other threads know it.
struct Remote {
    loop_number: u64,
    incoming: Mutex<Incoming>,
}

/// What is on its way from another thread.
#[derive(Default)]
struct Incoming {
    ready: Vec<usize>,
    /// Tokio's, while it rests.
    driver: Option<Waker>,
}

impl Remote {
    fn incoming(&self) -> MutexGuard<'_, Incoming> {
        self.incoming.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// One entry's way into the queue.
struct QueueWaker {
    slot: usize,
    state: AtomicU8,
    remote: Arc<Remote>,
}

/// It waits.
const IDLE: u8 = 0;
/// It has its turn, or is in the queue.
const BUSY: u8 = 1;
/// The same, and it was woken meanwhile.
const WOKEN: u8 = 2;
const ENDED: u8 = 3;

impl QueueWaker {
    fn push(&self) {
        if HERE.try_with(Cell::get) == Ok(self.remote.loop_number) {
            READY.with_borrow_mut(|ready| ready.push_back(self.slot));
            // Tokio's sockets and timers wake on this thread, too, while the loop rests.
            if IS_RESTING.take() {
                self.wake_driver();
            }
            return;
        }
        self.remote.incoming().ready.push(self.slot);
        self.wake_driver();
    }

    fn wake_driver(&self) {
        let driver = self.remote.incoming().driver.take();
        driver.into_iter().for_each(Waker::wake);
    }

    /// What others did before they woke it is seen in this turn; or it is woken for one more, when this one ends.
    fn begin_turn(&self) {
        if self.state.load(Ordering::Acquire) != BUSY {
            self.state.swap(BUSY, Ordering::AcqRel);
        }
        RUNNING.set(self);
        IS_WOKEN.set(false);
    }

    /// Its turn is over: it goes on later if it was woken meanwhile.
    fn end_turn(&self) {
        RUNNING.set(std::ptr::null());
        let rests = || self.state.compare_exchange(BUSY, IDLE, Ordering::AcqRel, Ordering::Acquire).is_ok();
        if IS_WOKEN.get() || !rests() {
            self.push();
        }
    }

    /// Its turn is over, and it has ended.
    fn end(&self) {
        RUNNING.set(std::ptr::null());
        self.state.store(ENDED, Ordering::Release);
    }
}

impl Wake for QueueWaker {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if RUNNING.try_with(Cell::get) == Ok(Arc::as_ptr(self)) {
            return IS_WOKEN.set(true);
        }
        // Written even where it is in the queue already, so that its turn comes after what was done before this.
        let next = |state| match state {
            IDLE => Some(BUSY),
            ENDED => None,
            _ => Some(WOKEN),
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

/// What is ready: an entry, or the future that the loop itself waits for.
#[derive(Clone, Copy)]
pub(super) struct Slot(usize);

impl Slot {
    #[inline]
    pub fn is_root(self) -> bool {
        self.0 == ROOT
    }
}

/// The way into the queue of the future that the loop itself waits for.
pub(super) struct Root {
    shared: Arc<QueueWaker>,
    waker: Waker,
}

impl Root {
    /// Gives it its turn.
    pub fn poll<F: Future>(&self, future: Pin<&mut F>) -> Poll<F::Output> {
        self.shared.begin_turn();
        let polled = future.poll(&mut Context::from_waker(&self.waker));
        match polled.is_ready() {
            true => self.shared.end(),
            false => self.shared.end_turn(),
        }
        polled
    }
}

/// The loop's futures.
pub(super) struct RunQueue {
    remote: Arc<Remote>,
    /// None where a slot is free, or its future has its turn.
    entries: RefCell<Vec<Option<Box<Entry>>>>,
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
            remote: Arc::new(Remote { loop_number, incoming: Mutex::default() }),
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
        let entry = Some(Box::new(Entry { future: Box::pin(future), task, cause, shared, waker }));
        match entries.get_mut(slot) {
            Some(free) => *free = entry,
            None => entries.push(entry),
        }
        READY.with_borrow_mut(|ready| ready.push_back(slot));
    }

    /// Has `call` made by the loop after all that is ready now.
    pub fn call_soon(&self, call: impl FnOnce() + 'static) {
        self.spawn(None, async move { call() });
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
        Arc::new(QueueWaker { slot, state: AtomicU8::new(BUSY), remote: self.remote.clone() })
    }

    /// Takes in what other threads have woken, and says how much is ready.
    #[inline]
    pub fn ready(&self) -> usize {
        let woken = std::mem::take(&mut self.remote.incoming().ready);
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

    /// Has the future that the loop itself waits for be the next.
    pub fn begin_root(&self) -> Root {
        let shared = self.waker(ROOT);
        let waker = Waker::from(shared.clone());
        READY.with_borrow_mut(|ready| ready.push_front(ROOT));
        Root { shared, waker }
    }

    /// Takes what has been ready longest.
    #[inline]
    pub fn pop(&self) -> Option<Slot> {
        READY.with_borrow_mut(VecDeque::pop_front).map(Slot)
    }

    /// Takes what is ready at that place of the queue.
    pub fn take(&self, index: usize) -> Option<Slot> {
        READY.with_borrow_mut(|ready| ready.remove(index)).map(Slot)
    }

    /// What goes on at the instant `at`, where that is chosen.
    pub fn pick(&self, at: u64) -> Pick {
        let entries = self.entries.borrow();
        let task = |slot: usize| entries.get(slot)?.as_ref()?.task;
        READY.with_borrow(|ready| schedule::pick(at, ready, task))
    }

    /// Gives an entry its turn.
    #[inline]
    pub fn poll(&self, Slot(slot): Slot) {
        let Some(mut entry) = self.entries.borrow_mut().get_mut(slot).and_then(Option::take) else { return };
        entry.shared.begin_turn();
        if entry.task.is_none() {
            schedule::goes_on_for(entry.cause);
        }
        let mut context = Context::from_waker(&entry.waker);
        let poll = || entry.future.as_mut().poll(&mut context);
        // A panic there is its own; those of tasks are caught before.
        let is_done = !matches!(catch_unwind(AssertUnwindSafe(poll)), Ok(Poll::Pending));
        if is_done {
            entry.shared.end();
            drop(entry);
            self.free.borrow_mut().push(slot);
        } else {
            let mut entries = self.entries.borrow_mut();
            if let Some(free) = entries.get_mut(slot) {
                free.insert(entry).shared.end_turn();
            }
        }
    }

    /// Nothing is ready, and tokio gets the thread.
    pub fn begin_rest(&self) {
        IS_RESTING.set(true);
    }

    /// The loop has the thread again.
    pub fn end_rest(&self) {
        IS_RESTING.set(false);
    }

    /// Has `driver` woken when another thread wakes something. Says whether one has already.
    pub fn is_woken_before_rest(&self, driver: &Waker) -> bool {
        let mut incoming = self.remote.incoming();
        incoming.driver = Some(driver.clone());
        !incoming.ready.is_empty()
    }
}
