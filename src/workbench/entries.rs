//! The entries of a session, as they were typed.

use std::collections::BTreeSet;

/// The entries so far, each with its index.
#[derive(Debug, Default)]
pub struct Entries {
    texts: Vec<String>,
    /// The indices of those that could not be run.
    refused: BTreeSet<usize>,
}

impl Entries {
    /// Keeps a further entry; gives its index.
    pub fn push(&mut self, text: &str) -> usize {
        self.texts.push(text.to_owned());
        self.texts.len() - 1
    }

    /// Notes that the entry could not be run.
    pub fn refuse(&mut self, index: usize) {
        self.refused.insert(index);
    }

    pub fn clear(&mut self) {
        self.texts.clear();
        self.refused.clear();
    }

    pub fn texts(&self) -> &[String] {
        &self.texts
    }

    pub fn is_refused(&self, index: usize) -> bool {
        self.refused.contains(&index)
    }

    /// The index of the latest entry that could be run.
    pub fn latest_run(&self) -> Option<usize> {
        (0..self.texts.len()).rev().find(|it| !self.is_refused(*it))
    }

    /// Those up to this one that could be run.
    pub fn run_up_to(&self, index: usize) -> Vec<&str> {
        let entries = self.texts.iter().enumerate().take(index + 1);
        entries.filter(|(it, _)| !self.is_refused(*it)).map(|(_, text)| text.as_str()).collect()
    }
}
