//! What looks over the whole course: titles, the list of lessons, cards, the end.

use unicode_width::UnicodeWidthStr;

use super::{Effect, Flow, Stage};
use crate::commands::nearest;
use crate::course::contents::Course;
use crate::course::document::{Card, Lesson};
use crate::repl::learn::piece::Block;

/// Columns of a lesson's title in the list.
const TITLE: usize = 46;
/// Rows of the window that the list of lessons leaves: its head and its last line, a gap, what may be done, the prompt.
const ROWS_BESIDE: usize = 5;

impl Flow {
    /// The index of a lesson by its number or id.
    pub(super) fn find(&self, wanted: &str) -> Result<usize, String> {
        lesson_of(&self.course, wanted).map_err(|it| it.in_session())
    }

    /// The first lesson that is not done; the last one where all are.
    pub(super) fn first_open(&self) -> usize {
        let lessons = &self.course.lessons;
        let open = lessons.iter().position(|it| !self.progress.is_done(&it.id));
        open.unwrap_or(lessons.len().saturating_sub(1))
    }

    pub(super) fn say_title(&mut self) {
        let Some(lesson) = self.current() else { return };
        let (number, count) = (self.lesson + 1, self.course.lessons.len());
        let title = format!("Lesson {number} of {count} · {}", lesson.title);
        self.say(Block::Gap);
        self.say(Block::Title(title));
        self.say(Block::Gap);
    }

    /// A word where there are cards about what was just taught: in which languages.
    pub(super) fn new_cards(&self) -> Option<String> {
        let new = self.current()?.cards.iter().filter(|it| it.step == self.step);
        let new: Vec<Card> = new.cloned().collect();
        (!new.is_empty()).then(|| format!(":card shows this in {}.", or(&languages(&new))))
    }

    pub(super) fn list_lessons(&mut self) {
        let lessons = self.course.lessons.clone();
        let done = lessons.iter().filter(|it| self.progress.is_done(&it.id)).count();
        let (points, most) = self.points();
        let title = format!(
            "{}: {done} of {} lessons done, {points} of {most} points",
            self.course.title,
            lessons.len()
        );
        self.say(Block::Title(title));
        let shown = self.listed(lessons.len());
        if shown.start > 0 {
            self.say(Block::Row(format!("      … {} before", shown.start)));
        }
        for (index, lesson) in lessons.iter().enumerate().filter(|(index, _)| shown.contains(index)) {
            let progress = self.progress.lesson(&lesson.id);
            let sign = if progress.is_done { '✔' } else { ' ' };
            let here = if index == self.lesson { '▸' } else { ' ' };
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
            self.say(Block::Row(row));
        }
        if shown.end < lessons.len() {
            self.say(Block::Row(format!("      … {} after", lessons.len() - shown.end)));
        }
        self.say(Block::Faint(":learn NUMBER goes to a lesson, :submit packs your answers.".to_owned()));
    }

    /// The lessons that have room in the window, around the present one.
    fn listed(&self, count: usize) -> std::ops::Range<usize> {
        let room = self.window.rows.saturating_sub(ROWS_BESIDE).max(3);
        if count <= room {
            return 0..count;
        }
        // Two rows say how many are left out.
        let room = room.saturating_sub(2).max(1);
        let start = self.lesson.saturating_sub(room / 2).min(count - room);
        start..start + room
    }

    /// The points of all exercises: those earned, and the most.
    fn points(&self) -> (u32, u32) {
        let lessons = &self.course.lessons;
        let most = lessons.iter().filter_map(|it| it.exercise.as_ref()).map(|it| it.max_points()).sum();
        let points = lessons.iter().map(|it| self.progress.lesson(&it.id).points);
        (points.fold(0, u32::saturating_add), most)
    }

    pub(super) fn card(&mut self, wanted: Option<&str>) {
        let Some(lesson) = self.current() else { return };
        let is_read = matches!(self.stage, Stage::Read | Stage::End);
        let is_taught = |it: &&Card| {
            it.step < self.step || it.step == self.step && is_read || self.progress.is_done(&lesson.id)
        };
        let cards: Vec<Card> = lesson.cards.iter().filter(is_taught).cloned().collect();
        let later = lesson.cards.len() - cards.len();
        let languages = languages(&cards);
        if languages.is_empty() {
            return self.words(match later {
                0 => "This lesson has no cards.",
                _ => "The cards of this lesson come later: they show what it has not taught yet.",
            });
        }
        let all = languages.join(", ");
        if let Some(wanted) = wanted.and_then(|it| it.trim().strip_prefix("run")) {
            return self.run_card(&cards, wanted.trim());
        }
        let wanted = wanted.map(|it| language(it.trim()));
        let Some(language) = wanted.clone().or_else(|| Some(languages.first()?.to_string())) else { return };
        if !languages.contains(&language.as_str()) {
            let shown: String = language.chars().take(40).collect();
            return self.words(format!("This lesson has no card for `{shown}`. There is: {all}."));
        }
        self.say(Block::Title(format!("The same idea in {}", name(&language))));
        self.say(Block::Gap);
        let mut can_run = false;
        for card in cards.iter().filter(|it| it.language == language) {
            self.say(Block::Foreign(card.text.clone()));
            self.say(Block::Gap);
            can_run |= card.language == "python" && card.prints.is_some();
        }
        if can_run {
            self.say(Block::Faint(":card run runs it with the python3 of this computer.".to_owned()));
        }
        if later > 0 {
            self.say(Block::Faint("More cards come later in this lesson.".to_owned()));
        }
        let others: Vec<String> =
            languages.iter().filter(|it| **it != language).map(|it| format!(":card {it}")).collect();
        if wanted.is_none() && !others.is_empty() {
            self.say(Block::Faint(format!("Also: {}", others.join(", "))));
        }
    }

    /// Runs the latest card that is a whole program in Python.
    fn run_card(&mut self, cards: &[Card], wanted: &str) {
        if !matches!(wanted, "" | "python" | "py") {
            return self.words("Only cards in Python can be run here.");
        }
        let whole = cards.iter().rfind(|it| it.language == "python" && it.prints.is_some());
        match whole.cloned() {
            Some(card) => self.out.push_back(Effect::RunCard(card)),
            None => self.words("There is no card here that is a whole program in Python."),
        }
    }

    pub(super) fn end(&mut self) {
        let final_words = self.course.final_words.clone();
        self.say(Block::Gap);
        self.say(Block::Prose(final_words));
        let open: Vec<String> = (self.course.lessons.iter().enumerate())
            .filter(|(_, it)| !self.progress.is_done(&it.id))
            .map(|(index, _)| (index + 1).to_string())
            .collect();
        if !open.is_empty() {
            self.say(Block::Gap);
            self.words(format!(
                "Still open: {} {}.",
                if open.len() == 1 { "lesson" } else { "lessons" },
                open.join(", ")
            ));
        }
        self.say(Block::Gap);
        let (points, most) = self.points();
        self.words(format!(
            "You have {points} of {most} points. To hand in your answers, type :submit; it packs them into one file."
        ));
        self.out.push_back(Effect::Open(self.lesson));
        self.stage = Stage::End;
    }
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
