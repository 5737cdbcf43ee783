//! `total += await f()`, where another task changed the variable during that wait. Here the variable is read after the
//! wait, so nothing is lost; in Python and JavaScript it is read before.

use std::collections::{HashMap, HashSet};

use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::syntax::lexer::is_in_word;
use crate::syntax::tokens::Tokens;
use crate::timeline::Nanos;
use crate::trace::{EventKind, Language, TaskId};

/// The operators that read a variable and write it.
const OPERATORS: [&str; 5] = ["+=", "-=", "*=", "/=", "%="];

/// A write of a variable.
#[derive(Clone, Copy)]
struct Write {
    task: TaskId,
    at: Nanos,
    line: u32,
}

/// The latest write of a variable, and the latest of those by another task than that one's.
#[derive(Default)]
struct Writes {
    last: Option<Write>,
    by_another: Option<Write>,
}

impl Writes {
    fn add(&mut self, write: Write) {
        if self.last.is_some_and(|it| it.task != write.task) {
            self.by_another = self.last;
        }
        self.last = Some(write);
    }

    /// The latest write by another task than this one.
    fn by_another_than(&self, task: TaskId) -> Option<Write> {
        self.last.filter(|it| it.task != task).or(self.by_another.filter(|it| it.task != task))
    }
}

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let mut found = Vec::new();
    if analysis.language() != Language::Rhai {
        return found;
    }
    let mut waits: HashMap<TaskId, (Nanos, u32)> = HashMap::new();
    let mut writes: HashMap<&str, Writes> = HashMap::new();
    // Each variable and line is looked at once.
    let mut known: HashSet<(&str, u32)> = HashSet::new();
    for event in analysis.events {
        let (variable, is_update) = match event.kind {
            EventKind::Suspended { .. } => {
                waits.insert(event.task, (event.at, event.line));
                continue;
            }
            EventKind::Wrote { variable } => (analysis.text(variable), false),
            EventKind::Updated { variable } => (analysis.text(variable), true),
            _ => continue,
        };
        let writes = writes.entry(variable).or_default();
        if is_update
            && let Some((began, _)) = waits.get(&event.task).filter(|(_, line)| *line == event.line)
            && let Some(other) = writes.by_another_than(event.task).filter(|it| it.at >= *began)
            && analysis.task(event.task).is_some_and(|it| it.is_own)
            && known.insert((variable, event.line))
            && analysis.source_line(event.line).is_some_and(|line| awaits_in_update(line, variable))
        {
            found.push(finding(analysis, variable, (event.task, event.line), (*began, event.at), &other));
        }
        writes.add(Write { task: event.task, at: event.at, line: event.line });
    }
    found
}

/// Whether a line updates the variable with something that it awaits.
fn awaits_in_update(line: &str, variable: &str) -> bool {
    let tokens = Tokens::read(line);
    let is_of_variable = |operator: usize| {
        let before = line[..tokens.span(operator).start].trim_end();
        before.strip_suffix(variable).is_some_and(|rest| !rest.ends_with(is_in_word))
    };
    let operators = (0..tokens.list.len()).filter(|it| OPERATORS.contains(&tokens.text(*it)));
    operators.filter(|it| is_of_variable(*it)).any(|operator| {
        let value = (operator + 1..tokens.list.len()).map(|it| tokens.text(it));
        value.take_while(|it| !matches!(*it, ";" | "}")).any(|it| it == "await")
    })
}

fn finding(
    analysis: &RunAnalysis,
    variable: &str,
    (task, line): (TaskId, u32),
    (began, ended): (Nanos, Nanos),
    other: &Write,
) -> Finding {
    let variable = crate::plain::plain_text(variable);
    Finding {
        rule: "await-in-update",
        kind: Kind::Remark,
        gain: None,
        task,
        at: ended,
        line,
        text: format!(
            "{} waited from {} to {} in the middle of an update of {variable}{}, and {} changed {variable} at {}{}. \
             Nothing is lost: {variable} is read after the wait. Python and JavaScript would have read it before.",
            analysis.name(task),
            analysis.at(began),
            analysis.at(ended),
            phrase::in_line(line),
            analysis.name(other.task),
            analysis.at(other.at),
            phrase::in_line(other.line),
        ),
        try_this: format!(
            "Await on a line of its own: let more = await …; and then {variable} += more; which is right everywhere."
        ),
        reported: Reported::OnlyHere,
    }
}
