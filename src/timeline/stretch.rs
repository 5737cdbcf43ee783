//! A task's stretches: what ends with one and begins with the next, and the sums that go along.

use super::density::Standing;
use super::expected::awaited;
use super::lane::{LaneRecord, Open, State};
use super::waits::{Waiter, Waits, is_outside};
use super::{Nanos, Phase, Segment, Timeline};
use crate::trace::Wait;

impl Timeline {
    /// The wait's end is known, by deadline or by the end of the task it was for; the task has not said so yet.
    pub(super) fn wait_is_over(&mut self, lane: usize) {
        if let Some(open) = self.lanes[lane].open {
            let holds = self.thread.track().segments().len().saturating_sub(1);
            let state = State::Due { held: self.thread.held(), holds };
            self.begin(lane, Open { since: self.end, state, ..open });
        }
    }

    pub(super) fn enter(&mut self, lane: usize, phase: Phase, line: u32, wait: Option<Wait>) {
        self.begin(lane, Open { since: self.end, state: State::In(phase), line, wait });
    }

    /// Ends a task's stretch and begins another.
    pub(super) fn begin(&mut self, lane: usize, open: Open) {
        self.leave(lane);
        self.lanes[lane].open = Some(open);
        self.population.enter(open.standing());
        match (open.state, open.wait) {
            (State::In(Phase::Waiting) | State::Away, Some(wait)) => {
                self.change_waits(lane, |waits, at, waiter| waits.begin(at, waiter, wait));
                self.expect_end(lane, wait);
            }
            (State::In(phase), _) if phase.holds_thread() => {
                self.thread.hold(self.end, lane, phase, &self.detail);
            }
            _ => {}
        }
    }

    /// Notes when the wait will be over, as far as that can be known.
    fn expect_end(&mut self, lane: usize, wait: Wait) {
        let awaited = awaited(wait).and_then(|it| self.lanes.of(it));
        if awaited.is_some_and(|it| it.ending.is_some()) {
            return self.wait_is_over(lane);
        }
        self.expected.add(lane, wait);
    }

    /// Ends a task's stretch.
    pub(super) fn leave(&mut self, lane: usize) {
        let Some(open) = self.lanes[lane].open.take() else { return };
        match open.state {
            State::In(phase) => self.keep(lane, open.segment(phase, self.end)),
            _ => open.segments(&self.thread, self.end).for_each(|segment| self.keep(lane, segment)),
        }
        self.population.leave(open.standing());
        match (open.state, open.wait) {
            (State::In(Phase::Waiting) | State::Away, Some(wait)) => {
                if is_outside(wait) {
                    let record = &mut self.lanes[lane];
                    record.waited_outside = record.waited_outside.saturating_add(self.end - open.since);
                }
                self.change_waits(lane, |waits, at, waiter| waits.end(at, waiter, wait));
                self.expected.remove(lane, wait);
            }
            (State::In(phase), _) if phase.holds_thread() => self.thread.release(),
            _ => {}
        }
    }

    fn keep(&mut self, lane: usize, segment: Segment) {
        if segment.is_nothing() {
            return;
        }
        let track = &mut self.lanes[lane].track;
        if self.detail.is_kept() {
            track.push(segment);
        } else {
            track.count(segment.start..segment.end, segment.phase);
        }
    }

    /// A task's waits count for the session, for its run, and for the run that its run is within.
    fn change_waits(&mut self, lane: usize, change: impl Fn(&mut Waits, Nanos, Waiter)) {
        let LaneRecord { task, run, .. } = self.lanes[lane];
        let is_main = run.is_some_and(|run| self.runs[run].main == task);
        let waiter = if is_main { Waiter::Main } else { Waiter::Task };
        change(&mut self.waits, self.end, waiter);
        for run in self.with_outer(run) {
            change(&mut self.runs[run].waits, self.end, waiter);
        }
    }
}

impl Open {
    fn standing(&self) -> Standing {
        match self.state {
            State::In(phase) => Standing::In(phase),
            State::Away => Standing::In(Phase::Blocking),
            State::Due { .. } => Standing::Due,
        }
    }
}
