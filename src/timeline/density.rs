//! How many tasks were in each phase, over time, at a cost that does not grow with tasks or events.
//!
//! The sums of all tasks' time per phase are sampled on a grid of instants. When the grid is full, every
//! other sample goes and the grid is twice as wide. Between two samples the sums are taken to grow evenly.

use std::ops::Range;

use super::{Nanos, Phase, Shares};

/// Samples in a full grid; even.
const SAMPLES: usize = 1024;
/// Nanoseconds between the samples of a new grid.
const FIRST_WIDTH: Nanos = 1_000;

/// Summed time of all tasks per phase, in the order of [`Phase::ALL`]. It outgrows 64 bits in a long session.
pub(super) type Sums = [u128; 4];

/// How many tasks are in each phase now, and the sums of their times so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Population {
    pub sums: Sums,
    counts: [u32; 4],
    /// Tasks whose wait is over without their having been woken: ready while the thread is held, else waiting.
    due: u32,
}

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    In(Phase),
    Due,
}

impl Population {
    pub fn enter(&mut self, standing: Standing) {
        *self.count(standing) += 1;
    }

    pub fn leave(&mut self, standing: Standing) {
        *self.count(standing) -= 1;
    }

    fn count(&mut self, standing: Standing) -> &mut u32 {
        match standing {
            Standing::In(phase) => &mut self.counts[phase as usize],
            Standing::Due => &mut self.due,
        }
    }

    /// Lets time pass; those that are due spend it in the phase `late`.
    pub fn pass(&mut self, time: Nanos, late: Phase) {
        for (sum, count) in self.sums.iter_mut().zip(self.counts) {
            *sum += u128::from(count) * u128::from(time);
        }
        self.sums[late as usize] += u128::from(self.due) * u128::from(time);
    }
}

/// Sums sampled on a grid.
#[derive(Clone, Debug)]
pub(super) struct Density {
    origin: Nanos,
    width: Nanos,
    samples: Vec<Sums>,
    /// When the next sample is due.
    due: Nanos,
    /// Where recording stopped.
    closed: Option<(Nanos, Sums)>,
}

impl Density {
    pub fn new(origin: Nanos, sums: Sums) -> Density {
        let due = origin.saturating_add(FIRST_WIDTH);
        Density { origin, width: FIRST_WIDTH, samples: vec![sums], due, closed: None }
    }

    /// Samples a stretch that begins with this population; `late` is the phase of those that are due.
    pub fn record(&mut self, stretch: Range<Nanos>, population: &Population, late: Phase) {
        // Most stretches are much shorter than the grid is wide.
        if self.due <= stretch.end {
            self.sample(stretch, population, late);
        }
    }

    fn sample(&mut self, stretch: Range<Nanos>, population: &Population, late: Phase) {
        while self.closed.is_none() && self.instant(self.samples.len()) <= u128::from(stretch.end) {
            if self.instant(SAMPLES) <= u128::from(stretch.end) {
                self.widen();
                continue;
            }
            let time = self.instant(self.samples.len()).saturating_sub(stretch.start.into());
            let mut then = *population;
            then.pass(time as Nanos, late);
            self.samples.push(then.sums);
        }
        self.due = Nanos::try_from(self.instant(self.samples.len())).unwrap_or(Nanos::MAX);
    }

    fn widen(&mut self) {
        let mut index = 0;
        self.samples.retain(|_| {
            index += 1;
            index % 2 == 1
        });
        self.width *= 2;
    }

    /// Ends the recording; `sums` are those at `now`.
    pub fn close(&mut self, now: Nanos, sums: Sums) {
        self.closed.get_or_insert((now, sums));
    }

    /// Whether it knows about the whole span.
    pub fn covers(&self, span: &Range<Nanos>) -> bool {
        self.origin <= span.start && self.closed.is_none_or(|(end, _)| span.end <= end)
    }

    /// The summed time per phase in each of `cells` equal parts of the span; `sums` are those at `now`.
    pub fn cells(&self, span: Range<Nanos>, cells: usize, now: Nanos, sums: Sums) -> Vec<Shares> {
        let last = self.closed.unwrap_or((now, sums));
        let length = u128::from(span.end.saturating_sub(span.start));
        let edge = |index| span.start + (length * index as u128 / cells as u128) as Nanos;
        let mut before = self.before(span.start, last);
        let next = |index| {
            let after = self.before(edge(index), last);
            let [running, blocking, ready, waiting] =
                std::array::from_fn(|i| Nanos::try_from(after[i] - before[i]).unwrap_or(Nanos::MAX));
            before = after;
            Shares { running, blocking, ready, waiting }
        };
        (1..=cells).map(next).collect()
    }

    fn before(&self, instant: Nanos, last: (Nanos, Sums)) -> Sums {
        let index = (instant.saturating_sub(self.origin) / self.width) as usize;
        let index = index.min(self.samples.len() - 1);
        let start = self.instant(index);
        let (end, after) = match self.samples.get(index + 1) {
            Some(sums) => (self.instant(index + 1), *sums),
            None => (last.0.into(), last.1),
        };
        let instant = u128::from(instant).max(start);
        if instant >= end {
            return after;
        }
        let sums = self.samples[index];
        // Saturating: only a file with instants centuries apart comes near the end of 128 bits.
        let part = |i: usize| (after[i] - sums[i]).saturating_mul(instant - start) / (end - start);
        std::array::from_fn(|i| sums[i] + part(i))
    }

    fn instant(&self, index: usize) -> u128 {
        u128::from(self.origin) + u128::from(self.width) * index as u128
    }
}
