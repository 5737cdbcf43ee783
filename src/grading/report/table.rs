//! The table for a terminal: a line for each student and lesson.

use unicode_width::UnicodeWidthStr;

use crate::grading::cell::{padded, shortened};
use crate::grading::{Grade, Gradebook, LessonLine, Row, Status, feedback, summary};
use crate::plain::plain_text;

/// No name takes more columns than this.
const WIDEST_NAME: usize = 24;
const WIDEST_LESSON: usize = 20;

/// A row's cells: student, lesson, points, and how it went.
struct Line {
    cells: [String; 3],
    rest: String,
}

/// Draws the table in this many columns, with a summary under it.
pub fn table(book: &Gradebook, columns: usize) -> String {
    let lines: Vec<Line> = book.rows.iter().flat_map(|row| lines(book, row)).collect();
    let widths = [0, 1, 2].map(|cell| lines.iter().map(|it| it.cells[cell].width()).max().unwrap_or(0));
    let room = columns.saturating_sub(widths.iter().sum::<usize>() + 6).max(20);
    let mut text = String::new();
    for Line { cells, rest } in &lines {
        let [student, lesson, points] = [0, 1, 2].map(|it| padded(&cells[it], widths[it]));
        let begin = format!("{student}  {lesson}  {points}  ");
        let rest = broken(rest, room);
        text.push_str(format!("{begin}{}", rest[0]).trim_end());
        text.push('\n');
        if let Some(second) = rest.get(1) {
            text.push_str(&format!("{}{second}\n", " ".repeat(begin.width())));
        }
    }
    format!("{text}\n{}\n{}\n", counts(book), shortened(&book.full_origin(), columns.max(40)))
}

/// The text on one or two lines.
fn broken(text: &str, columns: usize) -> Vec<String> {
    let whole = shortened(text, columns);
    let Some(short) = whole.strip_suffix('…').filter(|it| text.len() > it.len()) else {
        return vec![whole];
    };
    match short.rfind(' ').filter(|it| *it > columns / 3) {
        Some(end) => vec![short[..end].to_owned(), shortened(plain_text(text)[end..].trim(), columns)],
        None => vec![whole],
    }
}

fn lines(book: &Gradebook, row: &Row) -> Vec<Line> {
    let name = shortened(&row.student.name, WIDEST_NAME);
    if let Some(absence) = row.absence() {
        return vec![Line { cells: [name, "–".to_owned(), String::new()], rest: absence }];
    }
    let mut lines: Vec<Line> = row.grades.iter().map(|it| line(&name, it)).collect();
    let missing: Vec<&LessonLine> = book.lessons.iter().filter(|it| row.grade(&it.id).is_none()).collect();
    let most: u32 = missing.iter().map(|it| it.max_points).sum();
    let of_missing = match &missing[..] {
        [] => None,
        [one] => Some((one.id.clone(), "not handed in".to_owned())),
        several => {
            let ids: Vec<&str> = several.iter().map(|it| it.id.as_str()).collect();
            Some((format!("{} others", several.len()), format!("not handed in: {}", ids.join(", "))))
        }
    };
    lines.extend(of_missing.map(|(lesson, rest)| Line {
        cells: [name.clone(), shortened(&lesson, WIDEST_LESSON), format!("0/{most}")],
        rest,
    }));
    if book.lessons.len() > 1 {
        let points = format!("{}/{}", row.points(), book.max_points());
        lines.push(Line { cells: [name.clone(), "all".to_owned(), points], rest: String::new() });
    }
    lines.extend(row.remarks.iter().map(|it| Line {
        cells: [name.clone(), "–".to_owned(), String::new()],
        rest: format!("note: {it}"),
    }));
    lines
}

fn line(name: &str, grade: &Grade) -> Line {
    let points = format!("{}/{}", grade.points(), grade.max_points);
    // An answer that passed all checks may have lost points by hand: then there is no reason to name.
    let reason = grade.work.as_ref().filter(|_| !grade.has_passed()).map(|work| summary(&work.verdict));
    let mut rest = match reason.filter(|it| !it.is_empty()) {
        Some(reason) => format!("{}: {reason}", grade.status_word()),
        None => grade.status_word().to_owned(),
    };
    let late = feedback::late_line(grade).map(|it| it.trim_end_matches('.').to_lowercase());
    let changed = grade.is_changed().then(|| "points by hand".to_owned());
    // What came after is said first: the reason may be long.
    let before: Vec<String> = [late, changed].into_iter().flatten().collect();
    if !before.is_empty() {
        rest = format!("{}; {rest}", before.join("; "));
    }
    Line { cells: [name.to_owned(), shortened(&grade.lesson, WIDEST_LESSON), points], rest }
}

fn counts(book: &Gradebook) -> String {
    let grades = || book.rows.iter().flat_map(|it| &it.grades);
    let passed = grades().filter(|it| it.has_passed()).count();
    let is_stopped = |it: &&Grade| it.status_word() == Status::Stopped.word();
    let stopped = grades().filter(is_stopped).count();
    let absent = book.rows.iter().filter(|it| it.grades.is_empty()).count();
    let failed = grades().count() - passed - stopped;
    let mut text = format!("{passed} of {} passed, {failed} failed", grades().count());
    for (count, word) in [(stopped, "stopped"), (absent, "without a submission")] {
        if count > 0 {
            text.push_str(&format!(", {count} {word}"));
        }
    }
    text
}
