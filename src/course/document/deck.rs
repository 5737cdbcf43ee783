//! A talk's file: a lesson's Markdown as slides, each with a scene at its end.
//!
//! Every lesson is a deck: its exercise is left out. A deck may have blocks of its own: `+type` for what is typed and left
//! for the speaker to finish, `+note` for what only the speaker sees. What its programs do is checked elsewhere.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use super::blocks::{Parts, Taken};
use super::fence::Fence;
use super::read::inner;
use super::{Code, Fixture, Problem, Program, Quiz, StepKind};

/// A talk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deck {
    pub title: String,
    /// The name of its file, for messages.
    pub file: String,
    pub slides: Vec<Slide>,
    /// The files that its programs find in their folder.
    pub files: Vec<Fixture>,
}

/// What is shown at once, and what it ends with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Slide {
    /// Markdown; perhaps empty.
    pub prose: String,
    /// What only the speaker sees; Markdown.
    pub notes: String,
    pub scene: Scene,
    /// After how many seconds a timed talk goes on from here, where the slide says so.
    pub seconds: Option<u32>,
    /// The line of its scene.
    pub line: usize,
}

/// What a slide ends with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scene {
    #[default]
    Pause,
    /// A program that is typed, then run.
    Run(Program),
    /// The same; before it runs the room is asked what it will print.
    Predict(Program),
    /// A text that is typed and left in the prompt.
    Type(Code),
    /// A question to the room, and then its answer.
    Ask(Quiz),
}

impl Scene {
    /// What is typed.
    pub fn text(&self) -> Option<&str> {
        match self {
            Scene::Run(program) | Scene::Predict(program) => Some(&program.text),
            Scene::Type(code) => Some(&code.text),
            Scene::Pause | Scene::Ask(_) => None,
        }
    }

    /// What is run as it stands.
    pub fn program(&self) -> Option<&Program> {
        match self {
            Scene::Run(program) | Scene::Predict(program) => Some(program),
            Scene::Type(_) | Scene::Pause | Scene::Ask(_) => None,
        }
    }
}

/// Blocks that are for learners alone.
const LEFT_OUT: &[&str] =
    &["given", "hint", "solution", "wrong", "check", "read", "parsons", "why", "schedule"];

/// Reads a deck. `file` is its name for messages.
///
/// # Errors
/// All that is wrong with its form.
pub fn read_deck(file: &str, text: &str) -> Result<Deck, Vec<Problem>> {
    let mut reading = Reading {
        file,
        text,
        parts: Parts::default(),
        title: String::new(),
        slides: Vec::new(),
        slide: Slide::default(),
        prose_from: 0,
    };
    reading.read();
    let Reading { mut parts, title, slides, .. } = reading;
    if slides.is_empty() && parts.problems.is_empty() {
        parts.problems.push(Problem {
            file: file.to_owned(),
            line: 0,
            text: "this deck has no slide".into(),
        });
    }
    if !parts.problems.is_empty() {
        parts.problems.sort_by_key(|it| it.line);
        return Err(parts.problems);
    }
    let title = if title.trim().is_empty() { file.to_owned() } else { title };
    Ok(Deck { title, file: file.to_owned(), slides, files: parts.files })
}

struct Reading<'a> {
    file: &'a str,
    text: &'a str,
    parts: Parts,
    title: String,
    slides: Vec<Slide>,
    /// The one that is being read.
    slide: Slide,
    /// Where its prose goes on.
    prose_from: usize,
}

impl Reading<'_> {
    fn read(&mut self) {
        let options = Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS;
        let mut events = Parser::new_ext(self.text, options).into_offset_iter();
        while let Some((event, range)) = events.next() {
            match event {
                Event::Start(Tag::MetadataBlock(MetadataBlockKind::PlusesStyle)) => {
                    let end = TagEnd::MetadataBlock(MetadataBlockKind::PlusesStyle);
                    self.read_front(&inner(&mut events, end));
                    self.prose_from = range.end;
                }
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                    let text = inner(&mut events, TagEnd::CodeBlock);
                    self.read_block(&info, text, range);
                }
                Event::Html(html) if html.trim() == "<!-- pause -->" => self.pause(range),
                Event::Rule => self.pause(range),
                _ => {}
            }
        }
        let end = self.text.len();
        self.pause(end..end);
    }

    /// Only the title is of interest; what else a lesson has there is for learners.
    fn read_front(&mut self, text: &str) {
        match text.parse::<toml::Table>() {
            Ok(front) => {
                let title = front.get("title").and_then(toml::Value::as_str);
                title.unwrap_or_default().clone_into(&mut self.title);
            }
            Err(error) => {
                let line = error.span().map_or(0, |span| text[..span.start].matches('\n').count());
                self.problem(line + 2, format!("the front matter cannot be read: {}", error.message()));
            }
        }
    }

    fn read_block(&mut self, info: &str, text: String, range: Range<usize>) {
        let line = self.line_of(range.start);
        let mut fence = match Fence::read(info) {
            Ok(fence) => fence,
            Err(text) => return self.problem(line, text),
        };
        // A block without a role is part of the prose.
        let Some(role) = fence.role.clone() else { return };
        self.cut(range);
        if let Some(seconds) = fence.values.remove("after") {
            match seconds.parse() {
                Ok(seconds) => self.slide.seconds = Some(seconds),
                Err(_) => self.problem(line, format!("`after={seconds}` is no number of whole seconds")),
            }
        }
        let code = Code { text, line: line + 1 };
        match role.as_str() {
            "note" => self.note(&code.text),
            "type" => self.end_slide(Scene::Type(code), line),
            "run" | "predict" | "quiz" | "file" => {
                match self.parts.take(&fence, &role, code, self.file) {
                    Taken::End(StepKind::Run(program)) => self.end_slide(Scene::Run(program), line),
                    Taken::End(StepKind::Predict(program)) => self.end_slide(Scene::Predict(program), line),
                    Taken::End(StepKind::Quiz(quiz)) => self.end_slide(Scene::Ask(quiz), line),
                    _ => {}
                }
            }
            // The prose before it is the task.
            "starter" | "make" => self.slide = Slide::default(),
            // So is that before a question to one learner; what comes back on later days stands by itself.
            "parsons" | "why" | "schedule" if !fence.flags.iter().any(|it| it == "review") => {
                self.slide = Slide::default();
            }
            role if LEFT_OUT.contains(&role) => {}
            _ => self.problem(
                line,
                format!(
                    "a deck knows no role `+{role}`; there are `+run`, `+type`, `+predict`, `+quiz`, `+note` and `+file`"
                ),
            ),
        }
    }

    /// A note behind a scene, before the next prose, is about that scene.
    fn note(&mut self, text: &str) {
        let is_behind = self.slide.prose.trim().is_empty();
        let slide = if is_behind { self.slides.last_mut() } else { None }.unwrap_or(&mut self.slide);
        slide.notes = format!("{}\n\n{text}", slide.notes).trim().to_owned();
    }

    fn pause(&mut self, range: Range<usize>) {
        let line = self.line_of(range.start);
        self.cut(range);
        self.end_slide(Scene::Pause, line);
    }

    /// What has been read up to `range` is prose; the next prose begins behind it.
    fn cut(&mut self, range: Range<usize>) {
        self.slide.prose.push_str(self.text.get(self.prose_from..range.start).unwrap_or_default());
        self.prose_from = range.end;
    }

    fn end_slide(&mut self, scene: Scene, line: usize) {
        let mut slide = std::mem::take(&mut self.slide);
        slide.prose = slide.prose.trim().to_owned();
        if scene == Scene::Pause && slide.prose.is_empty() {
            return;
        }
        self.slides.push(Slide { scene, line, ..slide });
    }

    fn line_of(&self, offset: usize) -> usize {
        self.text[..offset].matches('\n').count() + 1
    }

    fn problem(&mut self, line: usize, text: impl Into<String>) {
        self.parts.problems.push(Problem { file: self.file.to_owned(), line, text: text.into() });
    }
}
