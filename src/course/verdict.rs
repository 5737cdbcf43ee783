//! What judging an answer came to: plain data, as the learner, a report or another process reads it.
//!
//! It says nothing of how an answer is judged; see `judge`.

use serde::{Deserialize, Serialize};

use super::document::ENDS_WELL;
pub use super::visibility::Visibility;

/// What an answer came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdict {
    /// The lesson's id.
    pub lesson: String,
    /// In the order of the lesson's file, those of an overlay last.
    pub checks: Vec<CheckResult>,
    /// What kept the answer from running to its end, where something did: the report, as plain text of several
    /// lines without colours.
    pub trouble: Option<Trouble>,
}

/// Why an answer did not run as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    pub kind: TroubleKind,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TroubleKind {
    /// It is no program, so nothing ran.
    NotAProgram,
    /// It ran, and its main task ended with an error. Checks may want that.
    Failed,
    /// It used up what it may use: operations, memory, tasks, output, or time.
    Limit,
    /// The process that judged it was killed, or fell.
    Crashed,
}

/// How one check went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckResult {
    pub name: String,
    /// What it is worth.
    pub points: u32,
    pub visibility: Visibility,
    pub outcome: CheckOutcome,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckOutcome {
    Passed,
    Failed(Failure),
    /// Nothing ran that it could look at.
    NotRun,
    /// The check itself is wrong: a defect of the course, with its line.
    Broken(String),
}

/// An expectation that was not met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The sentence of the course.
    pub message: String,
    /// `about 2.00 s`
    pub expected: String,
    /// `4.00 s`
    pub happened: String,
    /// Where to look on the timeline.
    pub focus: Option<Focus>,
    /// Whether it was seen in a scenario, so not in the run with the inputs that the learner knows.
    pub scenario: Option<String>,
}

/// A place on a timeline.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Focus {
    /// The task's name, where one is meant.
    pub task: Option<String>,
    /// Nanoseconds since the run began.
    pub at: u64,
}

impl Verdict {
    pub fn points(&self) -> u32 {
        self.checks.iter().filter(|it| it.outcome == CheckOutcome::Passed).map(|it| it.points).sum()
    }

    pub fn max_points(&self) -> u32 {
        self.checks.iter().map(|it| it.points).sum()
    }

    pub fn has_passed(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(|it| it.outcome == CheckOutcome::Passed)
    }

    /// The first check that did not pass. How the program ends comes before all where its main task failed, and
    /// after all where not.
    pub fn first_failed(&self) -> Option<&CheckResult> {
        let has_failed = self.trouble.as_ref().is_some_and(|it| it.kind == TroubleKind::Failed);
        let mut failed = self.checks.iter().filter(|it| it.outcome != CheckOutcome::Passed);
        let (ending, first) =
            (failed.clone().find(|it| it.name == ENDS_WELL), failed.find(|it| it.name != ENDS_WELL));
        if has_failed { ending.or(first) } else { first.or(ending) }
    }

    /// The verdict on an answer that could not be run, with all checks not passed.
    pub fn of_trouble(
        lesson: &str,
        checks: impl IntoIterator<Item = (String, u32, Visibility)>,
        trouble: Trouble,
    ) -> Verdict {
        let result = |(name, points, visibility)| CheckResult {
            name,
            points,
            visibility,
            outcome: CheckOutcome::NotRun,
        };
        Verdict {
            lesson: lesson.to_owned(),
            checks: checks.into_iter().map(result).collect(),
            trouble: Some(trouble),
        }
    }
}
