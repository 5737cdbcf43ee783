//! Coming back on later days: what is due, what came of it, and the log of how predictions went.

use super::desk::Desk;
use super::stage::Stage;
use crate::course::progress::{Change, Noted, When};
use crate::course::review;
use crate::learn::piece::Block;

/// Says that something belongs to the course.
pub fn say_elsewhere(desk: &mut Desk) {
    let command = &desk.command;
    desk.words(format!("This is a review. :quit leaves it, and `{command}` brings you to the course."));
}

/// The lesson has passed, so it comes back tomorrow.
pub fn plan_review(desk: &mut Desk) {
    if desk.current().is_some_and(|it| !it.reviews.is_empty()) {
        let (lesson, day) = (desk.id(), desk.today + 1);
        desk.keep(Change::Planned { lesson, day });
    }
}

/// A word where something is due.
pub fn say_due(desk: &mut Desk) {
    let count = review::due(&desk.course, &desk.progress, desk.today).len();
    let what = match count {
        0 => return,
        1 => "One question from an earlier lesson is".to_owned(),
        count => format!("{count} questions from earlier lessons are"),
    };
    desk.say(Block::Faint(format!("{what} due for review: `{} --review`, outside of here.", desk.command)));
}

/// Notes how a question went: for its review, and for the log where one is kept.
pub fn note_answer(desk: &mut Desk, right: usize, asked: usize) {
    let today = desk.today;
    let (lesson, when) = match desk.recalled.as_mut().and_then(|it| it.get_mut(desk.step)) {
        Some(recalled) if recalled.is_answered => return,
        Some(recalled) => {
            recalled.is_answered = true;
            (recalled.lesson.clone(), When::After)
        }
        // What comes after the first answer to a question is no prediction any more.
        None if desk.noted == Some((desk.lesson, desk.step)) => return,
        None => {
            desk.noted = Some((desk.lesson, desk.step));
            (desk.id(), When::Before)
        }
    };
    if when == When::After {
        desk.keep(Change::Reviewed { lesson: lesson.clone(), is_right: right == asked, today });
    }
    if desk.progress.log.is_some() {
        let (right, asked) = (right as u32, asked as u32);
        desk.keep(Change::Noted(Noted { lesson, when, right, asked, day: today }));
    }
}

/// All questions of a review have been asked.
pub fn end_of_recall(desk: &mut Desk) -> Stage {
    let answered = desk.recalled.iter().flatten().filter(|it| it.is_answered).count();
    let count = desk.recalled.as_ref().map_or(0, Vec::len);
    desk.say(Block::Gap);
    desk.words(match answered {
        0 => "That was the review. Nothing was answered, so it all stays due.".to_owned(),
        _ if answered == count => {
            "That was the review. What was right comes back later, the rest tomorrow.".to_owned()
        }
        _ => "That was the review. What was not answered stays due.".to_owned(),
    });
    Stage::End
}
