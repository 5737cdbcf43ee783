//! The texts that positions point into: a script's file, or the entries of a session.
//!
//! Each text begins at a line of its own, so that a line number alone names a place in a session.

use std::sync::Arc;

use crate::diagnostics::{self, KeepsSources};

/// One text and its first line's number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub name: String,
    pub text: String,
    /// The number of its first line, from 1.
    pub first_line: usize,
}

impl Source {
    fn for_report(&self) -> diagnostics::Source<'_> {
        diagnostics::Source { name: &self.name, text: &self.text, first_line: self.first_line }
    }
}

/// All texts of a session or script. Clones share them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// In blocks, all but the last one full: one more text copies the last block at most, and many are gone through at
    /// little cost.
    texts: Vec<Arc<Vec<Source>>>,
    /// What an exercise gives. It stands far below, so that the answer's lines count from 1.
    given: Vec<Arc<Source>>,
    modules: Vec<Arc<Source>>,
}

/// Texts in a block.
const BLOCK: usize = 64;

/// Positions have 16 bits for the line. A session that gets there begins to count again.
pub const LAST_LINE: usize = 50_000;

impl Sources {
    /// Adds a text below the others and gives the number of its first line.
    pub fn add(&mut self, name: &str, text: &str) -> usize {
        let first_line = self.next_line();
        if first_line == 1 {
            self.texts.clear();
        }
        let source = source(name, text, first_line);
        match self.texts.last_mut().filter(|block| block.len() < BLOCK) {
            Some(block) => Arc::make_mut(block).push(source),
            None => self.texts.push(Arc::new(vec![source])),
        }
        first_line
    }

    /// Adds a text that an exercise gives and gives the number of its first line.
    pub fn add_given(&mut self, name: &str, text: &str) -> usize {
        let first_line = below(self.given.last().map(|it| &**it)).unwrap_or(LAST_LINE + 1);
        self.given.push(Arc::new(source(name, text, first_line)));
        first_line
    }

    /// Adds a module's text. Its lines are its own.
    pub fn add_module(&mut self, name: &str, text: &str) {
        self.modules.retain(|module| module.name != name);
        self.modules.push(Arc::new(source(name, text, 1)));
    }

    /// The line number that the next text will begin with.
    pub fn next_line(&self) -> usize {
        below(self.texts.last().and_then(|block| block.last())).filter(|next| *next <= LAST_LINE).unwrap_or(1)
    }

    /// The text that a line is in.
    pub fn of_line(&self, line: usize) -> Option<&Source> {
        let is_at = |source: &&Source| source.first_line <= line;
        match line > LAST_LINE {
            true => self.given.iter().rev().map(|it| &**it).find(is_at),
            false => self.texts.iter().rev().flat_map(|block| block.iter().rev()).find(is_at),
        }
    }

    /// All texts, oldest first, but what is given before all.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        let texts = self.texts.iter().flat_map(|block| block.iter());
        self.given.iter().map(|it| &**it).chain(texts)
    }

    /// The text that came last, but what is given before all.
    pub fn newest(&self) -> Option<&Source> {
        self.texts.last().and_then(|block| block.last()).or(self.given.last().map(|it| &**it))
    }

    /// The texts as reports want them.
    pub fn for_reports(&self) -> diagnostics::Sources<'_> {
        diagnostics::Sources::kept_by(self).with_modules(self.modules.iter().map(|it| it.for_report()))
    }

    /// How many texts there are, but for what is given.
    fn own(&self) -> usize {
        self.texts.last().map_or(0, |last| (self.texts.len() - 1) * BLOCK + last.len())
    }

    /// The text from a place (line and column from 1) to the end of its line.
    pub fn rest_of_line(&self, line: usize, column: usize) -> Option<&str> {
        self.rest(line, column)?.lines().next()
    }

    /// The text from a place (line and column from 1) to the end of its source.
    pub fn rest(&self, line: usize, column: usize) -> Option<&str> {
        let source = self.of_line(line)?;
        let rest = match line - source.first_line {
            0 => &source.text,
            lines => {
                let newline = source.text.match_indices('\n').nth(lines - 1)?;
                source.text.get(newline.0 + 1..)?
            }
        };
        let first = rest.lines().next()?;
        let start = first.char_indices().nth(column.checked_sub(1)?).map(|(index, _)| index)?;
        rest.get(start..)
    }
}

/// What is given stands below the others.
impl KeepsSources for Sources {
    fn count(&self) -> usize {
        self.own() + self.given.len()
    }

    fn source(&self, index: usize) -> diagnostics::Source<'_> {
        match index.checked_sub(self.own()) {
            None => self.texts[index / BLOCK][index % BLOCK].for_report(),
            Some(given) => self.given[given].for_report(),
        }
    }

    fn newest(&self) -> Option<usize> {
        self.own().checked_sub(1).or(self.count().checked_sub(1))
    }
}

fn source(name: &str, text: &str, first_line: usize) -> Source {
    Source { name: name.to_owned(), text: text.to_owned(), first_line }
}

/// The line below a text.
fn below(text: Option<&Source>) -> Option<usize> {
    text.map(|text| text.first_line + text.text.lines().count().max(1))
}
