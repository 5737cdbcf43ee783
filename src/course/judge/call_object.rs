//! A call of a given function, as checks see it.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, Map};
use serde_json::Value;

use super::Facts;
use super::calls::{CallFacts, CallOutcome};
use super::run_object::{Task, unknown_fields};
use super::time::{Time, seconds_text};
use crate::course::verdict::Focus;
use crate::timeline::Nanos;

/// What a call can be asked for, without parentheses.
const FIELDS: &[&str] = &[
    "name",
    "arguments",
    "argument",
    "task",
    "begin",
    "end",
    "elapsed",
    "outcome",
    "value",
    "error",
    "meanwhile",
];

/// A call of `run`: its index.
#[derive(Clone)]
pub struct Call {
    facts: Rc<Facts>,
    index: usize,
}

impl Call {
    /// The calls of a function, in the order in which they began; of all functions where none is named.
    pub fn all(facts: &Rc<Facts>, name: Option<&str>) -> Vec<Call> {
        let is_wanted = |call: &CallFacts| name.is_none_or(|name| call.name == name);
        let indices = (0..facts.calls.len()).filter(|index| is_wanted(&facts.calls[*index]));
        indices.map(|index| Call { facts: facts.clone(), index }).collect()
    }

    pub fn facts(&self) -> &CallFacts {
        &self.facts.calls[self.index]
    }

    fn time(&self, nanos: Nanos, at: Nanos) -> Time {
        let task = self.facts.tasks.get(self.facts().task).map(|it| it.name.clone());
        Time::seen(nanos, Focus { task, at })
    }

    fn begin(&self) -> Time {
        let at = self.facts().span.start;
        self.time(at, at)
    }

    pub fn end(&self) -> Time {
        let at = self.facts().span.end;
        self.time(at, at)
    }

    pub fn elapsed(&self) -> Time {
        let span = self.facts().span.clone();
        self.time(span.end - span.start, span.end)
    }

    /// As learners read it: `download(3) from 0.00 s to 0.30 s`.
    pub fn text(&self) -> String {
        let CallFacts { name, arguments, .. } = self.facts();
        let arguments: Vec<String> = arguments.iter().map(Value::to_string).collect();
        let [begin, end] = [self.begin(), self.end()].map(|it| seconds_text(it.seconds));
        format!("{name}({}) from {begin} to {end}", arguments.join(", "))
    }

    /// Where to look on the timeline.
    pub fn focus(&self) -> Option<Focus> {
        self.begin().focus
    }
}

/// Teaches the engine what may be asked of a call.
pub fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Call>("call");
    engine.register_get("name", |call: &mut Call| call.facts().name.clone());
    engine.register_get("arguments", |call: &mut Call| -> Array {
        call.facts().arguments.iter().map(value_of).collect()
    });
    engine.register_get("argument", |call: &mut Call| {
        call.facts().arguments.first().map_or(Dynamic::UNIT, value_of)
    });
    engine.register_get("task", |call: &mut Call| Task::at(&call.facts, call.facts().task));
    engine.register_get("begin", |call: &mut Call| call.begin());
    engine.register_get("end", |call: &mut Call| call.end());
    engine.register_get("elapsed", |call: &mut Call| call.elapsed());
    engine.register_get("outcome", |call: &mut Call| call.facts().outcome.word());
    engine.register_get("value", |call: &mut Call| match &call.facts().outcome {
        CallOutcome::Done(value) => value_of(value),
        _ => Dynamic::UNIT,
    });
    engine.register_get("error", |call: &mut Call| match &call.facts().outcome {
        CallOutcome::Failed(error) => error.clone(),
        _ => String::new(),
    });
    engine.register_get("meanwhile", |call: &mut Call| -> Array {
        let others = Call::all(&call.facts, None).into_iter();
        let others = others.filter(|it| it.index != call.index && it.facts().overlaps(call.facts()));
        others.map(Dynamic::from).collect()
    });
    unknown_fields::<Call>(engine, "a call", FIELDS);
    engine.register_fn("before", |call: &mut Call, other: Call| call.facts().is_before(other.facts()));
    engine.register_fn("during", |call: &mut Call, other: Call| call.facts().is_during(other.facts()));
    engine.register_fn("to_string", |call: &mut Call| call.text());
    engine.register_fn("to_debug", |call: &mut Call| call.text());
}

/// A recorded value, in a check.
fn value_of(value: &Value) -> Dynamic {
    match value {
        Value::Null => Dynamic::UNIT,
        Value::Bool(it) => (*it).into(),
        Value::Number(it) => match it.as_i64() {
            Some(whole) => whole.into(),
            None => it.as_f64().unwrap_or(f64::NAN).into(),
        },
        Value::String(it) => it.clone().into(),
        Value::Array(items) => items.iter().map(value_of).collect::<Array>().into(),
        Value::Object(fields) => {
            let fields = fields.iter().map(|(name, value)| (name.into(), value_of(value)));
            fields.collect::<Map>().into()
        }
    }
}
