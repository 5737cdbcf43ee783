//! An entry while it is typed: what each key makes of it.
//!
//! Pure, but for the folders that completion looks into. It knows neither the terminal nor what becomes of an entry.

use super::draft::Draft;
use super::keys::{Action, Key, STEP, action};
use super::page::Row;
use super::search::{Search, Towards};
use super::tabs::{Tabs, Turn};
use super::tidy::clean;
use super::{Hint, Names, Wanted, complete, entry};
use crate::style::Colors;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Said on Ctrl-V, which terminals keep for other things.
const HOW_TO_PASTE: &str = "  to paste, press Ctrl+Shift+V, or Cmd+V";
/// Lines that Page Up and Page Down go.
const PAGE: usize = 10;

/// What comes after a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    GoOn,
    Submit,
    Cancel,
    Leave,
    ClearScreen,
    Suspend,
    /// In a talk: one step back.
    Back,
}

/// Whether a key follows the one before as fast as only a program types: a paste that the terminal does not
/// announce.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    Human,
    Machine,
}

/// An entry that is being typed.
pub struct Typing<'h> {
    draft: Draft,
    wanted: Wanted,
    /// The entries before, the oldest first; which of them is shown; and what was typed before one was.
    entries: &'h [String],
    shown: usize,
    own: String,
    search: Option<Search>,
    tabs: Option<Tabs>,
    /// How many spaces the last Enter put in by itself, if nothing has been typed since.
    indented: usize,
    note: Option<&'static str>,
}

impl<'h> Typing<'h> {
    /// Begins with a text, which may be empty.
    pub fn new(text: &str, entries: &'h [String], wanted: Wanted) -> Typing<'h> {
        let draft = Draft::new(&clean(text));
        let shown = entries.len();
        Typing {
            draft,
            wanted,
            entries,
            shown,
            own: String::new(),
            search: None,
            tabs: None,
            indented: 0,
            note: None,
        }
    }

    pub fn text(&self) -> &str {
        self.draft.text()
    }

    /// In bytes.
    pub fn cursor(&self) -> usize {
        self.draft.cursor()
    }

    /// What stands before the text instead of the prompt.
    pub fn prompt(&self) -> Option<String> {
        self.search.as_ref().map(Search::prompt)
    }

    /// A text that comes as one.
    pub fn paste(&mut self, text: &str) {
        self.end_search();
        (self.tabs, self.note, self.indented) = (None, None, 0);
        self.draft.insert(&clean(text));
    }

    /// What is shown behind the text.
    pub fn hint(&self, names: &Names, colors: Colors) -> Option<Hint> {
        // Without colours a hint would look like text that was typed.
        if self.search.is_some() || self.cursor() < self.text().len() || colors == Colors::None {
            return None;
        }
        if let Some(note) = self.note {
            return Some(Hint { shown: note.into(), inserted: None });
        }
        if self.wanted == Wanted::Answer && !self.text().starts_with(':') || self.tabs.is_some() {
            return None;
        }
        self.insist_hint().or_else(|| complete::hint(self.text(), names))
    }

    /// What is listed below the text.
    pub fn listing(&self, columns: usize) -> Vec<Row> {
        let tabs = self.tabs.as_ref().filter(|tabs| tabs.has_choice());
        tabs.map_or_else(Vec::new, |tabs| tabs.rows(columns))
    }

    /// What Enter will do next, on the second empty line in a row.
    fn insist_hint(&self) -> Option<Hint> {
        let open = entry::open(self.text()).filter(|_| entry::insists(self.text()))?;
        Some(Hint { shown: format!("Enter runs it as it is: {}", open.describe()), inserted: None })
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent, pace: Pace, names: &Names, colors: Colors) -> Then {
        let hint = self.hint(names, colors);
        self.note = None;
        if let Some(then) = self.key_of_a_talk(key) {
            return then;
        }
        if self.search.is_some()
            && let Some(then) = self.key_in_search(key)
        {
            return then;
        }
        if !matches!(key.code, KeyCode::Tab | KeyCode::BackTab) {
            self.tabs = None;
        }
        let indented = std::mem::take(&mut self.indented);
        let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
        let is_alt = key.modifiers.contains(KeyModifiers::ALT);
        // A text that brings its own indentation needs none of ours.
        if pace == Pace::Machine && indented > 0 && matches!(key.code, KeyCode::Char(' ') | KeyCode::Tab) {
            let line = self.cursor() - indented..self.cursor();
            self.draft.replace(line, "");
        }
        match key.code {
            KeyCode::Char(c) if is_control && !is_alt => return self.control(c, names, hint),
            KeyCode::Char(c) if is_alt => self.alt(c),
            KeyCode::Char(c @ (')' | ']' | '}')) => self.act(Key::Closing(c), &c.to_string()),
            KeyCode::Char(c) => self.draft.insert(&clean(&c.to_string())),
            KeyCode::Enter if is_alt || key.modifiers.contains(KeyModifiers::SHIFT) => {
                self.act(Key::NewLine, "")
            }
            KeyCode::Enter => return self.enter(),
            KeyCode::Tab => self.tab(Turn::Forward, names),
            KeyCode::BackTab => self.tab(Turn::Back, names),
            KeyCode::Backspace if is_alt || is_control => self.draft.cut_to(self.draft.word_left()),
            KeyCode::Backspace => self.backspace(),
            KeyCode::Delete if is_alt || is_control => self.draft.cut_to(self.draft.word_right()),
            KeyCode::Delete => self.draft.replace(self.cursor()..self.draft.right(), ""),
            KeyCode::Left if is_control || is_alt => self.draft.move_to(self.draft.word_left()),
            KeyCode::Left => self.draft.move_to(self.draft.left()),
            KeyCode::Right if is_control || is_alt => self.draft.move_to(self.draft.word_right()),
            KeyCode::Right => self.right(hint),
            KeyCode::Home if is_control => self.draft.move_to(0),
            KeyCode::Home => self.draft.move_to(self.draft.line_start()),
            KeyCode::End if is_control => self.draft.move_to(self.text().len()),
            KeyCode::End => self.end(hint),
            KeyCode::Up => self.up(),
            KeyCode::Down => self.down(),
            KeyCode::PageUp => (0..PAGE).for_each(|_| self.go_to(self.draft.line_above())),
            KeyCode::PageDown => (0..PAGE).for_each(|_| self.go_to(self.draft.line_below())),
            _ => {}
        }
        Then::GoOn
    }

    /// Whether Enter would be a step of a talk.
    pub fn is_step(&self) -> bool {
        self.wanted == Wanted::Talk && self.text().trim().is_empty()
    }

    /// What a key means in a talk while nothing is typed; none where it means what it does anywhere.
    fn key_of_a_talk(&self, key: KeyEvent) -> Option<Then> {
        if self.wanted != Wanted::Talk || self.search.is_some() {
            return None;
        }
        match key.code {
            KeyCode::Left | KeyCode::PageUp if self.text().is_empty() => Some(Then::Back),
            KeyCode::Right | KeyCode::Char(' ') if self.text().is_empty() => Some(Then::Submit),
            KeyCode::PageDown => Some(Then::Submit),
            _ => None,
        }
    }

    fn control(&mut self, c: char, names: &Names, hint: Option<Hint>) -> Then {
        match c.to_ascii_lowercase() {
            'a' => self.draft.move_to(self.draft.line_start()),
            'b' => self.draft.move_to(self.draft.left()),
            'c' => return Then::Cancel,
            'd' if self.text().is_empty() => return Then::Leave,
            'd' => self.draft.replace(self.cursor()..self.draft.right(), ""),
            'e' => self.end(hint),
            'f' => self.right(hint),
            'h' => self.backspace(),
            'i' => self.tab(Turn::Forward, names),
            'j' | 'm' => return self.enter(),
            'k' => {
                let end = self.draft.line_end();
                // At a line's end, its end.
                self.draft.cut_to(if end == self.cursor() { self.draft.right() } else { end });
            }
            'l' => return Then::ClearScreen,
            'n' => self.later(),
            'p' => self.earlier(),
            'r' if !self.entries.is_empty() => self.search = Some(Search::new(self.text(), self.cursor())),
            't' => self.draft.transpose(),
            'u' => self.draft.cut_to(self.draft.line_start()),
            'v' => self.note = Some(HOW_TO_PASTE),
            'w' => self.draft.cut_to(self.draft.blank_left()),
            'y' => self.draft.paste_cut(),
            'z' => return Then::Suspend,
            // Ctrl-_, as crossterm reads it.
            '7' | '_' => self.draft.undo(),
            _ => {}
        }
        Then::GoOn
    }

    fn alt(&mut self, c: char) {
        match c.to_ascii_lowercase() {
            'b' => self.draft.move_to(self.draft.word_left()),
            'f' => self.draft.move_to(self.draft.word_right()),
            'd' => self.draft.cut_to(self.draft.word_right()),
            'u' => self.draft.rewrite_word(str::to_uppercase),
            'l' => self.draft.rewrite_word(str::to_lowercase),
            'c' => self.draft.rewrite_word(capitalized),
            '<' => self.show_entry(0),
            '>' => self.show_entry(self.entries.len()),
            _ => {}
        }
    }

    /// Does what the text asks of a key; else puts `usual` in.
    fn act(&mut self, key: Key, usual: &str) {
        match action(key, self.text(), self.cursor()) {
            Action::Insert(text) => self.draft.insert(&text),
            Action::Replace(range, text) => self.draft.replace(range, &text),
            Action::Usual | Action::Submit => self.draft.insert(usual),
        }
    }

    fn enter(&mut self) -> Then {
        if self.wanted == Wanted::Answer {
            return Then::Submit;
        }
        match action(Key::Enter, self.text(), self.cursor()) {
            Action::Insert(text) => {
                self.draft.insert(&text);
                self.indented = text.len() - 1;
                Then::GoOn
            }
            _ => Then::Submit,
        }
    }

    fn backspace(&mut self) {
        match action(Key::Backspace, self.text(), self.cursor()) {
            Action::Replace(range, text) => self.draft.replace(range, &text),
            _ if self.cursor() > 0 => self.draft.replace(self.draft.left()..self.cursor(), ""),
            _ => {}
        }
    }

    fn tab(&mut self, turn: Turn, names: &Names) {
        if let Some(tabs) = &mut self.tabs {
            tabs.turn(turn);
        } else if let Action::Insert(spaces) = action(Key::Tab, self.text(), self.cursor()) {
            return match turn {
                Turn::Forward => self.draft.insert(&spaces),
                Turn::Back => self.outdent(),
            };
        } else if self.wanted.is_code() || self.text().starts_with(':') {
            self.tabs = Tabs::begin(self.text(), self.cursor(), names);
        }
        let Some(tabs) = &self.tabs else { return };
        let (text, cursor) = tabs.text();
        if text != self.text() {
            self.draft.set(&text);
        }
        self.draft.move_to(cursor);
        self.tabs.take_if(|tabs| !tabs.has_choice());
    }

    fn outdent(&mut self) {
        let start = self.draft.line_start();
        let spaces = self.text()[start..self.cursor()].len().min(STEP);
        self.draft.replace(self.cursor() - spaces..self.cursor(), "");
    }

    fn right(&mut self, hint: Option<Hint>) {
        if self.cursor() == self.text().len() {
            return self.take_hint(hint);
        }
        self.draft.move_to(self.draft.right());
    }

    fn end(&mut self, hint: Option<Hint>) {
        if self.cursor() == self.text().len() {
            return self.take_hint(hint);
        }
        self.draft.move_to(self.draft.line_end());
    }

    fn take_hint(&mut self, hint: Option<Hint>) {
        if let Some(inserted) = hint.and_then(|hint| hint.inserted) {
            self.draft.insert(&inserted);
        }
    }

    fn go_to(&mut self, place: Option<usize>) {
        if let Some(place) = place {
            self.draft.move_to(place);
        }
    }

    fn up(&mut self) {
        match self.draft.line_above() {
            Some(place) => self.draft.move_to(place),
            None => self.earlier(),
        }
    }

    fn down(&mut self) {
        match self.draft.line_below() {
            Some(place) => self.draft.move_to(place),
            None => self.later(),
        }
    }

    fn earlier(&mut self) {
        if let Some(index) = self.shown.checked_sub(1) {
            self.show_entry(index);
        }
    }

    fn later(&mut self) {
        if self.shown < self.entries.len() {
            self.show_entry(self.shown + 1);
        }
    }

    /// Shows an entry of the history, or behind the last one what was typed.
    fn show_entry(&mut self, index: usize) {
        if index == self.shown {
            return;
        }
        if self.shown == self.entries.len() {
            self.own = self.text().to_owned();
        }
        self.shown = index;
        match self.entries.get(index) {
            Some(entry) => self.draft.set(&clean(entry)),
            None => self.draft.set(&self.own.clone()),
        }
    }

    /// A key while a search goes on; `None` where it ends the search and then does what it does anywhere.
    fn key_in_search(&mut self, key: KeyEvent) -> Option<Then> {
        let search = self.search.as_mut()?;
        let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
        let found = match key.code {
            KeyCode::Char('r') if is_control => search.go_on(Towards::Older, self.entries),
            KeyCode::Char('s') if is_control => search.go_on(Towards::Newer, self.entries),
            KeyCode::Char('h') if is_control => {
                search.remove();
                None
            }
            KeyCode::Backspace => {
                search.remove();
                None
            }
            KeyCode::Char('g') if is_control => {
                self.abandon_search();
                None
            }
            KeyCode::Esc => {
                self.abandon_search();
                None
            }
            KeyCode::Char(c) if !is_control && !key.modifiers.contains(KeyModifiers::ALT) => {
                search.add(c, self.entries)
            }
            _ => {
                self.end_search();
                return None;
            }
        };
        if let (Some(entry), Some(search)) = (found, &self.search) {
            let place = search.place_in(entry);
            self.draft.set(&clean(entry));
            self.draft.move_to(place);
        }
        Some(Then::GoOn)
    }

    /// Ends the search; what was found stays.
    fn end_search(&mut self) {
        self.search = None;
    }

    /// Ends the search, with the text from before it.
    fn abandon_search(&mut self) {
        if let Some(search) = self.search.take() {
            let (text, cursor) = search.before();
            self.draft.set(&text);
            self.draft.move_to(cursor);
        }
    }
}

fn capitalized(word: &str) -> String {
    let start = word.find(char::is_alphanumeric).unwrap_or(0);
    let (before, rest) = word.split_at(start);
    let mut rest = rest.chars();
    let first = rest.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{before}{first}{}", rest.as_str().to_lowercase())
}
