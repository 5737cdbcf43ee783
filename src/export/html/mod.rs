//! A run as a page: one file that needs no network and no other file, to move through in a browser.
//!
//! The picture, the findings, the code and the run in words stand in the page as markup, so that they are there without
//! scripts and on paper. The script (`page.js`) puts a timeline to zoom and step through in the picture's place. It only
//! looks up what is worked out here: every sentence it shows comes from `explain`.
//!
//! Texts of a program get into the page in two ways: through `escape::xml`, and as JSON in a block that is no script.

mod data;
mod document;
mod intern;
mod policy;
mod reasons;
mod segments;
mod style;
mod tree;
mod widget;

pub use widget::widget;

use super::svg::SvgOptions;
use crate::explain::{Account, Finding, findings, grouped};
use crate::timeline::View;
use crate::trace::Trace;

/// More findings than these are gathered by their rule.
const MAX_FINDINGS: usize = 20;

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

/// The page of one run, or of two on one axis. The picture in it is as wide as `options` say; its colours are those that
/// the reader's system asks for.
pub fn html(runs: &[PageRun], options: &SvgOptions) -> String {
    let accounts: Vec<Account> = runs.iter().map(|run| Account::new(run.view, run.trace)).collect();
    let runs: Vec<Told> = runs.iter().zip(&accounts).map(|(run, account)| Told::new(*run, account)).collect();
    let data = data::json(&runs);
    document::page(&runs, options, &data)
}

/// A run with what is known of it.
struct Told<'a> {
    run: PageRun<'a>,
    account: &'a Account<'a>,
    findings: Vec<Finding>,
    /// The parts of its code that its events have lines in.
    code: Vec<&'a Code>,
}

impl<'a> Told<'a> {
    fn new(run: PageRun<'a>, account: &'a Account<'a>) -> Told<'a> {
        let found = findings(account);
        let findings = if found.len() > MAX_FINDINGS { grouped(found) } else { found };
        let is_known = |code: &&Code| {
            let end = code.first_line.saturating_add(code.text.lines().count() as u32);
            account.events.iter().any(|event| (code.first_line..end).contains(&event.line))
        };
        let known: Vec<&Code> = run.code.iter().filter(is_known).collect();
        let code = if known.is_empty() { run.code.iter().collect() } else { known };
        Told { run, account, findings, code }
    }
}
