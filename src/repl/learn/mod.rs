//! Learning a course in the session.
//!
//! `flow` decides, purely, what comes next; `driver` does it; `attempt` runs and judges answers; `answer_file` watches
//! the file in which the learner writes one.

mod answer_file;
mod attempt;
mod card_run;
mod driver;
mod fit;
mod flow;
mod handing_in;
mod markdown;
mod piece;
mod programs;
mod room;
#[cfg(test)]
mod tests;
mod words;

use std::path::PathBuf;
use std::sync::Arc;

use super::workspace::Workspace;
use crate::course::contents::{Course, Provenance};
use crate::course::progress::{Change, Notice, Store, data_folder};
use crate::editor::Colors;
use crate::host::permissions::Wish;
use crate::show::Look;
use answer_file::AnswerFile;
use flow::{Flow, Window};
use markdown::Style;
pub(super) use piece::Block;
use room::Room;

pub(super) use answer_file::attend_answers;
pub use fit::too_tall;
pub(super) use flow::{PromptSpec, Ran, RanEnd, Scheduled, lesson_of};
pub use handing_in::{Predictions, pack, user};
pub(super) use piece::painted;
pub(super) use programs::ran;
pub(super) use room::RoomQuestion;

/// Said on leaving where progress could not be written.
const NOT_KEPT: &str = "Your progress could not be kept.";

/// A course that is being learned.
pub(super) struct Learning {
    flow: Flow,
    store: Store,
    /// Where the learner's files are kept, if the system names a place.
    data: Option<PathBuf>,
    /// What a course from elsewhere may do in addition; none for the one that comes with meanwhile.
    granted: Option<Vec<Wish>>,
    /// The lesson whose workspace is the session's, and the steps whose programs have run in it.
    opened: Option<usize>,
    ran: Vec<usize>,
    /// The session's workspace from before the course, and the lesson's, while answers run in their own.
    pub(super) before: Option<Workspace>,
    pub(super) aside: Option<Workspace>,
    file: Option<AnswerFile>,
    /// Those who follow, if they may vote.
    room: Room,
}

impl Learning {
    /// A course at the place where its learner was. With it comes what the learner should know about how progress
    /// is kept.
    fn open(course: Course, command: String, window: Window) -> (Learning, Option<Notice>) {
        let data = data_folder();
        let (mut store, notice) = Store::open(data.as_deref(), &course.id);
        // So that choices are in an order of this learner's own.
        let seeded = store.progress().seed.is_none().then(|| store.change(Change::Seeded(fresh_seed())));
        let notice = notice.or(seeded.flatten());
        let flow = Flow::new(Arc::new(course), store.progress().clone(), window).come_back_by(command);
        let learning = Learning {
            flow,
            store,
            data,
            granted: None,
            opened: None,
            ran: Vec::new(),
            before: None,
            aside: None,
            file: None,
            room: Room::default(),
        };
        (learning, notice)
    }

    /// Whether the course comes from elsewhere.
    pub fn is_foreign(&self) -> bool {
        self.flow.course.provenance != Provenance::BuiltIn
    }

    /// Said on leaving.
    pub fn farewell(&self, look: &Look) -> String {
        let text = match self.store.is_kept() {
            true => self.flow.farewell(),
            false => NOT_KEPT.to_owned(),
        };
        piece::painted(&[Block::Words(text)], style(look))
    }

    /// Whether there is a file whose saves are checked.
    pub fn watches_a_file(&self) -> bool {
        self.file.is_some() && self.flow.is_in_exercise()
    }

    /// Keeps a change, and takes over what other sessions did. What is to be said about it comes as text.
    fn keep(&mut self, change: Change, style: Style) -> String {
        let notice = self.store.change(change);
        self.flow.set_progress(self.store.progress().clone());
        notice.map_or_else(String::new, |it| piece::painted(&[Block::Words(it.to_string())], style))
    }
}

/// A number that nobody can tell beforehand.
fn fresh_seed() -> u64 {
    use std::hash::{BuildHasher, RandomState};
    RandomState::new().hash_one(0)
}

/// The present day in UTC, counted from 1970-01-01.
pub fn today() -> i64 {
    jiff::Timestamp::now().as_second().div_euclid(24 * 60 * 60)
}

/// How prose is drawn with this look.
pub(super) fn style(look: &Look) -> Style {
    Style { columns: look.columns().into(), colors: Colors::from(look.ability), glyphs: look.glyphs }
}
