//! An entry from a terminal: keys come in, pages go out, and lines of others are printed above.

use super::hand::{Hand, Stroke};
use super::page::{self, View};
use super::printer::Printer;
use super::screen::Screen;
use super::tidy::tidy;
use super::typing::{Pace, Then, Typing};
use super::{Input, Names, Wanted, entry, highlight};
use crate::style::Colors;
use crate::term::{self, RawMode, Waiter};
use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind};
use std::io::{self, Stdout, Write};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use unicode_width::UnicodeWidthStr;

/// Between two looks for lines to print, while no key is pressed.
const POLL_INTERVAL: Duration = Duration::from_millis(25);
/// Keys that follow each other faster than this are not typed by hand.
const FASTEST_HAND: Duration = Duration::from_millis(10);
/// Errors of the terminal, one after another, that are borne.
const MAX_ERRORS: usize = 50;

/// An editor on a terminal that can move its cursor.
pub struct Terminal {
    names: Arc<Mutex<Names>>,
    colors: Colors,
    printer: Printer,
}

impl Terminal {
    pub fn new(colors: Colors, names: Arc<Mutex<Names>>) -> Terminal {
        Terminal { names, colors, printer: Printer::default() }
    }

    /// As [`Editor::read`](super::Editor::read). What was typed ahead of this entry is taken out of `ahead`.
    pub fn read(
        &mut self,
        (prompt, wanted): (&str, Wanted),
        ahead: &mut String,
        hand: Option<Hand>,
        history: &[String],
    ) -> io::Result<Input> {
        if let Some(entry) = take_entry(ahead) {
            // As if it had been typed here.
            let indented = entry.replace('\n', &format!("\n{:>1$} ", '·', prompt.width().saturating_sub(1)));
            writeln!(io::stdout(), "{prompt}{}", highlight::highlight(&indented, None, self.colors))?;
            return Ok(Input::Entry(entry));
        }
        let typing = Typing::new(&std::mem::take(ahead), history, wanted);
        let size = term::size();
        let screen = Screen::new(io::stdout(), size.columns.into(), term::narrowing());
        let pressed = Instant::now();
        let result = RawMode::enter().and_then(|raw| {
            Sitting {
                terminal: self,
                raw: Some(raw),
                prompt,
                typing,
                screen,
                top: 0,
                pressed,
                hand,
                waiter: Waiter::default(),
            }
            .run()
        });
        match result {
            Err(error) if is_gone(&error) => Ok(Input::Left),
            result => result,
        }
    }

    pub fn printer(&self) -> Printer {
        self.printer.clone()
    }
}

/// One entry's sitting at the terminal.
struct Sitting<'t> {
    terminal: &'t Terminal,
    raw: Option<RawMode>,
    prompt: &'t str,
    typing: Typing<'t>,
    screen: Screen<Stdout>,
    /// The first row of the entry that the window shows.
    top: usize,
    /// When the last key came.
    pressed: Instant,
    /// What types itself.
    hand: Option<Hand>,
    waiter: Waiter,
}

impl Sitting<'_> {
    fn run(mut self) -> io::Result<Input> {
        self.draw()?;
        let mut errors = 0;
        loop {
            let lines = self.terminal.printer.take();
            if !lines.is_empty() {
                let page = self.page();
                self.screen.draw_below(&lines, page)?;
            }
            let then = match self.wait() {
                Ok(then) => then,
                Err(error) if is_gone(&error) || errors == MAX_ERRORS => return Err(error),
                Err(_) => {
                    errors += 1;
                    continue;
                }
            };
            errors = 0;
            match then {
                None => {}
                Some(Then::GoOn) => self.draw()?,
                Some(Then::ClearScreen) => {
                    let page = self.page();
                    self.screen.clear(page)?;
                }
                Some(Then::Suspend) => self.suspend()?,
                Some(end) => return self.end(end),
            }
        }
    }

    /// Waits for keys, but not for long, and takes all that are there.
    fn wait(&mut self) -> io::Result<Option<Then>> {
        let idle = self.hand.as_mut().and_then(|it| it.idle_for(Instant::now())).unwrap_or(POLL_INTERVAL);
        let mut is_there = self.waiter.wait(idle.min(POLL_INTERVAL))?;
        let mut then = if is_there { None } else { self.stroke() };
        // Many at once are drawn once.
        while is_there {
            let event = event::read()?;
            is_there = self.waiter.look()?;
            then = Some(self.take(&event));
            if then != Some(Then::GoOn) {
                break;
            }
        }
        Ok(then)
    }

    /// What types itself does so.
    fn stroke(&mut self) -> Option<Then> {
        Some(match self.hand.as_mut()?.stroke(Instant::now())? {
            Stroke::Type(character) => {
                self.typing.paste(&character.to_string());
                Then::GoOn
            }
            Stroke::Enter => Then::Submit,
        })
    }

    /// A key while a text types itself: Enter has the rest at once, Esc leaves it as it is, and any character hurries
    /// it. None for keys that mean what they always do.
    fn hurry(&mut self, key: KeyEvent) -> Option<Then> {
        // The speaker who presses a key decides when it goes on.
        let mut hand = self.hand.take()?;
        let is_character = matches!(key.code, KeyCode::Char(_)) && key.modifiers.is_empty();
        let typed = match key.code {
            _ if !hand.is_typing() => return None,
            KeyCode::Enter | KeyCode::PageDown => hand.take_rest(),
            KeyCode::Esc => String::new(),
            _ if is_character => {
                let some = hand.take_some();
                self.hand = Some(hand);
                some
            }
            _ => return None,
        };
        self.typing.paste(&typed);
        Some(Then::GoOn)
    }

    fn take(&mut self, event: &Event) -> Then {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release && self.hand.is_some() => {
                self.hurry(*key).unwrap_or_else(|| self.take(event))
            }
            Event::Key(key) if key.kind != KeyEventKind::Release => {
                let pace = if self.pressed.elapsed() < FASTEST_HAND { Pace::Machine } else { Pace::Human };
                let names = self.terminal.names.lock().unwrap_or_else(PoisonError::into_inner);
                let then = self.typing.key(*key, pace, &names, self.terminal.colors);
                self.pressed = Instant::now();
                then
            }
            Event::Paste(text) => {
                self.typing.paste(text);
                Then::GoOn
            }
            Event::Resize(columns, _) => {
                self.screen.resize(usize::from((*columns).max(1)));
                Then::GoOn
            }
            _ => Then::GoOn,
        }
    }

    fn draw(&mut self) -> io::Result<()> {
        let page = self.page();
        self.screen.draw(page)
    }

    /// What the window shows now.
    fn page(&mut self) -> page::Page {
        let size = term::size();
        let (columns, rows) = (usize::from(size.columns), usize::from(size.rows));
        let names = self.terminal.names.lock().unwrap_or_else(PoisonError::into_inner);
        let hint = self.typing.hint(&names, self.terminal.colors);
        let (prompt, below) = (self.typing.prompt(), self.typing.listing(columns));
        let view = View {
            prompt: prompt.as_deref().unwrap_or(self.prompt),
            margin: self.prompt.width(),
            text: self.typing.text(),
            cursor: self.typing.cursor(),
            is_edited: true,
            hint: hint.as_ref(),
            below: &below,
            colors: self.terminal.colors,
        };
        page::window(&view, columns, rows, &mut self.top)
    }

    /// Leaves the whole entry on the screen, and ends.
    fn end(mut self, then: Then) -> io::Result<Input> {
        let text = self.typing.text().to_owned();
        if self.typing.is_step() && matches!(then, Then::Submit | Then::Back) {
            // A step of a talk leaves no prompt behind.
            self.screen.erase()?;
            return Ok(if then == Then::Back { Input::Back } else { Input::Blank });
        }
        let mark = if then == Then::Cancel { "^C" } else { "" };
        let shown = format!("{text}{mark}");
        let view = View {
            prompt: self.prompt,
            margin: self.prompt.width(),
            text: &shown,
            cursor: shown.len(),
            is_edited: false,
            hint: None,
            below: &[],
            colors: self.terminal.colors,
        };
        let page = page::whole(&view, term::size().columns.into());
        self.screen.settle(page)?;
        let text = tidy(&text);
        Ok(match then {
            Then::Cancel => Input::Cancelled(text),
            Then::Leave => Input::Left,
            _ if text.is_empty() => Input::Blank,
            _ => Input::Entry(text),
        })
    }

    /// Gives the terminal back to the shell until the program is continued.
    fn suspend(&mut self) -> io::Result<()> {
        self.screen.erase()?;
        self.raw = None;
        term::suspend();
        self.raw = Some(RawMode::enter()?);
        self.screen.resize(term::size().columns.into());
        self.draw()
    }
}

/// Takes the first whole entry out of what was typed ahead.
pub(super) fn take_entry(ahead: &mut String) -> Option<String> {
    let ends: Vec<usize> = ahead.match_indices('\r').map(|(at, _)| at).collect();
    for end in ends {
        let entry = tidy(&ahead[..end]);
        if !entry.is_empty() && entry::open(&entry).is_none() {
            ahead.drain(..=end);
            return Some(entry);
        }
    }
    // Nothing but empty lines: somebody hit Enter, to see whether it is still alive.
    if ahead.trim().is_empty() {
        ahead.clear();
    }
    None
}

/// Whether the error says that there is no terminal any more.
fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::EIO) {
        return true;
    }
    matches!(error.kind(), io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof)
}
