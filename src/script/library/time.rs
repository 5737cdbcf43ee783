//! Time: sleeping with and without the thread, computing, yielding, and what time it is.

use std::rc::Rc;
use std::time::{Duration, Instant};

use rhai::{Dynamic, Engine, NativeCallContext};

use crate::runtime::{Interrupted, Runtime, blocking};
use crate::script::display::float;
use crate::script::environment::Environment;
use crate::script::outcome::{Outcome, error, interrupted, line};
use crate::script::wrong_calls::wrong_call;
use crate::trace::ClockKind;

/// The longest time that can be asked for: some 290 years.
const MAX_SECONDS: f64 = 9.0e9;
const NANOS: f64 = 1e9;

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    timed(engine, environment, "sleep", |runtime, nanos, line| runtime.sleep(nanos, line));
    timed(engine, environment, "sleep_blocking", |runtime, nanos, line| {
        blocking::sleep(runtime, nanos, line)
    });
    timed(engine, environment, "busy", |runtime, nanos, _| blocking::busy(runtime, nanos));
    let it = environment.clone();
    engine.register_fn("yield_now", move |context: NativeCallContext| -> Outcome<()> {
        let yielded = it.runtime.yield_now(line(&context));
        yielded.map_err(|reason| interrupted(reason, context.call_position()))
    });
    let it = environment.clone();
    engine.register_fn("now", move || {
        let began = it.runtime.current().map_or(0, |task| task.run_began());
        to_the_millisecond((it.runtime.clock().now() - began) as f64 / NANOS)
    });
    let it = environment.clone();
    // Rhai's own word for the computer's clock. By the virtual one every run is the same, which it would spoil.
    engine.register_fn("timestamp", move |context: NativeCallContext| match it.runtime.clock().kind() {
        ClockKind::Real => Ok(Instant::now()),
        ClockKind::Virtual => error(
            "timestamp() reads the computer's clock, which knows no virtual time; now() gives the seconds since \
             the run began",
            context.call_position(),
        ),
    });
    engine.register_get("elapsed", |since: &mut Instant| to_the_millisecond(since.elapsed().as_secs_f64()));
    engine.register_fn("-", |later: Instant, earlier: Instant| {
        let seconds = |duration: Duration| to_the_millisecond(duration.as_secs_f64());
        match later.checked_duration_since(earlier) {
            Some(duration) => seconds(duration),
            None => -seconds(earlier.duration_since(later)),
        }
    });
    // In texts, too: `${now() - start}`.
    engine.register_fn("to_string", |number: &mut f64| float(*number));
    engine.register_fn("to_debug", |number: &mut f64| float(*number));
}

/// Seconds as scripts see them: more digits would be noise on every screen.
fn to_the_millisecond(seconds: f64) -> f64 {
    (seconds * 1e3).round() / 1e3
}

/// A function of a time in seconds. Rhai has a `sleep` of its own for numbers, so ours takes those by name.
fn timed(
    engine: &mut Engine,
    environment: &Rc<Environment>,
    name: &str,
    act: fn(&Runtime, u64, u32) -> Result<(), Interrupted>,
) {
    let it = environment.clone();
    let call = move |context: NativeCallContext, time: Dynamic| -> Outcome<()> {
        let nanos = nanos(&context, &time)?;
        act(&it.runtime, nanos, line(&context)).map_err(|reason| interrupted(reason, context.call_position()))
    };
    let (whole, fraction) = (call.clone(), call.clone());
    engine.register_fn(name, move |context: NativeCallContext, time: i64| whole(context, time.into()));
    engine.register_fn(name, move |context: NativeCallContext, time: f64| fraction(context, time.into()));
    engine.register_fn(name, call);
}

/// A time in seconds, as nanoseconds; or an error that says what is wrong with it.
pub(super) fn nanos(context: &NativeCallContext, time: &Dynamic) -> Outcome<u64> {
    let name = context.fn_name();
    let fail = |text: String| error(text, context.call_position());
    let seconds = match seconds(time) {
        Some(seconds) => seconds,
        None => {
            let shown = crate::script::display::brief_nested(time);
            let text = format!("{name} takes a number of seconds, such as {name}(1.5), and got {shown}");
            return wrong_call(text, context.call_position());
        }
    };
    match seconds {
        it if it.is_nan() => fail(format!("{name}(NaN): this is not a number; was something divided by 0?")),
        it if it.is_infinite() => fail(format!("{name}({it}) would never end; give a number of seconds")),
        it if it < 0.0 => fail(format!("{name}({it}): time only goes forward; give 0 or more seconds")),
        it if it > MAX_SECONDS => fail(format!("{name}({it}) is longer than 290 years")),
        it => Ok(to_nanos(it)),
    }
}

fn seconds(time: &Dynamic) -> Option<f64> {
    time.as_int().map(|whole| whole as f64).or_else(|_| time.as_float()).ok()
}

fn to_nanos(seconds: f64) -> u64 {
    (seconds * NANOS).round() as u64
}

/// For how many nanoseconds `sleep` of this really sleeps; none where it would not, or is wrong.
pub fn slept_nanos(time: &Dynamic) -> Option<u64> {
    let seconds = seconds(time).filter(|it| (0.0..=MAX_SECONDS).contains(it))?;
    Some(to_nanos(seconds)).filter(|nanos| *nanos > 0)
}
