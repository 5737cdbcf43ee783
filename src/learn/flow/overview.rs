//! What looks over the whole course: titles, the list of lessons, cards, the end.

use unicode_width::UnicodeWidthStr;

use super::desk::Desk;
use super::event::Effect;
use super::stage::Stage;
use crate::commands::nearest;
use crate::course::contents::Course;
use crate::course::document::{Card, Lesson};
use crate::learn::piece::Block;

/// Columns of a lesson's title in the list.
const TITLE: usize = 46;
/// Rows of the window that the list of lessons leaves: its head and its last line, a gap, what may be done, the prompt.
const ROWS_BESIDE: usize = 5;

/// The first lesson that is not done; the last one where all are.
pub fn first_open(desk: &Desk) -> usize {
    let lessons = &desk.course.lessons;
    let open = lessons.iter().position(|it| !desk.progress.is_done(&it.id));
    open.unwrap_or(lessons.len().saturating_sub(1))
}

/// Says which lesson begins.
pub fn say_title(desk: &mut Desk) {
    let Some(lesson) = desk.current() else { return };
    let (number, count) = (desk.lesson + 1, desk.course.lessons.len());
    let title = format!("Lesson {number} of {count} · {}", lesson.title);
    desk.say(Block::Gap);
    desk.say(Block::Title(title));
    desk.say(Block::Gap);
}

/// A word where there are cards about what was just taught: in which languages.
pub fn new_cards(desk: &Desk) -> Option<String> {
    let new = desk.current()?.cards.iter().filter(|it| it.step == desk.step);
    let new: Vec<Card> = new.cloned().collect();
    (!new.is_empty()).then(|| format!(":card shows this in {}.", or(&languages(&new))))
}

/// `:lessons`
pub fn list_lessons(desk: &mut Desk) {
    let lessons = desk.course.lessons.clone();
    let done = lessons.iter().filter(|it| desk.progress.is_done(&it.id)).count();
    let (points, most) = points(desk);
    let title =
        format!("{}: {done} of {} lessons done, {points} of {most} points", desk.course.title, lessons.len());
    desk.say(Block::Title(title));
    let shown = listed(desk, lessons.len());
    if shown.start > 0 {
        desk.say(Block::Row(format!("      … {} before", shown.start)));
    }
    for (index, lesson) in lessons.iter().enumerate().filter(|(index, _)| shown.contains(index)) {
        let progress = desk.progress.lesson(&lesson.id);
        let sign = if progress.is_done { '✔' } else { ' ' };
        let here = if index == desk.lesson { '▸' } else { ' ' };
        let points = lesson
            .exercise
            .as_ref()
            .map_or_else(String::new, |it| format!("{}/{}", progress.points, it.max_points()));
        let remark = match (progress.is_done, progress.gave_up, progress.is_skipped) {
            (true, true, _) => "after the solution",
            (true, ..) => "",
            (_, true, _) => "solution seen",
            (.., true) => "left for later",
            _ => "",
        };
        let blanks = " ".repeat(TITLE.saturating_sub(lesson.title.width()));
        let row = format!("{here}{sign} {:>2}  {}{blanks} {points:<5} {remark}", index + 1, lesson.title);
        desk.say(Block::Row(row));
    }
    if shown.end < lessons.len() {
        desk.say(Block::Row(format!("      … {} after", lessons.len() - shown.end)));
    }
    desk.say(Block::Faint(":learn NUMBER goes to a lesson, :submit packs your answers.".to_owned()));
}

/// The lessons that have room in the window, around the present one.
fn listed(desk: &Desk, count: usize) -> std::ops::Range<usize> {
    let room = desk.window.rows.saturating_sub(ROWS_BESIDE).max(3);
    if count <= room {
        return 0..count;
    }
    // Two rows say how many are left out.
    let room = room.saturating_sub(2).max(1);
    let start = desk.lesson.saturating_sub(room / 2).min(count - room);
    start..start + room
}

/// The points of all exercises: those earned, and the most.
fn points(desk: &Desk) -> (u32, u32) {
    let lessons = &desk.course.lessons;
    let most = lessons.iter().filter_map(|it| it.exercise.as_ref()).map(|it| it.max_points()).sum();
    let points = lessons.iter().map(|it| desk.progress.lesson(&it.id).points);
    (points.fold(0, u32::saturating_add), most)
}

/// `:card`
pub fn card(desk: &mut Desk, stage: &Stage, wanted: Option<&str>) {
    let Some(lesson) = desk.current() else { return };
    let is_read = matches!(stage, Stage::Read | Stage::End);
    let is_taught = |it: &&Card| {
        it.step < desk.step || it.step == desk.step && is_read || desk.progress.is_done(&lesson.id)
    };
    let cards: Vec<Card> = lesson.cards.iter().filter(is_taught).cloned().collect();
    let later = lesson.cards.len() - cards.len();
    let languages = languages(&cards);
    if languages.is_empty() {
        return desk.words(match later {
            0 => "This lesson has no cards.",
            _ => "The cards of this lesson come later: they show what it has not taught yet.",
        });
    }
    let all = languages.join(", ");
    if let Some(wanted) = wanted.and_then(|it| it.trim().strip_prefix("run")) {
        return run_card(desk, &cards, wanted.trim());
    }
    let wanted = wanted.map(|it| language(it.trim()));
    let Some(language) = wanted.clone().or_else(|| Some(languages.first()?.to_string())) else { return };
    if !languages.contains(&language.as_str()) {
        let shown: String = language.chars().take(40).collect();
        return desk.words(format!("This lesson has no card for `{shown}`. There is: {all}."));
    }
    desk.say(Block::Title(format!("The same idea in {}", name(&language))));
    desk.say(Block::Gap);
    let mut can_run = false;
    for card in cards.iter().filter(|it| it.language == language) {
        desk.say(Block::Foreign(card.text.clone()));
        desk.say(Block::Gap);
        can_run |= card.language == "python" && card.prints.is_some();
    }
    if can_run {
        desk.say(Block::Faint(":card run runs it with the python3 of this computer.".to_owned()));
    }
    if later > 0 {
        desk.say(Block::Faint("More cards come later in this lesson.".to_owned()));
    }
    let others: Vec<String> =
        languages.iter().filter(|it| **it != language).map(|it| format!(":card {it}")).collect();
    if wanted.is_none() && !others.is_empty() {
        desk.say(Block::Faint(format!("Also: {}", others.join(", "))));
    }
}

/// Runs the latest card that is a whole program in Python.
fn run_card(desk: &mut Desk, cards: &[Card], wanted: &str) {
    if !matches!(wanted, "" | "python" | "py") {
        return desk.words("Only cards in Python can be run here.");
    }
    let whole = cards.iter().rfind(|it| it.language == "python" && it.prints.is_some());
    match whole.cloned() {
        Some(card) => desk.out.push_back(Effect::RunCard(card)),
        None => desk.words("There is no card here that is a whole program in Python."),
    }
}

/// The course is over.
pub fn end(desk: &mut Desk) -> Stage {
    let final_words = desk.course.final_words.clone();
    desk.say(Block::Gap);
    desk.say(Block::Prose(final_words));
    let open: Vec<String> = (desk.course.lessons.iter().enumerate())
        .filter(|(_, it)| !desk.progress.is_done(&it.id))
        .map(|(index, _)| (index + 1).to_string())
        .collect();
    if !open.is_empty() {
        desk.say(Block::Gap);
        desk.words(format!(
            "Still open: {} {}.",
            if open.len() == 1 { "lesson" } else { "lessons" },
            open.join(", ")
        ));
    }
    desk.say(Block::Gap);
    let (points, most) = points(desk);
    desk.words(format!(
        "You have {points} of {most} points. To hand in your answers, type :submit; it packs them into one file."
    ));
    desk.out.push_back(Effect::Open(desk.lesson));
    Stage::End
}

/// The languages of cards, each once.
fn languages(cards: &[Card]) -> Vec<&str> {
    let mut languages: Vec<&str> = Vec::new();
    for card in cards {
        if !languages.contains(&card.language.as_str()) {
            languages.push(&card.language);
        }
    }
    languages
}

/// A language as it is written in cards.
fn language(typed: &str) -> String {
    match typed.to_lowercase().as_str() {
        "py" | "python3" => "python".to_owned(),
        "js" | "node" | "typescript" | "ts" => "javascript".to_owned(),
        "rs" => "rust".to_owned(),
        other => other.to_owned(),
    }
}

fn name(language: &str) -> &str {
    match language {
        "python" => "Python",
        "javascript" => "JavaScript",
        "rust" => "Rust",
        other => other,
    }
}

/// `Python, JavaScript or Rust`
fn or(languages: &[&str]) -> String {
    let names: Vec<&str> = languages.iter().map(|it| name(it)).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// A lesson that the course does not have.
pub enum NoLesson {
    /// By this number; the course has that many lessons.
    Number(usize, usize),
    /// By its name, with a lesson that may be meant.
    Name(String, String),
    /// By its name; the course has that many lessons.
    Unknown(String, usize),
}

impl NoLesson {
    /// What is said in the session.
    pub fn in_session(&self) -> String {
        match self {
            NoLesson::Name(shown, near) => {
                format!("There is no lesson `{shown}`. Did you mean `:learn {near}`?")
            }
            NoLesson::Unknown(shown, count) => {
                format!("There is no lesson `{shown}`. They are 1 to {count}; Tab lists them.")
            }
            NoLesson::Number(..) => format!("{self}."),
        }
    }
}

impl std::fmt::Display for NoLesson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoLesson::Number(number, count) => {
                write!(f, "There is no lesson {number}; they are 1 to {count}")
            }
            NoLesson::Name(shown, near) => write!(f, "There is no lesson `{shown}`; did you mean `{near}`?"),
            NoLesson::Unknown(shown, count) => {
                write!(f, "There is no lesson `{shown}`; they are 1 to {count}")
            }
        }
    }
}

/// The lesson that is meant by its number, id or title.
///
/// # Errors
///
/// Where there is none, with the nearest.
pub fn lesson_of(course: &Course, wanted: &str) -> Result<usize, NoLesson> {
    let wanted = wanted.trim().trim_start_matches("lesson").trim();
    let lessons = &course.lessons;
    if let Some(index) =
        lessons.iter().position(|it| it.id == wanted || it.title.eq_ignore_ascii_case(wanted))
    {
        return Ok(index);
    }
    if let Ok(number) = wanted.trim_start_matches('#').parse::<usize>() {
        let index = number.checked_sub(1).filter(|it| *it < lessons.len());
        return index.ok_or(NoLesson::Number(number, lessons.len()));
    }
    let shown: String = wanted.chars().filter(|c| !c.is_control()).take(40).collect();
    let has_part = |it: &&Lesson| {
        let wanted = wanted.to_lowercase();
        wanted.len() > 2 && (it.id.contains(&wanted) || it.title.to_lowercase().contains(&wanted))
    };
    let names = lessons.iter().flat_map(|it| [it.id.as_str(), it.title.as_str()]);
    let part = lessons.iter().find(has_part).map(|it| it.id.as_str());
    Err(match part.or_else(|| nearest(wanted, names)) {
        Some(near) => NoLesson::Name(shown, near.to_owned()),
        None => NoLesson::Unknown(shown, lessons.len()),
    })
}
