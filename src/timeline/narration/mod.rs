//! A view in plain sentences in time order, for screen readers and logs.
//!
//! What repeats is described twice and then summed up, and of many tasks of one kind a few are described and the others
//! summed up: the number of sentences grows with the script and not with what it does ten thousand times.

mod activity;
mod family;
mod lane;
mod teller;

use crate::timeline::{Nanos, View, count_text, instant_text, summary};
use crate::trace::Texts;
use family::families;
use teller::{Rank, Teller, said_by_task};

/// The view in sentences, the summary last.
pub fn words(view: &View, texts: &Texts) -> Vec<String> {
    let mut teller = Teller { view, texts, said: said_by_task(view.console), told: Vec::new() };
    let families = families(view, texts);
    families.iter().for_each(|family| family.tell(&mut teller));
    for mark in view.marks() {
        let label = teller.text(mark.label);
        teller.tell(mark.at, Rank::Says, format!("mark “{label}”"));
    }
    teller.told.sort_by_key(|it| (it.0, it.1));
    let told = teller.told.iter().map(|(at, _, sentence)| {
        let since = at.saturating_sub(view.span.start);
        format!("{} s: {}.", instant_text(since), sentence.trim_end_matches('.'))
    });
    let cut = view.gap().map(|gap| {
        let since = |at: Nanos| instant_text(at.saturating_sub(view.span.start));
        if gap.end < view.span.end {
            let (from, to) = (since(gap.start), since(gap.end));
            return format!("What happened from {from} s to {to} s was counted, and is left out here.");
        }
        let limit = count_text(view.timeline.detail_limit() as u64);
        format!("What happened after the first {limit} events was counted, and is left out here.")
    });
    let before = teller.older_text();
    before.into_iter().chain(told).chain(cut).chain([summary(view)]).collect()
}
