//! Says in words why a run went as it did: findings with what to try, why a task stood where it stood, and
//! what limits the whole.
//!
//! Pure functions of a view and its trace. Each rule is a small file in `rules/`. It does not know tokio,
//! Rhai, clocks or the terminal, and it draws nothing. A run that outgrew the timeline's detail gets no
//! findings: of what was not kept nothing is claimed.

mod analysis;
mod chain;
mod differences;
mod finding;
mod group;
mod objects;
mod phrase;
mod remedy;
mod rules;
mod scorecard;
mod why;

#[cfg(test)]
mod tests;

pub use analysis::RunAnalysis;
pub use differences::differences;
pub use finding::{Finding, Kind, Reported};
pub use group::grouped;
pub use rules::{findings, first_lost_update};
pub use scorecard::{Limit, Scorecard};
pub use why::{MAX_AWAITED, Part, Whys, doing, why, why_segment, why_task};
