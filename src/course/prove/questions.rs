//! What a lesson's questions promise: lines that never come do not, an order that is right behaves, a line that does not
//! belong cannot take a place, an instant has a reason, a goal is reached by some order and not by the usual one, and what
//! is said to be shown is there.

use std::io;

use super::{LINES_TO_PREDICT, Prover};
use crate::course::arrange::{difference, play_order};
use crate::course::document::{
    Arrangement, Because, Ends, Findings, Problem, Program, Puzzle, Quiz, StepKind, WhyQuestion,
};
use crate::course::judge::{AnswerRun, Bounds, Facts, Stage};
use crate::course::reasons::reasons;
use crate::course::scheduling::program_of;
use crate::explore::{Ways, refusal};
use crate::script::{Answer, Role};
use crate::style::Colors;

impl Prover<'_> {
    /// Each question in its place, and those that come back on later days.
    pub(super) fn questions(&mut self) -> io::Result<()> {
        let lesson = self.lesson;
        for step in &lesson.steps {
            match &step.act {
                StepKind::Arrange(arrangement) => self.arrangement(arrangement)?,
                StepKind::Why(question) => self.why(question)?,
                StepKind::Schedule(puzzle) => self.schedule(puzzle)?,
                _ => {}
            }
        }
        for act in &lesson.reviews {
            match act {
                StepKind::Arrange(arrangement) => self.arrangement(arrangement)?,
                StepKind::Predict(program) => {
                    let stage = Stage::open(&lesson.files, &Bounds::default().side_by_side())?;
                    self.prediction(program, &stage)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// What a run of the lesson's programs shows is what the lesson says of it.
    pub(super) fn promises(&mut self, program: &Program, played: &AnswerRun) {
        let Some(facts) = played.facts() else { return };
        if program.findings == Findings::Shown && facts.findings.is_empty() {
            self.say(program.line, "the program says `+hints`, and nothing stands out in its run");
        }
        let lines = lines_of(&facts);
        for never in program.never.iter().filter(|it| lines.contains(it)) {
            self.say(program.line, format!("`never` names a line that is printed: {never}"));
        }
    }

    /// A program to be predicted.
    pub(super) fn prediction(&mut self, program: &Program, stage: &Stage) -> io::Result<()> {
        let lines = self.program(program, stage)?.facts().map_or(0, |it| lines_of(&it).len());
        if !LINES_TO_PREDICT.contains(&lines) {
            self.say(program.line, format!("a prediction prints 2 to 8 lines, and this prints {lines}"));
        }
        Ok(())
    }

    pub(super) fn quiz(&mut self, quiz: &Quiz) {
        let unexplained = quiz.unexplained();
        if let Some(choice) = unexplained.first() {
            let text = format!(
                "the quiz does not say why \"{choice}\" is wrong: `because = [\"…\", …]` has a sentence for each choice"
            );
            let warning = self.problem(quiz.line, text);
            self.found.warnings.push(warning);
        }
        if let Because::Answers(map) = &quiz.because
            && map.keys().any(|it| it.trim() == quiz.answer.trim() || quiz.also.contains(it))
        {
            self.say(quiz.line, "`because` explains a right answer as a wrong one");
        }
    }

    fn arrangement(&mut self, arrangement: &Arrangement) -> io::Result<()> {
        let bounds = Bounds::default().side_by_side();
        let wanted = play_order(self.lesson, arrangement, &arrangement.lines, &bounds)?;
        if !matches!(wanted.end.answer, Answer::Value(_)) {
            let report = wanted.report().unwrap_or_default();
            self.say(
                arrangement.line,
                format!("the program does not run to its end:\n{}", report.trim_end()),
            );
            return Ok(());
        }
        if arrangement.others.is_empty() {
            let text = "lines that do not belong help learning: `+wrong +lines` after it";
            let warning = self.problem(arrangement.line, text);
            self.found.warnings.push(warning);
        }
        for other in &arrangement.others {
            for place in 0..arrangement.lines.len() {
                let mut lines = arrangement.lines.clone();
                let right = std::mem::replace(&mut lines[place], other.clone());
                let tried = play_order(self.lesson, arrangement, &lines, &bounds)?;
                if difference(&wanted, &tried).is_none() {
                    let text = format!("the line `{other}` does as well as `{right}`, so it is no wrong one");
                    self.say(arrangement.line, text);
                }
            }
        }
        Ok(())
    }

    /// A program that stands alone.
    fn why(&mut self, question: &WhyQuestion) -> io::Result<()> {
        let stage = Stage::open(&self.lesson.files, &Bounds::default().side_by_side())?;
        let played = stage.enter("program", &question.program.text, Role::Free)?;
        let ends = match played.end.answer {
            Answer::Value(_) => Some(Ends::Well),
            Answer::Failed(_) => Some(Ends::WithAnError),
            Answer::Stopped => None,
        };
        if ends != Some(question.program.ends) {
            self.say(question.program.line, "the program does not end as it says");
        } else if reasons(&played, question, "").is_none() {
            let text = format!(
                "`{}` has no reason to be asked for at that instant: is it alive then?",
                question.task
            );
            self.say(question.program.line, text);
        }
        Ok(())
    }

    /// Some order reaches the goal, with few enough choices, and the usual one does not.
    fn schedule(&mut self, puzzle: &Puzzle) -> io::Result<()> {
        let line = puzzle.program.line;
        if let Some(why) = refusal(&puzzle.program.text) {
            self.say(line, why);
            return Ok(());
        }
        let mut program = program_of(self.lesson, puzzle, Default::default())?;
        match program.ways_to(&puzzle.goal) {
            None => {
                let report = program.unreadable().map(|(report, sources)| {
                    report.render(&sources.for_reports(), Colors::None, REPORT_COLUMNS)
                });
                let report = report.unwrap_or_default();
                self.say(line, format!("the program does not run:\n{}", report.trim_end()));
            }
            Some(Ways::Usual) => {
                self.say(line, "the usual order reaches the goal already, so there is nothing to find");
            }
            Some(Ways::None) => {
                let text = format!("no order is found that reaches the goal: {}", puzzle.goal);
                self.say(line, text);
            }
            Some(Ways::Other(deviations)) => {
                let choices = deviations.iter().map(|it| it.choice + 1).max().unwrap_or(0);
                let code = program.schedule(deviations).code(&puzzle.program.text);
                if choices > MAX_CHOICES {
                    let text = format!(
                        "the shortest order that is known takes {choices} choices, which is long by hand; {MAX_CHOICES} \
                         are enough"
                    );
                    let warning = self.problem(line, text);
                    self.found.warnings.push(warning);
                }
                let (is, places) = (&puzzle.goal, if choices == 1 { "choice" } else { "choices" });
                let order = self.problem(line, format!("{is}: {code}, after {choices} {places}"));
                self.found.orders.push(order);
            }
        }
        Ok(())
    }

    /// The parts of a long solution have a heading each, so that a learner sees what they are for.
    pub(super) fn labels(&mut self) {
        let lesson = self.lesson;
        for solution in lesson.tasks().flat_map(|it| &it.solutions) {
            let text = &solution.code.text;
            let count = text.lines().filter(|it| !it.trim().is_empty()).count();
            if count > UNLABELLED_LINES && !text.lines().any(|it| it.trim_start().starts_with("//")) {
                let text =
                    "each part of this solution should have a heading: a line such as `// Start all tasks.`";
                let warning: Problem = self.problem(solution.code.line, text);
                self.found.warnings.push(warning);
            }
        }
    }
}

/// Choices that a learner makes by hand.
const MAX_CHOICES: usize = 15;
/// Columns of a report on a program that does not run.
const REPORT_COLUMNS: usize = 100;

/// A solution with this many lines or fewer needs no headings.
const UNLABELLED_LINES: usize = 6;

fn lines_of(facts: &Facts) -> Vec<String> {
    facts.output.iter().flat_map(|it| it.text.split('\n').map(str::to_owned)).collect()
}
