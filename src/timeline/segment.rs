//! A segment: one stretch of a track, in one phase.

use std::ops::Range;

use super::{Nanos, Phase, Shares};
use crate::trace::Wait;

/// A stretch of one phase. One without length is a run too short for the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    pub start: Nanos,
    pub end: Nanos,
    pub phase: Phase,
    /// The source line, from 1; 0 where it is not known.
    pub line: u32,
    /// What a waiting task waits for and a ready one waited for. What a blocking task holds the thread
    /// for, as [`Wait::Io`].
    pub wait: Option<Wait>,
}

impl Segment {
    pub fn length(&self) -> Nanos {
        self.end - self.start
    }

    /// Whether it has no length and is no run too short for the clock.
    pub(super) fn is_nothing(&self) -> bool {
        self.length() == 0 && !self.phase.holds_thread()
    }

    pub(super) fn continues_as(&self, next: &Segment) -> bool {
        (self.phase, self.line, self.wait) == (next.phase, next.line, next.wait)
    }

    /// The part within `span`, as time in its phase.
    pub(super) fn shares(&self, span: &Range<Nanos>) -> Shares {
        let (start, end) = (self.start.max(span.start), self.end.min(span.end));
        Shares::of(self.phase, end.saturating_sub(start))
    }

    /// Whether some of it lies within `span`; without length, whether it stands there.
    pub(super) fn touches(&self, span: &Range<Nanos>) -> bool {
        let begins_in = span.contains(&self.start);
        begins_in || (self.start < span.start && self.end > span.start && !span.is_empty())
    }
}
