//! A run on its way into a page, with what is known of it.

use crate::explain::{Finding, RunAnalysis, findings, grouped};
use crate::timeline::{Part, SharedVariable, View, shared_variables};
use crate::trace::Trace;

/// More findings than these are gathered by their rule.
pub const MAX_FINDINGS: usize = 20;

/// Values of shared variables that a page holds of a run.
pub const MAX_VALUES: usize = 30_000;

/// A run on its way into a page.
#[derive(Clone, Copy)]
pub struct PageRun<'a> {
    /// What to call it, such as its file's name.
    pub title: &'a str,
    /// A view of the timeline that was made of `trace`.
    pub view: &'a View<'a>,
    pub trace: &'a Trace,
    /// The texts that its lines count in, as far as they are known.
    pub code: &'a [Code],
    /// What the picture shows, and where the page opens. The page holds all of the run.
    pub part: &'a Part,
}

/// A program's text, or a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub name: String,
    /// The number of its first line, as events count lines.
    pub first_line: u32,
    pub text: String,
}

impl Code {
    /// The texts that a trace carries.
    pub fn of(trace: &Trace) -> Vec<Code> {
        let sources = trace.sources().iter();
        sources.map(|it| Code { name: it.name.clone(), first_line: it.line, text: it.text.clone() }).collect()
    }
}

/// A run with what is known of it.
pub struct AnalysedRun<'a> {
    pub(super) run: PageRun<'a>,
    pub(super) analysis: &'a RunAnalysis<'a>,
    pub(super) findings: Vec<Finding>,
    /// As far as they have room in the page.
    pub(super) variables: Vec<SharedVariable>,
    /// The parts of its code that its events have lines in.
    pub(super) code: Vec<&'a Code>,
}

impl<'a> AnalysedRun<'a> {
    pub(super) fn new(run: PageRun<'a>, analysis: &'a RunAnalysis<'a>) -> AnalysedRun<'a> {
        let found = findings(analysis);
        let findings = if found.len() > MAX_FINDINGS { grouped(found) } else { found };
        let is_known = |code: &&Code| {
            let end = code.first_line.saturating_add(code.text.lines().count() as u32);
            analysis.events.iter().any(|event| (code.first_line..end).contains(&event.line))
        };
        let known: Vec<&Code> = run.code.iter().filter(is_known).collect();
        let code = if known.is_empty() { run.code.iter().collect() } else { known };
        let mut room = MAX_VALUES;
        let mut variables = shared_variables(run.trace, &run.view.span);
        variables.retain(|it| {
            let has_room = it.values.len() <= room;
            room -= if has_room { it.values.len() } else { 0 };
            has_room
        });
        AnalysedRun { run, analysis, findings, variables, code }
    }
}
