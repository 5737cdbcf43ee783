//! Proves a course: every starter fails, an empty answer earns nothing, every solution passes, every wrong answer
//! fails where it says, every program runs. What is amiss is told with file and line.

use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::course::Course;
use super::document::{Act, Code, Ends, Exercise, Lesson, Problem, Program, Solution};
use super::judge::{Bounds, Judged, Played, Stage, judge};
use super::verdict::{CheckOutcome, CheckResult, Verdict};
use crate::script::{Answer, Role};

/// Lines that a prediction may print.
const LINES_TO_PREDICT: std::ops::RangeInclusive<usize> = 2..=8;

/// All that is amiss with what the course's programs do, in the order of the course. Fails where the system
/// has no thread or folder to give.
pub fn prove(course: &Course) -> io::Result<Vec<Problem>> {
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<(usize, io::Result<Vec<Problem>>)>> = Mutex::default();
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(lesson) = course.lessons.get(index) else { break };
                    let problems = prove_lesson(lesson);
                    found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, problems));
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    found.sort_by_key(|(index, _)| *index);
    found.into_iter().map(|(_, problems)| problems).collect::<io::Result<Vec<_>>>().map(|it| it.concat())
}

fn prove_lesson(lesson: &Lesson) -> io::Result<Vec<Problem>> {
    let mut proof = Proof { lesson, problems: Vec::new() };
    // Programs of a lesson share a session, as they do when it is learned.
    let stage = Stage::open(&lesson.files, &Bounds::default().side_by_side())?;
    for step in &lesson.steps {
        match &step.act {
            Act::Run(program) => drop(proof.program(program, &stage)?),
            Act::Predict(program) => proof.prediction(program, &stage)?,
            Act::Pause | Act::Quiz(_) | Act::Exercise => {}
        }
    }
    if let Some(exercise) = &lesson.exercise {
        proof.exercise(exercise)?;
    }
    Ok(proof.problems)
}

struct Proof<'a> {
    lesson: &'a Lesson,
    problems: Vec<Problem>,
}

impl Proof<'_> {
    fn say(&mut self, line: usize, text: impl Into<String>) {
        self.problems.push(Problem { file: self.lesson.file.clone(), line, text: text.into() });
    }

    fn program(&mut self, program: &Program, stage: &Stage) -> io::Result<Played> {
        let played = stage.enter("program", &program.text, Role::Free)?;
        match (&played.end.answer, program.ends) {
            (Answer::Value(_), Ends::Well) | (Answer::Failed(_), Ends::WithAnError) => {}
            (_, Ends::Well) => {
                let report = played.report().unwrap_or_default();
                self.say(
                    program.line,
                    format!("the program does not run to its end:\n{}", report.trim_end()),
                );
            }
            (_, Ends::WithAnError) => self.say(program.line, "the program is meant to throw, and does not"),
        }
        Ok(played)
    }

    fn prediction(&mut self, program: &Program, stage: &Stage) -> io::Result<()> {
        let lines = self.program(program, stage)?.facts();
        let lines = lines.map_or(0, |it| it.output.iter().flat_map(|said| said.text.split('\n')).count());
        if !LINES_TO_PREDICT.contains(&lines) {
            self.say(program.line, format!("a prediction prints 2 to 8 lines, and this prints {lines}"));
        }
        Ok(())
    }

    fn exercise(&mut self, exercise: &Exercise) -> io::Result<()> {
        let starter = self.judged(exercise, &exercise.starter)?;
        if starter.verdict.has_passed() {
            self.say(exercise.starter.line, "the starter passes all checks as it stands");
        }
        self.empty_answer(exercise)?;
        for solution in &exercise.solutions {
            self.solution(exercise, solution)?;
        }
        for wrong in &exercise.wrongs {
            let verdict = self.judged(exercise, &wrong.code)?.verdict;
            let first = verdict.first_failed().map(|it| it.name.as_str());
            if first != Some(wrong.fails.as_str()) {
                let said = first.map_or("passes all checks".to_owned(), |it| format!("fails \"{it}\" first"));
                let text = format!(
                    "this wrong answer should fail \"{}\" first, and {said}{}",
                    wrong.fails,
                    why(&verdict)
                );
                self.say(wrong.code.line, text);
            }
        }
        Ok(())
    }

    /// Doing nothing earns nothing: nobody held the thread, and nobody learned anything.
    fn empty_answer(&mut self, exercise: &Exercise) -> io::Result<()> {
        let verdict = judge(self.lesson, exercise, "", &Bounds::default().side_by_side())?.verdict;
        let passes = |result: &CheckResult| result.points > 0 && result.outcome == CheckOutcome::Passed;
        if let Some(index) = verdict.checks.iter().position(passes) {
            let check = &exercise.checks[index];
            let text = format!(
                "an empty answer passes \"{}\"; let the check also ask for something that only an answer does",
                check.name
            );
            self.say(check.code.line - 1, text);
        }
        Ok(())
    }

    fn solution(&mut self, exercise: &Exercise, solution: &Solution) -> io::Result<()> {
        let judged = self.judged(exercise, &solution.code)?;
        let line = solution.code.line;
        if let Some(failed) = judged.verdict.first_failed() {
            let text = format!("this solution fails \"{}\"{}", failed.name, why(&judged.verdict));
            self.say(line, text);
        }
        let found = judged.run.facts().map(|facts| facts.findings).unwrap_or_default();
        for rule in found.iter().filter(|rule| !solution.finds.iter().any(|it| it == *rule)) {
            self.say(
                line,
                format!("this solution raises the finding `{rule}`; if that is meant, say finds=\"{rule}\""),
            );
        }
        for rule in solution.finds.iter().filter(|rule| !found.contains(&rule.as_str())) {
            self.say(line, format!("this solution does not raise the finding `{rule}` that it names"));
        }
        Ok(())
    }

    /// The verdict on an answer. A check that is itself amiss is told at its own line.
    fn judged(&mut self, exercise: &Exercise, code: &Code) -> io::Result<Judged> {
        let judged = judge(self.lesson, exercise, &code.text, &Bounds::default().side_by_side())?;
        for (check, result) in exercise.checks.iter().zip(&judged.verdict.checks) {
            if let CheckOutcome::Broken(text) = &result.outcome {
                let problem = Problem {
                    file: self.lesson.file.clone(),
                    line: check.code.line - 1,
                    text: format!("the check \"{}\" cannot be asked: {text}", check.name),
                };
                if !self.problems.contains(&problem) {
                    self.problems.push(problem);
                }
            }
        }
        Ok(judged)
    }
}

/// What happened instead, in a line or two.
fn why(verdict: &Verdict) -> String {
    let trouble = verdict.trouble.as_ref().map(|it| format!("\n{}", it.text.trim_end())).unwrap_or_default();
    let failed = verdict.first_failed().map(|it| match &it.outcome {
        CheckOutcome::Failed(failure) => {
            format!(": {} (expected {}, happened {})", failure.message, failure.expected, failure.happened)
        }
        CheckOutcome::Broken(text) => format!(": {text}"),
        CheckOutcome::NotRun | CheckOutcome::Passed => String::new(),
    });
    format!("{}{trouble}", failed.unwrap_or_default())
}
