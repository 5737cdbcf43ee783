//! A track: the stretches of one lane, or of the thread, in time order.
//!
//! It is only added to at its end, and keeps sums at every few segments, so the time in each phase
//! within any span is found in the logarithm of its length. Past a timeline's detail limit it keeps sums alone.

use std::ops::Range;

use super::{Nanos, Phase, Shares};
use crate::trace::Wait;

/// Segments between two checkpoints.
const INTERVAL: usize = 16;

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

    fn continues_as(&self, next: &Segment) -> bool {
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

/// Segments in time order that do not overlap.
#[derive(Clone, Debug, Default)]
pub struct Track {
    segments: Vec<Segment>,
    /// The time before each `INTERVAL`th segment. Before the first one is none, and most tracks have no second one.
    checkpoints: Vec<Shares>,
    /// The time in `segments`.
    kept: Shares,
    /// What was not kept; most tracks are whole.
    left_out: Option<Box<LeftOut>>,
}

/// What is known of segments that were not kept.
#[derive(Clone, Debug, Default)]
struct LeftOut {
    /// The spans that they were in, in time order, with their sums.
    gaps: Vec<Gap>,
    /// The time in all of them.
    total: Shares,
}

/// A span of which only the sums are known.
#[derive(Clone, Debug)]
struct Gap {
    span: Range<Nanos>,
    sum: Shares,
}

impl Gap {
    /// The part before an instant; the sum is spread evenly.
    fn before(&self, instant: Nanos) -> Shares {
        let Range { start, end } = self.span;
        if instant <= start {
            return Shares::default();
        }
        if instant >= end {
            return self.sum;
        }
        let (passed, length) = (u128::from(instant - start), u128::from(end - start));
        self.sum.map(|_, time| (u128::from(time) * passed / length) as Nanos)
    }
}

/// Whether the time before a segment at this place is kept.
fn has_checkpoint(index: usize) -> bool {
    index > 0 && index.is_multiple_of(INTERVAL)
}

impl Track {
    /// The segments in time order.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The segment at an instant; none where nothing was, or where it was not kept.
    pub fn at(&self, instant: Nanos) -> Option<&Segment> {
        let segment = self.segments.get(self.segments.partition_point(|it| it.end <= instant))?;
        (segment.start <= instant).then_some(segment)
    }

    /// The segments of which some part, or an instant without length, lies within the span.
    pub fn within(&self, span: Range<Nanos>) -> &[Segment] {
        if span.is_empty() {
            return &[];
        }
        let first = self
            .segments
            .partition_point(|it| it.end < span.start || (it.end == span.start && it.start < it.end));
        let last = self.segments.partition_point(|it| it.start < span.end);
        &self.segments[first.min(last)..last]
    }

    /// The time in each phase within the span.
    pub fn shares(&self, span: Range<Nanos>) -> Shares {
        if span.is_empty() { Shares::default() } else { self.before(span.end) - self.before(span.start) }
    }

    /// The time in each phase over the whole track, also what was not kept.
    pub fn total(&self) -> Shares {
        self.left_out.as_ref().map_or(self.kept, |left_out| self.kept + left_out.total)
    }

    fn before(&self, instant: Nanos) -> Shares {
        let index = self.segments.partition_point(|it| it.end <= instant);
        let Some(segment) = self.segments.get(index) else {
            return self.kept + self.gaps_before(instant);
        };
        let checkpoint = index / INTERVAL;
        let up_to_there = checkpoint.checked_sub(1).map_or_else(Shares::default, |it| self.checkpoints[it]);
        let since = &self.segments[checkpoint * INTERVAL..index];
        let whole: Shares = since.iter().map(|it| Shares::of(it.phase, it.length())).sum();
        up_to_there + whole + segment.shares(&(0..instant)) + self.gaps_before(instant)
    }

    fn gaps_before(&self, instant: Nanos) -> Shares {
        let gaps = self.left_out.iter().flat_map(|it| &it.gaps);
        gaps.map(|gap| gap.before(instant)).sum()
    }

    /// Forgets the segments within a span; their sums stay. Gives the places where they were.
    pub(super) fn forget(&mut self, span: &Range<Nanos>) -> Range<usize> {
        let first = self.segments.partition_point(|it| it.start < span.start);
        // The last one may go on.
        let last =
            self.segments.partition_point(|it| it.end < span.end).min(self.segments.len().saturating_sub(1));
        let removed = first..last.max(first);
        let gone = &self.segments[removed.clone()];
        if let (Some(from), Some(to)) = (gone.first(), gone.last()) {
            let sum = gone.iter().map(|it| Shares::of(it.phase, it.length())).sum();
            let gap = Gap { span: from.start..to.end, sum };
            self.segments.drain(removed.clone());
            self.add_gap(gap);
            if self.segments.capacity() > 2 * self.segments.len() {
                self.segments.shrink_to_fit();
            }
            self.sum_up_from(first);
        }
        removed
    }

    /// Makes the sums again that depend on segments from this place on.
    fn sum_up_from(&mut self, first: usize) {
        let settled = first / INTERVAL;
        self.checkpoints.truncate(settled);
        self.kept = self.checkpoints.last().copied().unwrap_or_default();
        for (index, segment) in self.segments.iter().enumerate().skip(settled * INTERVAL) {
            if has_checkpoint(index) && index > settled * INTERVAL {
                self.checkpoints.push(self.kept);
            }
            self.kept.lengthen(segment.phase, segment.length());
        }
    }

    /// Adds a gap; one that follows another with nothing in between becomes one with it.
    fn add_gap(&mut self, gap: Gap) {
        let LeftOut { gaps, total } = &mut **self.left_out.get_or_insert_default();
        *total += gap.sum;
        let place = gaps.partition_point(|it| it.span.start < gap.span.start);
        let lies_between = |from: Nanos, to: Nanos| {
            let next = self.segments.get(self.segments.partition_point(|it| it.start < from));
            next.is_some_and(|it| it.end <= to)
        };
        match place.checked_sub(1).map(|it| &mut gaps[it]) {
            Some(before) if !lies_between(before.span.end, gap.span.start) => {
                before.span.end = gap.span.end.max(before.span.end);
                before.sum += gap.sum;
            }
            _ => gaps.insert(place, gap),
        }
    }

    /// Adds a segment. Without length only a hold of the thread is kept, and only one in a row.
    pub(super) fn push(&mut self, segment: Segment) {
        if segment.is_nothing() {
            return;
        }
        let (empty, holds) = (segment.length() == 0, segment.phase.holds_thread());
        match self.segments.last_mut().filter(|it| it.end == segment.start) {
            Some(last) if last.length() == 0 && holds => *last = segment,
            Some(last) if empty && last.phase.holds_thread() => {}
            Some(last) if last.continues_as(&segment) => last.end = segment.end,
            _ => self.keep(segment),
        }
        self.kept.lengthen(segment.phase, segment.length());
    }

    /// Begins a segment that is to [`grow`](Track::grow).
    pub(super) fn begin(&mut self, at: Nanos, phase: Phase) {
        let segment = Segment { start: at, end: at, phase, line: 0, wait: None };
        match self.segments.last_mut().filter(|it| it.end == at) {
            Some(last) if last.continues_as(&segment) => {}
            Some(last) if last.length() == 0 => *last = segment,
            _ => self.keep(segment),
        }
    }

    fn keep(&mut self, segment: Segment) {
        if has_checkpoint(self.segments.len()) {
            self.checkpoints.push(self.kept);
        }
        self.segments.push(segment);
    }

    /// Lengthens the last segment.
    pub(super) fn grow(&mut self, to: Nanos) {
        if let Some(last) = self.segments.last_mut() {
            self.kept.lengthen(last.phase, to - last.end);
            last.end = to;
        }
    }

    /// Adds a stretch to the sums without keeping it.
    pub(super) fn count(&mut self, stretch: Range<Nanos>, phase: Phase) {
        let sum = Shares::of(phase, stretch.end - stretch.start);
        let LeftOut { gaps, total } = &mut **self.left_out.get_or_insert_default();
        *total += sum;
        match gaps.last_mut() {
            Some(gap) => {
                gap.span.end = stretch.end;
                gap.sum += sum;
            }
            None => gaps.push(Gap { span: stretch, sum }),
        }
    }
}
