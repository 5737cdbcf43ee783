//! What `explain` found, as text for the terminal: hints under a frame, and the answers of `:why`.

use super::look::{Hints, Look};
use super::paragraph::paragraph;
use crate::explain::{
    Finding, Reported, RunAnalysis, Scorecard, differences, findings, grouped, why, why_task,
};
use crate::plain::plain_text;
use crate::render::Glyphs;
use crate::runner::Record;
use crate::timeline::{View, duration_text};
use crate::trace::{TaskId, Trace};

/// Hints that appear by themselves.
const MOST: usize = 3;
/// Columns of a bar that is as long as bars get.
const BAR: u128 = 24;
/// From this many columns on, the rows of the scorecard say what they mean.
const FULL_WIDTH: usize = 76;

/// The worst findings of a run, with what to try. What its end is reported with anyway is not repeated.
pub fn hints(view: &View, trace: &Trace, look: &Look) -> String {
    if look.hints == Hints::Hidden {
        return String::new();
    }
    let mut found = findings(&RunAnalysis::new(view, trace));
    found.retain(|it| it.reported == Reported::OnlyHere);
    let mut found = grouped(found);
    let all = found.len();
    found.truncate(MOST);
    let told = |count: usize| {
        let mut out: String = found[..count].iter().map(|it| finding_text(it, look)).collect();
        if all > count {
            out.push_str(&paragraph(&rest(all, count, look), "  ", "  ", look));
        }
        out
    };
    let fits = |count: &usize| told(*count).lines().count() <= look.rows_of_hints();
    // Where much is said of the end, such as an error, it comes first.
    let least = if look.below == 0 { found.len().min(1) } else { 0 };
    told((least..=found.len()).rev().find(fits).unwrap_or(least))
}

/// What is said of the findings that are not shown: how many there are.
fn rest(all: usize, told: usize, look: &Look) -> String {
    match (told, all) {
        (0, 1) => format!("1 hint: {}", look.all_findings),
        (0, _) => format!("{all} hints: {}", look.all_findings),
        _ => format!("{} more: {}", all - told, look.all_findings),
    }
}

/// All findings of a run and its scorecard.
pub fn why_run(record: &Record, run: usize, look: &Look) -> String {
    let view = record.timeline().view_of_run(run);
    let analysis = RunAnalysis::new(&view, record.trace());
    let found = findings(&analysis);
    let mut out: String = found.iter().map(|it| finding_text(it, look)).collect();
    if !analysis.is_whole() {
        out = "This run was too long to be kept whole, so there are no findings.\n".to_owned();
    } else if found.is_empty() {
        out = "Nothing stands out in this run.\n".to_owned();
    }
    out.push_str(&scorecard_text(&Scorecard::of(&analysis), look));
    out
}

/// Why a task of a run stood where it stood: `wanted` is its name or number, and perhaps an instant in seconds
/// since the run began, as in `fetch #2 0.5 s`.
pub fn why_lane(record: &Record, run: usize, wanted: &str, look: &Look) -> String {
    let view = record.timeline().view_of_run(run);
    let analysis = RunAnalysis::new(&view, record.trace());
    // A name may end with a number, too: `task 3`.
    let whole = find(&analysis, wanted).map(|task| (task, None));
    let found = whole.or_else(|| {
        let (task, at) = split(wanted)?;
        Some((find(&analysis, task)?, Some(at)))
    });
    let Some((task, at)) = found else {
        let names: Vec<String> = analysis.tasks.iter().take(8).map(|it| analysis.name(it.id)).collect();
        let text = format!("The run has no task {}. It has: {}.", plain_text(wanted), names.join(", "));
        return paragraph(&text, "", "", look);
    };
    let said = match at {
        Some(at) => why(&analysis, task, view.span.start.saturating_add(at)),
        None => why_task(&analysis, task),
    };
    paragraph(&said.join(" "), "", "", look)
}

/// A task, and an instant in nanoseconds.
fn split(wanted: &str) -> Option<(&str, u64)> {
    let words = wanted.trim().strip_suffix('s').unwrap_or(wanted).trim();
    let (task, seconds) = words.rsplit_once(' ')?;
    let seconds: f64 = seconds.parse().ok().filter(|it| (0.0..1e10).contains(it))?;
    Some((task, (seconds * 1e9) as u64))
}

fn find(analysis: &RunAnalysis, wanted: &str) -> Option<TaskId> {
    let wanted = wanted.trim();
    let by_name = analysis.tasks.iter().find(|it| analysis.name(it.id) == wanted);
    let number = wanted.trim_start_matches('#').parse().ok().map(TaskId);
    let by_number = || analysis.tasks.iter().find(|it| Some(it.id) == number);
    by_name.or_else(by_number).map(|it| it.id)
}

/// How two runs differ, task by task.
pub fn differences_text(sides: [(&View, &Trace); 2], look: &Look) -> String {
    let [first, second] = sides.map(|(view, trace)| RunAnalysis::new(view, trace));
    differences(&first, &second).iter().map(|line| paragraph(line, "  ", "    ", look)).collect()
}

fn finding_text(finding: &Finding, look: &Look) -> String {
    let bullet = if look.glyphs == Glyphs::Ascii { "> " } else { "▸ " };
    let place = if finding.line == 0 { String::new() } else { format!("line {}: ", finding.line) };
    let estimate = match finding.estimate() {
        none if none.is_empty() => none,
        text => format!(" {}{}.", text[..1].to_uppercase(), &text[1..]),
    };
    [
        paragraph(&format!("{place}{}", finding.text), bullet, "  ", look),
        paragraph(&format!("{}{estimate}", finding.try_this), "  ", "  ", look),
    ]
    .concat()
}

/// The figures as bars, and what limits the run.
pub fn scorecard_text(card: &Scorecard, look: &Look) -> String {
    let (bar, sliver) = if look.glyphs == Glyphs::Ascii { ("#", "|") } else { ("█", "▏") };
    let rows = card.rows();
    let most = rows.iter().map(|(_, time, _)| *time).max().unwrap_or(0).max(1);
    let mut out = String::new();
    for (name, time, meaning) in rows {
        let length = (u128::from(time) * BAR + u128::from(most) / 2) / u128::from(most);
        // What is there at all is seen.
        let bars = if length == 0 && time > 0 { sliver.to_owned() } else { bar.repeat(length as usize) };
        let row = format!("{name:<9} {:>8}  {bars:<24}  ", duration_text(time));
        let meaning = if usize::from(look.columns()) < FULL_WIDTH { "" } else { meaning };
        out.push_str(format!("{row}{meaning}").trim_end());
        out.push('\n');
    }
    out.push_str(&paragraph(&card.verdict(), "", "", look));
    out
}
