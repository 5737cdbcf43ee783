//! The table of texts that events point into.

use std::num::NonZeroU32;

use super::TaskId;

/// A text's place in a [`Texts`] table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TextId(NonZeroU32);

impl TextId {
    /// What stands for a text that was left out because a limit was reached. It reads as the empty text.
    pub const OMITTED: TextId = TextId(NonZeroU32::MIN);

    /// The id of the text at `index` of a table.
    pub(super) fn from_index(index: usize) -> TextId {
        let number = u32::try_from(index + 1).ok().and_then(NonZeroU32::new);
        TextId(number.unwrap_or(NonZeroU32::MIN))
    }
}

/// Texts by id. The first is the empty text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts(Vec<Box<str>>);

impl Default for Texts {
    fn default() -> Self {
        Texts(vec!["".into()])
    }
}

/// Where the texts of events go while they are read.
pub trait TextTable {
    /// Adds a text. Names, such as tasks', may come again and keep their id.
    fn add(&mut self, text: &str) -> TextId;
}

impl TextTable for Texts {
    fn add(&mut self, text: &str) -> TextId {
        self.push(text)
    }
}

impl Texts {
    /// Adds a text.
    pub fn push(&mut self, text: impl Into<Box<str>>) -> TextId {
        self.0.push(text.into());
        TextId::from_index(self.0.len() - 1)
    }

    /// The text of `id`; empty where the table has none.
    pub fn get(&self, id: TextId) -> &str {
        self.0.get(id.0.get() as usize - 1).map_or("", |text| text)
    }

    /// The tasks whose numbers a text holds, with spaces between them.
    pub fn task_ids(&self, id: TextId) -> impl Iterator<Item = TaskId> {
        self.get(id).split_whitespace().filter_map(|number| number.parse().ok().map(TaskId))
    }

    pub(super) fn extend(&mut self, texts: Vec<Box<str>>) {
        self.0.extend(texts);
    }
}
