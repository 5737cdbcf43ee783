//! Segments as bars: in true proportion where they can be told apart, gathered where they cannot.
//!
//! So a picture of a million segments is no larger than one of a few hundred.

use std::ops::Range;

use crate::timeline::{Nanos, Phase, Segment, Shares, duration_text};

/// A bar on its way to the page.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Bar {
    pub x: Range<f64>,
    pub phase: Phase,
    /// What to say of it where a reader points at it.
    pub title: Option<String>,
}

/// A stretch of one phase, or several gathered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Stretch {
    pub start: Nanos,
    pub end: Nanos,
    pub phase: Phase,
    pub title: Option<String>,
}

/// The segments within `span` as stretches. Of neighbours that are all shorter than `fine` as many are
/// gathered as fill that time: they show as what they mostly are, and a hold of the thread among them as a
/// hold, or it would be lost.
pub(super) fn stretches(
    segments: impl Iterator<Item = Segment>,
    span: &Range<Nanos>,
    fine: Nanos,
) -> Vec<Stretch> {
    let mut out = Vec::new();
    let mut gathered: Option<Gathered> = None;
    for segment in segments {
        let segment =
            Segment { start: segment.start.max(span.start), end: segment.end.min(span.end), ..segment };
        let is_fine = segment.length() < fine;
        if let Some(so_far) = gathered.take_if(|it| !is_fine || segment.end - it.first.start > fine) {
            so_far.stretches(&mut out);
        }
        match &mut gathered {
            Some(so_far) => so_far.add(segment),
            None if is_fine => gathered = Some(Gathered::new(segment)),
            None => out.push(stretch(&segment)),
        }
    }
    if let Some(so_far) = gathered {
        so_far.stretches(&mut out);
    }
    out
}

fn stretch(segment: &Segment) -> Stretch {
    let length = duration_text(segment.length());
    let line = if segment.line == 0 { String::new() } else { format!(" (line {})", segment.line) };
    let title = Some(format!("{} {length}{line}", segment.phase.word()));
    Stretch { start: segment.start, end: segment.end, phase: segment.phase, title }
}

/// Neighbours too short to be told apart.
struct Gathered {
    first: Segment,
    end: Nanos,
    shares: Shares,
    /// The longest hold of the thread among them.
    hold: Option<Segment>,
    is_several: bool,
}

impl Gathered {
    fn new(first: Segment) -> Gathered {
        let mut gathered =
            Gathered { first, end: first.end, shares: Shares::default(), hold: None, is_several: false };
        gathered.count(first);
        gathered
    }

    fn add(&mut self, segment: Segment) {
        self.end = segment.end;
        self.is_several = true;
        self.count(segment);
    }

    fn count(&mut self, segment: Segment) {
        self.shares += Shares::of(segment.phase, segment.length());
        let is_longer = self.hold.is_none_or(|it| it.length() < segment.length());
        if segment.phase.holds_thread() && is_longer {
            self.hold = Some(segment);
        }
    }

    fn stretches(self, out: &mut Vec<Stretch>) {
        if !self.is_several {
            out.push(stretch(&self.first));
            return;
        }
        let Shares { running, blocking, ready, waiting } = self.shares;
        if running.saturating_add(blocking) > (self.end - self.first.start) / 2 {
            self.whole(if blocking > running { Phase::Blocking } else { Phase::Running }, out);
            return;
        }
        if ready > 0 || waiting > 0 {
            self.whole(if ready > waiting { Phase::Ready } else { Phase::Waiting }, out);
        }
        out.extend(self.hold.as_ref().map(stretch));
    }

    /// One phase for all of it, grown together with the one before: that is the last, or only a hold lies
    /// between.
    fn whole(&self, phase: Phase, out: &mut Vec<Stretch>) {
        let continues =
            |it: &&mut Stretch| it.title.is_none() && it.phase == phase && it.end == self.first.start;
        match out.iter_mut().rev().take(2).find(continues) {
            Some(last) => last.end = self.end,
            None => out.push(Stretch { start: self.first.start, end: self.end, phase, title: None }),
        }
    }
}
