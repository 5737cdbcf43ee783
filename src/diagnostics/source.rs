//! The texts that errors point into, and the way from the engine's points to places in them.
//!
//! It reads no files: whoever loads a script or a module hands over its text.

use crate::syntax::tokens::Tokens;
use rhai::Position;
use std::ops::Range;

/// One text: a file, a module or an entry of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Source<'a> {
    /// How the learner knows it: `blocking.rhai`, empty for an entry of a session. For a module, the path that
    /// the engine knows.
    pub name: &'a str,
    /// The text as it was written.
    pub text: &'a str,
    /// The number that the engine gives to the text's first line: 1 for a file, more for an entry that was
    /// compiled with newlines before it.
    pub first_line: usize,
}

/// All texts that an error may point into. To have them costs the same however many there are: they are looked up.
#[derive(Clone)]
pub struct Sources<'a> {
    kept: Kept<'a>,
    /// How many there are but for modules, and which of them came last.
    count: usize,
    newest: Option<usize>,
    modules: Vec<Source<'a>>,
}

/// The texts of the script or session, in the order of their lines.
#[derive(Clone)]
enum Kept<'a> {
    Here(Vec<Source<'a>>),
    Elsewhere(&'a dyn KeepsSources),
}

/// What keeps the entries of a session.
pub trait KeepsSources {
    /// How many there are.
    fn count(&self) -> usize;

    /// One of them by its index below that, in the order of their lines.
    fn source(&self, index: usize) -> Source<'_>;

    /// The index of the one that came last.
    fn newest(&self) -> Option<usize>;
}

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The text's index in its [`Sources`].
    pub source: usize,
    /// Bytes from the start of the text.
    pub offset: usize,
}

impl<'a> Sources<'a> {
    /// The script, or the entries of the session, the newest last.
    pub fn new(texts: impl IntoIterator<Item = Source<'a>>) -> Sources<'a> {
        let mut texts: Vec<_> = texts.into_iter().collect();
        let newest = texts.last().map(|it| it.first_line);
        texts.sort_by_key(|source| source.first_line);
        let newest = texts.iter().position(|it| Some(it.first_line) == newest);
        Sources { count: texts.len(), newest, kept: Kept::Here(texts), modules: Vec::new() }
    }

    /// The entries of a session, where they are kept.
    pub fn kept_by(keeper: &'a dyn KeepsSources) -> Sources<'a> {
        let (count, newest) = (keeper.count(), keeper.newest());
        Sources { count, newest, kept: Kept::Elsewhere(keeper), modules: Vec::new() }
    }

    /// Adds the modules that were imported. Errors name the module they are from, so their line numbers may
    /// repeat those of the script.
    pub fn with_modules(mut self, modules: impl IntoIterator<Item = Source<'a>>) -> Sources<'a> {
        self.modules.extend(modules);
        self
    }

    /// The text with that index. Modules come after the others.
    pub fn get(&self, index: usize) -> Option<Source<'a>> {
        match (index.checked_sub(self.count), &self.kept) {
            (Some(module), _) => self.modules.get(module).copied(),
            (None, Kept::Here(texts)) => texts.get(index).copied(),
            (None, Kept::Elsewhere(keeper)) => Some(keeper.source(index)),
        }
    }

    /// The index of the text of the script or session that came last.
    pub fn newest(&self) -> Option<usize> {
        self.newest
    }

    /// The place of a point. `origin` is the module that the point belongs to, empty for the script itself.
    /// `None` where the point is none, or lies in a text that is not here.
    pub(super) fn place(&self, origin: &str, position: Position) -> Option<Place> {
        let line = position.line()?;
        let index = match self.module(origin) {
            Some(module) => module,
            None if !origin.is_empty() && !self.is_name_of_a_text(origin) => {
                return None;
            }
            None => self.begun_by(line).checked_sub(1)?,
        };
        let source = self.get(index)?;
        let row = line.checked_sub(source.first_line)?;
        Some(Place { source: index, offset: offset(source.text, row, position.position().unwrap_or(1)) })
    }

    /// How many texts of the script or session begin in this line or before it.
    fn begun_by(&self, line: usize) -> usize {
        let (mut known, mut end) = (0, self.count);
        while known < end {
            let middle = known.midpoint(end);
            match self.get(middle).is_some_and(|text| text.first_line <= line) {
                true => known = middle + 1,
                false => end = middle,
            }
        }
        known
    }

    fn is_name_of_a_text(&self, name: &str) -> bool {
        (0..self.count).filter_map(|index| self.get(index)).any(|text| text.name == name)
    }

    /// The module of that name. The engine may leave the ending out.
    fn module(&self, name: &str) -> Option<usize> {
        let named = |text: &Source| text.name == name || text.name.strip_suffix(".rhai") == Some(name);
        self.modules.iter().position(named).map(|index| self.count + index)
    }

    /// The imported modules.
    pub(super) fn imported(&self) -> &[Source<'a>] {
        &self.modules
    }

    /// The tokens of a text.
    pub(super) fn tokens(&self, index: usize) -> Tokens<'a> {
        Tokens::read(self.get(index).map_or("", |source| source.text))
    }

    /// Line and column of an offset, both from 1, the column in characters. A text with a name counts its own
    /// lines; the lines of a session's entries go on from entry to entry, as the prompt counts them.
    pub(super) fn line_and_column(&self, place: Place) -> (usize, usize) {
        let text = self.get(place.source).map_or("", |source| source.text);
        let before_text = match self.get(place.source) {
            Some(source) if source.name.is_empty() => source.first_line.saturating_sub(1),
            _ => 0,
        };
        let before = text.get(..place.offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        (before_text + before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}

/// The byte of a row (from 0) and column (from 1) in a text; the end of the line or text where it has less.
fn offset(text: &str, row: usize, column: usize) -> usize {
    let Some(start) = line_starts(text).nth(row) else { return text.len() };
    let line = text[start..].split('\n').next().unwrap_or_default();
    start + line.char_indices().nth(column - 1).map_or(line.len(), |(at, _)| at)
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> + '_ {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1))
}

/// The line that holds the offset, without its newline.
pub(super) fn line_around(text: &str, offset: usize) -> Range<usize> {
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    let end = text[offset..].find('\n').map_or(text.len(), |at| offset + at);
    start..end
}
