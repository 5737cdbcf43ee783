//! What rustyline asks while an entry is typed: completion, hints, colours.

use super::complete::{Hint, complete, hint};
use super::keys::Action;
use super::margin::{self, Margin};
use super::{Colors, Name, Names, Wanted, entry, highlight, listing};
use rustyline::completion::Pair;
use rustyline::highlight::CmdKind;
use rustyline::line_buffer::LineBuffer;
use rustyline::validate::{ValidationContext, ValidationResult};
use rustyline::{Changeset, Context};
use std::borrow::Cow;
use std::cell::Cell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use unicode_width::UnicodeWidthStr;

/// What the callbacks share.
#[derive(Debug, Default)]
pub struct State {
    pub margin: Margin,
    pub wanted: Wanted,
    /// In columns.
    pub prompt_width: usize,
    /// The last key that ended an entry was Ctrl-C.
    pub cancelled: bool,
    /// What a key is to do, and in which text with the cursor where.
    pub edit: Option<(Action, String, usize)>,
    /// Candidates to list below the entry for as long as it is this one.
    pub listing: Option<(String, String)>,
}

/// The state, also where a panic left it: every part of it is valid by itself.
pub fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The object that rustyline asks.
pub struct Helper {
    pub names: Arc<Mutex<Names>>,
    pub state: Arc<Mutex<State>>,
    pub colors: Colors,
    /// The entry is about to be submitted: no bracket stands out any more.
    pub last_look: Cell<bool>,
}

impl rustyline::Helper for Helper {}

impl Helper {
    /// Candidates, to stand below `line`, as far as they fit onto the screen.
    fn listing(&self, names: &[Name], line: &str, prompt_width: usize) -> String {
        let (columns, rows) = terminal_size();
        let taken: usize = line.split('\n').map(|line| (prompt_width + line.width()) / columns + 1).sum();
        let lines = listing::listed(names, columns);
        let shown = if lines.len() + taken < rows { lines.len() } else { rows.saturating_sub(taken + 2) };
        let mut text = String::new();
        for (name, meaning) in &lines[..shown] {
            text += &format!("\n{name}{}", highlight::dim(meaning, self.colors));
        }
        if shown < lines.len() {
            text += &format!("\n{}", highlight::dim("… and more: type a letter, then Tab", self.colors));
        }
        text
    }
}

impl rustyline::completion::Completer for Helper {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let mut state = lock(&self.state);
        if state.edit.as_ref().is_some_and(|(_, text, place)| text == line && *place == at) {
            return Ok((at, vec![Pair { display: String::new(), replacement: String::new() }]));
        }
        state.edit = None;
        if state.wanted == Wanted::Answer && !line.starts_with(':') {
            return Ok((at, vec![]));
        }
        let before = margin::remove(&line[..at]);
        let (start, names) = complete(&before, &lock(&self.names));
        let start = at - (before.len() - start);
        let words: Vec<String> = names.iter().map(listing::inserted).collect();
        let word = listing::common_prefix(&words);
        // rustyline's own list would overwrite itself below an entry of several lines.
        if names.len() > 1 {
            let line = format!("{}{word}{}", &line[..start], &line[at..]);
            let listing = self.listing(&names, &line, state.prompt_width);
            state.listing = Some((line, listing));
        }
        let pair = Pair { display: String::new(), replacement: word.to_string() };
        Ok((start, if names.is_empty() { vec![] } else { vec![pair] }))
    }

    /// Carries out a completion, or the edit of a key: rustyline lets a key do one thing only, and this is the one
    /// that can be anything.
    fn update(&self, line: &mut LineBuffer, start: usize, elected: &str, changes: &mut Changeset) {
        match lock(&self.state).edit.take() {
            Some((Action::Replace(range, text), ..)) => line.replace(range, &text, changes),
            Some((Action::MoveTo(place), ..)) => line.set_pos(place),
            _ => line.replace(start..line.pos(), elected, changes),
        }
    }
}

impl rustyline::hint::Hinter for Helper {
    type Hint = Shown;

    fn hint(&self, line: &str, at: usize, _: &Context<'_>) -> Option<Shown> {
        let mut state = lock(&self.state);
        state.listing.take_if(|(text, _)| text != line);
        if let Some((_, listing)) = &state.listing {
            return Some(Shown { shown: listing.clone(), inserted: None });
        }
        if state.wanted == Wanted::Answer && !line.starts_with(':') {
            return None;
        }
        // Without colours a hint would look like text that was typed.
        if at < line.len() || self.colors == Colors::None {
            return None;
        }
        let plain = margin::remove(line);
        let hint = insist_hint(&plain).or_else(|| hint(&plain, &lock(&self.names)))?;
        let last_line = line.rsplit('\n').next().unwrap_or("");
        let first = if line.contains('\n') { 0 } else { state.prompt_width };
        // A hint that wraps would make the screen jump.
        let (columns, _) = terminal_size();
        let left = columns.saturating_sub((first + last_line.width()) % columns + 1);
        let shown = listing::cut(&hint.shown, left);
        (shown.width() > 1).then_some(Shown { shown, inserted: hint.inserted })
    }
}

/// A hint as rustyline wants it.
pub struct Shown {
    shown: String,
    inserted: Option<String>,
}

impl rustyline::hint::Hint for Shown {
    fn display(&self) -> &str {
        &self.shown
    }

    fn completion(&self) -> Option<&str> {
        self.inserted.as_deref()
    }
}

impl rustyline::highlight::Highlighter for Helper {
    fn highlight<'l>(&self, line: &'l str, at: usize) -> Cow<'l, str> {
        let cursor = (!self.last_look.get()).then_some(at);
        Cow::Owned(highlight::highlight(line, cursor, self.colors))
    }

    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        // A listing has its colours already.
        if hint.starts_with('\n') { hint.into() } else { highlight::dim(hint, self.colors).into() }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        // False on the last look, or moving the cursor to the end would wipe out the mark of Ctrl-C.
        self.last_look.set(kind == CmdKind::ForcedRefresh);
        !self.last_look.get()
    }
}

impl rustyline::validate::Validator for Helper {
    /// Every entry is valid: Enter decides. Only what Ctrl-C drops is marked.
    fn validate(&self, _: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        let mark = lock(&self.state).cancelled.then(|| "^C".to_string());
        Ok(ValidationResult::Valid(mark))
    }
}

/// What Enter will do next, on the second empty line in a row.
fn insist_hint(plain: &str) -> Option<Hint> {
    let open = entry::open(plain).filter(|_| entry::insists(plain))?;
    Some(Hint { shown: format!("Enter runs it as it is: {}", open.describe()), inserted: None })
}

/// Columns and rows, neither of them 0.
fn terminal_size() -> (usize, usize) {
    let (columns, rows) = crossterm::terminal::size().unwrap_or((80, 24));
    (usize::from(columns).max(1), usize::from(rows).max(1))
}
