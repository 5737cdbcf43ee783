//! The table for a terminal: a line for each student and lesson.

use unicode_width::UnicodeWidthStr;

use crate::lesson::grade::cell::{padded, shortened};
use crate::lesson::grade::{Gradebook, Row, Status, summary};
use crate::lesson::verdict::Verdict;
use crate::plain::plain_text;

/// No name takes more columns than this.
const WIDEST_NAME: usize = 24;
const WIDEST_LESSON: usize = 20;

/// A row's cells: student, lesson, points, and how it went.
struct Line {
    cells: [String; 3],
    rest: String,
}

/// Drawn so many columns wide, with a summary under it.
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
    let mut lines: Vec<Line> = row.verdicts.iter().map(|it| line(&name, it)).collect();
    let missing = book.lessons.iter().filter(|line| row.verdicts.iter().all(|it| it.lesson != line.id));
    lines.extend(missing.map(|line| Line {
        cells: [name.clone(), shortened(&line.id, WIDEST_LESSON), format!("0/{}", line.max_points)],
        rest: "not handed in".to_owned(),
    }));
    if book.lessons.len() > 1 {
        let points = format!("{}/{}", row.points(), book.max_points());
        lines.push(Line { cells: [name, "all".to_owned(), points], rest: String::new() });
    }
    lines
}

fn line(name: &str, verdict: &Verdict) -> Line {
    let points = format!("{}/{}", verdict.points(), verdict.max_points());
    let rest = match Status::of(verdict) {
        Status::Passed => "passed".to_owned(),
        status => format!("{}: {}", status.word(), summary(verdict)),
    };
    Line { cells: [name.to_owned(), shortened(&verdict.lesson, WIDEST_LESSON), points], rest }
}

fn counts(book: &Gradebook) -> String {
    let verdicts = || book.rows.iter().flat_map(|it| &it.verdicts);
    let of = |status| verdicts().filter(|it| Status::of(it) == status).count();
    let absent = book.rows.iter().filter(|it| it.verdicts.is_empty()).count();
    let failed = of(Status::Failed) + of(Status::NoProgram);
    let [passed, stopped] = [Status::Passed, Status::Stopped].map(of);
    let mut text = format!("{passed} of {} passed, {failed} failed", verdicts().count());
    for (count, word) in [(stopped, "stopped"), (absent, "without a submission")] {
        if count > 0 {
            text.push_str(&format!(", {count} {word}"));
        }
    }
    text
}
