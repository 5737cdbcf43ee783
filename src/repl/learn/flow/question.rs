//! Predictions and quizzes: they are asked, answered, and never graded.

use super::{Do, Flow, Prediction, Ran, RanEnd, Stage};
use crate::lesson::document::{Act, Quiz};
use crate::lesson::predict::{Puzzle, Typed, is_right_time, read_time, right_lines};
use crate::repl::learn::piece::Piece;
use crate::repl::learn::words::{Reply, reply, right_choice};
use crate::timeline::{Nanos, duration_text};

impl Flow {
    /// The program is known now, so the learner is asked.
    pub(super) fn foreseen(&mut self, foreseen: Option<(Vec<String>, Nanos)>) {
        let Some((lines, _)) = foreseen.filter(|(lines, _)| !lines.is_empty()) else {
            // Nothing to be predicted; it can be run all the same.
            self.stage = Stage::ReadyToRun;
            return;
        };
        self.words("Before it runs: what do you think?");
        let puzzle = Puzzle::new(&format!("{} {}", self.id(), self.step), &lines);
        if !puzzle.has_orders() {
            return self.ask_time(Prediction::default());
        }
        let lettered: Vec<Piece> =
            puzzle.lettered().map(|(letter, line)| Piece::Lettered(letter, line.to_owned())).collect();
        lettered.into_iter().for_each(|it| self.say(it));
        self.stage = Stage::Order(puzzle);
    }

    pub(super) fn order_answered(&mut self, puzzle: Puzzle, text: &str) {
        match puzzle.read_order(text) {
            Ok(order) => self.ask_time(Prediction { order: answered(order), time: None }),
            Err(problem) => self.words(problem.to_string()),
        }
    }

    pub(super) fn ask_time(&mut self, prediction: Prediction) {
        self.stage = Stage::Time(prediction);
    }

    pub(super) fn time_answered(&mut self, prediction: Prediction, text: &str) {
        match read_time(text) {
            Ok(time) => self.run(Prediction { time: answered(time), ..prediction }),
            Err(problem) => self.words(problem.to_string()),
        }
    }

    /// Runs the step's program.
    pub(super) fn run(&mut self, prediction: Prediction) {
        let Some(Act::Run(program) | Act::Predict(program)) = self.current_step().map(|it| it.act.clone())
        else {
            self.stage = Stage::Read;
            return;
        };
        self.stage = Stage::Busy(prediction);
        self.out.push_back(Do::Run(program));
    }

    pub(super) fn ran(&mut self, ran: &Ran) {
        let Stage::Busy(prediction) = std::mem::replace(&mut self.stage, Stage::Read) else { return };
        if ran.end == RanEnd::Stopped {
            self.stage = Stage::ReadyToRun;
            return self.words("You stopped it. It can run again; :next goes on without.");
        }
        self.compare(&prediction, ran);
    }

    fn compare(&mut self, prediction: &Prediction, ran: &Ran) {
        if *prediction == Prediction::default() {
            return;
        }
        let (mut right, mut asked) = (0, 0);
        self.say(Piece::Gap);
        self.say(Piece::Faint(format!("    {:32} what happened", "what you expected")));
        if let Some(order) = &prediction.order {
            let agreements = right_lines(order, &ran.lines);
            for ((happened, predicted), agrees) in ran.lines.iter().zip(order).zip(agreements) {
                (right, asked) = (right + usize::from(agrees), asked + 1);
                let (predicted, happened) = (predicted.clone(), happened.clone());
                self.say(Piece::Beside { predicted, happened, agrees });
            }
        }
        if let Some(time) = prediction.time {
            let agrees = is_right_time(time, ran.elapsed);
            (right, asked) = (right + usize::from(agrees), asked + 1);
            let predicted = format!("in all {}", duration_text((time.min(1e9) * 1e9) as u64));
            let happened = format!("in all {}", duration_text(ran.elapsed));
            self.say(Piece::Beside { predicted, happened, agrees });
        }
        self.words(match right {
            _ if right == asked => "Just as you said.",
            0 => "It went otherwise: that is what this lesson is about.",
            _ => "Some of it went otherwise. The timeline shows when each line came.",
        });
    }

    pub(in crate::repl::learn) fn quiz(&self) -> Option<&Quiz> {
        match &self.current_step()?.act {
            Act::Quiz(quiz) => Some(quiz),
            _ => None,
        }
    }

    pub(super) fn ask_quiz(&mut self, quiz: &Quiz) {
        if self.current_step().is_some_and(|it| !it.prose.trim().is_empty()) {
            self.say(Piece::Gap);
        }
        self.say(Piece::Prose(quiz.question.clone()));
        for (letter, choice) in ('a'..='z').zip(&quiz.choices) {
            self.say(Piece::Lettered(letter, choice.clone()));
        }
        self.stage = Stage::Quiz;
    }

    pub(super) fn quiz_invitation(&self) -> String {
        let count = self.quiz().map_or(0, |it| it.choices.len());
        if count == 0 {
            return "Type your answer and press Enter. ? skips.".to_owned();
        }
        let letters: Vec<String> = ('a'..='z').take(count).map(String::from).collect();
        format!("Type a letter ({}) and press Enter. ? skips.", letters.join(" "))
    }

    pub(super) fn quiz_answered(&mut self, text: &str) {
        let Some(quiz) = self.quiz().cloned() else { return };
        let right = quiz.choices.get(right_choice(&quiz)).filter(|_| !quiz.choices.is_empty());
        let right = match right {
            Some(choice) => format!("{}  {choice}", quiz.answer.trim().to_lowercase()),
            None => quiz.answer.clone(),
        };
        match reply(&quiz, text) {
            Reply::Unclear => {
                let typed: String = text.trim().chars().take(40).collect();
                return self.words(match quiz.choices[..] {
                    [] => format!("I cannot tell which number `{typed}` is. Type the number alone."),
                    _ => format!("`{typed}` is none of the letters."),
                });
            }
            Reply::Right => self.say(Piece::Right("Right.".to_owned())),
            Reply::Wrong => self.say(Piece::NotYet(format!("Not quite. It is: {right}"))),
            Reply::Skipped => self.words(format!("It is: {right}")),
        }
        if !quiz.explain.trim().is_empty() {
            self.say(Piece::Prose(quiz.explain));
        }
        self.stage = Stage::Read;
    }
}

/// The question for an order, with an example that is hardly the answer.
pub(super) fn order_invitation(puzzle: &Puzzle) -> String {
    let mut letters: Vec<String> = puzzle.lettered().map(|(letter, _)| letter.to_string()).collect();
    letters.rotate_left(1);
    format!("In which order do they appear? Type the letters, like {}. ? skips.", letters.join(" "))
}

/// A skipped answer is no answer.
fn answered<T>(typed: Typed<T>) -> Option<T> {
    match typed {
        Typed::Answer(answer) => Some(answer),
        Typed::Skipped => None,
    }
}
