//! `event()` and `barrier(n)`: waiting for something to happen, and for each other.

use std::rc::Rc;

use rhai::{Engine, NativeCallContext};

use super::object::{self, Handle, Object};
use super::{Peers, Word};
use crate::runtime::sync::{self, Flag};
use crate::script::environment::{Environment, Outcome, interrupted};
use crate::script::wrong_calls::wrong_call;

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "event",
        signature: "event()",
        summary: "something that happens once, and that tasks wait for",
        details: "Also: e.is_set.",
        example: "let open = event();\nfn customer(open, name) { open.wait(); print(name, \"walks in\") }\nlet tasks = [spawn customer(open, \"Ada\"), spawn customer(open, \"Alan\")];\nsleep(1);\nprint(\"the door opens\");\nopen.set();\nawait tasks;",
        peers: Peers {
            python: "asyncio.Event()",
            javascript: "Promise.withResolvers() (Node 22)",
            tokio: "sync::watch::channel(false)",
        },
    },
    Word {
        name: "set",
        signature: "e.set()",
        summary: "lets an event have happened: all who wait for it go on",
        details: "",
        example: "let e = event();\nspawn || { sleep(1); e.set() };\ne.wait();\nprint(e.is_set);",
        peers: Peers {
            python: "event.set()",
            javascript: "resolve()",
            tokio: "sender.send_replace(true), or notify.notify_waiters() without storing",
        },
    },
    Word {
        name: "clear",
        signature: "e.clear()",
        summary: "lets an event not have happened, so that it can be waited for again",
        details: "",
        example: "let e = event();\ne.set();\ne.clear();\nprint(e.is_set);",
        peers: Peers { python: "event.clear()", javascript: "", tokio: "" },
    },
    Word {
        name: "wait",
        signature: "e.wait()   b.wait()",
        summary: "waits until an event is set, or until all have come to a barrier",
        details: "At a barrier it gives how many were there before: 0 for the first.",
        example: "let b = barrier(2);\nspawn || { sleep(1); b.wait() };\nb.wait();\nprint(\"both are here\");",
        peers: Peers {
            python: "await event.wait(), await barrier.wait()",
            javascript: "await promise",
            tokio: "receiver.changed().await, barrier.wait().await",
        },
    },
    Word {
        name: "barrier",
        signature: "barrier(n)",
        summary: "a place where tasks wait until n of them have come, then all go on",
        details: "It can be used again and again. Also: b.waiting.",
        example: "let start = barrier(3);\nfn runner(start, name, seconds) { sleep(seconds); print(name, \"is ready\"); start.wait(); print(name, \"runs\") }\nawait [spawn runner(start, \"a\", 1), spawn runner(start, \"b\", 2), spawn runner(start, \"c\", 3)];",
        peers: Peers { python: "asyncio.Barrier(n) (3.11)", javascript: "", tokio: "sync::Barrier::new(n)" },
    },
];

/// `event()`.
#[derive(Clone)]
pub struct Event(Rc<(Object, Flag)>);

impl Handle for Event {
    const KIND: &'static str = "event";

    fn object(&self) -> &Object {
        &self.0.0
    }

    fn standing(&self) -> String {
        if self.0.1.is_set() { "set" } else { "not set" }.to_owned()
    }
}

/// `barrier(n)`.
#[derive(Clone)]
pub struct Barrier(Rc<(Object, sync::Barrier)>);

impl Handle for Barrier {
    const KIND: &'static str = "barrier";

    fn object(&self) -> &Object {
        &self.0.0
    }

    fn standing(&self) -> String {
        format!("{} of {} here", self.0.1.waiting(), self.0.1.tasks())
    }
}

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    register_event(engine, environment);
    register_barrier(engine, environment);
}

fn register_event(engine: &mut Engine, environment: &Rc<Environment>) {
    object::register::<Event>(engine, environment);
    let it = environment.clone();
    engine.register_fn("event", move || Event(Rc::new((Object::new(&it, Event::KIND), Flag::default()))));
    let it = environment.clone();
    engine.register_fn("set", move |event: &mut Event| event.0.1.set(&it.runtime));
    engine.register_fn("clear", |event: &mut Event| event.0.1.clear());
    engine.register_get("is_set", |event: &mut Event| event.0.1.is_set());
    let it = environment.clone();
    engine.register_fn("wait", move |context: NativeCallContext, event: &mut Event| -> Outcome<()> {
        let (event, at) = (event.clone(), context.call_position());
        let place = event.0.0.place(&it, at, None);
        event.0.1.wait(&it.runtime, place).map_err(|reason| interrupted(reason, at))
    });
}

fn register_barrier(engine: &mut Engine, environment: &Rc<Environment>) {
    object::register::<Barrier>(engine, environment);
    let it = environment.clone();
    engine.register_fn("barrier", move |context: NativeCallContext, tasks: i64| {
        match usize::try_from(tasks) {
            Ok(tasks @ 1..) => {
                Ok(Barrier(Rc::new((Object::new(&it, Barrier::KIND), sync::Barrier::new(tasks)))))
            }
            _ => wrong_call(format!("barrier({tasks}): at least 1 task must come"), context.call_position()),
        }
    });
    engine.register_get("waiting", |barrier: &mut Barrier| barrier.0.1.waiting() as i64);
    let it = environment.clone();
    engine.register_fn("wait", move |context: NativeCallContext, barrier: &mut Barrier| -> Outcome<i64> {
        let (barrier, at) = (barrier.clone(), context.call_position());
        let place = barrier.0.0.place(&it, at, None);
        let before = barrier.0.1.wait(&it.runtime, place).map_err(|reason| interrupted(reason, at))?;
        Ok(before as i64)
    });
}
