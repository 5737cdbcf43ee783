//! A task waited for a message to the very end, because nobody closed the channel after the last one.

use crate::explain::analysis::Task;
use crate::explain::finding::Reported;
use crate::explain::objects::{Act, LastWait, histories, last_waits, wanted};
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::trace::{Action, TaskId};

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let (histories, waits) = (histories(analysis), last_waits(analysis));
    let mut found: Vec<(String, Vec<TaskId>, LastWait)> = Vec::new();
    for task in analysis.tasks.iter().filter(|it| it.is_own) {
        let Some(last) = waits.get(&task.id) else { continue };
        let Some((channel, "receive")) = wanted(analysis, last.wait) else { continue };
        match found.iter_mut().find(|it| it.0 == channel) {
            Some((_, waiting, _)) => waiting.push(task.id),
            None => found.push((channel, vec![task.id], *last)),
        }
    }
    let finding = |(channel, waiting, wait): &(String, Vec<TaskId>, LastWait)| {
        let acts = histories.get(channel).map_or(&[][..], |it| it);
        self::found(analysis, channel, waiting, wait, acts)
    };
    found.iter().filter_map(finding).collect()
}

fn found(
    analysis: &RunAnalysis,
    channel: &str,
    waiting: &[TaskId],
    wait: &LastWait,
    acts: &[Act],
) -> Option<Finding> {
    if acts.iter().any(|it| it.action == Action::Closed) {
        return None;
    }
    let who = format!(
        "{} waited for a message from {channel} from {} on{}",
        analysis.names(waiting),
        analysis.at(wait.at),
        phrase::in_line(wait.line),
    );
    let last = acts.iter().rev().find(|it| it.action == Action::Sent);
    let text = match last {
        Some(last) => format!(
            "{who}, and nobody closed it: the last message came from {} at {}{}.",
            analysis.name(last.task),
            analysis.at(last.at),
            phrase::in_line(last.line),
        ),
        None => format!("{who}, and nobody sent one or closed it."),
    };
    // Who sends may be the one who waits here.
    let sender = last.and_then(|it| analysis.task(it.task)).filter(|it: &&Task| !waiting.contains(&it.id));
    Some(Finding {
        rule: "never-closed",
        kind: Kind::Wrong,
        gain: None,
        task: waiting[0],
        at: wait.at,
        line: wait.line,
        text,
        try_this: match sender {
            Some(sender) => format!(
                "Let {} call close() on the channel after its last message: then `for` ends, and recv gives ().",
                analysis.name(sender.id)
            ),
            None => "Call close() on the channel after the last message: then `for` ends, and recv gives ()."
                .to_owned(),
        },
        reported: Reported::OnlyHere,
    })
}
