//! The words of `meanwhile grade`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use jiff::Timestamp;

use crate::grading::lateness::{Penalty, deadline};
use crate::grading::layout::Layout;

#[derive(Debug, Args)]
#[command(after_help = AFTER_HELP)]
pub struct GradeArguments {
    /// Folders of submissions, or single files
    #[arg(required = true, value_name = "DIR_OR_FILE")]
    pub submissions: Vec<PathBuf>,
    /// The course's folder; without it, the built-in course
    #[arg(long, value_name = "DIR")]
    pub course: Option<PathBuf>,
    /// A folder of yours with more checks, which learners never see
    #[arg(long, value_name = "DIR")]
    pub overlay: Option<PathBuf>,
    /// Which exercises count; without it, all of the course. Where it is one, any file is taken for an answer to it
    #[arg(long = "lesson", value_name = "ID,…", value_delimiter = ',')]
    pub lessons: Vec<String>,
    /// A CSV file of those who should have handed in: names, ids, e-mail addresses; also Moodle's grading worksheet or
    /// a gradebook that Canvas exported
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    /// How the submissions lie in folders; without it, this is guessed
    #[arg(long, value_enum)]
    layout: Option<LayoutChoice>,
    /// How to report
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Write a file of feedback for each student into this folder; what an earlier run wrote there is replaced
    #[arg(long, value_name = "DIR")]
    pub feedback: Option<PathBuf>,
    /// Write a page about the class: what passed, which mistakes came up, who is slow or stuck
    #[arg(long, value_name = "FILE.html|.md")]
    pub class_report: Option<PathBuf>,
    /// Name students in the class report
    #[arg(long, requires = "class_report")]
    pub names: bool,
    /// Your own points and comments: a CSV file with the titles student, lesson, check, points, comment
    #[arg(long, value_name = "FILE.csv")]
    pub overrides: Option<PathBuf>,
    /// Until when to hand in, as in "2026-11-30 23:59" (this computer's time zone) or 2026-11-30T23:59+01:00; says who
    /// was late, as far as Moodle's worksheet, nbgrader or the pack knows
    #[arg(long, value_name = "TIME", value_parser = deadline)]
    pub deadline: Option<Timestamp>,
    /// What each day or hour of lateness that has begun costs of the points that can be had, as in 10%/day
    #[arg(long, value_name = "PENALTY", requires = "deadline")]
    pub late: Option<Penalty>,
    /// End with code 1 unless everyone passed everything
    #[arg(long)]
    pub ci: bool,
}

const AFTER_HELP: &str = "\
Whatever stops it, what was graded is kept, and the same command goes on from there.

Exit codes: 0 whatever the grades are (1 with --ci unless everyone passed everything), 2 where there are no grades: a \
course, overlay, roster or file of overrides that cannot be used, a full disk; 130 after Ctrl-C.";

impl GradeArguments {
    pub fn layout(&self) -> Option<Layout> {
        self.layout.map(|it| match it {
            LayoutChoice::Flat => Layout::Flat,
            LayoutChoice::Moodle => Layout::Moodle,
            LayoutChoice::Classroom => Layout::Classroom,
            LayoutChoice::Nbgrader => Layout::Nbgrader,
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LayoutChoice {
    /// NAME.rhai, NAME/LESSON.rhai, or what Canvas downloads
    Flat,
    /// What "Download all submissions" gives, unpacked
    Moodle,
    /// ASSIGNMENT-USERNAME/LESSON.rhai
    Classroom,
    /// submitted/STUDENT/ASSIGNMENT/FILE
    Nbgrader,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Table,
    /// For spreadsheets
    Csv,
    /// Moodle's grading worksheet that --roster names, filled in
    Moodle,
    /// A gradebook that Canvas imports
    Canvas,
    /// Exercism's results.json, version 3, with scores
    ResultsJson,
    /// Gradescope's results.json
    Gradescope,
    /// The mark of one answer, for a template grader of Moodle's CodeRunner
    Coderunner,
}
