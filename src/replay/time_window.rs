//! The instant that is looked at, and the window of time around it.

use std::ops::Range;

use crate::timeline::Nanos;

/// The window is never shorter.
pub(super) const SHORTEST: Nanos = 1_000;

/// An instant of the runs and a window of their time, in nanoseconds since each began.
pub(super) struct TimeWindow {
    pub at: Nanos,
    pub shown: Range<Nanos>,
    /// When the longest run ends.
    pub end: Nanos,
}

impl TimeWindow {
    /// At the beginning, with all of the time shown.
    pub fn new(end: Nanos) -> TimeWindow {
        TimeWindow { at: 0, shown: 0..end.max(SHORTEST), end }
    }

    /// Moves the instant, and the window with it where it would leave it.
    pub fn go_to(&mut self, at: Nanos) {
        self.at = at.min(self.end);
        let length = self.length();
        if self.at < self.shown.start {
            self.look_from(self.at.saturating_sub(length / 10));
        } else if self.at > self.shown.end {
            self.look_from(self.at.saturating_sub(length - length / 10));
        }
    }

    /// Moves the window so that it begins there, or as near as it can.
    pub fn look_from(&mut self, start: Nanos) {
        let whole = self.whole();
        let length = self.length().min(whole);
        let start = start.min(whole - length);
        self.shown = start..start + length;
    }

    /// Moves the window to earlier instants, by a part of its length.
    pub fn look_earlier(&mut self, part: Nanos) {
        self.look_from(self.shown.start.saturating_sub(self.length() / part));
    }

    /// Moves the window to later instants, by a part of its length.
    pub fn look_later(&mut self, part: Nanos) {
        self.look_from(self.shown.start.saturating_add(self.length() / part));
    }

    /// Shows all of the time.
    pub fn show_all(&mut self) {
        self.shown = 0..self.whole();
    }

    /// Makes the window shorter or longer around an instant, which stays where it is.
    pub fn zoom(&mut self, around: Nanos, (times, part): (u64, u64)) {
        let whole = self.whole();
        let length = self.length();
        let scaled = u128::from(length) * u128::from(times) / u128::from(part);
        let new = u64::try_from(scaled).unwrap_or(u64::MAX).clamp(SHORTEST, whole);
        let around = around.clamp(self.shown.start, self.shown.end);
        let before = u128::from(around - self.shown.start) * u128::from(new) / u128::from(length.max(1));
        self.shown = 0..new;
        self.look_from(around.saturating_sub(u64::try_from(before).unwrap_or(0)));
    }

    fn length(&self) -> Nanos {
        self.shown.end - self.shown.start
    }

    /// The time that can be looked at, in nanoseconds; never none.
    fn whole(&self) -> Nanos {
        self.end.max(SHORTEST)
    }
}
