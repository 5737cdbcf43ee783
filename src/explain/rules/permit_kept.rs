//! A task ended without giving a lock or a permit back, and others waited for it to the end.

use crate::explain::finding::Reported;
use crate::explain::objects::{Act, histories, last_waits, wanted};
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::trace::{Action, TaskId};

pub fn check(account: &RunAnalysis) -> Vec<Finding> {
    let (histories, waits) = (histories(account), last_waits(account));
    let mut waiting: Vec<(String, Vec<TaskId>)> = Vec::new();
    for task in &account.tasks {
        let last = waits.get(&task.id);
        let Some((object, _)) = last.and_then(|it| wanted(account, it.wait)) else { continue };
        match waiting.iter_mut().find(|it| it.0 == object) {
            Some((_, tasks)) => tasks.push(task.id),
            None => waiting.push((object, vec![task.id])),
        }
    }
    let found =
        waiting.iter().filter_map(|(object, tasks)| found(account, object, tasks, histories.get(object)?));
    found.collect()
}

fn found(account: &RunAnalysis, object: &str, waiting: &[TaskId], acts: &[Act]) -> Option<Finding> {
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
    let gone = |act: &&Act| account.task(act.task).and_then(|it| it.ending).map(|it| (act.task, it.at));
    let (act, (holder, ended)) = held
        .iter()
        .filter_map(|act| gone(act).map(|it| (*act, it)))
        .find(|(_, (holder, _))| !waiting.contains(holder) && !account.left_over.contains(holder))?;
    Some(Finding {
        rule: "permit-kept",
        kind: Kind::Wrong,
        gain: None,
        task: holder,
        at: ended,
        line: act.line,
        text: format!(
            "{} took {object} at {}{} and ended at {} without giving it back. {} waited for it to the end.",
            account.name(holder),
            account.at(act.at),
            phrase::in_line(act.line),
            account.at(ended),
            account.names(waiting),
        ),
        try_this: "Give it back on every way out; s.acquire(|| …) does that however its closure ends."
            .to_owned(),
        reported: Reported::OnlyHere,
    })
}
