//! From a file's text to a lesson.

use pulldown_cmark::{CodeBlockKind, Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};
use serde::Deserialize;

use super::blocks::{Parts, Taken};
use super::fence::Fence;
use super::{Check, Code, Lesson, Problem, Step, StepKind};

/// What stands between the `+++` lines.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Front {
    id: String,
    #[serde(default)]
    title: String,
    misconception: Option<String>,
    #[serde(default)]
    requires: Vec<String>,
}

/// A teacher's further checks for a lesson of another course.
#[derive(Debug)]
pub struct Overlay {
    pub id: String,
    pub file: String,
    pub checks: Vec<Check>,
}

/// Reads a lesson. `file` is its name for messages. The error is all that is wrong with its form.
pub fn read(file: &str, text: &str) -> Result<Lesson, Vec<Problem>> {
    let mut reading = Reading::of(file, text);
    let front = std::mem::take(&mut reading.front);
    if reading.has_front && front.title.trim().is_empty() {
        reading.problem(1, "the front matter needs a title: `title = \"…\"`");
    }
    // What a block that cannot be read would have fitted is not known.
    let (mut exercise, mut make) = (None, None);
    if reading.parts.problems.is_empty() {
        exercise = reading.exercise();
        make = reading.make.take().and_then(|parts| {
            // What is said of it stands with the rest.
            let of_lesson = std::mem::replace(&mut reading.parts, parts);
            let make = reading.exercise();
            let of_make = std::mem::replace(&mut reading.parts, of_lesson);
            reading.parts.problems.extend(of_make.problems);
            make
        });
    }
    let Reading { mut parts, steps, .. } = reading;
    if !parts.problems.is_empty() {
        parts.problems.sort_by_key(|it| it.line);
        return Err(parts.problems);
    }
    let Front { id, title, misconception, requires } = front;
    let Parts { cards, files, reviews, .. } = parts;
    let file = file.to_owned();
    Ok(Lesson { id, title, misconception, requires, file, steps, cards, files, exercise, make, reviews })
}

/// Reads a file of an overlay: front matter with an `id`, checks, and what is given for their scenarios.
pub fn read_overlay(file: &str, text: &str) -> Result<Overlay, Vec<Problem>> {
    let mut reading = Reading::of(file, text);
    let checks = reading.checks();
    if checks.is_empty() {
        reading.problem(0, "an overlay has at least one `+check`");
    }
    let Reading { parts, front, .. } = reading;
    match parts.problems.is_empty() {
        true => Ok(Overlay { id: front.id, file: file.to_owned(), checks }),
        false => Err(parts.problems),
    }
}

pub(super) struct Reading<'a> {
    file: &'a str,
    text: &'a str,
    front: Front,
    /// Whether the front matter could be read.
    has_front: bool,
    pub parts: Parts,
    /// Those of the task without a starter, from its block on.
    make: Option<Parts>,
    steps: Vec<Step>,
    /// Where the prose of the step that is being read begins.
    prose_from: usize,
    prose: String,
    last_asked: LastAsked,
}

/// Where the question stands that was read last.
#[derive(Clone, Copy)]
enum LastAsked {
    Step,
    Review,
}

impl<'a> Reading<'a> {
    fn of(file: &'a str, text: &'a str) -> Reading<'a> {
        let (front, parts) = (Front::default(), Parts::default());
        let mut reading = Reading {
            file,
            text,
            front,
            has_front: false,
            parts,
            make: None,
            steps: Vec::new(),
            prose_from: 0,
            prose: String::new(),
            last_asked: LastAsked::Step,
        };
        reading.read();
        reading
    }

    fn read(&mut self) {
        let options = Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
        let mut events = Parser::new_ext(self.text, options).into_offset_iter();
        let mut has_front = false;
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::MetadataBlock(MetadataBlockKind::PlusesStyle)) => {
                    let end = TagEnd::MetadataBlock(MetadataBlockKind::PlusesStyle);
                    self.read_front(&inner(&mut events, end));
                    has_front = true;
                    self.prose_from = range.end;
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let text = inner(&mut events, TagEnd::CodeBlock);
                    self.read_block(&info, text, range);
                }
                Event::Html(html) if html.trim() == "<!-- pause -->" => {
                    self.cut(range.start, range.end);
                    self.end_step(StepKind::Pause, range.start);
                }
                _ => {}
            }
        }
        self.cut(self.text.len(), self.text.len());
        if !self.prose.trim().is_empty() {
            self.end_step(StepKind::Pause, self.text.len());
        }
        if !has_front {
            self.problem(1, "a lesson begins with front matter in TOML between two lines `+++`");
        }
    }

    fn read_front(&mut self, text: &str) {
        match toml::from_str::<Front>(text) {
            Ok(front) => {
                let is_kebab = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
                if front.id.is_empty() || !front.id.chars().all(is_kebab) {
                    let text = format!(
                        "an id is in small letters, digits and `-`, such as `wait-together`, and not `{}`",
                        front.id
                    );
                    self.problem(2, text);
                }
                self.front = front;
                self.has_front = true;
            }
            Err(error) => {
                let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count());
                // Of a value of the wrong type the error does not say whose it is.
                let key = text.lines().nth(line).and_then(|it| it.split_once('=')).map(|(key, _)| key.trim());
                let key = key.filter(|it| !error.message().contains(it)).map(|it| format!("`{it}`: "));
                let text = format!("{}{}", key.unwrap_or_default(), error.message());
                self.problem(line + 2, format!("the front matter cannot be read: {text}"));
            }
        }
    }

    fn read_block(&mut self, info: &str, text: String, range: std::ops::Range<usize>) {
        let line = self.line_of(range.start);
        let fence = match Fence::read(info) {
            Ok(fence) => fence,
            Err(text) => return self.problem(line, text),
        };
        // A block without a role is part of the prose.
        let Some(role) = fence.role.clone() else { return };
        self.cut(range.start, range.end);
        let code = Code { text, line: line + 1 };
        let is_of_make = matches!(role.as_str(), "given" | "hint" | "solution" | "wrong" | "check");
        if role == "make" && self.make.is_some() {
            return self.problem(line, "a lesson has one task without a starter, so one `+make`");
        }
        if role == "make" {
            self.make = Some(Parts::default());
        }
        let parts = match &mut self.make {
            Some(make) if is_of_make || role == "make" => make,
            _ => &mut self.parts,
        };
        let (cards, reviews) = (parts.cards.len(), parts.reviews.len());
        let taken = parts.take(&fence, &role, code, self.file);
        if parts.cards.len() > cards {
            parts.cards[cards].step = self.steps.len().saturating_sub(1);
        }
        let is_review = parts.reviews.len() > reviews;
        // Problems are reported together, whatever they are about.
        let problems = std::mem::take(&mut parts.problems);
        self.parts.problems.extend(problems);
        match taken {
            Taken::Part if is_review => self.last_asked = LastAsked::Review,
            Taken::Part => {}
            Taken::End(act) => {
                self.last_asked = LastAsked::Step;
                self.end_step(act, range.start);
            }
            Taken::Others(code) => self.add_others(&code),
        }
    }

    /// Lines that do not belong to the arrangement before them.
    fn add_others(&mut self, code: &Code) {
        let act = match self.last_asked {
            LastAsked::Review => self.parts.reviews.last_mut(),
            LastAsked::Step => self.steps.last_mut().map(|it| &mut it.act),
        };
        let added = match act {
            Some(StepKind::Arrange(arrangement)) => arrangement.add(code),
            _ => {
                Err("`+wrong +lines` are the lines that do not belong to the `+parsons` before it".to_owned())
            }
        };
        if let Err(text) = added {
            self.problem(code.line - 1, text);
        }
    }

    /// What has been read up to `start` is prose; the next prose begins at `next`.
    fn cut(&mut self, start: usize, next: usize) {
        self.prose.push_str(self.text.get(self.prose_from..start).unwrap_or_default());
        self.prose_from = next;
    }

    fn end_step(&mut self, act: StepKind, at: usize) {
        let prose = std::mem::take(&mut self.prose).trim().to_owned();
        if prose.is_empty() && act == StepKind::Pause {
            return;
        }
        let line = self.line_of(at).saturating_sub(prose.matches('\n').count()).max(1);
        self.steps.push(Step { prose, act, line });
    }

    fn line_of(&self, offset: usize) -> usize {
        self.text[..offset].matches('\n').count() + 1
    }

    pub fn problem(&mut self, line: usize, text: impl Into<String>) {
        self.parts.problems.push(Problem { file: self.file.to_owned(), line, text: text.into() });
    }
}

/// The text up to the end of a block.
pub(super) fn inner<'a>(
    events: &mut impl Iterator<Item = (Event<'a>, std::ops::Range<usize>)>,
    end: TagEnd,
) -> String {
    let mut text = String::new();
    for (event, _) in events {
        match event {
            Event::Text(part) => text.push_str(&part),
            Event::End(it) if it == end => break,
            _ => {}
        }
    }
    text
}
