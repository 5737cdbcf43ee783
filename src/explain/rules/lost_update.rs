//! A shared variable set from an old value of it: what another task had put there meanwhile is lost.

use std::collections::{BTreeMap, HashMap};

use crate::explain::finding::Reported;
use crate::explain::{Finding, Kind, RunAnalysis, phrase};
use crate::timeline::Nanos;
use crate::trace::{Event, EventKind, TaskId};

/// A look at a variable, or a write.
#[derive(Clone, Copy)]
struct Look {
    task: TaskId,
    at: Nanos,
    line: u32,
}

/// What has become of a variable so far.
#[derive(Default)]
struct Variable {
    /// How often it was written.
    version: u32,
    written: Option<Look>,
    /// The version that each task knows, and its latest read.
    known: HashMap<TaskId, (u32, Option<Look>)>,
    lost: Vec<Lost>,
}

struct Lost {
    read: Look,
    update: Look,
    /// The write that nothing is left of.
    other: Look,
}

pub fn check(analysis: &RunAnalysis) -> Vec<Finding> {
    let mut variables: BTreeMap<&str, Variable> = BTreeMap::new();
    for event in analysis.events {
        follow(&mut variables, analysis, event);
    }
    variables.into_iter().filter_map(|(name, it)| found(analysis, name, &it.lost)).collect()
}

fn follow<'a>(variables: &mut BTreeMap<&'a str, Variable>, analysis: &'a RunAnalysis, event: &Event) {
    let look = look(event);
    match event.kind {
        EventKind::Read { variable } | EventKind::Checked { variable, .. } => {
            variables.entry(analysis.text(variable)).or_default().read(look);
        }
        EventKind::Wrote { variable } => variables.entry(analysis.text(variable)).or_default().wrote(look),
        EventKind::Updated { variable } => {
            let variable = variables.entry(analysis.text(variable)).or_default();
            variable.lost.extend(variable.overwritten(look));
            variable.wrote(look);
        }
        _ => {}
    }
}

/// The first update that is lost: the variable, and the lines that read it, wrote it, and wrote over that.
pub fn first_lost(analysis: &RunAnalysis) -> Option<(String, [u32; 3])> {
    check(analysis).first()?;
    let mut variables: BTreeMap<&str, Variable> = BTreeMap::new();
    for event in analysis.events {
        follow(&mut variables, analysis, event);
        if let Some((name, Lost { read, update, other })) =
            variables.iter().find_map(|(name, it)| Some((name, it.lost.first()?)))
        {
            return Some((crate::plain::plain_text(name).into_owned(), [read.line, other.line, update.line]));
        }
    }
    None
}

fn look(event: &Event) -> Look {
    Look { task: event.task, at: event.at, line: event.line }
}

impl Variable {
    fn read(&mut self, look: Look) {
        self.known.insert(look.task, (self.version, Some(look)));
    }

    fn wrote(&mut self, look: Look) {
        self.version += 1;
        self.written = Some(look);
        self.known.entry(look.task).or_default().0 = self.version;
    }

    /// What an update loses, if somebody else wrote since its task last knew the value.
    fn overwritten(&self, update: Look) -> Option<Lost> {
        let (known, read) = self.known.get(&update.task)?;
        let other = self.written.filter(|it| it.task != update.task && *known < self.version)?;
        Some(Lost { read: (*read)?, update, other })
    }
}

fn found(analysis: &RunAnalysis, variable: &str, lost: &[Lost]) -> Option<Finding> {
    let Lost { read, update, other } = lost.first()?;
    let variable = crate::plain::plain_text(variable);
    let more = match lost.len() {
        1 => String::new(),
        count => format!(" This happened {}.", phrase::times(count)),
    };
    let text = format!(
        "{} read {variable} at {}{}, and set it to what it made of that at {}{}. Meanwhile {} had set it{}: \
         that update is lost.{more}",
        analysis.name(update.task),
        analysis.at(read.at),
        phrase::in_line(read.line),
        analysis.at(update.at),
        phrase::in_line(update.line),
        analysis.name(other.task),
        phrase::in_line(other.line),
    );
    analysis.task(update.task)?.is_own.then_some(())?;
    Some(Finding {
        rule: "lost-update",
        kind: Kind::Wrong,
        gain: None,
        task: update.task,
        at: update.at,
        line: update.line,
        text,
        try_this: format!(
            "Read and write {variable} without an await or a sleep in between, or hold a mutex meanwhile."
        ),
        reported: Reported::OnlyHere,
    })
}
