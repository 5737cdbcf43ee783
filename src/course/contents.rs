//! A course: a folder with `course.toml` and lessons beside it, or the one that is built in.
//!
//! Reading it finds what is wrong with its form. What its programs do is proven elsewhere (`prove`).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use include_dir::{Dir, include_dir};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use super::document::{Lesson, Overlay, Problem, read, read_overlay};
use super::verdict::Visibility;
use crate::files::{self, Origin, ReadError, UNINTERRUPTED};
use crate::host::permissions::Wish;

/// The course that is built in.
static BUILT_IN: Dir = include_dir!("$CARGO_MANIFEST_DIR/lessons");
/// The file that says what the course consists of.
pub const COURSE_FILE: &str = "course.toml";
/// The version of the format that this program reads.
pub const FORMAT_VERSION: u32 = 1;
/// What the files of a course end with.
const COURSE_ENDINGS: &[&str] = &["md", "toml"];
/// The most bytes of one file.
const MAX_BYTES: u64 = 1 << 20;
/// The most files of a course.
const MAX_FILES: usize = 1_000;

/// A course.
#[derive(Clone, Debug)]
pub struct Course {
    pub id: String,
    pub title: String,
    /// Markdown, shown at its beginning.
    pub welcome: String,
    /// Markdown, shown at its end.
    pub final_words: String,
    pub lessons: Vec<Lesson>,
    /// Of all its files: 64 hexadecimal digits.
    pub hash: String,
    pub provenance: Provenance,
    /// What its programs want beyond their own files and the test server.
    pub wishes: Vec<Wish>,
    /// Of an overlay's files, where there is one.
    pub overlay_hash: Option<String>,
}

/// Where a course comes from, and so what its programs may do unasked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Provenance {
    BuiltIn,
    /// A folder, which may be anybody's: its programs run in a sandbox, and none that was not shown.
    Folder,
}

/// `course.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Outline {
    format_version: u32,
    id: String,
    title: String,
    order: Vec<String>,
    #[serde(default)]
    welcome: String,
    #[serde(default)]
    final_words: String,
    #[serde(default)]
    wants: Vec<String>,
}

/// Texts by the names of their files.
type Files = BTreeMap<String, String>;

impl Course {
    /// The course that is built in. It is proven to be sound when the program is made.
    pub fn builtin() -> Result<Course, Vec<Problem>> {
        let files = BUILT_IN
            .files()
            .filter_map(|file| Some((file.path().to_str()?.to_owned(), tidy(file.contents_utf8()?))));
        let files = files.filter(|(name, _)| is_part(name, COURSE_ENDINGS));
        Course::from_files(&files.collect(), Provenance::BuiltIn)
    }

    /// The course in a folder. The error lists all that is wrong.
    pub fn load(folder: &Path) -> Result<Course, Vec<Problem>> {
        Course::from_files(&read_folder(folder, COURSE_ENDINGS)?, Provenance::Folder)
    }

    /// The same with a teacher's further checks, which learners never see.
    pub fn with_overlay(mut self, folder: &Path) -> Result<Course, Vec<Problem>> {
        let files = read_folder(folder, &["md"])?;
        let mut problems = Vec::new();
        // Its files do not lie in the course's folder.
        let place = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        for (name, text) in &files {
            match read_overlay(&place.join(name).display().to_string(), text) {
                Ok(overlay) => problems.extend(self.lay_over(overlay).err()),
                Err(found) => problems.extend(found),
            }
        }
        if files.is_empty() {
            problems
                .push(problem(&folder.display().to_string(), "this folder holds no overlay: no .md file"));
        }
        self.overlay_hash = Some(hash(&files));
        if problems.is_empty() { Ok(self) } else { Err(problems) }
    }

    /// The lesson of this id.
    pub fn lesson(&self, id: &str) -> Option<&Lesson> {
        self.lessons.iter().find(|it| it.id == id)
    }

    fn lay_over(&mut self, overlay: Overlay) -> Result<(), Problem> {
        let lesson = self.lessons.iter_mut().find(|it| it.id == overlay.id);
        let exercise = lesson.and_then(|it| it.exercise.as_mut());
        let exercise = exercise.ok_or_else(|| {
            problem(&overlay.file, format!("the course has no lesson `{}` with an exercise", overlay.id))
        })?;
        for check in overlay.checks {
            if exercise.checks.iter().any(|it| it.name == check.name) {
                let text = format!("the lesson has a check named \"{}\" already", check.name);
                return Err(Problem { line: check.code.line - 1, ..problem(&overlay.file, text) });
            }
            let file = Some(overlay.file.clone());
            let check = super::document::Check { visibility: Visibility::Overlay, overlay: file, ..check };
            exercise.checks.push(check);
        }
        Ok(())
    }

    fn from_files(files: &Files, provenance: Provenance) -> Result<Course, Vec<Problem>> {
        let Some(outline) = files.get(COURSE_FILE) else {
            return Err(vec![problem(
                COURSE_FILE,
                "there is no such file; `meanwhile course new` writes one",
            )]);
        };
        let outline: Outline = toml::from_str(outline).map_err(|error| {
            let line = error.span().map_or(0, |span| outline[..span.start].matches('\n').count() + 1);
            vec![Problem { line, ..problem(COURSE_FILE, error.message()) }]
        })?;
        let Outline { format_version, id, title, order, welcome, final_words, wants } = outline;
        if format_version != FORMAT_VERSION {
            let text = format!(
                "the course is written in version {format_version} of the format; this program reads version {FORMAT_VERSION}"
            );
            return Err(vec![problem(COURSE_FILE, text)]);
        }
        let (mut lessons, mut problems): (Vec<Lesson>, Vec<Problem>) = Default::default();
        for name in &order {
            match files.get(name).map(|text| read(name, text)) {
                None => problems
                    .push(problem(COURSE_FILE, format!("`order` names {name}, and there is no such file"))),
                Some(Err(found)) => problems.extend(found),
                Some(Ok(lesson)) => {
                    problems.extend(misplaced(&lesson, &lessons));
                    lessons.push(lesson);
                }
            }
        }
        for name in files.keys().filter(|name| name.ends_with(".md") && !order.contains(name)) {
            problems.push(problem(name, format!("`order` in {COURSE_FILE} does not name this file")));
        }
        let mut wishes = Vec::new();
        for name in &wants {
            match Wish::of_name(name) {
                Some(wish) => wishes.push(wish),
                None => {
                    let known = Wish::ALL.map(Wish::name).join(", ");
                    problems.push(problem(COURSE_FILE, format!("`wants` has `{name}`; it may have {known}")));
                }
            }
        }
        wishes.sort();
        wishes.dedup();
        let is_plain = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
        if id.is_empty() || !id.chars().all(is_plain) {
            problems.push(problem(COURSE_FILE, "an id is in small letters, digits and `-`"));
        }
        if lessons.is_empty() && problems.is_empty() {
            problems.push(problem(COURSE_FILE, "a course has at least one lesson: `order = [\"first.md\"]`"));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let hash = hash(files);
        Ok(Course { id, title, welcome, final_words, lessons, hash, provenance, wishes, overlay_hash: None })
    }
}

/// What is wrong with a lesson's place in the course.
fn misplaced(lesson: &Lesson, before: &[Lesson]) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(other) = before.iter().find(|it| it.id == lesson.id) {
        problems.push(problem(&lesson.file, format!("{} has the id `{}` too", other.file, lesson.id)));
    }
    for required in lesson.requires.iter().filter(|id| !before.iter().any(|it| it.id == **id)) {
        problems
            .push(problem(&lesson.file, format!("it requires `{required}`, which does not come before it")));
    }
    problems
}

fn problem(file: &str, text: impl Into<String>) -> Problem {
    Problem { file: file.to_owned(), line: 0, text: text.into() }
}

/// The files of a folder with one of these endings, by name.
fn read_folder(folder: &Path, endings: &[&str]) -> Result<Files, Vec<Problem>> {
    let name = folder.display().to_string();
    let unreadable = |error: io::Error| vec![problem(&name, error.to_string())];
    let mut texts = Files::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let name = path.file_name().and_then(|it| it.to_str()).filter(|it| is_part(it, endings));
        let Some(name) = name else { continue };
        let wrong = |text: String| vec![problem(name, text)];
        if texts.len() == MAX_FILES {
            return Err(vec![problem(COURSE_FILE, format!("a course has at most {MAX_FILES} files"))]);
        }
        // The folder may be anybody's, so what is no ordinary file is not opened.
        let bytes = match files::read(&path, Origin::Found, MAX_BYTES, UNINTERRUPTED) {
            Ok(bytes) => bytes,
            Err(ReadError::TooLong { .. }) => return Err(wrong("this file has more than 1 MB".to_owned())),
            Err(ReadError::NotRegular { what, .. }) => {
                return Err(wrong(format!("this is {what}; a course consists of ordinary files")));
            }
            Err(error) => return Err(wrong(error.to_string())),
        };
        let text = String::from_utf8(bytes).map_err(|_| wrong("this is not text in UTF-8".to_owned()))?;
        texts.insert(name.to_owned(), tidy(&text));
    }
    Ok(texts)
}

/// Whether a file belongs to a course. One that tells people about the folder does not.
fn is_part(name: &str, endings: &[&str]) -> bool {
    let ending = Path::new(name).extension().and_then(|it| it.to_str()).unwrap_or_default();
    endings.contains(&ending) && !name.eq_ignore_ascii_case("README.md")
}

/// A text as it is everywhere: some editors, and Git on Windows, put other bytes at its beginning and its lines' ends.
fn tidy(text: &str) -> String {
    text.trim_start_matches('\u{feff}').replace("\r\n", "\n")
}

/// The names and texts of all files, hashed.
fn hash(files: &Files) -> String {
    let mut hasher = Sha256::new();
    for (name, text) in files {
        for part in [name, text] {
            hasher.update((part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}
