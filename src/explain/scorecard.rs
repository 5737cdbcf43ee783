//! The scorecard: how long a run took, how short it could have been, and what stands in between.

use super::chain::{self, Chain};
use super::{RunAnalysis, phrase};
use crate::timeline::Nanos;

/// What keeps a run from being faster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// It waited for one thing after another.
    WaitsInSequence,
    /// A task held the thread while it did nothing.
    HeldThread,
    /// It computed.
    Processor,
    /// It took no longer than its longest wait.
    NothingToGain,
}

/// The figures of a run. All are times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scorecard {
    pub elapsed: Nanos,
    /// All waits for sleeps and for the world, and all blocking calls, laid end to end.
    pub waits: Nanos,
    /// The longest chain of dependent waits: no schedule is faster.
    pub chain: Chain,
    /// Time in which the processor was at work.
    pub processor: Nanos,
    /// Time in which the thread was held and nothing was done.
    pub held: Nanos,
    pub limit: Limit,
}

impl Scorecard {
    pub fn of(analysis: &RunAnalysis) -> Scorecard {
        let statistics = &analysis.view.statistics;
        let chain = analysis
            .main()
            .map(|main| chain::longest(analysis.events, analysis.texts(), main.id))
            .unwrap_or_default();
        let (elapsed, thread) = (statistics.elapsed, statistics.thread);
        let mut card = Scorecard {
            elapsed,
            waits: statistics.waits_one_by_one.saturating_add(thread.blocking),
            chain,
            processor: thread.running,
            held: thread.blocking,
            limit: Limit::NothingToGain,
        };
        card.limit = card.what_limits();
        card
    }

    /// No schedule of the same waits and the same work is faster than this.
    pub fn floor(&self) -> Nanos {
        self.chain.time.max(self.processor).min(self.elapsed)
    }

    /// How much faster it could be if the thread were never held: an estimate.
    pub fn gain(&self) -> Nanos {
        self.elapsed - self.floor()
    }

    fn what_limits(&self) -> Limit {
        let is_part = |part: Nanos, percent: u128| {
            part > 0 && u128::from(part) * 100 >= u128::from(self.elapsed) * percent
        };
        let chained = self.chain.time - self.chain.longest;
        if is_part(self.processor, 50) {
            Limit::Processor
        } else if self.held > 0 && is_part(self.gain(), 5) {
            Limit::HeldThread
        } else if self.chain.waits > 1 && is_part(chained, 10) {
            Limit::WaitsInSequence
        } else {
            Limit::NothingToGain
        }
    }

    /// What limits the run, in a sentence or two.
    pub fn verdict(&self) -> String {
        let length = phrase::length;
        match self.limit {
            Limit::WaitsInSequence => format!(
                "What limits it: {} waits in sequence. Those that do not need each other could wait together; \
                 the longest of them takes {}.",
                self.chain.waits,
                length(self.chain.longest)
            ),
            Limit::HeldThread => format!(
                "What limits it: the thread was held for {} by calls that do nothing. Without them it could \
                 take {} (an estimate).",
                length(self.held),
                length(self.floor())
            ),
            Limit::Processor => "What limits it: the processor. Waiting together would not help; \
                 less work would, or more threads."
                .to_owned(),
            Limit::NothingToGain => {
                "Nothing more to gain: it took no longer than its longest wait.".to_owned()
            }
        }
    }

    /// The rows to draw: what it is called, how long it is, what it means.
    pub fn rows(&self) -> [(&'static str, Nanos, &'static str); 4] {
        [
            ("elapsed", self.elapsed, "from beginning to end"),
            ("waits", self.waits, "all waits, one after another"),
            ("floor", self.floor(), "the longest chain of waits"),
            ("processor", self.processor, "computing"),
        ]
    }
}
