//! Time: sleeping with and without the thread, computing, yielding, and what time it is.

use std::rc::Rc;
use std::time::{Duration, Instant};

use rhai::{Dynamic, Engine, NativeCallContext, Position};

use crate::runtime::{Interrupted, Runtime, blocking};
use crate::script::display::float;
use crate::script::environment::Environment;
use crate::script::outcome::{Outcome, error, interrupted, line, line_of};
use crate::script::waiting_word::waiting_word;
use crate::script::wrong_calls::wrong_call;
use crate::trace::ClockKind;

/// The longest time that can be asked for: some 290 years.
const MAX_SECONDS: f64 = 9.0e9;
const NANOS: f64 = 1e9;

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let sleep = waiting_word(environment, "sleep", |it, (time,): (Dynamic,), at| async move {
        let slept = it.runtime.sleep(nanos_of("sleep", &time, at)?, line_of(at)).await;
        slept.map_err(|reason| interrupted(reason, at))
    });
    timed(engine, "sleep", move |context, time| sleep(context, (time,)));
    let busy: Hold = |runtime, nanos, _| blocking::busy(runtime, nanos);
    for (name, hold) in [("sleep_blocking", blocking::sleep as Hold), ("busy", busy)] {
        let it = environment.clone();
        timed(engine, name, move |context, time| {
            let held = hold(&it.runtime, nanos(context, &time)?, line(context));
            held.map_err(|reason| interrupted(reason, context.call_position()))
        });
    }
    let yield_now = waiting_word(environment, "yield_now", |it, (), at| async move {
        let yielded = it.runtime.yield_now(line_of(at)).await;
        yielded.map_err(|reason| interrupted(reason, at))
    });
    engine.register_fn("yield_now", move |context: NativeCallContext| yield_now(&context, ()));
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

/// Holds the thread for some nanoseconds, in a source line.
type Hold = fn(&Runtime, u64, u32) -> Result<(), Interrupted>;

/// A function of a time in seconds. Rhai has a `sleep` of its own for numbers, so ours takes those by name.
fn timed(
    engine: &mut Engine,
    name: &str,
    call: impl Fn(&NativeCallContext, Dynamic) -> Outcome<()> + Clone + 'static,
) {
    let (whole, fraction) = (call.clone(), call.clone());
    engine.register_fn(name, move |context: NativeCallContext, time: i64| whole(&context, time.into()));
    engine.register_fn(name, move |context: NativeCallContext, time: f64| fraction(&context, time.into()));
    engine.register_fn(name, move |context: NativeCallContext, time: Dynamic| call(&context, time));
}

/// A time in seconds, as nanoseconds; or an error that says what is wrong with it.
pub(super) fn nanos(context: &NativeCallContext, time: &Dynamic) -> Outcome<u64> {
    nanos_of(context.fn_name(), time, context.call_position())
}

/// The same of a call of the function `name` at `at`.
pub(super) fn nanos_of(name: &str, time: &Dynamic, at: Position) -> Outcome<u64> {
    let fail = |text: String| error(text, at);
    let seconds = match seconds(time) {
        Some(seconds) => seconds,
        None => {
            let shown = crate::script::display::brief_nested(time);
            let text = format!("{name} takes a number of seconds, such as {name}(1.5), and got {shown}");
            return wrong_call(text, at);
        }
    };
    match seconds {
        it if it.is_nan() => fail(format!("{name}(NaN): this is not a number; was something divided by 0?")),
        it if it.is_infinite() => fail(format!("{name}({it}) would never end; give a number of seconds")),
        it if it < 0.0 => fail(format!("{name}({it}): time only goes forward; give 0 or more seconds")),
        it if it > MAX_SECONDS => fail(format!("{name}({it}) is longer than 290 years")),
        it => Ok((it * NANOS).round() as u64),
    }
}

fn seconds(time: &Dynamic) -> Option<f64> {
    time.as_int().map(|whole| whole as f64).or_else(|_| time.as_float()).ok()
}
