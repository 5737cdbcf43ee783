//! `channel(capacity)`: messages from task to task.

use std::any::TypeId;
use std::cmp::Ordering;
use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, ImmutableString, Module, NativeCallContext, Position};

use super::object::{self, Handle, Object, register_wait};
use super::steps::steps;
use crate::runtime::Interrupted;
use crate::runtime::sync::{Buffer, Order, TooManyDone};
use crate::script::display::brief_nested;
use crate::script::environment::Environment;
use crate::script::outcome::Outcome;
use crate::script::outcome::error;
use crate::script::outcome::interrupted;
use crate::script::waiting_word::waiting_word;
use crate::script::wrong_calls::wrong_call;
use crate::trace::Action;

/// More room than this is as good as no bound.
const UNBOUNDED: usize = usize::MAX >> 1;

#[derive(Clone)]
pub struct Channel(Rc<State>);

struct State {
    object: Object,
    messages: Buffer<Dynamic>,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    Priority,
}

impl Handle for Channel {
    const KIND: &'static str = "channel";

    fn object(&self) -> &Object {
        &self.0.object
    }

    fn standing(&self) -> String {
        let (messages, closed) =
            (&self.0.messages, if self.0.messages.is_closed() { ", closed" } else { "" });
        match messages.capacity() {
            UNBOUNDED => format!("{} inside{closed}", messages.len()),
            capacity => format!("{} of {capacity}{closed}", messages.len()),
        }
    }
}

impl Channel {
    fn new(environment: &Environment, kind: Kind, capacity: usize) -> Channel {
        let order = match kind {
            Kind::Plain => Order::FirstInFirstOut,
            Kind::Priority => Order::LeastFirst(compare),
        };
        let object = Object::new(environment, Self::KIND);
        Channel(Rc::new(State { object, messages: Buffer::new(capacity, order), kind }))
    }

    async fn send(&self, environment: &Environment, at: Position, message: Dynamic) -> Outcome<()> {
        if self.0.kind == Kind::Priority && rank(&message).is_none() {
            let text = "a priority channel takes numbers, texts, and arrays that begin with one: ch.send([1, value])";
            return wrong_call(text, at);
        }
        let place = self.0.object.place_to(environment, at, "send", None);
        let shown = brief_nested(&message);
        let sent = self.0.messages.send(&environment.runtime, place, message.flatten()).await;
        match sent.map_err(|reason| interrupted(reason, at))? {
            Ok(()) => {
                self.0.object.did(environment, at, Action::Sent, Some(&shown));
                Ok(())
            }
            Err(_) => error("this channel is closed, so nothing can be sent", at),
        }
    }

    async fn next(&self, environment: &Environment, at: Position) -> Result<Option<Dynamic>, Interrupted> {
        let place = self.0.object.place_to(environment, at, "receive", None);
        let message = self.0.messages.receive(&environment.runtime, place).await?;
        Ok(message.inspect(|message| self.received(environment, at, message)))
    }

    fn received(&self, environment: &Environment, at: Position, message: &Dynamic) {
        self.0.object.did(environment, at, Action::Received, Some(&brief_nested(message)));
    }
}

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    object::register::<Channel>(engine, environment);
    for (name, kind) in [("channel", Kind::Plain), ("priority_channel", Kind::Priority)] {
        let it = environment.clone();
        engine.register_fn(name, move || Channel::new(&it, kind, UNBOUNDED));
        let it = environment.clone();
        engine.register_fn(name, move |context: NativeCallContext, capacity: i64| match capacity {
            1.. => Ok(Channel::new(&it, kind, usize::try_from(capacity).unwrap_or(UNBOUNDED).min(UNBOUNDED))),
            _ => wrong_call(
                format!("{name}({capacity}) would have no room for a message; give 1 or more, or {name}() for no limit"),
                context.call_position(),
            ),
        });
    }
    let it = environment.clone();
    engine.register_fn("task_done", move |context: NativeCallContext, channel: &mut Channel| {
        channel.0.messages.task_done(&it.runtime).or_else(|TooManyDone| {
            let text = "task_done() was called more often than messages were sent; call it once for each that was taken";
            error(text, context.call_position())
        })
    });
    register_wait(engine, environment, "join", |it, channel: Channel, at| async move {
        let place = channel.0.object.place_to(&it, at, "join", None);
        channel.0.messages.join(&it.runtime, place).await.map_err(|reason| interrupted(reason, at))
    });
    engine.register_get("unfinished", |channel: &mut Channel| channel.0.messages.unfinished() as i64);
    let send =
        waiting_word(environment, "send", |it, (channel, message): (Channel, Dynamic), at| async move {
            channel.send(&it, at, message).await
        });
    engine.register_fn("send", move |context: NativeCallContext, channel: &mut Channel, message: Dynamic| {
        send(&context, (channel.clone(), message))
    });
    register_wait(engine, environment, "recv", |it, channel: Channel, at| async move {
        let message = channel.next(&it, at).await.map_err(|reason| interrupted(reason, at))?;
        Ok(message.unwrap_or(Dynamic::UNIT))
    });
    let it = environment.clone();
    engine.register_fn("try_recv", move |context: NativeCallContext, channel: &mut Channel| {
        let message = channel.0.messages.try_receive(&it.runtime);
        let message = message.inspect(|message| channel.received(&it, context.call_position(), message));
        message.unwrap_or(Dynamic::UNIT)
    });
    let it = environment.clone();
    engine.register_fn("close", move |context: NativeCallContext, channel: &mut Channel| {
        channel.0.object.did(&it, context.call_position(), Action::Closed, None);
        channel.0.messages.close(&it.runtime);
    });
    engine.register_get("len", |channel: &mut Channel| channel.0.messages.len() as i64);
    engine.register_get("is_closed", |channel: &mut Channel| channel.0.messages.is_closed());
    engine.register_get("capacity", |channel: &mut Channel| match channel.0.messages.capacity() {
        UNBOUNDED => Dynamic::UNIT,
        capacity => Dynamic::from(capacity as i64),
    });
    let it = environment.clone();
    let mut module = Module::new();
    module.set_iter_result(TypeId::of::<Channel>(), move |channel| {
        let channel = channel.cast::<Channel>();
        steps(&it, Position::NONE, move |environment| {
            let next = channel.next(environment, Position::NONE);
            Ok(environment.runtime.suspend_on(next)?.map(Ok))
        })
    });
    engine.register_global_module(module.into());
}

/// What a message of a priority channel is compared by, if it can be.
#[derive(PartialEq, PartialOrd)]
enum Rank {
    Number(f64),
    Text(ImmutableString),
}

fn rank(message: &Dynamic) -> Option<Rank> {
    if let Some(items) = message.read_lock::<Array>() {
        return items.first().filter(|it| !it.is_array()).and_then(rank);
    }
    let number = message.as_int().map(|it| it as f64).or_else(|_| message.as_float());
    match number {
        Ok(number) if !number.is_nan() => Some(Rank::Number(number)),
        Ok(_) => None,
        Err(_) => message.read_lock::<ImmutableString>().map(|text| Rank::Text(text.clone())),
    }
}

/// Numbers before texts; arrays item by item, as far as items can be compared.
fn compare(one: &Dynamic, other: &Dynamic) -> Ordering {
    if let (Some(ones), Some(others)) = (one.read_lock::<Array>(), other.read_lock::<Array>()) {
        let pairs = ones.iter().zip(others.iter());
        return pairs
            .map(|(one, other)| compare(one, other))
            .find(|it| it.is_ne())
            .unwrap_or(Ordering::Equal);
    }
    match (rank(one), rank(other)) {
        (Some(one), Some(other)) => one.partial_cmp(&other).unwrap_or(Ordering::Equal),
        _ => Ordering::Equal,
    }
}
