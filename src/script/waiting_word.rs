//! Words that wait, each made once, as a future. A script that calls such a word is suspended on its future; a task that is
//! nothing but such a call, as `spawn channel.recv()`, is that future, and needs no stack.
//!
//! What a call with arguments of other types comes to is not known here: Rhai says it.

use std::any::Any;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;

use rhai::{Dynamic, NativeCallContext, Position, Variant};

use super::environment::Environment;
use super::native_waits::Begin;
use super::outcome::{Outcome, interrupted};
use crate::runtime::{Interrupted, check};

/// What a word takes: a few values.
pub trait Arguments: Sized + 'static {
    const COUNT: usize;

    /// These values, if they are of the right types.
    fn of(values: &[Dynamic]) -> Option<Self>;
}

fn argument<T: Any + Clone>(value: &Dynamic) -> Option<T> {
    value.read_lock::<T>().map(|value| value.clone())
}

impl Arguments for () {
    const COUNT: usize = 0;

    fn of(_: &[Dynamic]) -> Option<Self> {
        Some(())
    }
}

impl<A: Any + Clone> Arguments for (A,) {
    const COUNT: usize = 1;

    fn of(values: &[Dynamic]) -> Option<Self> {
        Some((argument(&values[0])?,))
    }
}

impl<A: Any + Clone, B: Any + Clone> Arguments for (A, B) {
    const COUNT: usize = 2;

    fn of(values: &[Dynamic]) -> Option<Self> {
        Some((argument(&values[0])?, argument(&values[1])?))
    }
}

impl<A: Any + Clone, B: Any + Clone, C: Any + Clone> Arguments for (A, B, C) {
    const COUNT: usize = 3;

    fn of(values: &[Dynamic]) -> Option<Self> {
        Some((argument(&values[0])?, argument(&values[1])?, argument(&values[2])?))
    }
}

/// Makes `word`, which gives the future of a call, known as `name`, and gives what scripts call.
pub fn waiting_word<A: Arguments, R: Variant + Clone, F: Future<Output = Outcome<R>> + 'static>(
    environment: &Rc<Environment>,
    name: &str,
    word: impl Fn(Rc<Environment>, A, Position) -> F + 'static,
) -> impl Fn(&NativeCallContext, A) -> Outcome<R> + Clone + 'static {
    let (word, it) = (Rc::new(word), environment.clone());
    let called = word.clone();
    let begin: Begin<Environment> = Rc::new(move |environment, arguments, position, operations| {
        let (arguments, word, it) = (A::of(arguments)?, word.clone(), environment.clone());
        Some(Box::pin(async move {
            for _ in 0..operations {
                if let Some(reason) = check::operation(&it.runtime) {
                    return Err(interrupted(Interrupted::Stopped(reason), Position::NONE));
                }
            }
            word(it, arguments, position).await.map(Dynamic::from)
        }))
    });
    environment.native_waits.add(name, A::COUNT, begin);
    move |context, arguments| {
        // Pinned where it is made, for it lies on the stack of the task.
        let pending = pin!(called(it.clone(), arguments, context.call_position()));
        it.runtime.suspend_on(pending)
    }
}
