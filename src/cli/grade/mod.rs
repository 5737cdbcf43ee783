//! `meanwhile grade …`: judges what a class handed in, each answer in a process of its own, and reports.

pub mod arguments;
mod collect;
mod courses;
mod disk;
mod fence;
mod folder;
mod job;
pub mod judge;
mod leftovers;
mod limits;
mod pool;
mod process;
mod progress;
mod troubles;
mod write;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, bail};

use crate::files::{self, Origin, Replace, UNINTERRUPTED};
use crate::lesson::course::Course;
use crate::lesson::document::Lesson;
use crate::lesson::grade::layout::Wanted;
use crate::lesson::grade::roster::Roster;
use crate::lesson::grade::{Gradebook, LessonLine, Source, Student};
use crate::lesson::verdict::{CheckOutcome, TroubleKind, Verdict};
use crate::plain::plain_text;
use arguments::{Format, GradeArguments};
use collect::{Collected, Submission};
use job::Job;
use leftovers::Folders;
use progress::Progress;

/// A judging process is killed after this time. An answer's own limits come long before.
const PATIENCE: Duration = Duration::from_secs(30);
/// What it may use of a processor. So a busy computer does not change a grade.
const PROCESSOR_SECONDS: u64 = 10;
/// Bytes of a roster.
const MAX_ROSTER: u64 = 16 << 20;

/// Grades. The exit code is 0 whatever the grades are, unless `--ci` is asked for.
pub fn run(arguments: &GradeArguments, columns: Option<u16>, replace: Replace) -> anyhow::Result<i32> {
    let course = courses::load(arguments.course.as_deref(), arguments.overlay.as_deref())?;
    let exercises: Vec<&Lesson> = course.lessons.iter().filter(|it| it.exercise.is_some()).collect();
    let names: Vec<(String, String)> = exercises.iter().map(|it| (it.id.clone(), it.file.clone())).collect();
    let wanted = Wanted { course: &course.id, lessons: &names, lesson: arguments.lesson.as_deref() };
    if let Some(lesson) = wanted.lesson.filter(|id| exercises.iter().all(|it| it.id != *id)) {
        let ids: Vec<&str> = names.iter().map(|(id, _)| id.as_str()).collect();
        bail!("the course has no exercise {lesson}; it has {}", ids.join(", "));
    }
    let worksheet = arguments.roster.as_deref().map(read_text).transpose()?;
    let roster =
        worksheet.as_deref().map(Roster::read).transpose().with_context(|| about(&arguments.roster))?;
    if arguments.format == Format::Moodle && roster.is_none() {
        bail!("--format moodle fills Moodle's grading worksheet: name it with --roster FILE");
    }
    let mut collected = Collected::default();
    for path in &arguments.submissions {
        collected.add(path, arguments.feedback.as_deref(), arguments.layout(), wanted)?;
    }
    if collected.submissions.is_empty() && roster.is_none() {
        bail!("{}", nothing_found(&collected, &names));
    }
    let verdicts = judged(&course, arguments, &collected.submissions)?;
    let seen: BTreeSet<&str> = collected.submissions.iter().map(|it| it.lesson.as_str()).collect();
    let graded =
        exercises.iter().filter(|it| wanted.lesson.map_or(seen.contains(it.id.as_str()), |id| it.id == id));
    let source = Source {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        course: course.id.clone(),
        hash: course.hash.clone(),
        overlay: course.overlay_hash.clone(),
    };
    let lines = graded.map(|it| LessonLine::of(it)).collect();
    let book = Gradebook::new(source, lines, verdicts, collected.remarks, roster.as_ref());
    let report = write::report(&book, arguments.format, worksheet.as_deref(), columns, &mut collected.notes)?;
    collected.notes.extend(notes(&book, roster.is_some()));
    for note in collected.notes {
        eprintln!("meanwhile: {}", plain_text(&note));
    }
    // Grades that took minutes are reported also where the feedback cannot be written.
    let written = arguments.feedback.as_ref().map(|folder| {
        let inputs = arguments.roster.as_deref();
        write::feedback(&book, folder, arguments.format, replace, inputs.as_slice())
    });
    let mut out = io::stdout().lock();
    out.write_all(report.as_bytes())?;
    out.flush()?;
    written.transpose()?;
    Ok(i32::from(arguments.ci && !book.all_passed()))
}

/// Judges all, several at once. Verdicts come in the order of the submissions.
fn judged(
    course: &Course,
    arguments: &GradeArguments,
    submissions: &[Submission],
) -> anyhow::Result<Vec<(Student, Verdict)>> {
    let program = std::env::current_exe().context("cannot find this program's own file")?;
    let folders = Folders::open()?;
    clear_away_when_interrupted(folders.path().to_owned());
    let absolute = |path: &Option<PathBuf>| path.as_ref().map(fs::canonicalize).transpose();
    let (course_folder, overlay) = (absolute(&arguments.course)?, absolute(&arguments.overlay)?);
    let judge = |it: &Submission| -> Option<(Student, Verdict)> {
        let lesson = course.lesson(&it.lesson)?;
        let verdict = match &it.answer {
            Err(problem) => troubles::verdict(lesson, TroubleKind::NotAProgram, problem.clone()),
            Ok(answer) => {
                let job = Job {
                    token: job::new_token(),
                    course: course_folder.clone(),
                    overlay: overlay.clone(),
                    hash: courses::hashes(course),
                    lesson: it.lesson.clone(),
                    answer: answer.clone(),
                    processor_seconds: PROCESSOR_SECONDS,
                };
                let mut command = Command::new(&program);
                command.arg("judge");
                let ending = match tempfile::tempdir_in(folders.path()) {
                    Ok(folder) => process::judge(command, &job, folder.path(), PATIENCE),
                    Err(error) => process::Ending::NotStarted(error),
                };
                troubles::of_ending(lesson, ending)
            }
        };
        Some((it.student.clone(), verdict))
    };
    let progress = Progress::new(submissions.len());
    let verdicts = pool::all(submissions, judge, |done| progress.show(done));
    Ok(verdicts.into_iter().flatten().collect())
}

/// Judging processes end by themselves when this one does; their folders do not.
fn clear_away_when_interrupted(folders: PathBuf) {
    // Where no handler can be set, only folders are left behind.
    let _ = ctrlc::set_handler(move || {
        let _ = fs::remove_dir_all(&folders);
        std::process::exit(super::outcome::STOPPED)
    });
}

fn read_text(path: &Path) -> anyhow::Result<String> {
    let bytes = files::read(path, Origin::Named, MAX_ROSTER, UNINTERRUPTED)?;
    String::from_utf8(bytes).with_context(|| format!("{} is not text in UTF-8", path.display()))
}

fn about(path: &Option<PathBuf>) -> String {
    path.as_ref().map(|it| it.display().to_string()).unwrap_or_default()
}

fn nothing_found(collected: &Collected, lessons: &[(String, String)]) -> String {
    let others: Vec<String> =
        collected.remarks.iter().take(5).map(|it| format!("{}: {}", it.student.name, it.text)).collect();
    let example = lessons.first().map_or("LESSON", |(id, _)| id);
    let hint = format!(
        "Submissions are called after their lesson ({example}.rhai), or --lesson says which one it is"
    );
    match &others[..] {
        [] => format!("there is nothing to grade. {hint}"),
        others => format!("there is nothing to grade: {}. {hint}", others.join("; ")),
    }
}

/// What the one who grades should know besides the grades.
fn notes(book: &Gradebook, has_roster: bool) -> Vec<String> {
    let mut notes = Vec::new();
    for row in &book.rows {
        if has_roster && row.roster.is_none() {
            notes.push(format!("{} is not on the roster", row.student.name));
        }
        if !row.verdicts.is_empty() {
            notes.extend(row.remarks.iter().map(|it| format!("{}: {it}", row.student.name)));
        }
    }
    let checks = book
        .rows
        .iter()
        .flat_map(|it| &it.verdicts)
        .flat_map(|it| it.checks.iter().map(move |check| (&it.lesson, check)));
    let broken: BTreeSet<String> = checks
        .filter_map(|(lesson, check)| match &check.outcome {
            CheckOutcome::Broken(text) => Some(format!(
                "a check of the course is amiss, so grades are too low: {lesson}, {}: {text}",
                check.name
            )),
            _ => None,
        })
        .collect();
    notes.extend(broken);
    notes
}
