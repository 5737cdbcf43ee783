//! As many things done at once as there are cores, with the results in order.

use std::num::NonZero;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

/// How many things are done at once.
pub fn workers() -> usize {
    thread::available_parallelism().map_or(1, NonZero::get)
}

/// Does `work` for each item, several at once, and calls `on_done` with the number of those done after each.
///
/// # Errors
/// The first error in the items' order. After an error nothing more is begun.
pub fn all<T: Sync, R: Send, E: Send>(
    items: &[T],
    work: impl Fn(&T) -> Result<R, E> + Sync,
    on_done: impl Fn(usize) + Sync,
) -> Result<Vec<R>, E> {
    let (next, done, has_failed) = (AtomicUsize::new(0), AtomicUsize::new(0), AtomicBool::new(false));
    let results: Vec<Mutex<Option<Result<R, E>>>> = items.iter().map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        for _ in 0..workers().min(items.len()) {
            scope.spawn(|| {
                while !has_failed.load(Ordering::Relaxed)
                    && let Some(index) =
                        Some(next.fetch_add(1, Ordering::Relaxed)).filter(|it| *it < items.len())
                {
                    let result = work(&items[index]);
                    has_failed.fetch_or(result.is_err(), Ordering::Relaxed);
                    if let Ok(mut place) = results[index].lock() {
                        *place = Some(result);
                    }
                    on_done(done.fetch_add(1, Ordering::Relaxed) + 1);
                }
            });
        }
    });
    results.into_iter().filter_map(|it| it.into_inner().ok().flatten()).collect()
}
