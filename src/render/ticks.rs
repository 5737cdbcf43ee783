//! Round values for an axis: units, steps, and where labels fall.

use std::ops::Range;

use crate::timeline::Nanos;

const MICRO: Nanos = 1_000;
const MILLI: Nanos = 1_000_000;
const SECOND: Nanos = 1_000_000_000;
const MINUTE: Nanos = 60 * SECOND;
const HOUR: Nanos = 60 * MINUTE;
const TWO_MINUTES: Nanos = 2 * MINUTE;
const TWO_HOURS: Nanos = 2 * HOUR;
/// Columns from one label's start to the next, at least, on a narrow axis and on one of this width or more.
const SPACING: usize = 6;
const WIDE_SPACING: usize = 10;
const WIDE: usize = 60;
/// A length that is larger than a round one by less than this part of it goes by that.
const NEAR: Nanos = 160;
/// Blanks between two labels.
const GAP: usize = 2;

/// In what an axis counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Nanoseconds,
    Microseconds,
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
}

impl Unit {
    /// The unit in which times up to `longest` read well.
    pub fn of(longest: Nanos) -> Unit {
        match longest {
            ..MICRO => Unit::Nanoseconds,
            MICRO..MILLI => Unit::Microseconds,
            MILLI..SECOND => Unit::Milliseconds,
            SECOND..TWO_MINUTES => Unit::Seconds,
            TWO_MINUTES..TWO_HOURS => Unit::Minutes,
            _ => Unit::Hours,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Unit::Nanoseconds => "ns",
            Unit::Microseconds => "µs",
            Unit::Milliseconds => "ms",
            Unit::Seconds => "s",
            Unit::Minutes => "min",
            Unit::Hours => "h",
        }
    }

    /// The smallest part of a time that console lines of a run of this length tell.
    pub fn precision(self, longest: Nanos) -> Nanos {
        match self {
            Unit::Nanoseconds => 1,
            Unit::Seconds => SECOND / 100,
            Unit::Minutes | Unit::Hours => SECOND,
            _ if longest < 100 * self.length() => self.length() / 10,
            _ => self.length(),
        }
    }

    /// One of it.
    pub fn length(self) -> Nanos {
        match self {
            Unit::Nanoseconds => 1,
            Unit::Microseconds => MICRO,
            Unit::Milliseconds => MILLI,
            Unit::Seconds => SECOND,
            Unit::Minutes => MINUTE,
            Unit::Hours => HOUR,
        }
    }

    /// A time in this unit, without the unit's name: a number, or from minutes up as on a clock, of which
    /// `precision` is the smallest part that is of interest.
    pub fn value(self, time: Nanos, precision: Nanos) -> String {
        match self {
            Unit::Minutes => format!("{}:{:02}", time / MINUTE, time % MINUTE / SECOND),
            Unit::Hours if precision < MINUTE => {
                format!("{}:{:02}:{:02}", time / HOUR, time % HOUR / MINUTE, time % MINUTE / SECOND)
            }
            Unit::Hours => format!("{}:{:02}", time / HOUR, time % HOUR / MINUTE),
            _ => {
                let length = self.length();
                let decimals = (0..3).take_while(|it| length / 10u64.pow(*it) > precision).count();
                // Cut off, not rounded: a time must not stand for an instant that has not come.
                let part = time % length * 10u64.pow(decimals as u32) / length;
                match decimals {
                    0 => (time / length).to_string(),
                    _ => format!("{}.{part:0decimals$}", time / length),
                }
            }
        }
    }
}

/// Where the axis of a live picture ends: at the next round length. A little more than a round length does not
/// make the picture jump, for a sleep of 2 s ends a little later than that.
pub(super) fn round_up(length: Nanos) -> Nanos {
    let tolerated = |step: Nanos| step.saturating_add(step / NEAR);
    let three = std::iter::once(3 * SECOND);
    let short = steps().skip_while(|it| *it < SECOND).take_while(|it| *it < 3 * SECOND);
    let long = steps().skip_while(|it| *it < 3 * SECOND);
    let round = short.chain(three).chain(long).find(|step| tolerated(*step) >= length);
    round.unwrap_or(length).max(length)
}

/// The largest count of cells within `room` for which ticks fall on whole cells, if that gives away little.
pub(super) fn even(length: Nanos, room: usize) -> usize {
    let step = step(length, room);
    let parts = length.saturating_add(step / 8) / step;
    let rest = length.abs_diff(parts.saturating_mul(step));
    let is_even = u128::from(rest) * (room as u128) < u128::from(length);
    match usize::try_from(parts) {
        Ok(parts) if is_even && parts > 1 && room - room % parts >= room * 7 / 8 => room - room % parts,
        _ => room,
    }
}

/// Round instants with their labels, the last one being the end's. An end that is a hair behind a round value
/// goes by it, as on a run of 2.0013 s.
pub(crate) fn ticks(length: Nanos, count: usize) -> Vec<(Nanos, String)> {
    let unit = Unit::of(length);
    let step = step(length, count);
    let precision = match unit {
        // `1.0` beside a time such as `0.52` reads better than `1`.
        Unit::Seconds if length < 10 * SECOND => step.min(SECOND / 10),
        _ => step,
    };
    let mut ticks = vec![(0, format!("0 {}", unit.word()))];
    ticks.extend((1..=length / step).map(|it| (it * step, unit.value(it * step, precision))));
    let (last, _) = ticks[ticks.len() - 1];
    if last == 0 || length - last > (length / NEAR).min(step / 40) {
        let finer = [precision, precision / 10, precision / 100]
            .into_iter()
            .find(|it| length % it.max(&1) <= step / 20);
        ticks.push((length, unit.value(length, finer.unwrap_or(precision / 10))));
    }
    ticks
}

/// Round instants of a window of a run, with their labels, of which the first one names the unit.
pub(crate) fn window_ticks(window: Range<Nanos>, count: usize) -> Vec<(Nanos, String)> {
    let (unit, step) = (Unit::of(window.end), step(window.end - window.start, count));
    let first = window.start.div_ceil(step);
    let instants = (first..).map_while(|it| it.checked_mul(step)).take_while(|it| *it <= window.end);
    let label = |(index, instant)| {
        let word = if index == 0 { format!(" {}", unit.word()) } else { String::new() };
        (instant, unit.value(instant, step) + word.as_str())
    };
    instants.enumerate().map(label).collect()
}

/// The smallest round step whose labels have room.
pub(super) fn step(length: Nanos, count: usize) -> Nanos {
    let unit = Unit::of(length);
    let wide = unit.value(length, length / 10).len().max(2);
    let spacing = if count < WIDE { SPACING } else { WIDE_SPACING };
    let spacing = spacing.max(wide + GAP) as u128;
    // A hair less will do: a run that takes a little more than 2 s is to have the ticks of one that takes 2 s.
    let fits = |step: &Nanos| u128::from(*step) * count as u128 * 102 >= u128::from(length) * spacing * 100;
    steps().find(fits).unwrap_or(length).max(1)
}

/// Round lengths of time, ascending: 1, 2, 5 and so on up to seconds, then as on a clock.
fn steps() -> impl Iterator<Item = Nanos> {
    let decimal = (0..10).flat_map(|power| [1, 2, 5].map(|it| it * 10u64.pow(power)));
    let clock =
        [10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 3 * 3600, 6 * 3600, 12 * 3600, 24 * 3600];
    let days = (1..40).map(|power| 24 * 3600 * (1u64 << power).min(200_000));
    decimal.take_while(|it| *it < 10 * SECOND).chain(clock.into_iter().chain(days).map(|it| it * SECOND))
}
