//! Blocks that ask: quizzes, lines to be put in order, instants to be explained, orders to be found.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::fence::Fence;
use super::{Code, Program};
use crate::course::program_text::parted;
use crate::explore::Goal;
use crate::timeline::Nanos;

/// A question with an answer that is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quiz {
    pub question: String,
    /// Lettered a, b, c, …; none for a short answer.
    pub choices: Vec<String>,
    /// A letter, or the short answer.
    pub answer: String,
    /// Other short answers that are right.
    pub also: Vec<String>,
    /// Why an answer is wrong, for those that are.
    pub because: Because,
    /// Said after the right answer.
    pub explain: String,
    pub line: usize,
}

/// Why wrong answers are wrong.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Because {
    /// A sentence for each choice, in their order. That of the right one may be empty.
    Choices(Vec<String>),
    /// A sentence for a short answer.
    Answers(BTreeMap<String, String>),
}

/// A program whose lines are to be put in order, among lines that do not belong to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrangement {
    /// The functions that the program defines: shown as they are.
    pub given: String,
    /// The program's other lines, in an order that is right.
    pub lines: Vec<String>,
    /// Lines that do not belong to it.
    pub others: Vec<String>,
    pub line: usize,
}

/// A program, and an instant of its picture that is to be explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyQuestion {
    pub program: Program,
    /// The task's name.
    pub task: String,
    /// Since the run began.
    pub at: Nanos,
}

/// A program whose order of who goes next the learner chooses, to bring something about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Puzzle {
    pub program: Program,
    pub goal: Goal,
}

/// Lines that an arrangement may have, wrong ones included: a learner can look through this many.
const LINES: std::ops::RangeInclusive<usize> = 3..=9;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct QuizText {
    question: String,
    #[serde(default)]
    choices: Vec<String>,
    answer: String,
    #[serde(default)]
    also: Vec<String>,
    because: Option<Because>,
    explain: String,
}

impl Quiz {
    /// Reads a block in TOML. The error says what is wrong with it.
    pub(super) fn read(code: &Code) -> Result<Quiz, String> {
        let QuizText { question, choices, answer, also, because, explain } = toml::from_str(&code.text)
            .map_err(|error| format!("the quiz cannot be read: {}", error.message()))?;
        if !choices.is_empty() {
            let letters: Vec<String> = ('a'..='z').map(String::from).take(choices.len()).collect();
            if choices.len() < 2 || choices.len() > letters.len() {
                return Err("a quiz has two choices or more, or none at all for a short answer".to_owned());
            }
            if !letters.contains(&answer) {
                return Err(format!(
                    "the answer is the letter of a choice, a to {}",
                    letters[choices.len() - 1]
                ));
            }
        }
        let because = because.unwrap_or_else(|| Because::Answers(BTreeMap::new()));
        match &because {
            Because::Choices(list) if list.len() != choices.len() => {
                return Err(format!(
                    "`because` has {} sentences for {} choices; the right one's may be \"\"",
                    list.len(),
                    choices.len()
                ));
            }
            Because::Answers(map) if !map.is_empty() && !choices.is_empty() => {
                return Err("`because` is a list with a sentence for each choice".to_owned());
            }
            _ => {}
        }
        Ok(Quiz { question, choices, answer, also, because, explain, line: code.line })
    }

    /// The index of the choice that is right.
    pub fn right_choice(&self) -> usize {
        let letter = self.answer.trim().bytes().next().unwrap_or(b'a').to_ascii_lowercase();
        usize::from(letter.saturating_sub(b'a'))
    }

    /// The choices that are wrong and of which is not said why.
    pub fn unexplained(&self) -> Vec<&str> {
        let right = self.right_choice();
        let explains = |index: usize| match &self.because {
            Because::Choices(list) => list.get(index).is_some_and(|it| !it.trim().is_empty()),
            Because::Answers(_) => false,
        };
        let choices = self.choices.iter().enumerate();
        choices.filter(|(index, _)| *index != right && !explains(*index)).map(|(_, it)| it.as_str()).collect()
    }
}

impl Arrangement {
    /// Reads a program: its functions are given, its other lines are to be put in order.
    pub(super) fn read(code: &Code) -> Result<Arrangement, String> {
        let (given, rest) = parted(&code.text);
        let lines: Vec<String> = lines_of(&rest);
        if lines.len() < 2 {
            return Err("`+parsons` has a program of two lines or more, beside its functions".to_owned());
        }
        Ok(Arrangement { given, lines, others: Vec::new(), line: code.line })
    }

    /// Adds lines that do not belong to the program.
    pub(super) fn add(&mut self, code: &Code) -> Result<(), String> {
        self.others.extend(lines_of(&code.text));
        let count = self.lines.len() + self.others.len();
        if !LINES.contains(&count) {
            return Err(format!(
                "a program to be put in order has {} to {} lines with those that do not belong to it, and this has {count}",
                LINES.start(),
                LINES.end()
            ));
        }
        Ok(())
    }

    /// The program with its lines in this order.
    pub fn program(&self, lines: &[String]) -> String {
        format!("{}{}\n", self.given, lines.join("\n"))
    }
}

impl Puzzle {
    /// Reads what a block says of its goal. `lines` are those of `prints="…"`.
    pub(super) fn read(fence: &Fence, program: Program, lines: Vec<String>) -> Result<Puzzle, String> {
        let has = |flag: &str| fence.flags.iter().any(|it| it == flag);
        let prints = (!lines.is_empty()).then_some(Goal::Prints(lines));
        let goals = [prints, has("deadlock").then_some(Goal::Deadlock), has("throws").then_some(Goal::Fails)];
        let mut goals = goals.into_iter().flatten();
        match (goals.next(), goals.next()) {
            (Some(goal), None) => Ok(Puzzle { program, goal }),
            _ => Err("`+schedule` has one goal: `prints=\"5\"`, `+deadlock` or `+throws`".to_owned()),
        }
    }
}

fn lines_of(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned).collect()
}
