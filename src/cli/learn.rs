//! `meanwhile learn`: the course in a session, or the learner's answers packed for handing in.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::Common;
use crate::files::{Destination, Kind, Replace};
use crate::lesson::course::Course;
use crate::lesson::progress::submission::{ENDING, Submission};
use crate::lesson::progress::{Store, data_folder};
use crate::plain::plain_text;
use crate::repl;

#[derive(Debug, Args)]
pub struct LearnArguments {
    /// The folder of a course of your own; without it, the built-in course
    #[arg(value_name = "COURSE_DIR")]
    course: Option<PathBuf>,
    /// Go to this lesson: its number or id
    #[arg(long, value_name = "ID")]
    lesson: Option<String>,
    /// Pack your answers into FILE (else into one in this folder), for handing in
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    submit: Option<Option<PathBuf>>,
    /// Your name as your teacher knows it, for the pack; without it, your name on this computer
    #[arg(long, value_name = "NAME", requires = "submit")]
    name: Option<String>,
}

/// Learns, or packs answers. Gives the exit code.
pub fn run(common: &Common, arguments: &LearnArguments) -> anyhow::Result<i32> {
    let course = course(arguments.course.as_deref())?;
    match &arguments.submit {
        Some(file) => submit(&course, file.as_deref(), arguments.name.as_deref(), common.replace()),
        None => {
            let folder =
                arguments.course.as_ref().map_or_else(String::new, |it| format!(" {}", it.display()));
            let command = format!("meanwhile learn{folder}");
            repl::run_course(common.repl_options()?, course, arguments.lesson.clone(), command)
        }
    }
}

fn course(folder: Option<&Path>) -> anyhow::Result<Course> {
    let course = match folder {
        Some(folder) => Course::load(folder),
        None => Course::builtin(),
    };
    course.map_err(|problems| {
        let first = problems.first().map(|it| it.to_string()).unwrap_or_default();
        let hint = folder.map_or_else(String::new, |it| {
            format!("; `meanwhile course check {}` lists all its problems", it.display())
        });
        anyhow::anyhow!("the course cannot be read: {first}{hint}")
    })
}

fn submit(course: &Course, file: Option<&Path>, name: Option<&str>, replace: Replace) -> anyhow::Result<i32> {
    let (store, notice) = Store::open(data_folder().as_deref(), &course.id);
    if let Some(notice) = notice {
        eprintln!("{}", plain_text(&notice.to_string()));
    }
    let student = name.map_or_else(user, |it| it.trim().to_owned());
    let submission = Submission::pack(&course.id, &course.hash, store.progress(), &student);
    if submission.answers.is_empty() {
        bail!("you have no answers in \"{}\" yet; `meanwhile learn` begins", course.title);
    }
    let path =
        file.map_or_else(|| PathBuf::from(format!("{}{ENDING}", file_name(&student))), Path::to_path_buf);
    Destination::new(&path, Kind::Answers, replace, &[])?.write(submission.text().as_bytes())?;
    let passed =
        course.lessons.iter().filter(|it| store.progress().lesson(&it.id).passed_answer.is_some()).count();
    let shown = std::path::absolute(&path).unwrap_or(path).display().to_string();
    println!(
        "Packed {}, of which {passed} passed:\n  {}",
        match submission.answers.len() {
            1 => "1 answer".to_owned(),
            count => format!("{count} answers"),
        },
        plain_text(&shown)
    );
    Ok(0)
}

/// The user's name on this computer.
fn user() -> String {
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
