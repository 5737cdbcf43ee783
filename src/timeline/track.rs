//! A track: the stretches of one lane, or of the thread, in time order.
//!
//! It is only added to at its end, and keeps sums at every few segments, so the time in each phase
//! within any span is found in the logarithm of its length. Past a timeline's detail limit it keeps sums alone.

use std::ops::Range;

use super::{Nanos, Phase, Segment, Shares};

/// Segments between two checkpoints.
const INTERVAL: usize = 16;
/// Room for segments that is made at first: a task that only computes is ready, and then runs.
const FIRST_SEGMENTS: usize = 2;

/// Segments in time order that do not overlap.
#[derive(Clone, Debug, Default)]
pub struct Track {
    segments: Vec<Segment>,
    /// Most tracks are short and whole, and have none of that.
    extras: Option<Box<Extras>>,
}

/// What is known of a long track besides its segments.
#[derive(Clone, Debug, Default)]
struct Extras {
    /// The time before each `INTERVAL`th segment. Before the first one is none.
    checkpoints: Vec<Shares>,
    /// The spans in which segments were not kept, in time order, with their sums.
    gaps: Vec<Gap>,
    /// The time in all gaps.
    left_out: Shares,
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
        let kept = self.time_in(self.segments.len());
        self.extras.as_ref().map_or(kept, |extras| kept + extras.left_out)
    }

    fn before(&self, instant: Nanos) -> Shares {
        let index = self.segments.partition_point(|it| it.end <= instant);
        let part = self.segments.get(index).map_or_else(Shares::default, |it| it.shares(&(0..instant)));
        self.time_in(index) + part + self.gaps_before(instant)
    }

    /// The time in the first segments.
    fn time_in(&self, count: usize) -> Shares {
        let checkpoints =
            self.extras.as_ref().map_or_else(Default::default, |extras| &extras.checkpoints[..]);
        let checkpoint = (count / INTERVAL).min(checkpoints.len());
        let mut time = checkpoint.checked_sub(1).map_or_else(Shares::default, |it| checkpoints[it]);
        for segment in &self.segments[checkpoint * INTERVAL..count] {
            time.lengthen(segment.phase, segment.length());
        }
        time
    }

    /// Keeps the time before the segment at this place, if that is a place for a checkpoint.
    fn add_checkpoint(&mut self, index: usize) {
        if index > 0 && index.is_multiple_of(INTERVAL) {
            let time = self.time_in(index);
            self.extras.get_or_insert_default().checkpoints.push(time);
        }
    }

    fn gaps_before(&self, instant: Nanos) -> Shares {
        let gaps = self.extras.iter().flat_map(|it| &it.gaps);
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
            let sum = self.time_in(removed.end) - self.time_in(removed.start);
            let gap = Gap { span: from.start..to.end, sum };
            self.segments.drain(removed.clone());
            self.add_gap(gap);
            if self.segments.capacity() > 2 * self.segments.len() {
                self.segments.shrink_to_fit();
            }
            self.extras.get_or_insert_default().checkpoints.truncate(first / INTERVAL);
            for index in first + 1..self.segments.len() {
                self.add_checkpoint(index);
            }
        }
        removed
    }

    /// Adds a gap; one that follows another with nothing in between becomes one with it.
    fn add_gap(&mut self, gap: Gap) {
        let Extras { gaps, left_out, .. } = &mut **self.extras.get_or_insert_default();
        *left_out += gap.sum;
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
        if self.segments.capacity() == 0 {
            self.segments.reserve_exact(FIRST_SEGMENTS);
        }
        self.add_checkpoint(self.segments.len());
        self.segments.push(segment);
    }

    /// Lengthens the last segment.
    pub(super) fn grow(&mut self, to: Nanos) {
        if let Some(last) = self.segments.last_mut() {
            last.end = to;
        }
    }

    /// Adds a stretch to the sums without keeping it.
    pub(super) fn count(&mut self, stretch: Range<Nanos>, phase: Phase) {
        let sum = Shares::of(phase, stretch.end - stretch.start);
        let Extras { gaps, left_out, .. } = &mut **self.extras.get_or_insert_default();
        *left_out += sum;
        match gaps.last_mut() {
            Some(gap) => {
                gap.span.end = stretch.end;
                gap.sum += sum;
            }
            None => gaps.push(Gap { span: stretch, sum }),
        }
    }
}
