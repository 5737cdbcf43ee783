//! The texts that positions point into: a script's file, or the entries of a session.
//!
//! Each text begins at a line of its own, so that a line number alone names a place in a session.

use std::sync::Arc;

use crate::diagnostics;

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
    texts: Arc<Vec<Arc<Source>>>,
    /// What an exercise gives. It stands far below, so that the answer's lines count from 1.
    given: Vec<Arc<Source>>,
    modules: Vec<Arc<Source>>,
}

/// Positions have 16 bits for the line. A session that gets there begins to count again.
pub const LAST_LINE: usize = 50_000;

impl Sources {
    /// Adds a text below the others and gives the number of its first line.
    pub fn add(&mut self, name: &str, text: &str) -> usize {
        let first_line = self.next_line();
        if first_line == 1 {
            self.texts = Arc::default();
        }
        Arc::make_mut(&mut self.texts).push(source(name, text, first_line));
        first_line
    }

    /// Adds a text that an exercise gives and gives the number of its first line.
    pub fn add_given(&mut self, name: &str, text: &str) -> usize {
        let first_line = below(self.given.last().map(|it| &**it)).unwrap_or(LAST_LINE + 1);
        self.given.push(source(name, text, first_line));
        first_line
    }

    /// Adds a module's text. Its lines are its own.
    pub fn add_module(&mut self, name: &str, text: &str) {
        self.modules.retain(|module| module.name != name);
        self.modules.push(source(name, text, 1));
    }

    /// The line number that the next text will begin with.
    pub fn next_line(&self) -> usize {
        below(self.texts.last().map(|it| &**it)).filter(|next| *next <= LAST_LINE).unwrap_or(1)
    }

    /// The text that a line is in.
    pub fn of_line(&self, line: usize) -> Option<&Source> {
        let texts = if line > LAST_LINE { &self.given } else { &*self.texts };
        texts.iter().rev().find(|source| source.first_line <= line).map(|it| &**it)
    }

    /// All texts, oldest first, but what is given before all.
    pub fn iter(&self) -> impl Iterator<Item = &Source> {
        self.given.iter().chain(&*self.texts).map(|it| &**it)
    }

    /// The texts as reports want them.
    pub fn for_reports(&self) -> diagnostics::Sources<'_> {
        diagnostics::Sources::new(self.iter().map(Source::for_report))
            .with_modules(self.modules.iter().map(|it| it.for_report()))
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

fn source(name: &str, text: &str, first_line: usize) -> Arc<Source> {
    Arc::new(Source { name: name.to_owned(), text: text.to_owned(), first_line })
}

/// The line below a text.
fn below(text: Option<&Source>) -> Option<usize> {
    text.map(|text| text.first_line + text.text.lines().count().max(1))
}
