//! Answers packed into a file for handing in, from the session (`:submit`) and from the command line.

use std::path::{Path, PathBuf};

use crate::course::contents::Course;
use crate::course::progress::Progress;
use crate::course::progress::submission::{ENDING, Submission};
use crate::files::{Destination, Kind, Replace};
use crate::plain::plain_text;

/// Whether the log of predictions goes with the answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Predictions {
    LeftOut,
    Included,
}

/// Packs the answers into a file, called after the student where no name is given. Gives what to say.
///
/// # Errors
/// There are no answers yet, or the file is there already or cannot be written.
pub fn pack(
    course: &Course,
    progress: &Progress,
    file: Option<&Path>,
    student: &str,
    (replace, predictions): (Replace, Predictions),
) -> anyhow::Result<String> {
    let submission = Submission::pack(&course.id, &course.hash, progress, student);
    let submission = match predictions {
        Predictions::LeftOut => submission,
        Predictions::Included => submission.with_predictions(progress),
    };
    if submission.answers.is_empty() {
        anyhow::bail!("you have no answers in \"{}\" yet; `meanwhile learn` begins", course.title);
    }
    let path =
        file.map_or_else(|| PathBuf::from(format!("{}{ENDING}", file_name(student))), Path::to_path_buf);
    Destination::new(&path, Kind::Answers, replace, &[])?.write(submission.text().as_bytes())?;
    let passed = course.lessons.iter().filter(|it| progress.lesson(&it.id).passed_answer.is_some()).count();
    let shown = std::path::absolute(&path).unwrap_or(path).display().to_string();
    let count = match submission.answers.len() {
        1 => "1 answer".to_owned(),
        count => format!("{count} answers"),
    };
    let log = match submission.predictions.len() {
        0 => String::new(),
        count => format!("\nWith them goes your log of {count} predictions."),
    };
    Ok(format!("Packed {count}, of which {passed} passed:\n  {}{log}", plain_text(&shown)))
}

/// The user's name on this computer.
pub fn user() -> String {
    let name = ["USER", "LOGNAME", "USERNAME"].into_iter().find_map(|it| std::env::var(it).ok());
    name.unwrap_or_default()
}

/// What the file is called after: the learner, as far as that makes a file's name.
fn file_name(learner: &str) -> String {
    let is_plain = |c: &char| c.is_alphanumeric() || " -_.@".contains(*c);
    let name: String = learner.chars().filter(is_plain).take(60).collect();
    let name = name.trim_start_matches('.').trim().to_owned();
    if name.is_empty() { "my".to_owned() } else { name }
}

/// `:submit`: packs the answers; gives what to say.
pub fn submit(course: &Course, progress: &Progress, file: Option<&str>) -> String {
    let how = (Replace::SameKind, Predictions::LeftOut);
    match pack(course, progress, file.map(Path::new), &user(), how) {
        Ok(text) => format!("{text}\nHand in this file as your teacher asks you to.\n"),
        Err(error) => {
            let text = plain_text(&format!("{error:#}")).into_owned();
            format!("{text}\n:submit FILE packs them into another file.\n")
        }
    }
}
