//! The room that follows a course: it is asked what the learner is asked, and its answers are shown beside what happened.

use super::flow::{Flow, Stage};
use super::words::{Reply, reply};
use crate::course::document::Quiz;
use crate::course::predict::{Puzzle, is_right_time};
use crate::share::{Form, MAX_OPTIONS, Poll, Question, Share, Votes};
use crate::show::Look;
use crate::timeline::duration_text;
use crate::workbench::sharing::chart;
use crate::workbench::{Ran, RanEnd};

/// What the room is asked, and what it answered before it could know what happened.
#[derive(Default)]
pub struct Room {
    asked: Option<RoomQuestion>,
    pending: Vec<(RoomQuestion, Poll)>,
}

/// Whether an answer says what happened.
type IsRight<'a> = Box<dyn Fn(&str) -> bool + 'a>;

/// A question of the course.
#[derive(Clone, Debug, PartialEq)]
pub enum RoomQuestion {
    Order(Puzzle),
    Time,
    Quiz(Quiz),
}

/// What the room can be asked where the learner is; none where nothing is asked.
pub fn question_of(flow: &Flow) -> Option<RoomQuestion> {
    let fits = |count: usize| count <= MAX_OPTIONS;
    match &flow.stage {
        Stage::Order(puzzle) if fits(puzzle.lettered().count()) => Some(RoomQuestion::Order(puzzle.clone())),
        Stage::Time(_) => Some(RoomQuestion::Time),
        Stage::Quiz(_) => flow.desk.quiz().filter(|it| fits(it.choices.len())).map(RoomQuestion::Quiz),
        _ => None,
    }
}

impl RoomQuestion {
    pub fn question(&self) -> Question {
        match self {
            RoomQuestion::Order(puzzle) => Question {
                text: match puzzle.has_others() {
                    false => "In which order do these lines appear?".to_owned(),
                    true => "Which of these lines appear, and in which order?".to_owned(),
                },
                form: if puzzle.has_others() { Form::OrderOfSome } else { Form::Order },
                options: puzzle.lettered().map(|(_, line)| line.to_owned()).collect(),
            },
            RoomQuestion::Time => Question {
                text: "How long does the program take, in seconds?".to_owned(),
                form: Form::Seconds,
                options: Vec::new(),
            },
            RoomQuestion::Quiz(quiz) => Question {
                text: quiz.question.trim().to_owned(),
                form: if quiz.choices.is_empty() { Form::Number } else { Form::Choice },
                options: quiz.choices.clone(),
            },
        }
    }

    /// What happened, in words, and whether an answer says so.
    fn happened(&self, ran: &Ran) -> (String, IsRight<'_>) {
        match self {
            RoomQuestion::Order(puzzle) => {
                let lines: Vec<(char, String)> =
                    puzzle.lettered().map(|(it, line)| (it, line.to_owned())).collect();
                let mut left = lines.clone();
                let letter = |line: &String| {
                    let place = left.iter().position(|it| it.1 == *line)?;
                    Some(left.remove(place).0.to_string())
                };
                let letters: Option<Vec<String>> = ran.lines.iter().map(letter).collect();
                // A program that was changed before it ran may print other lines.
                let text = letters.map_or_else(|| ran.lines.join(" · "), |it| it.join(" "));
                let happened = ran.lines.clone();
                // Lines that read the same stand for each other.
                let is_right = move |answer: &str| {
                    let line = |it: &str| {
                        lines.iter().find(|(letter, _)| it.starts_with(*letter)).map(|it| it.1.clone())
                    };
                    answer.split(' ').filter_map(line).eq(happened.iter().cloned())
                };
                (text, Box::new(is_right))
            }
            RoomQuestion::Time => {
                let elapsed = ran.elapsed;
                let is_right = move |answer: &str| answer.parse().is_ok_and(|it| is_right_time(it, elapsed));
                (duration_text(elapsed), Box::new(is_right))
            }
            RoomQuestion::Quiz(quiz) => {
                let right = quiz.choices.get(quiz.right_choice());
                let answer = quiz.answer.trim().to_lowercase();
                let text = right.map_or(answer.clone(), |it| format!("{answer}  {it}"));
                (text, Box::new(|answer| reply(quiz, answer) == Reply::Right))
            }
        }
    }

    /// Puts it to the room.
    pub fn put_to(&self, share: &Share) {
        share.ask(self.question());
    }

    /// Whether it is the latest question that the room has.
    pub fn is_latest_in(&self, share: &Share) -> bool {
        share.poll().is_some_and(|it| it.question == self.question())
    }

    /// Ends it, and tells the room what happened: `ran`, or for a quiz its answer. Gives what is to be said of how the room
    /// answered.
    pub fn resolve(&self, share: &Share, ran: &Ran, look: &Look) -> String {
        if !self.is_latest_in(share) {
            return String::new();
        }
        let (happened, is_right) = self.happened(ran);
        let poll = share.reveal(&happened, is_right);
        poll.filter(has_answers).map_or_else(String::new, |it| chart(&it, look))
    }
}

impl Room {
    /// Asks the room what the learner is asked `now`, and ends the question before. Gives what is to be said of how the room
    /// answered, once it is known what happened: `ran`, or for a quiz its answer.
    pub fn attend(
        &mut self,
        share: Option<&Share>,
        now: Option<RoomQuestion>,
        ran: Option<&Ran>,
        look: &Look,
    ) -> String {
        let Some(share) = share.filter(|it| it.votes() == Votes::On) else { return String::new() };
        let mut out = String::new();
        let mut tell = |poll: Option<Poll>| {
            if let Some(poll) = poll.filter(has_answers) {
                out.push_str(&chart(&poll, look));
            }
        };
        if now != self.asked {
            if let Some(asked) = self.asked.take()
                && let Some(poll) = share.close_vote()
            {
                match &asked {
                    RoomQuestion::Quiz(_) => {
                        let ran = Ran::nothing();
                        let (happened, is_right) = asked.happened(&ran);
                        tell(share.reveal(&happened, is_right));
                    }
                    _ => self.pending.push((asked, poll)),
                }
            }
            if let Some(asked) = &now {
                share.ask(asked.question());
            }
            self.asked = now;
        }
        if let Some(ran) = ran.filter(|it| it.end == RanEnd::Whole) {
            let latest = self.pending.len().saturating_sub(1);
            for (index, (asked, mut poll)) in self.pending.drain(..).enumerate() {
                let (happened, is_right) = asked.happened(ran);
                match index == latest {
                    // The room still has this one before its eyes.
                    true => tell(share.reveal(&happened, is_right)),
                    false => {
                        poll.reveal(happened, is_right);
                        tell(Some(poll));
                    }
                }
            }
        }
        out
    }
}

fn has_answers(poll: &Poll) -> bool {
    poll.rounds().iter().any(|it| it.answers() > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ran(lines: &[&str], elapsed: u64) -> Ran {
        Ran { lines: lines.iter().map(|it| (*it).to_owned()).collect(), elapsed, end: RanEnd::Whole }
    }

    #[test]
    fn what_happened_is_said_in_the_letters_that_were_asked_for() {
        let lines = ["one", "two", "one"];
        let output = lines.map(str::to_owned);
        let asked = RoomQuestion::Order(Puzzle::new("seed", &output));
        let options = asked.question().options;
        let ran = ran(&lines, 0);
        let (text, is_right) = asked.happened(&ran);
        assert!(is_right(&text), "{text} of {options:?}");
        let turned: String = text.chars().rev().collect();
        assert!(is_right(&turned), "lines that read the same stand for each other: {turned}");
        assert_eq!(text.len(), 5, "{text}");
        let two = options.iter().position(|it| it == "two").unwrap();
        let two = ["a", "b", "c"][two];
        assert!(text.split(' ').nth(1) == Some(two), "{text}");
        let wrong =
            format!("{two} {}", text.split(' ').filter(|it| *it != two).collect::<Vec<_>>().join(" "));
        assert!(!is_right(&wrong), "{wrong}");
    }

    #[test]
    fn other_lines_than_were_asked_for_are_told_as_they_are() {
        let asked = RoomQuestion::Order(Puzzle::new("seed", &["one", "two"].map(str::to_owned)));
        let ran = ran(&["two", "three"], 0);
        let (text, is_right) = asked.happened(&ran);
        assert_eq!(text, "two · three");
        assert!(!is_right("a b") && !is_right("b a"));
    }

    #[test]
    fn lines_that_never_come_are_left_out_of_the_right_answer() {
        let asked = RoomQuestion::Order(Puzzle::with_others("s", &["one".to_owned()], &["never".to_owned()]));
        let question = asked.question();
        assert_eq!((question.form, question.options.len()), (Form::OrderOfSome, 2));
        let ran = ran(&["one"], 0);
        let (text, is_right) = asked.happened(&ran);
        assert!(is_right(&text) && text.len() == 1, "{text}");
        assert!(!is_right("a b") && !is_right("b a"));
    }

    #[test]
    fn a_time_need_not_be_exact() {
        let ran = ran(&[], 2_000_000_000);
        let (text, is_right) = RoomQuestion::Time.happened(&ran);
        assert_eq!(text, "2.00 s");
        assert!(is_right("2") && is_right("2.1") && !is_right("3") && !is_right("others"));
    }
}
