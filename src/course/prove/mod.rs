//! Proves a course: every starter fails, an empty answer earns nothing, every solution passes, every wrong answer
//! fails where it says, every program runs; cheats earn little, and harmless changes of a solution cost nothing.
//! What is wrong is said with file and line.

mod cheats;
mod harmless;
mod questions;
mod readers;

use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::contents::Course;
use super::document::{Allowed, Code, Ends, Exercise, Lesson, Problem, Program, Solution, StepKind};
use super::judge::{AnswerRun, Bounds, Facts, Judged, Stage, judge};
use super::verdict::{CheckOutcome, CheckResult, Trouble, TroubleKind, Verdict};
use crate::script::{Answer, Role};

/// Lines that a prediction may print.
const LINES_TO_PREDICT: std::ops::RangeInclusive<usize> = 2..=8;

/// What was found in a course, in its order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Proof {
    /// What does not do what it says.
    pub problems: Vec<Problem>,
    /// What could be better.
    pub warnings: Vec<Problem>,
    /// What each cheat earns, in the exercises where it can be tried.
    pub cheats: Vec<Earned>,
    /// Orders that reach the goals of puzzles, each at its place.
    pub orders: Vec<Problem>,
}

/// Points of a cheat over several exercises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earned {
    pub cheat: &'static str,
    pub points: u32,
    /// All points of these exercises.
    pub most: u32,
}

impl Proof {
    fn add(&mut self, other: Proof) {
        self.problems.extend(other.problems);
        self.warnings.extend(other.warnings);
        self.orders.extend(other.orders);
        for earned in other.cheats {
            match self.cheats.iter_mut().find(|it| it.cheat == earned.cheat) {
                Some(sum) => (sum.points, sum.most) = (sum.points + earned.points, sum.most + earned.most),
                None => self.cheats.push(earned),
            }
        }
    }
}

/// How much is tried.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// What stands in the course.
    Programs,
    /// Cheats and harmless changes, too.
    CheatsAndChanges,
}

/// All that is wrong with what the course's programs do. Fails where the system has no thread or folder to give.
pub fn prove(course: &Course, depth: Depth) -> io::Result<Proof> {
    let next = AtomicUsize::new(0);
    let found: Mutex<Vec<(usize, io::Result<Proof>)>> = Mutex::default();
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(|| {
                loop {
                    let index = next.fetch_add(1, Ordering::Relaxed);
                    let Some(lesson) = course.lessons.get(index) else { break };
                    let problems = prove_lesson(lesson, depth);
                    found.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((index, problems));
                }
            });
        }
    });
    let mut found = found.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    found.sort_by_key(|(index, _)| *index);
    let mut whole = Proof::default();
    for (_, proof) in found {
        whole.add(proof?);
    }
    Ok(whole)
}

fn prove_lesson(lesson: &Lesson, depth: Depth) -> io::Result<Proof> {
    let mut proof = Prover { lesson, depth, found: Proof::default() };
    // Programs of a lesson share a session, as they do when it is learned.
    let stage = Stage::open(&lesson.files, &Bounds::default().side_by_side())?;
    for step in &lesson.steps {
        match &step.act {
            StepKind::Run(program) => drop(proof.program(program, &stage)?),
            StepKind::Predict(program) => proof.prediction(program, &stage)?,
            StepKind::Quiz(quiz) => proof.quiz(quiz),
            StepKind::Arrange(_)
            | StepKind::Why(_)
            | StepKind::Schedule(_)
            | StepKind::Pause
            | StepKind::Exercise
            | StepKind::Make => {}
        }
    }
    proof.questions()?;
    proof.labels();
    for exercise in lesson.tasks() {
        proof.exercise(exercise)?;
    }
    Ok(proof.found)
}

struct Prover<'a> {
    lesson: &'a Lesson,
    depth: Depth,
    found: Proof,
}

impl Prover<'_> {
    fn say(&mut self, line: usize, text: impl Into<String>) {
        let problem = self.problem(line, text);
        self.found.problems.push(problem);
    }

    fn problem(&self, line: usize, text: impl Into<String>) -> Problem {
        Problem { file: self.lesson.file.clone(), line, text: text.into() }
    }

    fn program(&mut self, program: &Program, stage: &Stage) -> io::Result<AnswerRun> {
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
        self.promises(program, &played);
        Ok(played)
    }

    fn exercise(&mut self, exercise: &Exercise) -> io::Result<()> {
        if !self.is_given_well(exercise)? {
            return Ok(());
        }
        let starter = self.judged(exercise, &exercise.starter)?;
        if let Some(Trouble { kind: TroubleKind::NotAProgram, text }) = &starter.verdict.trouble {
            self.say(exercise.starter.line, format!("the starter is no program:\n{}", text.trim_end()));
        }
        if starter.verdict.has_passed() {
            self.say(exercise.starter.line, "the starter passes all checks as it stands");
        }
        self.empty_answer(exercise)?;
        for (index, solution) in exercise.solutions.iter().enumerate() {
            let judged = self.solution(exercise, solution)?;
            if let Some(facts) = judged.run.facts().filter(|_| judged.verdict.has_passed()) {
                if index == 0 {
                    self.found.warnings.extend(readers::warnings(self.lesson, exercise, &facts));
                }
                if self.depth == Depth::CheatsAndChanges {
                    self.changes(exercise, solution)?;
                    if index == 0 {
                        self.cheats(exercise, solution, &facts)?;
                    }
                }
            }
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
        let nothing = Code { text: String::new(), line: exercise.starter.line };
        let verdict = self.judged(exercise, &nothing)?.verdict;
        let passes = |result: &CheckResult| result.points > 0 && result.outcome == CheckOutcome::Passed;
        if let Some(index) = verdict.checks.iter().position(passes) {
            let check = &exercise.checks[index];
            let text = format!(
                "an empty answer passes \"{}\"; let the check also ask for something that only an answer does",
                check.name
            );
            let file = check.overlay.as_ref().unwrap_or(&self.lesson.file).clone();
            self.found.problems.push(Problem { file, line: check.code.line - 1, text });
        }
        Ok(())
    }

    /// Runs everything that is given by itself. Says whether it all runs.
    fn is_given_well(&mut self, exercise: &Exercise) -> io::Result<bool> {
        let first = (exercise.starter.line - 1, "the exercise".to_owned(), &exercise.given);
        let variants = exercise.variants.iter();
        let variants = variants.map(|it| (it.given.line - 1, format!("\"{}\"", it.name), &it.given.text));
        let scenarios = exercise.checks.iter();
        let scenarios = scenarios
            .filter_map(|it| Some((it.code.line - 1, format!("\"{}\"", it.name), it.scenario.as_ref()?)));
        let mut is_well = true;
        for (line, name, given) in [first].into_iter().chain(variants).chain(scenarios) {
            let stage = Stage::open(&self.lesson.files, &Bounds::default().side_by_side())?;
            let played = stage.enter("given", given, Role::Given)?;
            if !matches!(played.end.answer, Answer::Value(_)) {
                is_well = false;
                let report = played.report().unwrap_or_default();
                self.say(line, format!("what is given for {name} does not run:\n{}", report.trim_end()));
            }
        }
        Ok(is_well)
    }

    /// A cheat earns less than a third of the points, or the lesson says why not.
    fn cheats(&mut self, exercise: &Exercise, solution: &Solution, facts: &Facts) -> io::Result<()> {
        let line = exercise.starter.line - 1;
        self.known(exercise.cheats.as_ref(), "cheat", &cheats::CHEATS, line);
        let most = exercise.max_points();
        for cheat in cheats::cheats(&exercise.starter.text, &solution.code.text, facts) {
            let bounds = Bounds::default().side_by_side().with_few_orders();
            let verdict = judge(self.lesson, exercise, &cheat.answer, &bounds)?.verdict;
            self.found.cheats.push(Earned { cheat: cheat.name, points: verdict.points(), most });
            let is_too_much = verdict.points() * 3 >= most;
            let is_allowed = exercise.cheats.as_ref().is_some_and(|it| it.has(cheat.name));
            if is_too_much && !is_allowed {
                let passed = verdict.checks.iter().filter(|it| it.outcome == CheckOutcome::Passed);
                let passed: Vec<String> = passed.map(|it| format!("\"{}\"", it.name)).collect();
                let text = format!(
                    "an answer that {} earns {} of {most} points, with {}; let these checks ask for the calls of what is \
                     given, with `also=…` for other values and speeds, or say why not: `+starter cheat=\"{}: …\"`",
                    cheat.does,
                    verdict.points(),
                    passed.join(", "),
                    cheat.name
                );
                self.say(line, text);
            }
        }
        Ok(())
    }

    /// A change that has nothing to do with the task costs nothing.
    fn changes(&mut self, exercise: &Exercise, solution: &Solution) -> io::Result<()> {
        let forbids = exercise.forbids.as_ref();
        self.known(forbids, "forbids", &harmless::CHANGES, exercise.starter.line - 1);
        for change in harmless::changes(&solution.code.text) {
            if forbids.is_some_and(|it| it.has(change.name)) {
                continue;
            }
            let bounds = Bounds::default().side_by_side().with_few_orders();
            let verdict = judge(self.lesson, exercise, &change.answer, &bounds)?.verdict;
            if let Some(failed) = verdict.first_failed() {
                let text = format!(
                    "this solution with a harmless change ({}) fails \"{}\"{}; if the task forbids that, say \
                     `+starter forbids=\"{}: …\"`",
                    change.name,
                    failed.name,
                    why(&verdict),
                    change.name
                );
                self.say(solution.code.line, text);
            }
        }
        Ok(())
    }

    /// An exception names what exists.
    fn known(&mut self, exception: Option<&Allowed>, key: &str, names: &[&str], line: usize) {
        let unknown = exception.and_then(|it| it.names.iter().find(|name| !names.contains(&name.as_str())));
        if let Some(name) = unknown {
            let text = format!("`{key}` names `{name}`, and there are: {}", names.join(", "));
            let problem = self.problem(line, text);
            if !self.found.problems.contains(&problem) {
                self.found.problems.push(problem);
            }
        }
    }

    fn solution(&mut self, exercise: &Exercise, solution: &Solution) -> io::Result<Judged> {
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
        Ok(judged)
    }

    /// The verdict on an answer. A mistake in a check itself is said at its own line.
    fn judged(&mut self, exercise: &Exercise, code: &Code) -> io::Result<Judged> {
        let judged = judge(self.lesson, exercise, &code.text, &Bounds::default().side_by_side())?;
        for (check, result) in exercise.checks.iter().zip(&judged.verdict.checks) {
            if let CheckOutcome::Broken(text) = &result.outcome {
                let problem = Problem {
                    file: check.overlay.as_ref().unwrap_or(&self.lesson.file).clone(),
                    line: check.code.line - 1,
                    text: format!("the check \"{}\" cannot be asked: {text}", check.name),
                };
                if !self.found.problems.contains(&problem) {
                    self.found.problems.push(problem);
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
