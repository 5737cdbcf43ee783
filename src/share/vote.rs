//! A question to the room: what may be answered, who has answered, and how often each answer came.
//!
//! Of persons it keeps nothing: a reader is a random token, and when a round is closed only counts remain.

use std::collections::HashMap;

use serde_json::{Value, json};

/// Readers at a time that follow a session.
pub const MAX_READERS: usize = 400;
/// Readers whose answers are counted in one round: as many as can follow at a time.
const MAX_ANSWERS: usize = MAX_READERS;
/// Different answers that are told apart; the rest are counted together.
const MAX_SHOWN: usize = 8;
/// Options of a question: letters from a to z.
pub const MAX_OPTIONS: usize = 26;
/// What answers beyond [`MAX_SHOWN`] are counted under.
const OTHERS: &str = "others";

/// How a question is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// With one of the options.
    Choice,
    /// With all options, in some order.
    Order,
    /// With some of the options, in some order.
    OrderOfSome,
    /// With a number.
    Number,
    /// With a number of seconds.
    Seconds,
}

/// What the room is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    pub text: String,
    pub form: Form,
    /// Each with a letter, from a.
    pub options: Vec<String>,
}

/// What came of one round.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Round {
    /// Answers as the question's form writes them, and how many gave each, the most frequent first.
    pub counts: Vec<(String, usize)>,
}

impl Round {
    /// How many have answered.
    pub fn answers(&self) -> usize {
        self.counts.iter().map(|it| it.1).sum()
    }
}

/// Why an answer was not taken. The text is for the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VoteProblem {
    #[error("Nothing is asked at the moment.")]
    NotAsked,
    #[error("That question is closed.")]
    Closed,
    #[error("That is no answer to this question.")]
    NoAnswer,
    #[error("This page is not known here. Load it again.")]
    Unknown,
    #[error("So many have answered that yours is not counted.")]
    Full,
}

/// A question that was put to the room, and its answers.
#[derive(Clone, Debug)]
pub struct Poll {
    pub id: usize,
    pub question: Question,
    /// Those of the present round, by reader; none while it is closed.
    answers: Option<HashMap<String, String>>,
    rounds: Vec<Round>,
    /// What really happened, in words, and the answers that say so.
    happened: Option<(String, Vec<String>)>,
}

impl Poll {
    /// An open question.
    pub fn new(id: usize, question: Question) -> Poll {
        Poll { id, question, answers: Some(HashMap::new()), rounds: Vec::new(), happened: None }
    }

    pub fn is_open(&self) -> bool {
        self.answers.is_some()
    }

    /// How many have answered, in this round or the last one.
    pub fn answered(&self) -> usize {
        match &self.answers {
            Some(answers) => answers.len(),
            None => self.rounds.last().map_or(0, Round::answers),
        }
    }

    /// The rounds that are closed.
    pub fn rounds(&self) -> &[Round] {
        &self.rounds
    }

    /// Counts an answer, in the place of one that the same reader gave before. Gives it as it is counted.
    ///
    /// # Errors
    /// The round is closed or another one, or that is no answer.
    pub fn take(&mut self, reader: &str, round: usize, answer: &str) -> Result<String, VoteProblem> {
        let is_present = round == self.rounds.len();
        let Some(answers) = self.answers.as_mut().filter(|_| is_present) else {
            return Err(VoteProblem::Closed);
        };
        let answer = read(&self.question, answer).ok_or(VoteProblem::NoAnswer)?;
        if answers.len() >= MAX_ANSWERS && !answers.contains_key(reader) {
            return Err(VoteProblem::Full);
        }
        answers.insert(reader.to_owned(), answer.clone());
        Ok(answer)
    }

    /// Ends the round. Who answered what is forgotten.
    pub fn close(&mut self) {
        if let Some(answers) = self.answers.take() {
            self.rounds.push(counted(answers.into_values()));
        }
    }

    /// Asks once more, after a discussion.
    pub fn ask_again(&mut self) {
        self.close();
        self.answers = Some(HashMap::new());
    }

    /// Tells what really happened, and which answers say so.
    pub fn reveal(&mut self, happened: String, right: impl Fn(&str) -> bool) {
        self.close();
        let all = self.rounds.iter().flat_map(|it| &it.counts).map(|it| it.0.clone());
        self.happened = Some((happened, all.filter(|it| it != OTHERS && right(it)).collect()));
    }

    /// What really happened, if that has been told.
    pub fn happened(&self) -> Option<&str> {
        self.happened.as_ref().map(|it| it.0.as_str())
    }

    /// Whether an answer says what really happened.
    pub fn is_right(&self, answer: &str) -> bool {
        self.happened.as_ref().is_some_and(|(_, right)| right.iter().any(|it| it == answer))
    }

    /// What the page shows of it. While a round is open nobody sees how others answer.
    pub fn document(&self, readers: usize) -> Value {
        let form = match self.question.form {
            Form::Choice => "choice",
            Form::Order => "order",
            Form::OrderOfSome => "some",
            Form::Number | Form::Seconds => "number",
        };
        let rounds: Vec<Value> = self.rounds.iter().map(|it| json!(it.counts)).collect();
        let (happened, right) = self.happened.clone().unwrap_or_default();
        json!({
            "id": self.id, "round": self.rounds.len(), "open": self.is_open(), "text": self.question.text,
            "form": form, "unit": if self.question.form == Form::Seconds { "s" } else { "" },
            "options": self.question.options, "answered": self.answered(), "readers": readers.max(self.answered()),
            "rounds": rounds, "happened": happened, "right": right,
        })
    }
}

/// An answer as it is counted; none where it is no answer.
fn read(question: &Question, answer: &str) -> Option<String> {
    let is_letter = |it: &str| {
        let index = it.bytes().next().map(|it| usize::from(it.wrapping_sub(b'a')));
        it.len() == 1 && index.is_some_and(|it| it < question.options.len())
    };
    match question.form {
        Form::Choice => is_letter(answer).then(|| answer.to_owned()),
        Form::Order | Form::OrderOfSome => {
            let letters: Vec<&str> = answer.split(' ').collect();
            let once =
                letters.iter().enumerate().all(|(index, it)| is_letter(it) && !letters[..index].contains(it));
            let is_enough = question.form == Form::OrderOfSome || letters.len() == question.options.len();
            (once && is_enough).then(|| answer.to_owned())
        }
        Form::Number | Form::Seconds => {
            let is_plain =
                !answer.is_empty() && answer.bytes().all(|it| it.is_ascii_digit() || b".-".contains(&it));
            let number: f64 = answer.parse().ok().filter(|_| is_plain && answer.len() <= 12)?;
            // A negative zero is none.
            Some(format!("{}", number + 0.0))
        }
    }
}

fn counted(answers: impl Iterator<Item = String>) -> Round {
    let mut counts: HashMap<String, usize> = HashMap::new();
    answers.for_each(|it| *counts.entry(it).or_default() += 1);
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    if counts.len() > MAX_SHOWN {
        let others = counts.split_off(MAX_SHOWN - 1).iter().map(|it| it.1).sum();
        counts.push((OTHERS.to_owned(), others));
    }
    Round { counts }
}
