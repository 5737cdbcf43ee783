//! The thread: what it did, and who has it.

use std::ops::Range;

use super::detail::Detail;
use super::forget::Moved;
use super::{Nanos, Phase, Track};

/// The thread's track, and who has the thread.
#[derive(Clone, Debug, Default)]
pub(super) struct Thread {
    track: Track,
    /// The index of the lane, and its phase.
    holder: Option<(usize, Phase)>,
}

impl Thread {
    pub fn track(&self) -> &Track {
        &self.track
    }

    /// The lane that has the thread.
    pub fn holder(&self) -> Option<usize> {
        self.holder.map(|(lane, _)| lane)
    }

    /// How long it has been held, all in all.
    pub fn held(&self) -> Nanos {
        self.track.total().held()
    }

    /// The phase of a task whose wait is over and that has not been woken.
    pub fn late_phase(&self) -> Phase {
        if self.holder.is_some() { Phase::Ready } else { Phase::Waiting }
    }

    /// A lane has it from now on, in this phase.
    pub fn hold(&mut self, now: Nanos, lane: usize, phase: Phase, detail: &Detail) {
        self.holder = Some((lane, phase));
        if detail.is_kept() {
            self.track.begin(now, phase);
        }
    }

    /// Nobody has it any more.
    pub fn release(&mut self) {
        self.holder = None;
    }

    /// Lets time pass.
    pub fn pass(&mut self, stretch: Range<Nanos>, detail: &Detail) {
        let Some((_, phase)) = self.holder else { return };
        match detail.is_kept() {
            true => self.track.grow(stretch.end),
            false => self.track.count(stretch, phase),
        }
    }

    /// Forgets segments within the span; gives the indices of those. `lanes` says where the lanes went.
    pub fn forget(&mut self, span: &Range<Nanos>, lanes: &Moved) -> Range<usize> {
        self.holder = self.holder.map(|(lane, phase)| (lanes.get(lane).unwrap_or(usize::MAX), phase));
        self.track.forget(span)
    }
}
