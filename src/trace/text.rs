//! The table of texts that events point into.

use std::num::NonZeroU32;

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

    pub(super) fn extend(&mut self, texts: Vec<Box<str>>) {
        self.0.extend(texts);
    }
}
