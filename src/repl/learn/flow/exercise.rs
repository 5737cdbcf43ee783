//! The exercise: what is said of an answer.

use super::{Flow, Stage};
use crate::course::document::{Exercise, StepKind};
use crate::course::progress::{Change, Passed};
use crate::course::verdict::{CheckOutcome, CheckResult, Failure, Trouble, TroubleKind, Verdict, Visibility};
use crate::repl::learn::piece::Block;

/// After this many failed attempts, findings are shown without asking.
const ATTEMPTS_BEFORE_FINDINGS: u32 = 3;
/// Longer programs are not shown unasked.
pub(super) const MAX_SHOWN: usize = 10;

impl Flow {
    pub(in crate::repl::learn) fn exercise(&self) -> Option<&Exercise> {
        let lesson = self.current()?;
        match self.current_step().map(|it| &it.act) {
            Some(act @ StepKind::Make) => lesson.task(act),
            _ => lesson.exercise.as_ref(),
        }
    }

    /// Whether the task is the one without a starter.
    fn is_make(&self) -> bool {
        self.current_step().is_some_and(|it| it.act == StepKind::Make)
    }

    /// Whether an answer is asked for now.
    pub fn is_in_exercise(&self) -> bool {
        matches!(self.stage, Stage::Exercise | Stage::ConfirmSolution)
    }

    /// Whether what stands out in the run of an answer with this verdict is shown.
    pub fn shows_findings(&self, verdict: &Verdict) -> bool {
        let failed = self.progress.lesson(&self.work()).failed_attempts.saturating_add(1);
        verdict.has_passed() || failed >= ATTEMPTS_BEFORE_FINDINGS
    }

    pub(super) fn judged(&mut self, answer: String, verdict: &Verdict) {
        if !self.is_in_exercise() {
            return;
        }
        self.stage = Stage::Exercise;
        if let Some(Trouble { kind: TroubleKind::NotAProgram, .. }) = &verdict.trouble {
            return self.not_judged(answer);
        }
        let (lesson, points) = (self.work(), verdict.points());
        let passed = if verdict.has_passed() { Passed::Yes } else { Passed::No };
        self.keep(Change::Answered { lesson, answer: answer.clone(), points, passed });
        match passed {
            Passed::Yes => self.passed(&answer, verdict),
            Passed::No => self.failed(&answer, verdict),
        }
    }

    /// Keeps an answer of several lines that was not entered: the up arrow brings it.
    pub(super) fn put_away(&mut self, text: String) {
        if self.stage == Stage::Exercise && text.lines().count() > 1 {
            self.words("Not checked, but kept: ↑ brings it back.");
            let lesson = self.work();
            self.keep(Change::Drafted { lesson, answer: text });
        }
    }

    /// Keeps an answer that could not be run to its end, without counting it.
    pub(super) fn not_judged(&mut self, answer: String) {
        if self.is_in_exercise() {
            self.words("So nothing is checked yet, and it does not count as an attempt.");
            let lesson = self.work();
            self.keep(Change::Drafted { lesson, answer });
        }
    }

    fn passed(&mut self, answer: &str, verdict: &Verdict) {
        let is_make = self.is_make();
        let points = points_text(verdict.points(), verdict.max_points());
        self.say(Block::Gap);
        self.say(Block::Right(match is_make {
            true => "Passed: all checks. You wrote this one from nothing.".to_owned(),
            false => format!("Passed: {points}."),
        }));
        if !is_make {
            self.plan_review();
        }
        let solution = self.exercise().and_then(|it| it.solutions.first()).map(|it| it.code.text.clone());
        match solution {
            Some(solution) if is_same_code(&solution, answer) => {
                self.words("That is how we would write it, too.");
            }
            Some(_) if self.progress.lesson(&self.work()).gave_up => {}
            // The picture of what passed should stay on the screen.
            Some(solution) if solution.lines().count() > MAX_SHOWN => {
                self.words(":solution shows one way to write it.");
            }
            Some(solution) => {
                self.words("One way to write it:");
                self.show_code(&solution);
            }
            None => {}
        }
    }

    fn failed(&mut self, answer: &str, verdict: &Verdict) {
        self.say(Block::Gap);
        if verdict.trouble.as_ref().is_some_and(|it| it.kind == TroubleKind::Failed) {
            self.words("It ended with the error above; look at that first. What the checks say:");
        }
        if let Some(result) = verdict.first_failed() {
            self.say_failed(result, verdict);
        }
        let passed = verdict.checks.iter().filter(|it| it.outcome == CheckOutcome::Passed).count();
        if passed > 0 {
            let points = match self.is_make() {
                true => String::new(),
                false => format!(", {}", points_text(verdict.points(), verdict.max_points())),
            };
            self.words(format!("  {passed} of {} checks passed so far{points}.", verdict.checks.len()));
        }
        if self.whole_program_behind(answer).is_some() {
            self.words("An answer is the whole program, not one line of it: press ↑ twice to bring that.");
        }
    }

    fn say_failed(&mut self, result: &CheckResult, verdict: &Verdict) {
        let name = &result.name;
        match &result.outcome {
            CheckOutcome::Failed(failure) => self.say_failure(name, failure, result.visibility),
            CheckOutcome::Broken(text) => {
                self.say(Block::NotYet(format!(
                    "{name}: there is a mistake in this check itself, not in your answer. Tell your teacher: {text}"
                )));
            }
            CheckOutcome::NotRun | CheckOutcome::Passed => {
                self.say(Block::NotYet(format!(
                    "{name}: it did not run to its end, so this could not be checked."
                )));
                for line in verdict.trouble.iter().flat_map(|it| it.text.lines()) {
                    self.say(Block::Row(format!("  {line}")));
                }
            }
        }
    }

    fn say_failure(&mut self, name: &str, failure: &Failure, visibility: Visibility) {
        // What a teacher keeps to himself stays with him.
        if visibility == Visibility::Overlay {
            return self.say(Block::NotYet(name.to_owned()));
        }
        if visibility == Visibility::Hidden {
            let text = "this check is hidden, so its name is all there is to see";
            return self.say(Block::NotYet(format!("{name}: {text}.")));
        }
        let says_so = failure.message.starts_with("Checked ");
        if failure.scenario.is_some() && !says_so {
            self.say(Block::NotYet(format!(
                "{name} (it was run again with other inputs): {}",
                failure.message
            )));
        } else {
            self.say(Block::NotYet(format!("{name}: {}", failure.message)));
        }
        if !failure.expected.is_empty() {
            self.say(Block::Row(format!("  expected  {}", failure.expected)));
        }
        if !failure.happened.is_empty() {
            self.say(Block::Row(format!("  happened  {}", failure.happened)));
        }
    }
}

fn points_text(points: u32, most: u32) -> String {
    format!("{points} of {most} {}", if most == 1 { "point" } else { "points" })
}

/// Whether two texts are the same program but for blanks and comments.
pub(super) fn is_same_code(one: &str, other: &str) -> bool {
    let code = |line: &str| line.split_once("//").map_or(line, |(code, _)| code).to_owned();
    let words = |text: &str| -> String {
        text.lines().map(code).collect::<String>().chars().filter(|c| !c.is_whitespace()).collect()
    };
    words(one).trim_end_matches(';') == words(other).trim_end_matches(';')
}
