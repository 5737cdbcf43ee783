//! The module `net`: text over TCP, through memory under the virtual clock.

use std::rc::Rc;

use rhai::{Blob, Dynamic, Engine, FuncRegistration, ImmutableString, Module, NativeCallContext, Position};

use super::object::{self, Handle, Object, register_wait};
use crate::host::http::{dial, is_loopback, refused_text};
use crate::host::net::{self, Part};
use crate::host::permissions::Network;
use crate::runtime::sync::Place;
use crate::script::display;
use crate::script::environment::Environment;
use crate::script::outcome::{Outcome, error, interrupted, line_of};
use crate::script::outside::{Call, CallMode};
use crate::script::waiting_word::waiting_word;
use crate::trace::{ClockKind, Wait};

/// Where listeners listen.
const LOOPBACK: &str = "127.0.0.1";

/// A script's stream.
#[derive(Clone)]
pub struct Stream(Rc<(Object, net::Stream)>);

/// A script's listener.
#[derive(Clone)]
pub struct Listener(Rc<(Object, Rc<net::Listener>)>);

impl Handle for Stream {
    const KIND: &'static str = "stream";

    fn object(&self) -> &Object {
        &self.0.0
    }

    fn standing(&self) -> String {
        if self.0.1.is_closed() { "closed" } else { "open" }.to_owned()
    }
}

impl Handle for Listener {
    const KIND: &'static str = "listener";

    fn object(&self) -> &Object {
        &self.0.0
    }

    fn standing(&self) -> String {
        let closed = if self.0.1.is_closed() { ", closed" } else { "" };
        format!("port {}{closed}", self.0.1.port)
    }
}

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    object::register::<Stream>(engine, environment);
    object::register::<Listener>(engine, environment);
    let mut module = Module::new();
    type Address = (ImmutableString, i64);
    let called = waiting_word(environment, "net::connect", |it, (host, port): Address, at| {
        connect(it, at, host, port)
    });
    FuncRegistration::new("connect")
        .set_into_module(&mut module, move |context: NativeCallContext, host: ImmutableString, port: i64| {
            called(&context, (host, port))
        });
    let called = waiting_word(environment, "net::listen", |it, (port,): (i64,), at| listen(it, at, port));
    FuncRegistration::new("listen")
        .set_into_module(&mut module, move |context: NativeCallContext, port: i64| called(&context, (port,)));
    engine.register_static_module("net", module.into());

    register_wait(engine, environment, "accept", |it, listener: Listener, at| async move {
        let place = place(&it, at, "accept", listener.object(), None);
        let stream = came(listener.0.1.accept(&it.runtime, place).await, "accept", at)?;
        Ok(Stream(Rc::new((Object::new(&it, Stream::KIND), stream))))
    });
    engine.register_get("port", |listener: &mut Listener| i64::from(listener.0.1.port));
    engine.register_fn("close", |listener: &mut Listener| listener.0.1.close());

    for (name, part) in [("read_line", Part::Line), ("read", Part::All)] {
        register_wait(engine, environment, name, move |it, stream: Stream, at| async move {
            let place = place(&it, at, name, stream.object(), Some("receive"));
            let text = came(stream.0.1.read(&it.runtime, place, part).await, name, at)?;
            Ok(text.map_or(Dynamic::UNIT, Dynamic::from))
        });
    }
    let write = waiting_word(environment, "write", |it, (stream, value): (Stream, Dynamic), at| async move {
        let blob = value.read_lock::<Blob>().map(|blob| blob.clone());
        let bytes = blob.unwrap_or_else(|| display::plain(&value).into_bytes());
        let place = place(&it, at, "write", stream.object(), Some("send"));
        came(stream.0.1.write(&it.runtime, place, &bytes).await, "write", at)
    });
    engine.register_fn("write", move |context: NativeCallContext, stream: &mut Stream, value: Dynamic| {
        write(&context, (stream.clone(), value))
    });
    engine.register_fn("close", |stream: &mut Stream| stream.0.1.close());
}

/// How a wait for the other end is recorded. In memory that end is another task's, so that a deadlock is noticed.
fn place(
    environment: &Environment,
    at: Position,
    what: &str,
    object: &Object,
    purpose: Option<&'static str>,
) -> Place {
    match (environment.runtime.clock().kind(), purpose) {
        (ClockKind::Real, _) => {
            Place { wait: Wait::Io { what: environment.runtime.recording().name(what) }, line: line_of(at) }
        }
        (ClockKind::Virtual, None) => object.place(environment, at, None),
        (ClockKind::Virtual, Some(purpose)) => object.place_to(environment, at, purpose, None),
    }
}

/// What the script gets.
fn came<T>(waited: net::Waited<T>, what: &str, at: Position) -> Outcome<T> {
    match waited {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(why)) => error(format!("{what}: {why}"), at),
        Err(reason) => Err(interrupted(reason, at)),
    }
}

async fn connect(
    environment: Rc<Environment>,
    at: Position,
    host: ImmutableString,
    port: i64,
) -> Outcome<Stream> {
    let (environment, host) = (&environment, host.as_str());
    let call = Call::of(environment, at, CallMode::Waiting, "net::connect", &format!("{host}:{port}"));
    let (port, address) = match number(port).and_then(|port| Ok((port, reachable(environment, host, port)?)))
    {
        Ok(place) => place,
        Err(why) => return call.fail(&why),
    };
    let stream = match environment.runtime.clock().kind() {
        ClockKind::Real => {
            call.outcome(call.wait(async { dial(address, port).await.map(net::Stream::over) }).await)?
        }
        ClockKind::Virtual if !is_loopback(host) => {
            return call.fail(
                "it is outside, where time cannot be virtual. Under the virtual clock only net::listen can be \
                 reached; --clock real reaches the rest",
            );
        }
        ClockKind::Virtual => {
            let place = Place {
                wait: Wait::Io { what: environment.runtime.recording().name("net::connect") },
                line: line_of(at),
            };
            match environment.ports.connect(&environment.runtime, place, port).await {
                Ok(Some(stream)) => stream,
                Ok(None) => return call.fail(&refused_text(host, port)),
                Err(reason) => return Err(interrupted(reason, at)),
            }
        }
    };
    Ok(Stream(Rc::new((Object::new(environment, Stream::KIND), stream))))
}

async fn listen(environment: Rc<Environment>, at: Position, port: i64) -> Outcome<Listener> {
    let environment = &environment;
    let call = Call::of(environment, at, CallMode::Waiting, "net::listen", &port.to_string());
    let asked = u16::try_from(port);
    let asked = asked.map_err(|_| "a port is a number from 1 to 65535, or 0 for any that is free".to_owned());
    let port = match asked.and_then(|port| allowed(environment, LOOPBACK).map(|()| port)) {
        Ok(port) => port,
        Err(why) => return call.fail(&why),
    };
    let listener = match environment.runtime.clock().kind() {
        ClockKind::Real => call.outcome(call.wait(net::Listener::on_loopback(port)).await)?,
        ClockKind::Virtual => {
            environment.ports.listen(&environment.runtime, port).or_else(|why| call.fail(&why))?
        }
    };
    let listener = Rc::new(listener);
    if environment.runtime.clock().kind() == ClockKind::Real {
        environment.listeners.add(&listener);
    }
    Ok(Listener(Rc::new((Object::new(environment, Listener::KIND), listener))))
}

fn number(port: i64) -> Result<u16, String> {
    let port = u16::try_from(port).ok().filter(|port| *port > 0);
    port.ok_or_else(|| "a port is a number from 1 to 65535".to_owned())
}

/// The address that a stream to this host leads to. Where the network is that of the session alone, only its own
/// listeners can be reached, at the very address they have.
fn reachable<'a>(environment: &Environment, host: &'a str, port: u16) -> Result<&'a str, String> {
    allowed(environment, host)?;
    let is_real = environment.runtime.clock().kind() == ClockKind::Real;
    match environment.outside.permissions.network() {
        Ok(Network::OwnServer) if is_real => match environment.listeners.has(port) {
            true if is_loopback(host) => Ok(LOOPBACK),
            _ => {
                Err("the network is closed here; only what net::listen has opened can be reached".to_owned())
            }
        },
        _ => Ok(host),
    }
}

/// In memory there is no door. In the sandbox the door leads to this computer only.
fn allowed(environment: &Environment, host: &str) -> Result<(), String> {
    let permissions = &environment.outside.permissions;
    if environment.runtime.clock().kind() == ClockKind::Virtual {
        return Ok(());
    }
    permissions.network().map_err(|closed| closed.to_string())?;
    match permissions.is_sandbox() && !is_loopback(host) {
        true => Err("the sandbox is closed: streams reach this computer only".to_owned()),
        false => Ok(()),
    }
}
