//! `meanwhile course new|check DIR`: for those who write courses.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};

use crate::course::contents::{COURSE_FILE, Course};
use crate::course::document::Problem;
use crate::course::prove::{Depth, Earned, Proof, prove};
use crate::files::{Destination, Kind, Replace};
use crate::learn::too_tall;
use crate::plain::plain_text;

/// A first course: what `course new` writes.
const NEW_FILES: &[(&str, &str)] = &[
    (COURSE_FILE, include_str!("../../assets/new-course/course.toml")),
    ("01-first-lesson.md", include_str!("../../assets/new-course/01-first-lesson.md")),
];

#[derive(Debug, Args)]
pub struct CourseArguments {
    #[command(subcommand)]
    kind: CourseKind,
}

#[derive(Debug, Subcommand)]
enum CourseKind {
    /// Write a first course into DIR, to be changed
    New { dir: PathBuf },
    /// Prove that every starter fails, every solution passes and every wrong answer fails where it says
    Check {
        /// The course's folder; without it the built-in course, and with --overlay alone the lessons that it is about
        dir: Option<PathBuf>,
        /// A folder with further checks that learners never see
        #[arg(long, value_name = "DIR")]
        overlay: Option<PathBuf>,
    },
}

/// Does what is asked for. The exit code is 1 where a course has problems.
pub fn run(arguments: &CourseArguments) -> anyhow::Result<i32> {
    match &arguments.kind {
        CourseKind::New { dir } => new(dir),
        CourseKind::Check { dir, overlay } => check(dir.as_deref(), overlay.as_deref()),
    }
}

fn new(dir: &Path) -> anyhow::Result<i32> {
    let there = NEW_FILES.iter().find(|(name, _)| dir.join(name).symlink_metadata().is_ok());
    if let Some((name, _)) = there {
        bail!("{} is there already; nothing was written", dir.join(name).display());
    }
    fs::create_dir_all(dir).with_context(|| format!("cannot make the folder {}", dir.display()))?;
    for (name, text) in NEW_FILES {
        let path = dir.join(name);
        Destination::new(&path, Kind::Script, Replace::Nothing, &[])?.write(text.as_bytes())?;
        write_line!("wrote {}", plain_text(&path.display().to_string()));
    }
    let dir = dir.display().to_string();
    let dir = plain_text(&dir);
    write_line!("\nTry it:   meanwhile learn {dir}\nProve it: meanwhile course check {dir}");
    Ok(0)
}

fn check(dir: Option<&Path>, overlay: Option<&Path>) -> anyhow::Result<i32> {
    let began = Instant::now();
    let course = dir.map_or_else(Course::builtin, Course::load);
    let (is_built_in, dir) = (dir.is_none(), dir.unwrap_or(Path::new("")));
    let course = course.and_then(|course| match overlay {
        Some(overlay) => course.with_overlay(overlay),
        None => Ok(course),
    });
    let mut course = match course {
        Ok(course) => course,
        Err(problems) => return Ok(tell(dir, &problems)),
    };
    if is_built_in && overlay.is_some() {
        // The rest is proven when the program is made.
        course
            .lessons
            .retain(|it| it.exercise.iter().flat_map(|it| &it.checks).any(|it| it.overlay.is_some()));
    }
    let proof =
        prove(&course, Depth::CheatsAndChanges).context("the system has no room to run the lessons")?;
    let Proof { mut problems, warnings, cheats, orders } = proof;
    problems.extend(too_tall(&course).context("the system has no room to run the lessons")?);
    for warning in &warnings {
        say(dir, &Problem { text: format!("warning: {}", warning.text), ..warning.clone() });
    }
    if !problems.is_empty() {
        return Ok(tell(dir, &problems));
    }
    let exercises = course.lessons.iter().filter_map(|it| it.exercise.as_ref());
    let checks: usize = exercises.clone().map(|it| it.checks.len()).sum();
    let wrongs: usize = exercises.clone().map(|it| it.wrongs.len()).sum();
    write_line!(
        "{}: {}, {}, {}, {}; all as they say ({:.1} s)",
        plain_text(&course.title),
        count(course.lessons.len(), "lesson"),
        count(exercises.count(), "exercise"),
        count(checks, "check"),
        count(wrongs, "wrong answer"),
        began.elapsed().as_secs_f64()
    );
    if !cheats.is_empty() {
        write_line!("cheats earn: {}", cheats.iter().map(earned).collect::<Vec<_>>().join(", "));
    }
    for order in &orders {
        let Problem { file, line, text } = order;
        println!("puzzle at {}:{line}: {}", plain_text(file), plain_text(text));
    }
    Ok(0)
}

/// Says what is amiss, a place a line as compilers do.
fn tell(dir: &Path, problems: &[Problem]) -> i32 {
    for problem in problems {
        say(dir, problem);
    }
    eprintln!("{} in the course", count(problems.len(), "problem"));
    1
}

fn say(dir: &Path, problem: &Problem) {
    let file = dir.join(&problem.file).display().to_string();
    let text = Problem { file, ..problem.clone() }.to_string();
    for line in text.lines() {
        eprintln!("{}", plain_text(line));
    }
}

/// `replayed 4 of 120 points (3 %)`
fn earned(earned: &Earned) -> String {
    let Earned { cheat, points, most } = *earned;
    let percent = f64::from(points) * 100.0 / f64::from(most.max(1));
    format!("{cheat} {points} of {most} points ({percent:.0} %)")
}

fn count(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
