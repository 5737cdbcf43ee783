//! A task looked at a shared variable to decide what to do, waited, and then changed the variable on the strength
//! of that look, though another one had changed it meanwhile.

use std::collections::{BTreeMap, HashMap};

use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::Nanos;
use crate::trace::{Event, EventKind, TaskId, TextId};

/// A look at a variable, or a write.
#[derive(Clone, Copy)]
struct Look {
    task: TaskId,
    at: Nanos,
    line: u32,
}

/// A check that has not been acted on.
#[derive(Clone, Copy)]
struct Check {
    look: Look,
    version: u32,
    /// The last line in which it may be acted on.
    until: u32,
}

#[derive(Default)]
struct Variable {
    /// How often it was written, and the last write.
    version: u32,
    written: Option<Look>,
    checks: HashMap<TaskId, Check>,
    /// The version that each task read last.
    read: HashMap<TaskId, u32>,
    stale: Vec<[Look; 3]>,
}

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let mut variables: BTreeMap<&str, Variable> = BTreeMap::new();
    let of = |id: TextId| analysis.text(id);
    for event in analysis.events {
        match event.kind {
            EventKind::Read { variable } => variables.entry(of(variable)).or_default().read(event),
            EventKind::Checked { variable, until } => {
                let variable = variables.entry(of(variable)).or_default();
                variable.read(event);
                let check = Check { look: look(event), version: variable.version, until };
                variable.checks.insert(event.task, check);
            }
            EventKind::Wrote { variable } => variables.entry(of(variable)).or_default().write(event, true),
            EventKind::Updated { variable } => {
                let variable = variables.entry(of(variable)).or_default();
                // An update made of an older value loses what was written since: another rule's business.
                let is_fresh = variable.read.get(&event.task) == Some(&variable.version);
                variable.write(event, is_fresh);
            }
            _ => {}
        }
    }
    variables.into_iter().filter_map(|(name, it)| found(analysis, name, &it.stale)).collect()
}

fn look(event: &Event) -> Look {
    Look { task: event.task, at: event.at, line: event.line }
}

impl Variable {
    fn read(&mut self, event: &Event) {
        self.read.insert(event.task, self.version);
    }

    fn write(&mut self, event: &Event, is_fresh: bool) {
        if let Some(check) = self.checks.remove(&event.task)
            && let Some(other) = self.written.filter(|it| it.task != event.task)
            && check.version < self.version
            && (check.look.line..=check.until).contains(&event.line)
            && is_fresh
        {
            self.stale.push([check.look, look(event), other]);
        }
        self.version += 1;
        self.written = Some(look(event));
        self.read.insert(event.task, self.version);
    }
}

fn found(analysis: &RunAnalysis, variable: &str, stale: &[[Look; 3]]) -> Option<Finding> {
    let [check, act, other] = stale.first()?;
    analysis.task(act.task)?.is_own.then_some(())?;
    let variable = crate::plain::plain_text(variable);
    let more = match stale.len() {
        1 => String::new(),
        count => format!(" This happened {}.", phrase::times(count)),
    };
    Some(Finding {
        rule: "stale-check",
        kind: Kind::Wrong,
        gain: None,
        task: act.task,
        at: act.at,
        line: act.line,
        text: format!(
            "{} checked {variable} at {}{}, and acted on that at {}{}. Meanwhile {} had changed it{}: what was \
             checked may no longer have been true.{more}",
            analysis.name(act.task),
            analysis.at(check.at),
            phrase::in_line(check.line),
            analysis.at(act.at),
            phrase::in_line(act.line),
            analysis.name(other.task),
            phrase::in_line(other.line),
        ),
        try_this: format!(
            "Check {variable} and change it without an await or a sleep in between, or hold a mutex meanwhile."
        ),
        reported: Reported::OnlyHere,
    })
}
