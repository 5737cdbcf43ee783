//! The least that yields can cost here: plain tokio, with one switch to a coroutine and back for each.

use std::future::poll_fn;
use std::task::Poll;
use std::time::Instant;

use corosensei::{Coroutine, CoroutineResult};

/// Seconds for so many tasks that each yield so often. Nothing is interpreted, and nothing recorded.
pub fn yields(tasks: usize, times: usize) -> f64 {
    let tokio = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let local = tokio::task::LocalSet::new();
    let began = Instant::now();
    local.block_on(&tokio, async {
        let tasks: Vec<_> = (0..tasks).map(|_| tokio::task::spawn_local(task(times))).collect();
        for task in tasks {
            task.await.expect("no panic");
        }
    });
    began.elapsed().as_secs_f64()
}

async fn task(times: usize) {
    let mut coroutine: Coroutine<(), (), ()> = Coroutine::new(move |yielder, ()| {
        (0..times).for_each(|_| yielder.suspend(()));
    });
    poll_fn(move |context| match coroutine.resume(()) {
        CoroutineResult::Yield(()) => {
            context.waker().wake_by_ref();
            Poll::Pending
        }
        CoroutineResult::Return(()) => Poll::Ready(()),
    })
    .await;
}
