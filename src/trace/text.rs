//! The table of texts that events point into.

use std::num::NonZeroU32;

use super::TaskId;
pub use super::recent_texts::RecentTexts;

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

/// Whether a text may be dropped when no event points to it any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Keep {
    WhileUsed,
    /// Later events may point to it, too.
    Always,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    id: TextId,
    keep: Keep,
    text: Box<str>,
}

/// Texts by id. The first is the empty text. Some may have been dropped; they read as empty, too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Texts {
    /// In the order of their ids.
    entries: Vec<Entry>,
    /// How many there have been.
    pub(super) count: usize,
}

impl Default for Texts {
    fn default() -> Self {
        let empty = Entry { id: TextId::OMITTED, keep: Keep::Always, text: "".into() };
        Texts { entries: vec![empty], count: 1 }
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
        self.add_kept(text.into(), Keep::WhileUsed)
    }

    /// The text of `id`; empty where the table has none.
    pub fn get(&self, id: TextId) -> &str {
        // Where none has been dropped, its place is its number.
        let index = id.0.get() as usize - 1;
        if let Some(entry) = self.entries.get(index).filter(|entry| entry.id == id) {
            return &entry.text;
        }
        self.entries.binary_search_by_key(&id, |entry| entry.id).map_or("", |index| &self.entries[index].text)
    }

    /// The tasks whose numbers a text holds, with spaces between them.
    pub fn task_ids(&self, id: TextId) -> impl Iterator<Item = TaskId> {
        self.get(id).split_whitespace().filter_map(|number| number.parse().ok().map(TaskId))
    }

    pub(super) fn extend(&mut self, texts: Vec<(Box<str>, Keep)>) {
        for (text, keep) in texts {
            self.add_kept(text, keep);
        }
    }

    /// The bytes that texts take which may be dropped when nobody uses them.
    pub(super) fn droppable_bytes(&self) -> usize {
        let droppable = self.entries.iter().filter(|entry| entry.keep == Keep::WhileUsed);
        droppable.map(|entry| entry.text.len() + size_of::<Entry>()).sum()
    }

    /// Drops the texts that nobody uses. `used` are the others, in any order.
    pub(super) fn retain(&mut self, mut used: Vec<TextId>) {
        used.sort_unstable();
        let mut used = used.into_iter().peekable();
        self.entries.retain(|entry| {
            while used.next_if(|it| *it < entry.id).is_some() {}
            entry.keep == Keep::Always || used.peek() == Some(&entry.id)
        });
        self.entries.shrink_to_fit();
    }

    /// Drops what may be dropped of the texts with numbers below this one.
    pub(super) fn drop_below(&mut self, number: usize) {
        let first = TextId::from_index(number);
        self.entries.retain(|entry| entry.keep == Keep::Always || entry.id >= first);
    }

    pub(super) fn add_kept(&mut self, text: Box<str>, keep: Keep) -> TextId {
        let id = TextId::from_index(self.count);
        self.count += 1;
        // Past the last number a text is left out.
        if id != TextId::OMITTED {
            self.entries.push(Entry { id, keep, text });
        }
        id
    }
}
