//! Messages that were still in a channel when the program ended.

use crate::explain::finding::Reported;
use crate::explain::objects::{Act, histories, wanted};
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::trace::{Action, Outcome};

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let is_done = analysis.main().and_then(|it| it.outcome()) == Some(Outcome::Done);
    if !analysis.is_over || !is_done {
        return Vec::new();
    }
    let histories = histories(analysis);
    // Where somebody waits for room until the end, that is what is to be said.
    let is_full = |channel: &str| {
        let last = analysis.tasks.iter().filter_map(|it| it.segments.iter().rev().find_map(|it| it.wait));
        last.filter_map(|it| wanted(analysis, it)).any(|(it, purpose)| it == channel && purpose == "send")
    };
    let left = histories.iter().filter(|(channel, _)| !is_full(channel));
    left.filter_map(|(channel, acts)| found(analysis, channel, acts)).collect()
}

fn found(analysis: &RunAnalysis, channel: &str, acts: &[Act]) -> Option<Finding> {
    let mut left: Vec<&Act> = acts.iter().filter(|it| it.action == Action::Sent).collect();
    for taken in acts.iter().filter(|it| it.action == Action::Received) {
        // One that was sent in another run is none of these.
        let index = left.iter().position(|it| it.value == taken.value);
        index.map(|index| left.remove(index));
    }
    let first = left.first()?;
    let value = first.value.map_or(String::new(), |it| analysis.shown(it));
    let sent = format!(
        "{value}, which {} sent at {}{}",
        analysis.name(first.task),
        analysis.at(first.at),
        phrase::in_line(first.line)
    );
    let text = match left.len() {
        1 => format!("Nobody took a message out of {channel}: {sent}."),
        count => format!("Nobody took {count} messages out of {channel}: the first is {sent}."),
    };
    Some(Finding {
        rule: "message-untaken",
        kind: Kind::Remark,
        gain: None,
        task: first.task,
        at: first.at,
        line: first.line,
        text,
        try_this:
            "Receive until the channel is closed and empty, as `for message in ch` does, and await the \
                   task that does so."
                .to_owned(),
        reported: Reported::OnlyHere,
    })
}
