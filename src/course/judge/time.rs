//! A time in a check: seconds, and the place on the timeline where it was seen. Comparing with `==` is refused,
//! because a time that is a microsecond off would fail.

use rhai::{Engine, EvalAltResult};

use crate::course::verdict::Focus;
use crate::timeline::{Nanos, duration_text};

/// An instant or a length of time.
#[derive(Clone, Debug)]
pub struct Time {
    pub seconds: f64,
    pub focus: Option<Focus>,
}

impl Time {
    /// Nanoseconds, seen at a place.
    pub fn seen(nanos: Nanos, focus: Focus) -> Time {
        Time { seconds: nanos as f64 / 1e9, focus: Some(focus) }
    }

    /// By length.
    pub fn compare(one: &Time, other: &Time) -> std::cmp::Ordering {
        one.seconds.total_cmp(&other.seconds)
    }

    /// As learners read it: `2.00 s`.
    pub fn text(&self) -> String {
        seconds_text(self.seconds)
    }
}

/// `2.00 s`, also below zero.
pub fn seconds_text(seconds: f64) -> String {
    let text = duration_text((seconds.abs() * 1e9).round() as Nanos);
    if seconds < 0.0 { format!("-{text}") } else { text }
}

/// Teaches the engine to reckon with times, and with numbers as seconds.
pub fn register(engine: &mut Engine) {
    engine.register_type_with_name::<Time>("time");
    engine.register_fn("to_string", |time: &mut Time| time.text());
    engine.register_fn("to_debug", |time: &mut Time| time.text());
    engine.register_get("seconds", |time: &mut Time| time.seconds);
    pairs::<Time, Time>(engine);
    pairs::<Time, f64>(engine);
    pairs::<f64, Time>(engine);
    pairs::<Time, i64>(engine);
    pairs::<i64, Time>(engine);
    engine.register_fn("/", |one: Time, other: Time| one.seconds / other.seconds);
    scales::<f64>(engine);
    scales::<i64>(engine);
}

/// A time, or a number of seconds.
trait Seconds: Clone + 'static {
    fn seconds(&self) -> f64;

    fn focus(&self) -> Option<Focus> {
        None
    }
}

impl Seconds for Time {
    fn seconds(&self) -> f64 {
        self.seconds
    }

    fn focus(&self) -> Option<Focus> {
        self.focus.clone()
    }
}

impl Seconds for f64 {
    fn seconds(&self) -> f64 {
        *self
    }
}

impl Seconds for i64 {
    fn seconds(&self) -> f64 {
        *self as f64
    }
}

type Refused = Result<bool, Box<EvalAltResult>>;

fn pairs<A: Seconds, B: Seconds>(engine: &mut Engine) {
    engine.register_fn("<", |one: A, other: B| one.seconds() < other.seconds());
    engine.register_fn("<=", |one: A, other: B| one.seconds() <= other.seconds());
    engine.register_fn(">", |one: A, other: B| one.seconds() > other.seconds());
    engine.register_fn(">=", |one: A, other: B| one.seconds() >= other.seconds());
    engine.register_fn("==", |_: A, _: B| -> Refused { Err(REFUSED.into()) });
    engine.register_fn("!=", |_: A, _: B| -> Refused { Err(REFUSED.into()) });
    // Where two times were seen, the first one is looked at.
    let focus = |one: &A, other: &B| one.focus().or_else(|| other.focus());
    engine.register_fn("-", move |one: A, other: B| Time {
        seconds: one.seconds() - other.seconds(),
        focus: focus(&one, &other),
    });
    engine.register_fn("+", move |one: A, other: B| Time {
        seconds: one.seconds() + other.seconds(),
        focus: focus(&one, &other),
    });
}

fn scales<N: Seconds>(engine: &mut Engine) {
    engine.register_fn("*", |time: Time, by: N| Time { seconds: time.seconds * by.seconds(), ..time });
    engine.register_fn("*", |by: N, time: Time| Time { seconds: time.seconds * by.seconds(), ..time });
    engine.register_fn("/", |time: Time, by: N| Time { seconds: time.seconds / by.seconds(), ..time });
}

/// What is said of `==`.
pub const REFUSED: &str =
    "times are never compared with `==`: write expect(time).near(seconds, \"…\"), or use `<` and `>`";
