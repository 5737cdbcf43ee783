//! A run of the virtual clock, shown as if it went on now: at real speed, until a key ends it.

use std::io::{self, stdout};
use std::time::{Duration, Instant};

use crossterm::event::{self, Event, KeyEventKind};

use super::Look;
use super::finished::is_worth_a_frame;
use crate::render::{Moment, frame};
use crate::runner::Record;
use crate::term::{self, LiveRegion, RawMode, Waiter};
use crate::timeline::{Nanos, Timeline};

/// Between two drawings.
const FRAME: Duration = Duration::from_millis(34);
/// A run that took longer is played so that it takes this long.
const LONGEST: Duration = Duration::from_secs(20);

/// Plays a run, then takes the drawing away. Any key ends it.
///
/// # Errors
/// The terminal is gone, or cannot be used.
pub fn play(record: &Record, run: usize, look: &Look, title: &str) -> io::Result<()> {
    let (whole, trace) = (record.timeline(), record.trace());
    let (span, clock) = {
        let view = whole.view_of_run(run);
        if !is_worth_a_frame(&view) {
            return Ok(());
        }
        (view.span, whole.runs()[run].clock)
    };
    let speed = speed_of(span.end - span.start);
    let title = if speed > 1 { format!("{title}, {speed} times as fast") } else { title.to_owned() };
    let _raw = RawMode::enter()?;
    let mut region = LiveRegion::new(stdout(), look.ability);
    let mut waiter = Waiter::default();
    let (mut timeline, mut rest) = (Timeline::new(clock), trace.events());
    let began = Instant::now();
    loop {
        let passed = u64::try_from(began.elapsed().as_nanos()).unwrap_or(Nanos::MAX).saturating_mul(speed);
        let at = span.start.saturating_add(passed);
        if at >= span.end {
            break;
        }
        let count = rest.partition_point(|event| event.at <= at);
        timeline.extend(&rest[..count]);
        rest = &rest[count..];
        timeline.advance_to(at);
        if let Some(run) = timeline.runs().len().checked_sub(1).map(|last| last.min(run)) {
            let picture = frame(
                &timeline.view_of_run(run),
                trace.texts(),
                &look.frame(Moment::Live, Some(title.clone())),
            );
            region.draw(&picture, term::size())?;
        }
        if waiter.wait(FRAME)? && is_key(&event::read()?) {
            break;
        }
    }
    region.erase()
}

/// How many times as fast as it was a run is played, that took so long.
fn speed_of(length: Nanos) -> u64 {
    let longest = u64::try_from(LONGEST.as_nanos()).unwrap_or(Nanos::MAX);
    length.div_ceil(longest).max(1)
}

fn is_key(event: &Event) -> bool {
    matches!(event, Event::Key(key) if key.kind != KeyEventKind::Release)
}

#[cfg(test)]
mod tests {
    use super::speed_of;

    #[test]
    fn a_short_run_is_played_as_it_was_and_an_hour_in_twenty_seconds() {
        assert_eq!([0, 2_000_000_000, 20_000_000_000, 20_000_000_001].map(speed_of), [1, 1, 1, 2]);
        assert_eq!(speed_of(3_600_000_000_000), 180);
    }
}
