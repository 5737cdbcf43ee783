//! What a student reads: points, which checks passed, and what to try.
//!
//! Of hidden checks only the name is shown. Those of a teacher's overlay are not shown at all; only their points count.

use unicode_normalization::UnicodeNormalization;

use super::lateness::Lateness;
use super::student::folded;
use super::{Grade, Gradebook, Row, headline};
use crate::course::verdict::{CheckOutcome, CheckResult, Failure, Trouble, TroubleKind, Verdict, Visibility};
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
                if let Some(grade) = row.grade(&line.id) {
                    text.push_str(&section(&line.title, grade));
                }
            }
            let missing = book.lessons.iter().filter(|line| row.grade(&line.id).is_none());
            let missing: Vec<String> = missing.map(|it| inline(&it.title)).collect();
            if !missing.is_empty() {
                text.push_str(&format!("Not handed in: {}.\n\n", missing.join(", ")));
            }
            for remark in &row.remarks {
                text.push_str(&format!("- {}\n", inline(remark)));
            }
        }
    }
    format!("{}\n\n---\n{}\n", text.trim_end(), inline(&book.origin()))
}

/// Whether a text is feedback that this program wrote, of whatever course and version.
pub fn is_feedback(text: &str) -> bool {
    let end = text.trim_end().rsplit_once("\n\n---\n").map_or("", |(_, end)| end);
    text.starts_with("# ")
        && end.starts_with("meanwhile ")
        && end.contains(", course ")
        && end.contains(", hash ")
}

/// The same in a few lines of plain text, for a comment's field.
pub fn short(book: &Gradebook, row: &Row) -> Vec<String> {
    let mut lines = Vec::new();
    for grade in &row.grades {
        lines.push(format!("{}: {}", grade.lesson, points_line(grade)));
        lines.extend(late_line(grade));
        let verdict = grade.work.as_ref().map(|it| &it.verdict);
        lines.extend(verdict.into_iter().flat_map(told).map(|it| headline(&it.text)));
        for check in verdict.into_iter().flat_map(shown_checks) {
            let given = given_line(grade, Some(check));
            match &check.outcome {
                _ if given.is_some() => lines.extend(given.map(|it| format!("{}: {it}", check.name))),
                CheckOutcome::Passed => {}
                CheckOutcome::Failed(failure) if check.visibility == Visibility::Shown => {
                    lines.push(format!("Not yet: {}. {}", check.name, failure.message));
                }
                _ => lines.push(format!("Not yet: {}", check.name)),
            }
        }
        lines.extend(given_line(grade, None));
    }
    lines.extend(row.remarks.iter().cloned());
    lines.push(book.origin());
    lines
}

/// The checks that a student may know of.
pub fn shown_checks(verdict: &Verdict) -> impl Iterator<Item = &CheckResult> {
    verdict.checks.iter().filter(|it| it.visibility != Visibility::Overlay)
}

/// What kept the answer from its end, as far as a student sees it. What failed in the main task may be meant so,
/// so it is shown only where nothing else is.
pub fn told(verdict: &Verdict) -> impl Iterator<Item = &Trouble> {
    let is_told = |kind| kind != TroubleKind::Failed || !verdict.has_passed();
    verdict.trouble.iter().filter(move |it| is_told(it.kind))
}

fn section(title: &str, grade: &Grade) -> String {
    let mut text = format!("## {}\n\n{}.\n\n", inline(title), points_line(grade));
    let lines = [late_line(grade), given_line(grade, None)];
    for line in lines.into_iter().flatten() {
        text.push_str(&format!("{}\n\n", inline(&line)));
    }
    let Some(work) = &grade.work else { return text };
    for trouble in told(&work.verdict) {
        match trouble.kind {
            // Where exactly a limit is met may differ from run to run.
            TroubleKind::Limit => text.push_str(&block(&headline(&trouble.text))),
            _ => text.push_str(&block(&trouble.text)),
        }
    }
    for check in shown_checks(&work.verdict) {
        text.push_str(&check_lines(check, given_line(grade, Some(check))));
    }
    text.push('\n');
    text
}

/// `3 of 5 points; 1 point is for a hidden check`. Nothing else is said of the checks of an overlay.
pub fn points_line(grade: &Grade) -> String {
    let mut text = format!("{} of {} points", grade.points(), grade.max_points);
    let checks = grade.work.iter().flat_map(|it| &it.verdict.checks);
    let own: Vec<u32> =
        checks.filter(|it| it.visibility == Visibility::Overlay).map(|it| it.points).collect();
    let are_for = match (own.iter().sum::<u32>(), own.len()) {
        (0, _) => return text,
        (1, _) => "1 point is for a hidden check".to_owned(),
        (points, 1) => format!("{points} points are for a hidden check"),
        (points, _) => format!("{points} points are for hidden checks"),
    };
    text.push_str(&format!("; {are_for}"));
    text
}

/// How late it was, and what that cost.
pub fn late_line(grade: &Grade) -> Option<String> {
    let how = match grade.lateness {
        Lateness::Unknown | Lateness::OnTime => return None,
        Lateness::Marked => "Handed in late".to_owned(),
        late @ Lateness::By(_) => format!("Handed in late by {late}"),
    };
    let cost = match grade.deduction {
        it if it.is_zero() => String::new(),
        it => format!("; {it} off for that"),
    };
    Some(format!("{how}{cost}."))
}

/// What a teacher gave and wrote by hand: for a check, or for the lesson as a whole.
pub fn given_line(grade: &Grade, check: Option<&CheckResult>) -> Option<String> {
    let is_about = |name: Option<&str>| match check {
        Some(check) => name == Some(check.name.as_str()),
        None => name.is_none() || grade.work.is_none(),
    };
    let lines = grade.overrides.iter().filter(|it| is_about(it.check.as_deref())).map(|it| {
        let points = it.points.map(|points| match points.to_string().as_str() {
            "1" => "1 point by hand".to_owned(),
            points => format!("{points} points by hand"),
        });
        let comment = Some(it.comment.clone()).filter(|it| !it.is_empty());
        [points, comment].into_iter().flatten().collect::<Vec<_>>().join(": ")
    });
    let lines: Vec<String> = lines.filter(|it| !it.is_empty()).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

fn check_lines(check: &CheckResult, given: Option<String>) -> String {
    let mut points =
        if check.points == 1 { "1 point".to_owned() } else { format!("{} points", check.points) };
    if check.visibility == Visibility::Hidden {
        points.push_str(", a hidden check");
    }
    if let Some(given) = given {
        return format!("- **{}** ({points}): {}\n", inline(&check.name), inline(&given));
    }
    let sign = if check.outcome == CheckOutcome::Passed { "passed" } else { "not yet" };
    let mut text = format!("- **{}** ({points}): {sign}\n", inline(&check.name));
    match &check.outcome {
        CheckOutcome::Failed(failure) if check.visibility == Visibility::Shown => {
            text.push_str(&failure_lines(failure));
        }
        CheckOutcome::Broken(_) => text
            .push_str("  This check of the course does not work. It is not your fault; tell your teacher.\n"),
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
    let lines = text.trim_end().lines().take(MAX_LINES);
    let lines: String = lines.map(|it| format!("    {}\n", plain_text(&cut(it)))).collect();
    format!("{lines}\n")
}

const MAX_LINES: usize = 40;
const MAX_CHARACTERS: usize = 500;

fn cut(text: &str) -> String {
    text.chars().take(MAX_CHARACTERS).collect()
}

/// Untrusted text within a line of Markdown: it makes no links, images or HTML.
pub(super) fn inline(text: &str) -> String {
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
        let name = candidates.into_iter().find(|it| taken.insert(folded(it)));
        names.push(name.unwrap_or(wanted));
    }
    names
}

/// Letters and digits stay, and a few signs between them.
fn safe(name: &str) -> String {
    let keep = |it: char| it.is_alphanumeric() || matches!(it, ' ' | '-' | '_' | '.' | '@');
    let name: String = name.nfc().take(60).map(|it| if keep(it) { it } else { '_' }).collect();
    let name = name.trim_matches(|it: char| it == '.' || it == ' ');
    let device = name.split('.').next().unwrap_or("").to_uppercase();
    let is_device = ["CON", "PRN", "AUX", "NUL"].contains(&device.as_str())
        || (device.len() == 4 && (device.starts_with("COM") || device.starts_with("LPT")));
    if name.is_empty() || is_device { format!("_{name}") } else { name.to_owned() }
}
