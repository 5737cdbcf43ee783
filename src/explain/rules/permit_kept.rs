//! A task ended without giving a lock or a permit back, and others waited for it to the end.

use crate::explain::finding::Reported;
use crate::explain::objects::{Act, histories, last_waits, wanted};
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::trace::{Action, TaskId};

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let (histories, waits) = (histories(analysis), last_waits(analysis));
    let mut waiting: Vec<(String, Vec<TaskId>)> = Vec::new();
    for task in &analysis.tasks {
        let last = waits.get(&task.id);
        let Some((object, _)) = last.and_then(|it| wanted(analysis, it.wait)) else { continue };
        match waiting.iter_mut().find(|it| it.0 == object) {
            Some((_, tasks)) => tasks.push(task.id),
            None => waiting.push((object, vec![task.id])),
        }
    }
    let found =
        waiting.iter().filter_map(|(object, tasks)| found(analysis, object, tasks, histories.get(object)?));
    found.collect()
}

fn found(analysis: &RunAnalysis, object: &str, waiting: &[TaskId], acts: &[Act]) -> Option<Finding> {
    // As the semaphore itself sees it: who gives back gives the own permit, else the one that was taken first.
    let mut held: Vec<&Act> = Vec::new();
    for act in acts {
        match act.action {
            Action::Took => held.push(act),
            Action::GaveBack => {
                let mine = held.iter().position(|it| it.task == act.task);
                if !held.is_empty() {
                    held.remove(mine.unwrap_or(0));
                }
            }
            _ => {}
        }
    }
    let gone = |act: &&Act| analysis.task(act.task).and_then(|it| it.ending).map(|it| (act.task, it.at));
    let (act, (holder, ended)) = held
        .iter()
        .filter_map(|act| gone(act).map(|it| (*act, it)))
        .find(|(_, (holder, _))| !waiting.contains(holder) && !analysis.left_over.contains(holder))?;
    Some(Finding {
        rule: "permit-kept",
        kind: Kind::Wrong,
        gain: None,
        task: holder,
        at: ended,
        line: act.line,
        text: format!(
            "{} took {object} at {}{} and ended at {} without giving it back. {} waited for it to the end.",
            analysis.name(holder),
            analysis.at(act.at),
            phrase::in_line(act.line),
            analysis.at(ended),
            analysis.names(waiting),
        ),
        try_this: "Give it back on every way out; s.acquire(|| …) does that however its closure ends."
            .to_owned(),
        reported: Reported::OnlyHere,
    })
}
