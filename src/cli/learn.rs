//! `meanwhile learn`: the course in a session, a review of earlier lessons, or the learner's answers packed for handing in.

use std::path::{Path, PathBuf};

use anyhow::bail;
use clap::Args;

use super::Common;
use crate::course::contents::Course;
use crate::course::progress::{Change, Noted, Progress, Store, When, data_folder};
use crate::course::review;
use crate::files::Replace;
use crate::learn::{Predictions, pack, today, user};
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
    /// Answer up to five questions from lessons that you passed some days ago
    #[arg(long, conflicts_with_all = ["lesson", "submit", "report", "log"])]
    review: bool,
    /// Keep a log of how your first answers go, on this computer alone; off deletes it
    #[arg(long, value_name = "on|off", value_parser = ["on", "off"], conflicts_with_all = ["lesson", "submit", "report"])]
    log: Option<String>,
    /// Say how your first answers went in the lessons and in reviews, from the log
    #[arg(long, conflicts_with_all = ["lesson", "submit"])]
    report: bool,
    /// Pack your answers into FILE (else into one in this folder), for handing in
    #[arg(long, value_name = "FILE", num_args = 0..=1)]
    submit: Option<Option<PathBuf>>,
    /// Your name as your teacher knows it, for the pack; without it, your name on this computer
    #[arg(long, value_name = "NAME", requires = "submit")]
    name: Option<String>,
    /// Pack your log of predictions with the answers
    #[arg(long, requires = "submit")]
    with_predictions: bool,
}

/// Learns, or packs answers. Gives the exit code.
pub fn run(common: &Common, arguments: &LearnArguments) -> anyhow::Result<i32> {
    let course = course(arguments.course.as_deref())?;
    let folder = arguments.course.as_ref().map_or_else(String::new, |it| format!(" {}", it.display()));
    let command = format!("meanwhile learn{folder}");
    if let Some(file) = &arguments.submit {
        let predictions = match arguments.with_predictions {
            true => Predictions::Included,
            false => Predictions::LeftOut,
        };
        return submit(&course, file.as_deref(), arguments.name.as_deref(), (common.replace(), predictions));
    }
    if let Some(log) = &arguments.log {
        return switch_log(&course, log, &command);
    }
    if arguments.report {
        write_line!("{}", report(&course, store(&course).progress(), &command).trim_end());
        return Ok(0);
    }
    if arguments.review {
        let store = store(&course);
        let today = today();
        let Some((questions, recalled)) = review::recall(&course, store.progress(), today) else {
            write_line!("{}", nothing_due(&course, store.progress(), today));
            return Ok(0);
        };
        return repl::run_review(common.repl_options()?, questions, recalled, command);
    }
    repl::run_course(common.repl_options()?, course, arguments.lesson.clone(), command)
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

/// The learner's progress. What there is to know about how it is kept is said.
fn store(course: &Course) -> Store {
    let (store, notice) = Store::open(data_folder().as_deref(), &course.id);
    if let Some(notice) = notice {
        eprintln!("{}", plain_text(&notice.to_string()));
    }
    store
}

fn submit(
    course: &Course,
    file: Option<&Path>,
    name: Option<&str>,
    how: (Replace, Predictions),
) -> anyhow::Result<i32> {
    let student = name.map_or_else(user, |it| it.trim().to_owned());
    write_line!("{}", pack(course, store(course).progress(), file, &student, how)?);
    Ok(0)
}

fn switch_log(course: &Course, wanted: &str, command: &str) -> anyhow::Result<i32> {
    let mut store = store(course);
    let had = store.progress().log.as_ref().map_or(0, Vec::len);
    let (change, said) = match wanted {
        "on" => (
            Change::LogBegun,
            format!(
                "From now on meanwhile keeps a log on this computer: for each question of the course and of\n\
                 reviews, whether your first answer was right. {command} --report sums it up,\n\
                 {command} --log off deletes it. Your teacher gets it only if you hand in with\n\
                 {command} --submit --with-predictions."
            ),
        ),
        _ => (Change::LogDropped, format!("The log is off, and what was in it is deleted ({had} answers).")),
    };
    let notice = store.change(change);
    if let Some(notice) = notice {
        bail!("{}", plain_text(&notice.to_string()));
    }
    write_line!("{said}");
    Ok(0)
}

fn nothing_due(course: &Course, progress: &Progress, today: i64) -> String {
    match review::next_due(course, progress, today) {
        None => "Nothing is due. Lessons come back the day after you pass them.".to_owned(),
        Some(1) => "Nothing is due today. The next questions come tomorrow.".to_owned(),
        Some(days) => format!("Nothing is due today. The next questions come in {days} days."),
    }
}

/// For each misconception that was asked about: how the first answers went in the lesson, and on later days.
fn report(course: &Course, progress: &Progress, command: &str) -> String {
    let Some(log) = &progress.log else {
        return format!("No log is kept. {command} --log on begins one, on this computer alone.\n");
    };
    let sum = |id: &str, when: When| {
        let of_lesson = log.iter().filter(|it: &&Noted| it.lesson == id && it.when == when);
        of_lesson.fold((0, 0), |(right, asked), it| (right + it.right, asked + it.asked))
    };
    let mut out = String::new();
    for (index, lesson) in course.lessons.iter().enumerate() {
        let (before, after) = (sum(&lesson.id, When::Before), sum(&lesson.id, When::After));
        if before.1 + after.1 == 0 {
            continue;
        }
        let title = plain_text(lesson.misconception.as_ref().unwrap_or(&lesson.title)).into_owned();
        out.push_str(&format!("{:>2}  {title}\n", index + 1));
        out.push_str(&format!("    {}\n", changed(before, after)));
    }
    if out.is_empty() {
        return "The log is on, and there is nothing in it yet.\n".to_owned();
    }
    format!("How your first answers went, by misconception:\n\n{out}")
}

/// `in the lesson 1 of 4 right, in reviews 3 of 3: better`
fn changed(before: (u32, u32), after: (u32, u32)) -> String {
    let said = |(right, asked): (u32, u32)| format!("{right} of {asked} right");
    match (before.1, after.1) {
        (_, 0) => format!("in the lesson {}; no review yet", said(before)),
        (0, _) => format!("in reviews {}", said(after)),
        _ => {
            let (then, now) =
                (u64::from(before.0) * u64::from(after.1), u64::from(after.0) * u64::from(before.1));
            let how = match now.cmp(&then) {
                std::cmp::Ordering::Greater => "better",
                std::cmp::Ordering::Equal => "the same",
                std::cmp::Ordering::Less => "not better yet",
            };
            format!("in the lesson {}, in reviews {}: {how}", said(before), said(after))
        }
    }
}
