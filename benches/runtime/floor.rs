//! The least that things can cost here: the parts that no design of ours can do without, done by themselves.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::rc::Rc;
use std::task::Poll;
use std::time::{Duration, Instant};

use corosensei::{Coroutine, CoroutineResult};

/// What a task's first frames touch of its stack, in bytes.
const PAGE: usize = 4096;

/// What is done without the rest.
pub enum Floor {
    /// 1,000,000 yields of 100 tasks: plain tokio, with one switch to a coroutine and back for each. Nothing is interpreted,
    /// and nothing recorded.
    Yields,
    /// The same with a record of each: one look at the clock and two events, which another thread keeps, and of each event a
    /// stretch of its task.
    RecordedYields,
    /// 100,000 tasks of plain tokio that only compute, and what is kept of each: a name, four events and two stretches.
    Tasks,
    /// Tasks of plain tokio that sleep for a second, each with so many pages of its own, as those of a stack.
    Sleepers { count: usize, pages: usize },
    /// The script in Rhai with hooks that do nothing and words that do nothing: no task, no switch, no record.
    Interpreter(String),
}

impl Floor {
    /// How long it takes, in seconds.
    pub fn seconds(&self) -> f64 {
        match self {
            Floor::Yields => in_tokio((0..100).map(|_| yields(10_000, || ()))),
            Floor::RecordedYields => recorded_yields(),
            Floor::Tasks => in_tokio((0..100_000).map(kept)),
            Floor::Sleepers { count, pages } => in_tokio((0..*count).map(|_| sleeper(*pages))),
            Floor::Interpreter(script) => interpreted(script),
        }
    }
}

fn in_tokio<Task: Future<Output = ()> + 'static>(tasks: impl Iterator<Item = Task>) -> f64 {
    let tokio = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    let local = tokio::task::LocalSet::new();
    let began = Instant::now();
    local.block_on(&tokio, async {
        let tasks: Vec<_> = tasks.map(tokio::task::spawn_local).collect();
        for task in tasks {
            task.await.expect("no panic");
        }
    });
    began.elapsed().as_secs_f64()
}

/// As large as an event of a trace, and as a stretch of a timeline.
type Event = [u64; 4];
type Stretch = [u64; 5];
/// Events that go to the other thread at a time.
const BATCH: usize = 4_096;

fn recorded_yields() -> f64 {
    let (sender, batches) = std::sync::mpsc::channel::<Vec<Event>>();
    let keeper = std::thread::spawn(move || {
        let (mut events, mut tracks): (Vec<Event>, Vec<Vec<Stretch>>) = (Vec::new(), vec![Vec::new(); 100]);
        for batch in batches {
            for [at, task, ..] in &batch {
                tracks[*task as usize].push([*at, *task, 0, 0, 0]);
            }
            events.extend(batch);
        }
        (events, tracks)
    });
    let began = Instant::now();
    let batch = Rc::new(RefCell::new(Vec::with_capacity(BATCH)));
    in_tokio((0..100).map(|task| {
        let (batch, sender) = (batch.clone(), sender.clone());
        yields(10_000, move || {
            let at = began.elapsed().as_nanos() as u64;
            let mut batch = batch.borrow_mut();
            batch.extend([[at, task, 0, 0], [at, task, 1, 0]]);
            if batch.len() >= BATCH {
                sender.send(std::mem::replace(&mut *batch, Vec::with_capacity(BATCH))).expect("a keeper");
            }
        })
    }));
    sender.send(batch.take()).expect("a keeper");
    drop(sender);
    std::hint::black_box(keeper.join().expect("no panic"));
    began.elapsed().as_secs_f64()
}

async fn kept(number: usize) {
    let name: Box<str> = format!("work #{number}").into();
    let events: Vec<Event> = vec![[number as u64; 4]; 4];
    let stretches: Vec<Stretch> = vec![[number as u64; 5]; 2];
    // The record stays when the task has ended.
    std::mem::forget(std::hint::black_box((name, events, stretches)));
}

/// Yields this often, and calls `record` at each yield.
async fn yields(times: usize, record: impl Fn()) {
    let mut coroutine: Coroutine<(), (), ()> = Coroutine::new(move |yielder, ()| {
        (0..times).for_each(|_| yielder.suspend(()));
    });
    poll_fn(move |context| match coroutine.resume(()) {
        CoroutineResult::Yield(()) => {
            record();
            context.waker().wake_by_ref();
            Poll::Pending
        }
        CoroutineResult::Return(()) => Poll::Ready(()),
    })
    .await;
}

async fn sleeper(pages: usize) {
    let mut stack: Vec<u8> = Vec::with_capacity(pages * PAGE);
    let unused = stack.spare_capacity_mut();
    (0..pages).for_each(|page| {
        unused[page * PAGE].write(1);
    });
    std::hint::black_box(&mut stack);
    tokio::time::sleep(Duration::from_secs(1)).await;
    drop(stack);
}

/// A channel that keeps nothing and gives numbers.
#[derive(Clone)]
struct Numbers;

impl IntoIterator for Numbers {
    type Item = i64;
    type IntoIter = std::ops::Range<i64>;

    fn into_iter(self) -> Self::IntoIter {
        0..100_000
    }
}

fn interpreted(script: &str) -> f64 {
    let mut engine = rhai::Engine::new();
    engine.set_optimization_level(rhai::OptimizationLevel::None);
    engine.set_max_call_levels(usize::MAX);
    engine.on_progress(|_| None);
    #[allow(deprecated)] // Not deprecated: Rhai marks what may change between its versions like this.
    engine.on_var(|_, _, _| Ok(None));
    engine.register_fn("yield_now", || ());
    engine.register_fn("channel", |_: i64| Numbers);
    engine.register_fn("send", |_: &mut Numbers, _: i64| ());
    engine.register_iterator::<Numbers>();
    let began = Instant::now();
    engine.run(script).expect("it runs");
    began.elapsed().as_secs_f64()
}
