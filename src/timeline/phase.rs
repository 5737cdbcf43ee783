//! The four phases of a task, and time spent in each.

use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

/// Nanoseconds: an instant since the trace began, or a length of time.
pub type Nanos = u64;

/// What a task does at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// It computes on the thread.
    Running,
    /// It holds the thread and does nothing.
    Blocking,
    /// It wants the thread, and another task has it.
    Ready,
    /// It is suspended; the thread is free for others.
    Waiting,
}

impl Phase {
    pub const ALL: [Phase; 4] = [Phase::Running, Phase::Blocking, Phase::Ready, Phase::Waiting];

    /// The word for it, everywhere.
    pub fn word(self) -> &'static str {
        match self {
            Phase::Running => "running",
            Phase::Blocking => "blocking",
            Phase::Ready => "ready",
            Phase::Waiting => "waiting",
        }
    }

    /// Whether a task in this phase has the thread.
    pub fn holds_thread(self) -> bool {
        matches!(self, Phase::Running | Phase::Blocking)
    }
}

/// Time in each phase. Arithmetic saturates: a file can claim any instants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Shares {
    pub running: Nanos,
    pub blocking: Nanos,
    pub ready: Nanos,
    pub waiting: Nanos,
}

impl Shares {
    /// `time` in one phase and none in the others.
    pub fn of(phase: Phase, time: Nanos) -> Shares {
        let mut shares = Shares::default();
        *shares.part(phase) = time;
        shares
    }

    pub fn get(&self, phase: Phase) -> Nanos {
        match phase {
            Phase::Running => self.running,
            Phase::Blocking => self.blocking,
            Phase::Ready => self.ready,
            Phase::Waiting => self.waiting,
        }
    }

    /// Adds time in one phase.
    pub(super) fn lengthen(&mut self, phase: Phase, time: Nanos) {
        let part = self.part(phase);
        *part = part.saturating_add(time);
    }

    /// The time in all phases.
    pub fn total(&self) -> Nanos {
        Phase::ALL.iter().fold(0, |sum: Nanos, phase| sum.saturating_add(self.get(*phase)))
    }

    /// The time with the thread.
    pub fn held(&self) -> Nanos {
        self.running.saturating_add(self.blocking)
    }

    fn part(&mut self, phase: Phase) -> &mut Nanos {
        match phase {
            Phase::Running => &mut self.running,
            Phase::Blocking => &mut self.blocking,
            Phase::Ready => &mut self.ready,
            Phase::Waiting => &mut self.waiting,
        }
    }

    /// Each phase's time, changed by `change`.
    pub(super) fn map(self, mut change: impl FnMut(Phase, Nanos) -> Nanos) -> Shares {
        let mut changed = self;
        for phase in Phase::ALL {
            *changed.part(phase) = change(phase, self.get(phase));
        }
        changed
    }
}

impl Add for Shares {
    type Output = Shares;
    fn add(self, other: Shares) -> Shares {
        self.map(|phase, time| time.saturating_add(other.get(phase)))
    }
}

impl AddAssign for Shares {
    fn add_assign(&mut self, other: Shares) {
        *self = *self + other;
    }
}

impl Sub for Shares {
    type Output = Shares;
    fn sub(self, other: Shares) -> Shares {
        self.map(|phase, time| time.saturating_sub(other.get(phase)))
    }
}

impl Sum for Shares {
    fn sum<I: Iterator<Item = Shares>>(parts: I) -> Shares {
        parts.fold(Shares::default(), Add::add)
    }
}
