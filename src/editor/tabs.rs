//! What Tab does: it puts in what all candidates begin with, lists them, and then goes through them.

use super::complete::complete;
use super::listing::{self, common_prefix, inserted};
use super::names::{Name, Names};
use super::page::Row;

/// Candidates that are listed for as long as the text is what Tab made of it.
#[derive(Clone, Debug)]
pub struct Tabs {
    candidates: Vec<Name>,
    /// Which one is in the text.
    chosen: Option<usize>,
    /// The text before the candidate, what was put in at first, and the text behind.
    before: String,
    first: String,
    after: String,
}

/// Which candidate comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    Forward,
    Back,
}

impl Tabs {
    /// What the first Tab at the cursor does; `None` where nothing fits.
    pub fn begin(text: &str, cursor: usize, names: &Names) -> Option<Tabs> {
        let (start, candidates) = complete(&text[..cursor], names);
        let words: Vec<String> = candidates.iter().map(inserted).collect();
        let common = common_prefix(&words);
        let typed = &text[start..cursor];
        let first = if common.len() > typed.len() { common } else { typed };
        let parts = [&text[..start], first, &text[cursor..]].map(str::to_owned);
        let [before, first, after] = parts;
        (!candidates.is_empty()).then_some(Tabs { candidates, chosen: None, before, first, after })
    }

    /// A further Tab: the next candidate; after the last one what was put in at first.
    pub fn turn(&mut self, turn: Turn) {
        let last = self.candidates.len() - 1;
        self.chosen = match (turn, self.chosen) {
            (Turn::Forward, None) => Some(0),
            (Turn::Forward, Some(index)) => (index < last).then_some(index + 1),
            (Turn::Back, None) => Some(last),
            (Turn::Back, Some(index)) => index.checked_sub(1),
        };
    }

    /// The text as it is now, and the cursor's place in it.
    pub fn text(&self) -> (String, usize) {
        let word = self.chosen.map_or_else(|| self.first.clone(), |index| inserted(&self.candidates[index]));
        let cursor = self.before.len() + word.len();
        (format!("{}{word}{}", self.before, self.after), cursor)
    }

    /// Whether there is something to choose.
    pub fn has_choice(&self) -> bool {
        self.candidates.len() > 1
    }

    /// The candidates as rows of at most this many columns.
    pub fn rows(&self, columns: usize) -> Vec<Row> {
        let rows = listing::listed(&self.candidates, columns);
        let one_each = rows.len() == self.candidates.len();
        let row = |(index, (name, meaning))| {
            let is_chosen = one_each && self.chosen == Some(index);
            Row { name, meaning, is_chosen }
        };
        rows.into_iter().enumerate().map(row).collect()
    }
}
