//! What the one who grades names on the command line, read and proven before anything is graded.

use std::path::Path;

use anyhow::{Context, anyhow, bail, ensure};

use super::arguments::{Format, GradeArguments};
use crate::course::document::Lesson;
use crate::files::{self, Origin, UNINTERRUPTED};
use crate::grading::decode::decode;
use crate::grading::roster::Roster;
use crate::grading::{LessonLine, Rules, overrides};

/// Bytes of a roster or a file of overrides.
const MAX_BYTES: u64 = 16 << 20;

/// The lessons that are asked for, in the course's order; nothing where all of them are.
pub fn asked(arguments: &GradeArguments, exercises: &[&Lesson]) -> anyhow::Result<Vec<String>> {
    let ids: Vec<&str> = exercises.iter().map(|it| it.id.as_str()).collect();
    let wanted: Vec<&str> = arguments.lessons.iter().map(|it| it.trim()).collect();
    if let Some(unknown) = wanted.iter().find(|it| !ids.contains(it)) {
        bail!("the course has no exercise {unknown}; it has {}", ids.join(", "));
    }
    Ok(ids.into_iter().filter(|it| wanted.contains(it)).map(str::to_owned).collect())
}

/// A roster with its text.
pub struct RosterFile {
    pub text: String,
    pub roster: Roster,
}

/// Reads the roster. Adds notes about it.
pub fn roster(arguments: &GradeArguments, notes: &mut Vec<String>) -> anyhow::Result<Option<RosterFile>> {
    let Some(path) = &arguments.roster else {
        ensure!(
            arguments.format != Format::Moodle,
            "--format moodle fills Moodle's grading worksheet: name it with --roster FILE"
        );
        return Ok(None);
    };
    let text = text(path, notes)?;
    let roster = Roster::read(&text).with_context(|| path.display().to_string())?;
    for name in roster.indistinguishable() {
        notes.push(format!(
            "{}: more than one line names {name}, and nothing tells them apart; give it a column of ids or e-mail addresses",
            path.display()
        ));
    }
    Ok(Some(RosterFile { text, roster }))
}

/// What holds for all grades. Adds notes about the files.
pub fn rules(
    arguments: &GradeArguments,
    exercises: &[&Lesson],
    notes: &mut Vec<String>,
) -> anyhow::Result<Rules> {
    let overrides = match &arguments.overrides {
        None => Vec::new(),
        Some(path) => {
            let text = text(path, notes)?;
            let lines: Vec<LessonLine> = exercises.iter().map(|it| LessonLine::of(it)).collect();
            overrides::read(&text, &lines).with_context(|| path.display().to_string())?
        }
    };
    Ok(Rules { deadline: arguments.deadline, penalty: arguments.late, overrides })
}

/// Whether the class report is a kind of file that can be written.
pub fn check_class_report(path: &Path) -> anyhow::Result<()> {
    let ending = path.extension().map(|it| it.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("html" | "htm" | "md" | "markdown") => Ok(()),
        _ => bail!("--class-report writes a file that ends with .html or .md, not {}", path.display()),
    }
}

/// A file's text, however it is written, without a byte order mark where it is not UTF-8.
fn text(path: &Path, notes: &mut Vec<String>) -> anyhow::Result<String> {
    let bytes = files::read(path, Origin::Named, MAX_BYTES, UNINTERRUPTED)?;
    let decoded = decode(&bytes).map_err(|it| anyhow!("{}: {it}", path.display()))?;
    notes.extend(decoded.remark.map(|it| format!("{} {it}", path.display())));
    // A worksheet goes back with the mark that it had. What was no UTF-8 becomes it, and spreadsheets should see that.
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") || std::str::from_utf8(&bytes).is_err() {
        "\u{feff}"
    } else {
        ""
    };
    Ok(format!("{mark}{}", decoded.text))
}
