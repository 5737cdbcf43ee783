//! Predictions and quizzes: they are asked, answered, and never graded.

use super::{Effect, Flow, Prediction, Stage};
use crate::course::document::{Because, Quiz, StepKind};
use crate::course::predict::{Puzzle, Typed, is_right_time, read_time, right_lines};
use crate::course::shuffled;
use crate::repl::learn::piece::Block;
use crate::repl::learn::words::{Reply, chosen, reply, same_answer};
use crate::repl::ran::{Ran, RanEnd};
use crate::timeline::{Nanos, duration_text};

impl Flow {
    /// The program is known now, so the learner is asked.
    pub(super) fn foreseen(&mut self, foreseen: Option<(Vec<String>, Nanos)>) {
        let Some((lines, _)) = foreseen.filter(|(lines, _)| !lines.is_empty()) else {
            // Nothing to be predicted; it can be run all the same.
            self.stage = Stage::ReadyToRun;
            return;
        };
        let never = match self.current_step().map(|it| &it.act) {
            Some(StepKind::Predict(program)) => program.never.clone(),
            _ => Vec::new(),
        };
        self.words(match never.is_empty() {
            true => "Before it runs: what do you think?",
            false => "Before it runs: what do you think? Not all of these lines need to come.",
        });
        let place = format!("{} {}", self.id(), self.step);
        let puzzle = Puzzle::with_others(&place, &lines, &never);
        if !puzzle.has_orders() {
            return self.ask_time(Prediction::default());
        }
        let lettered: Vec<Block> =
            puzzle.lettered().map(|(letter, line)| Block::Lettered(letter, line.to_owned())).collect();
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
        let Some(StepKind::Run(program) | StepKind::Predict(program)) =
            self.current_step().map(|it| it.act.clone())
        else {
            self.stage = Stage::Read;
            return;
        };
        self.stage = Stage::Busy(prediction);
        self.out.push_back(Effect::Run(program));
    }

    /// Runs what the step shows, or shows its picture.
    pub(super) fn run_shown(&mut self) {
        match self.current_step().map(|it| it.act.clone()) {
            Some(StepKind::Why(question)) => {
                self.stage = Stage::Busy(Prediction::default());
                self.out.push_back(Effect::Picture(question));
            }
            Some(StepKind::Schedule(_)) => self.schedule(None),
            _ => self.run(Prediction::default()),
        }
    }

    /// What the order of lines and choices depends on: the learner and the place, so letters stay what they are.
    pub(in crate::repl::learn) fn seed(&self) -> String {
        let seed = self.progress.seed.unwrap_or_default();
        format!("{seed} {} {}", self.id(), self.step)
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
        if prediction.is_empty() {
            return;
        }
        self.say(Block::Gap);
        self.say(Block::Faint(format!("    {:32} what happened", "what you expected")));
        let mut is_right_order = None;
        if let Some(order) = &prediction.order {
            let mut agreements = right_lines(order, &ran.lines);
            let rows = order.len().max(ran.lines.len());
            agreements.resize(rows, false);
            for (row, agrees) in agreements.iter().copied().enumerate() {
                let cell = |lines: &[String]| lines.get(row).cloned().unwrap_or_default();
                let (predicted, happened) = (cell(order), cell(&ran.lines));
                self.say(Block::Beside { predicted, happened, agrees });
            }
            is_right_order = Some(agreements.iter().all(|it| *it));
        }
        let mut is_right_duration = None;
        if let Some(time) = prediction.time {
            let agrees = is_right_time(time, ran.elapsed);
            let predicted = format!("in all {}", duration_text((time.min(1e9) * 1e9) as u64));
            let happened = format!("in all {}", duration_text(ran.elapsed));
            self.say(Block::Beside { predicted, happened, agrees });
            is_right_duration = Some(agrees);
        }
        let is_review = self.recalled.is_some();
        self.words(match (is_right_order, is_right_duration) {
            (Some(false), Some(false)) | (Some(false), None) | (None, Some(false)) if is_review => {
                "Not what you predicted. The timeline shows why."
            }
            (Some(false), Some(false)) | (Some(false), None) | (None, Some(false)) => {
                "Not what you predicted, and that is what this lesson is about."
            }
            (Some(true), Some(false)) => "The order is right. Only the time is not what you predicted.",
            (Some(false), Some(true)) => "The time is right. The timeline shows when each line came.",
            _ => "Just as you predicted.",
        });
        let answers = [is_right_order, is_right_duration];
        let asked = answers.iter().flatten().count();
        let right = answers.into_iter().flatten().filter(|it| *it).count();
        self.note_answer(right, asked);
    }

    /// The quiz of the step, its choices in this learner's order.
    pub(in crate::repl::learn) fn quiz(&self) -> Option<Quiz> {
        let StepKind::Quiz(quiz) = &self.current_step()?.act else { return None };
        if quiz.choices.is_empty() || self.progress.seed.is_none() {
            return Some(quiz.clone());
        }
        let order = shuffled(&self.seed(), quiz.choices.len());
        let right = order.iter().position(|it| *it == quiz.right_choice())?;
        let pick = |list: &[String]| order.iter().filter_map(|it| list.get(*it).cloned()).collect();
        let because = match &quiz.because {
            Because::Choices(list) => Because::Choices(pick(list)),
            other => other.clone(),
        };
        let answer = letter(right).to_string();
        Some(Quiz { choices: pick(&quiz.choices), because, answer, ..quiz.clone() })
    }

    pub(super) fn ask_quiz(&mut self) {
        let Some(quiz) = self.quiz() else { return };
        if self.current_step().is_some_and(|it| !it.prose.trim().is_empty()) {
            self.say(Block::Gap);
        }
        self.say(Block::Prose(quiz.question));
        for (letter, choice) in ('a'..='z').zip(quiz.choices) {
            self.say(Block::Lettered(letter, choice));
        }
        self.stage = Stage::Quiz(Vec::new());
    }

    pub(super) fn quiz_invitation(&self, tried: &[usize]) -> String {
        match self.quiz().map_or(0, |it| it.choices.len()) {
            0 => "Type your answer and press Enter. ? shows it.".to_owned(),
            count => letters_invitation(count, tried),
        }
    }

    pub(super) fn quiz_answered(&mut self, mut tried: Vec<usize>, text: &str) {
        let Some(quiz) = self.quiz() else { return };
        let is_first = tried.is_empty();
        let right = match quiz.choices.get(quiz.right_choice()) {
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
            Reply::Right => {
                self.say(Block::Right("Right.".to_owned()));
                if is_first {
                    self.note_answer(1, 1);
                }
            }
            Reply::Wrong => {
                let choice = chosen(&quiz, text);
                let why = match (&quiz.because, choice) {
                    (Because::Choices(list), Some(choice)) => list.get(choice).cloned(),
                    (Because::Answers(map), _) => because_of(map, text),
                    _ => None,
                };
                let why = why.filter(|it| !it.trim().is_empty());
                let why = why.unwrap_or_else(|| "Not quite.".to_owned());
                self.say(Block::NotYet(format!("{why} Try again, or type ? to see the answer.")));
                if is_first {
                    self.note_answer(0, 1);
                }
                // A wrong number counts as a try, too.
                let choice = choice.unwrap_or(usize::MAX);
                if !tried.contains(&choice) {
                    tried.push(choice);
                }
                self.stage = Stage::Quiz(tried);
                return;
            }
            Reply::Skipped => self.words(format!("It is: {right}")),
        }
        if !quiz.explain.trim().is_empty() {
            self.say(Block::Prose(quiz.explain));
        }
        self.stage = Stage::Read;
    }
}

/// The question for an order, with an example that is hardly the answer.
pub(super) fn order_invitation(puzzle: &Puzzle) -> String {
    let mut letters: Vec<String> = puzzle.lettered().map(|(letter, _)| letter.to_string()).collect();
    letters.rotate_left(1);
    let example = letters.join(" ");
    match puzzle.has_others() {
        true => format!("Which of them come, in which order? Like {example}. ? skips."),
        false => format!("In which order? Type the letters, like {example}. ? skips."),
    }
}

/// The question for one of some letters, without those that were tried.
pub(super) fn letters_invitation(count: usize, tried: &[usize]) -> String {
    let left = (0..count).filter(|it| !tried.contains(it)).map(|it| letter(it).to_string());
    format!("Type a letter ({}). ? shows the answer.", left.collect::<Vec<_>>().join(" "))
}

fn letter(index: usize) -> char {
    ('a'..='z').nth(index).unwrap_or('?')
}

/// What is said of a wrong short answer, however it is written.
fn because_of(sentences: &std::collections::BTreeMap<String, String>, text: &str) -> Option<String> {
    sentences.iter().find(|(answer, _)| same_answer(answer, text)).map(|(_, sentence)| sentence.clone())
}

/// A skipped answer is no answer.
fn answered<T>(typed: Typed<T>) -> Option<T> {
    match typed {
        Typed::Answer(answer) => Some(answer),
        Typed::Skipped => None,
    }
}
