//! The words of `meanwhile grade`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::lesson::grade::layout::Layout;

#[derive(Debug, Args)]
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
    /// Take every file for an answer to this lesson, whatever it is called
    #[arg(long, value_name = "ID")]
    pub lesson: Option<String>,
    /// A CSV file of those who should have handed in; for --format moodle, the grading worksheet
    #[arg(long, value_name = "FILE")]
    pub roster: Option<PathBuf>,
    /// How the submissions lie in folders; without it, this is guessed
    #[arg(long, value_enum)]
    layout: Option<LayoutChoice>,
    /// How to report; moodle fills the grading worksheet that --roster names
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    /// Write a file of feedback for each student into this folder
    #[arg(long, value_name = "DIR")]
    pub feedback: Option<PathBuf>,
    /// End with code 1 unless everyone passed everything
    #[arg(long)]
    pub ci: bool,
}

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
    /// NAME.rhai or NAME/LESSON.rhai
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
    /// Moodle's grading worksheet, filled in
    Moodle,
    /// Exercism's results.json, version 3, with scores
    ResultsJson,
}
