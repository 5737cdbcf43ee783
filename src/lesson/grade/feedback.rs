//! What a student is told: points, which checks passed, and what to try.
//!
//! Hidden checks are told by name alone. Those of a teacher's overlay are not told at all; only their points count.

use super::{Gradebook, Row, headline};
use crate::lesson::verdict::{CheckOutcome, CheckResult, Failure, Trouble, TroubleKind, Verdict, Visibility};
use crate::plain::plain_text;

/// The whole feedback of a student, in Markdown.
pub fn markdown(book: &Gradebook, row: &Row) -> String {
    let mut text = format!("# {}\n\n", inline(&row.student.name));
    match row.absence() {
        Some(absence) => text.push_str(&format!("{}.\n\n", inline(&sentence(&absence)))),
        None => {
            if book.lessons.len() > 1 {
                text.push_str(&format!("{} of {} points.\n\n", row.points(), book.max_points()));
            }
            for line in &book.lessons {
                match row.verdicts.iter().find(|it| it.lesson == line.id) {
                    Some(verdict) => text.push_str(&section(&line.title, verdict)),
                    None => {
                        text.push_str(&format!("## {}\n\nNot handed in.\n\n", inline(&line.title)));
                    }
                }
            }
            for remark in &row.remarks {
                text.push_str(&format!("- {}\n", inline(remark)));
            }
        }
    }
    format!("{}\n\n---\n{}\n", text.trim_end(), inline(&book.origin()))
}

/// The same in a few lines of plain text, for a comment's field.
pub fn short(book: &Gradebook, row: &Row) -> Vec<String> {
    let mut lines = Vec::new();
    for verdict in &row.verdicts {
        lines.push(format!("{}: {}", verdict.lesson, points_line(verdict)));
        lines.extend(told(verdict).map(|it| headline(&it.text)));
        for check in shown_checks(verdict).filter(|it| it.outcome != CheckOutcome::Passed) {
            lines.push(match &check.outcome {
                CheckOutcome::Failed(failure) if check.visibility == Visibility::Shown => {
                    format!("Not yet: {}. {}", check.name, failure.message)
                }
                _ => format!("Not yet: {}", check.name),
            });
        }
    }
    lines.push(book.origin());
    lines
}

/// The checks that a student may know of.
pub fn shown_checks(verdict: &Verdict) -> impl Iterator<Item = &CheckResult> {
    verdict.checks.iter().filter(|it| it.visibility != Visibility::Overlay)
}

/// What kept the answer from its end, as far as a student is told. What failed in the main task may be meant so,
/// so it is told only where nothing else is.
pub fn told(verdict: &Verdict) -> impl Iterator<Item = &Trouble> {
    let is_told = |kind| kind != TroubleKind::Failed || !verdict.has_passed();
    verdict.trouble.iter().filter(move |it| is_told(it.kind))
}

fn section(title: &str, verdict: &Verdict) -> String {
    let mut text = format!("## {}\n\n{}.\n\n", inline(title), points_line(verdict));
    for trouble in told(verdict) {
        match trouble.kind {
            // Where exactly a limit is met may differ from run to run.
            TroubleKind::Limit => text.push_str(&block(&headline(&trouble.text))),
            _ => text.push_str(&block(&trouble.text)),
        }
    }
    for check in shown_checks(verdict) {
        text.push_str(&check_lines(check));
    }
    text.push('\n');
    text
}

fn points_line(verdict: &Verdict) -> String {
    let own: u32 =
        verdict.checks.iter().filter(|it| it.visibility == Visibility::Overlay).map(|it| it.points).sum();
    let mut text = format!("{} of {} points", verdict.points(), verdict.max_points());
    if own > 0 {
        text.push_str(&format!(
            "; {own} of these {} are for what your teacher looks at besides",
            verdict.max_points()
        ));
    }
    text
}

fn check_lines(check: &CheckResult) -> String {
    let points = if check.points == 1 { "1 point".to_owned() } else { format!("{} points", check.points) };
    let sign = if check.outcome == CheckOutcome::Passed { "passed" } else { "not yet" };
    let mut text = format!("- **{}** ({points}): {sign}\n", inline(&check.name));
    match &check.outcome {
        CheckOutcome::Failed(failure) if check.visibility == Visibility::Shown => {
            text.push_str(&failure_lines(failure));
        }
        CheckOutcome::Broken(_) => {
            text.push_str("  This check is amiss. It is not your fault; tell your teacher.\n")
        }
        CheckOutcome::NotRun => {
            text.push_str("  It could not be looked at, because your answer did not run.\n")
        }
        _ => {}
    }
    text
}

fn failure_lines(failure: &Failure) -> String {
    let mut text = format!("  {}\n", inline(&failure.message));
    if !failure.expected.is_empty() || !failure.happened.is_empty() {
        let [expected, happened] = [&failure.expected, &failure.happened].map(|it| inline(it));
        text.push_str(&format!("  Expected {expected}; what happened: {happened}\n"));
    }
    text
}

/// A text as an indented block: no line of it can end the block.
fn block(text: &str) -> String {
    let lines = text.trim_end().lines().take(MOST_LINES);
    let lines: String = lines.map(|it| format!("    {}\n", plain_text(&cut(it)))).collect();
    format!("{lines}\n")
}

const MOST_LINES: usize = 40;
const MOST_CHARACTERS: usize = 500;

fn cut(text: &str) -> String {
    text.chars().take(MOST_CHARACTERS).collect()
}

/// Untrusted text within a line of Markdown: it makes no links, images or HTML.
fn inline(text: &str) -> String {
    let mut out = String::new();
    for character in plain_text(&cut(text)).chars() {
        if matches!(character, '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '!' | '|' | '&' | '#' | '~') {
            out.push('\\');
        }
        out.push(character);
    }
    out
}

fn sentence(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or(String::new(), |it| it.to_uppercase().chain(characters).collect())
}

/// A file's name for each row, without its ending: safe everywhere, no two alike.
pub fn file_names(rows: &[Row]) -> Vec<String> {
    let mut taken = std::collections::BTreeSet::new();
    let mut names = Vec::new();
    for row in rows {
        let wanted = safe(&row.student.name);
        let numbered = row.student.id.as_ref().map(|id| format!("{wanted}_{}", safe(id)));
        let counted = (2..).map(|count| format!("{wanted}_{count}"));
        // Windows and macOS hold names that differ in case for one.
        let candidates = [wanted.clone()].into_iter().chain(numbered).chain(counted);
        let name = candidates.into_iter().find(|it| taken.insert(it.to_lowercase()));
        names.push(name.unwrap_or(wanted));
    }
    names
}

/// Letters and digits stay, and a few signs between them.
fn safe(name: &str) -> String {
    let keep = |it: char| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_' | '.' | '@');
    let name: String = name.chars().take(60).map(|it| if keep(it) { it } else { '_' }).collect();
    let name = name.trim_matches(|it: char| it == '.' || it == ' ');
    let device = name.split('.').next().unwrap_or("").to_uppercase();
    let is_device = ["CON", "PRN", "AUX", "NUL"].contains(&device.as_str())
        || (device.len() == 4 && (device.starts_with("COM") || device.starts_with("LPT")));
    if name.is_empty() || is_device { format!("_{name}") } else { name.to_owned() }
}
