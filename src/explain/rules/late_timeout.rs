//! A timeout that was due while another task held the thread: nobody could notice it in time.

use crate::explain::analysis::Task;
use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::{Phase, Segment};
use crate::trace::Wait;

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let own = analysis.tasks.iter().filter(|it| it.is_own);
    let late = own.flat_map(|task| task.segments.iter().map(move |segment| (task, segment)));
    late.filter_map(|(task, segment)| found(analysis, task, segment)).collect()
}

fn found(analysis: &RunAnalysis, task: &Task, segment: &Segment) -> Option<Finding> {
    let Some(Wait::Timeout { until, .. }) = segment.wait else { return None };
    let is_late =
        segment.phase == Phase::Ready && until <= segment.start && analysis.matters(segment.length());
    let mut holders = analysis.holders(segment.start..segment.end);
    holders.retain(|it| it.0 != task.id);
    let (holder, _, longest) = holders.first().filter(|_| is_late)?;
    let (what, line, try_this) = match longest.phase {
        Phase::Blocking => {
            let what = analysis.blocks_for(longest);
            (
                format!("held the thread with {what}"),
                longest.line,
                phrase::instead(analysis.language(), &what),
            )
        }
        _ => (
            "computed without a pause".to_owned(),
            0,
            "Let it pause now and then with yield_now(), or move it away with spawn_thread.".to_owned(),
        ),
    };
    Some(Finding {
        rule: "late-timeout",
        kind: Kind::Slow,
        gain: None,
        task: task.id,
        at: segment.start,
        line: segment.line,
        text: format!(
            "In {}{} the timeout was due at {} and could not be noticed until {}: {}{} {what}.",
            analysis.name(task.id),
            phrase::in_line(segment.line),
            analysis.at(until),
            analysis.at(segment.end),
            analysis.name(*holder),
            phrase::in_line(line),
        ),
        try_this,
        reported: Reported::OnlyHere,
    })
}
