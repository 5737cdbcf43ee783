//! What rustyline calls back: completion, hints, colours, keys.

use super::complete::{self, complete, hint};
use super::keys::{Action, Key, action};
use super::margin::{self, Margin};
use super::{Colors, Names, entry, highlight};
use rustyline::completion::Pair;
use rustyline::highlight::CmdKind;
use rustyline::line_buffer::LineBuffer;
use rustyline::validate::{ValidationContext, ValidationResult};
use rustyline::{Changeset, Cmd, Context, Event, EventContext, KeyCode, KeyEvent, Modifiers};
use std::borrow::Cow;
use std::cell::Cell;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use unicode_width::UnicodeWidthStr;

/// What the callbacks share.
#[derive(Debug, Default)]
pub struct State {
    pub margin: Margin,
    /// In columns.
    pub prompt_width: usize,
    /// The last key that ended an entry was Ctrl-C.
    pub cancelled: bool,
    /// What a key is to do, and in which text with the cursor where.
    pub edit: Option<(Action, String, usize)>,
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

impl rustyline::completion::Completer for Helper {
    type Candidate = Pair;

    fn complete(&self, line: &str, at: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let mut state = lock(&self.state);
        if state.edit.as_ref().is_some_and(|(_, text, place)| text == line && *place == at) {
            return Ok((at, vec![Pair { display: String::new(), replacement: String::new() }]));
        }
        state.edit = None;
        let before = margin::remove(&line[..at]);
        let (start, names) = complete(&before, &lock(&self.names));
        let displays = complete::listed(&names, columns());
        let pairs = names.iter().zip(displays);
        let pair = |(name, display)| Pair { display, replacement: complete::inserted(name) };
        Ok((at - (before.len() - start), pairs.map(pair).collect()))
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
        // Without colours a hint would look like text that was typed.
        if at < line.len() || self.colors == Colors::None {
            return None;
        }
        let plain = margin::remove(line);
        let hint = insist_hint(&plain).or_else(|| hint(&plain, &lock(&self.names)))?;
        let state = lock(&self.state);
        let last_line = line.rsplit('\n').next().unwrap_or("");
        let first = if line.contains('\n') { 0 } else { state.prompt_width };
        // A hint that wraps would make the screen jump.
        let left = columns().saturating_sub((first + last_line.width()) % columns().max(1) + 1);
        let shown = complete::cut(&hint.shown, left);
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
        Cow::Owned(highlight::dim(hint, self.colors))
    }

    fn highlight_candidate<'c>(&self, candidate: &'c str, _: rustyline::CompletionType) -> Cow<'c, str> {
        match candidate.split_once("  ") {
            Some((name, meaning)) => Cow::Owned(format!("{name}  {}", highlight::dim(meaning, self.colors))),
            None => Cow::Borrowed(candidate),
        }
    }

    fn highlight_char(&self, _: &str, _: usize, kind: CmdKind) -> bool {
        self.last_look.set(kind == CmdKind::ForcedRefresh);
        true
    }
}

impl rustyline::validate::Validator for Helper {
    /// Every entry is valid: Enter decides. Only what Ctrl-C drops is marked.
    fn validate(&self, _: &mut ValidationContext) -> rustyline::Result<ValidationResult> {
        let mark = lock(&self.state).cancelled.then(|| "^C".to_string());
        Ok(ValidationResult::Valid(mark))
    }
}

/// Answers the keys.
pub struct Keys(pub Arc<Mutex<State>>);

impl Keys {
    /// The keys it wants to be asked about.
    pub fn events() -> impl Iterator<Item = Event> {
        use KeyCode as K;
        let plain = [K::Enter, K::Tab, K::Backspace, K::Delete, K::Left, K::Right, K::Home];
        let plain =
            plain.into_iter().chain(")]}".chars().map(K::Char)).map(|code| KeyEvent(code, Modifiers::NONE));
        let ctrl = "ABCFHIJM".chars().map(|c| KeyEvent(K::Char(c), Modifiers::CTRL));
        let alt = [KeyEvent(K::Enter, Modifiers::ALT), KeyEvent(K::Char('M'), Modifiers::CTRL_ALT)];
        plain.chain(ctrl).chain(alt).map(Event::from)
    }

    fn key(event: KeyEvent) -> Option<Key> {
        use KeyCode as K;
        Some(match event {
            KeyEvent(K::Enter, Modifiers::ALT) | KeyEvent(K::Char('M'), Modifiers::CTRL_ALT) => Key::NewLine,
            KeyEvent(K::Char(c), Modifiers::CTRL) => match c {
                'J' | 'M' => Key::Enter,
                'A' => Key::Home,
                'B' => Key::Left,
                'F' => Key::Right,
                'H' => Key::Backspace,
                'I' => Key::Tab,
                _ => return None,
            },
            KeyEvent(K::Char(c), _) => Key::Closing(c),
            KeyEvent(K::Enter, _) => Key::Enter,
            KeyEvent(K::Tab, _) => Key::Tab,
            KeyEvent(K::Backspace, _) => Key::Backspace,
            KeyEvent(K::Delete, _) => Key::Delete,
            KeyEvent(K::Left, _) => Key::Left,
            KeyEvent(K::Right, _) => Key::Right,
            KeyEvent(K::Home, _) => Key::Home,
            _ => return None,
        })
    }
}

impl rustyline::ConditionalEventHandler for Keys {
    fn handle(&self, event: &Event, repeated: u16, positive: bool, context: &EventContext) -> Option<Cmd> {
        let event = *event.get(0)?;
        let mut state = lock(&self.0);
        if event == KeyEvent::ctrl('C') {
            // Submitted, and then dropped: rustyline's own way leaves the hint on the screen.
            state.cancelled = true;
            return Some(Cmd::AcceptLine);
        }
        if repeated != 1 || !positive {
            return None;
        }
        match action(Self::key(event)?, context.line(), context.pos(), &state.margin) {
            Action::Usual => None,
            Action::Submit => {
                state.cancelled = false;
                Some(Cmd::AcceptLine)
            }
            Action::Insert(text) => Some(Cmd::Insert(1, text)),
            edit => {
                state.edit = Some((edit, context.line().into(), context.pos()));
                Some(Cmd::Complete)
            }
        }
    }
}

/// What Enter will do next, on the second empty line in a row.
fn insist_hint(plain: &str) -> Option<complete::Hint> {
    let open = entry::open(plain).filter(|_| entry::insists(plain))?;
    Some(complete::Hint { shown: format!("Enter runs it as it is: {}", open.describe()), inserted: None })
}

/// Of the terminal.
fn columns() -> usize {
    crossterm::terminal::size().map_or(80, |(columns, _)| usize::from(columns))
}
