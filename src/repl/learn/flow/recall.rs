//! Coming back on later days: what is due, what came of it, and the log of how predictions went.

use super::{Flow, Stage};
use crate::course::progress::{Change, Noted, When};
use crate::course::review;
use crate::repl::learn::piece::Block;

pub use crate::course::review::Recalled;

impl Flow {
    /// Says that something belongs to the course.
    pub(super) fn say_elsewhere(&mut self) {
        let command = &self.command;
        self.words(format!("This is a review. :quit leaves it, and `{command}` brings you to the course."));
    }

    /// The lesson has passed, so it comes back tomorrow.
    pub(super) fn plan_review(&mut self) {
        if self.current().is_some_and(|it| !it.reviews.is_empty()) {
            let (lesson, day) = (self.id(), self.today + 1);
            self.keep(Change::Planned { lesson, day });
        }
    }

    /// A word where something is due.
    pub(super) fn say_due(&mut self) {
        let count = review::due(&self.course, &self.progress, self.today).len();
        let what = match count {
            0 => return,
            1 => "One question from an earlier lesson is".to_owned(),
            count => format!("{count} questions from earlier lessons are"),
        };
        self.say(Block::Faint(format!(
            "{what} due for review: `{} --review`, outside of here.",
            self.command
        )));
    }

    /// Notes how a question went: for its review, and for the log where one is kept.
    pub(super) fn note_answer(&mut self, right: usize, asked: usize) {
        let today = self.today;
        let (lesson, when) = match self.recalled.as_mut().and_then(|it| it.get_mut(self.step)) {
            Some(recalled) if recalled.is_answered => return,
            Some(recalled) => {
                recalled.is_answered = true;
                (recalled.lesson.clone(), When::After)
            }
            // What comes after the first answer to a question is no prediction any more.
            None if self.noted == Some((self.lesson, self.step)) => return,
            None => {
                self.noted = Some((self.lesson, self.step));
                (self.id(), When::Before)
            }
        };
        if when == When::After {
            self.keep(Change::Reviewed { lesson: lesson.clone(), is_right: right == asked, today });
        }
        if self.progress.log.is_some() {
            let (right, asked) = (right as u32, asked as u32);
            self.keep(Change::Noted(Noted { lesson, when, right, asked, day: today }));
        }
    }

    /// All questions of a review have been asked.
    pub(super) fn end_of_recall(&mut self) {
        let answered = self.recalled.iter().flatten().filter(|it| it.is_answered).count();
        let count = self.recalled.as_ref().map_or(0, Vec::len);
        self.say(Block::Gap);
        self.words(match answered {
            0 => "That was the review. Nothing was answered, so it all stays due.".to_owned(),
            _ if answered == count => {
                "That was the review. What was right comes back later, the rest tomorrow.".to_owned()
            }
            _ => "That was the review. What was not answered stays due.".to_owned(),
        });
        self.stage = Stage::End;
    }
}
