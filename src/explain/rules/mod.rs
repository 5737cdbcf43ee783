//! The rules. A new one is a file here and a line in the list.

mod await_in_update;
mod awaited_at_once;
mod blocking_call;
mod channel_full;
mod each_other;
mod failed_unseen;
mod late_timeout;
mod left_over;
mod lock_held;
mod long_computation;
mod lost_update;
mod message_lost;
mod message_untaken;
mod never_closed;
mod one_by_one;
mod one_permit;
mod outlived_timeout;
mod permit_kept;
mod polling;
mod remarked;
mod requests_in_turn;
mod stale_check;
mod thread_outlived;
mod unused_value;

pub use lost_update::first_lost as first_lost_update;

use super::{Finding, RunAnalysis, remedy};

/// A rule: what it finds in a run.
type Rule = fn(&RunAnalysis) -> Vec<Finding>;

const RULES: &[Rule] = &[
    failed_unseen::check,
    left_over::check,
    lost_update::check,
    remarked::check,
    thread_outlived::check,
    stale_check::check,
    each_other::check,
    permit_kept::check,
    never_closed::check,
    message_lost::check,
    message_untaken::check,
    channel_full::check,
    late_timeout::check,
    blocking_call::check,
    long_computation::check,
    one_by_one::check,
    requests_in_turn::check,
    lock_held::check,
    one_permit::check,
    polling::check,
    awaited_at_once::check,
    outlived_timeout::check,
    await_in_update::check,
    unused_value::check,
];

/// What the rules find in a run, the worst first. Nothing in a run that is not known as a whole.
pub fn findings(analysis: &RunAnalysis) -> Vec<Finding> {
    if !analysis.is_whole() {
        return Vec::new();
    }
    let mut found: Vec<Finding> = RULES.iter().flat_map(|rule| rule(analysis)).collect();
    for finding in &mut found {
        finding.try_this = remedy::in_words_of(analysis.language(), &finding.try_this);
    }
    found.sort_by_key(Finding::rank);
    found
}
