//! The exercise: how it is set, and what is said of an answer.

use super::{Flow, Stage};
use crate::lesson::document::Exercise;
use crate::lesson::progress::{Change, Passed};
use crate::lesson::verdict::{CheckOutcome, CheckResult, Failure, Trouble, TroubleKind, Verdict, Visibility};
use crate::repl::learn::piece::Piece;

/// From so many failed attempts on, what stands out in a run is said by itself.
const ATTEMPTS_BEFORE_FINDINGS: u32 = 3;
/// Longer programs are not shown unasked.
const MOST_SHOWN: usize = 10;
/// Longer helpers are told by their first lines.
const MOST_GIVEN: usize = 14;

impl Flow {
    pub(super) fn exercise(&self) -> Option<&Exercise> {
        self.current()?.exercise.as_ref()
    }

    /// Whether an answer is asked for now.
    pub fn is_in_exercise(&self) -> bool {
        matches!(self.stage, Stage::Exercise | Stage::ConfirmSolution)
    }

    /// Whether what stands out in the run of an answer with this verdict is shown.
    pub fn shows_findings(&self, verdict: &Verdict) -> bool {
        let failed = self.progress.lesson(&self.id()).failed_attempts.saturating_add(1);
        verdict.has_passed() || failed >= ATTEMPTS_BEFORE_FINDINGS
    }

    pub(super) fn show_exercise(&mut self) {
        self.stage = Stage::Exercise;
        let Some(given) = self.exercise().map(|it| it.given.trim().to_owned()) else { return };
        if !given.is_empty() {
            self.say(Piece::Gap);
            self.say(Piece::Faint("You may use:".to_owned()));
            self.say(Piece::Code(brief(&given)));
        }
        let progress = self.progress.lesson(&self.id());
        self.say(Piece::Gap);
        let starter = self.exercise().map(|it| it.starter.text.clone()).unwrap_or_default();
        match progress.answer {
            Some(answer) if !is_same_code(&answer, &starter) => {
                self.say(Piece::Faint("Your answer so far:".to_owned()));
                self.say(Piece::Code(answer));
            }
            _ if starter.lines().count() > MOST_SHOWN => {
                self.say(Piece::Faint(format!(
                    "The program has {} lines: ↑ brings it.",
                    starter.lines().count()
                )));
            }
            _ => self.say(Piece::Code(starter)),
        }
        self.say(Piece::Gap);
        if progress.is_done {
            self.say(Piece::Right("You have passed this one. You may try it again, or go on.".to_owned()));
        }
    }

    pub(super) fn exercise_invitation(&self) -> String {
        let progress = self.progress.lesson(&self.id());
        if progress.is_done {
            return self.what_enter_does_at_the_end();
        }
        let left = self.exercise().map_or(0, |it| it.hints.len()).saturating_sub(progress.hints_shown);
        let help = match left {
            0 => ":solution".to_owned(),
            left => format!(":hint ({left} left)"),
        };
        let what = if progress.answer.is_none() { "the code" } else { "your answer" };
        format!("↑ brings {what}: change it, press Enter. Or {help}, :edit, :skip.")
    }

    pub(super) fn judged(&mut self, answer: String, verdict: &Verdict) {
        if !self.is_in_exercise() {
            return;
        }
        self.stage = Stage::Exercise;
        if let Some(Trouble { kind: TroubleKind::NotAProgram, .. }) = &verdict.trouble {
            return self.not_judged(answer);
        }
        let (lesson, points) = (self.id(), verdict.points());
        let passed = if verdict.has_passed() { Passed::Yes } else { Passed::No };
        self.keep(Change::Answered { lesson, answer: answer.clone(), points, passed });
        match passed {
            Passed::Yes => self.passed(&answer, verdict),
            Passed::No => self.failed(verdict),
        }
    }

    /// Keeps an answer that could not be run to its end, without counting it.
    pub(super) fn not_judged(&mut self, answer: String) {
        if self.is_in_exercise() {
            self.words("So nothing is checked yet, and it does not count as an attempt.");
            let lesson = self.id();
            self.keep(Change::Drafted { lesson, answer });
        }
    }

    fn passed(&mut self, answer: &str, verdict: &Verdict) {
        let points = points_text(verdict.points(), verdict.max_points());
        self.say(Piece::Gap);
        self.say(Piece::Right(format!("Passed: {points}.")));
        let solution = self.exercise().and_then(|it| it.solutions.first()).map(|it| it.code.text.clone());
        match solution {
            Some(solution) if is_same_code(&solution, answer) => {
                self.words("That is how we would write it, too.");
            }
            Some(_) if self.progress.lesson(&self.id()).gave_up => {}
            // The picture of what passed should stay on the screen.
            Some(solution) if solution.lines().count() > MOST_SHOWN => {
                self.words(":solution shows one way to write it.");
            }
            Some(solution) => {
                self.words("One way to write it:");
                self.show_code(&solution);
            }
            None => {}
        }
    }

    fn failed(&mut self, verdict: &Verdict) {
        self.say(Piece::Gap);
        if verdict.trouble.as_ref().is_some_and(|it| it.kind == TroubleKind::Failed) {
            self.words("It ended with the error above; look at that first. What the checks say:");
        }
        if let Some(result) = verdict.first_failed() {
            self.say_failed(result, verdict);
        }
        let passed = verdict.checks.iter().filter(|it| it.outcome == CheckOutcome::Passed).count();
        if passed > 0 {
            let points = points_text(verdict.points(), verdict.max_points());
            self.words(format!("  {passed} of {} checks passed so far, {points}.", verdict.checks.len()));
        }
    }

    fn say_failed(&mut self, result: &CheckResult, verdict: &Verdict) {
        let name = &result.name;
        match &result.outcome {
            CheckOutcome::Failed(failure) => self.say_failure(name, failure, result.visibility),
            CheckOutcome::Broken(text) => {
                self.say(Piece::NotYet(format!(
                    "{name}: this check itself has a defect, which is not your fault. Tell your teacher: {text}"
                )));
            }
            CheckOutcome::NotRun | CheckOutcome::Passed => {
                self.say(Piece::NotYet(format!(
                    "{name}: it did not run to its end, so this could not be checked."
                )));
                for line in verdict.trouble.iter().flat_map(|it| it.text.lines()) {
                    self.say(Piece::Row(format!("  {line}")));
                }
            }
        }
    }

    fn say_failure(&mut self, name: &str, failure: &Failure, visibility: Visibility) {
        // What a teacher keeps to himself stays with him.
        if visibility == Visibility::Overlay {
            return self.say(Piece::NotYet(name.to_owned()));
        }
        if failure.scenario.is_some() {
            self.say(Piece::NotYet(format!(
                "{name} (it was run again with other inputs): {}",
                failure.message
            )));
        } else {
            self.say(Piece::NotYet(format!("{name}: {}", failure.message)));
        }
        if !failure.expected.is_empty() {
            self.say(Piece::Row(format!("  expected  {}", failure.expected)));
        }
        if !failure.happened.is_empty() {
            self.say(Piece::Row(format!("  happened  {}", failure.happened)));
        }
    }
}

fn points_text(points: u32, most: u32) -> String {
    format!("{points} of {most} {}", if most == 1 { "point" } else { "points" })
}

/// Whether two texts are the same program but for blanks.
fn is_same_code(one: &str, other: &str) -> bool {
    let words = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    words(one).trim_end_matches(';') == words(other).trim_end_matches(';')
}

/// Code that would fill the screen, by the first lines of its functions.
fn brief(code: &str) -> String {
    if code.lines().count() <= MOST_GIVEN {
        return code.to_owned();
    }
    let heads = code.lines().filter(|line| line.starts_with("fn ") || line.starts_with("const "));
    heads.map(|line| line.trim_end().replace('{', "{ … }").trim_end().to_owned() + "\n").collect()
}
