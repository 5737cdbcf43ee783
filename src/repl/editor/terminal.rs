//! An entry from a terminal, through rustyline.

use super::bindings::Keys;
use super::helper::{Helper, State, lock};
use super::margin::{self, Margin};
use super::printer::Printer;
use super::{Colors, Input, Names, Wanted, as_io, entry, highlight, history};
use rustyline::config::BellStyle;
use rustyline::error::ReadlineError;
use rustyline::history::{History as _, MemHistory};
use rustyline::{ColorMode, CompletionType, Config, EventHandler};
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use unicode_width::UnicodeWidthStr;

/// An editor on a terminal that can do what rustyline needs.
pub struct Terminal {
    editor: rustyline::Editor<Helper, MemHistory>,
    state: Arc<Mutex<State>>,
    /// How many entries of the history rustyline knows.
    recalled: usize,
}

impl Terminal {
    pub fn new(colors: Colors, names: Arc<Mutex<Names>>) -> rustyline::Result<Terminal> {
        let config = Config::builder()
            // The highlighter always has to run, if only for the margin; it knows itself whether to use colours.
            .color_mode(ColorMode::Forced)
            .completion_type(CompletionType::List)
            .bell_style(BellStyle::None)
            .max_history_size(2 * history::MOST)?
            .build();
        let memory = MemHistory::with_config(&config);
        let mut editor = rustyline::Editor::with_history(config, memory)?;
        let state = Arc::new(Mutex::new(State::default()));
        editor.set_helper(Some(Helper { names, state: state.clone(), colors, last_look: false.into() }));
        for event in Keys::events() {
            editor.bind_sequence(event, EventHandler::Conditional(Box::new(Keys(state.clone()))));
        }
        Ok(Terminal { editor, state, recalled: 0 })
    }

    /// As [`Editor::read`](super::Editor::read). What was typed ahead of this entry is taken out of `ahead`.
    pub fn read(
        &mut self,
        (prompt, wanted): (&str, Wanted),
        ahead: &mut String,
        history: &[String],
    ) -> io::Result<Input> {
        let margin = Margin::new(prompt.width());
        self.recall(&margin, history).map_err(as_io)?;
        *lock(&self.state) =
            State { margin: margin.clone(), prompt_width: prompt.width(), wanted, ..State::default() };
        if let Some(entry) = take_entry(ahead) {
            // As if it had been typed here.
            let shown = highlight::highlight(&margin.add(&entry), None, self.colors());
            writeln!(io::stdout(), "{prompt}{shown}")?;
            return Ok(Input::Entry(entry));
        }
        let initial = margin.add(&std::mem::take(ahead));
        let line = match self.editor.readline_with_initial(prompt, (&initial, "")) {
            Ok(line) if lock(&self.state).cancelled => return Ok(Input::Cancelled(margin::tidy(&line))),
            Ok(line) => margin::tidy(&line),
            Err(ReadlineError::Interrupted) => return Ok(Input::Cancelled(String::new())),
            Err(ReadlineError::Eof) => return Ok(Input::Left),
            Err(error) => match as_io(error) {
                // What is no UTF-8 cannot be used, and rustyline has dropped what came before it.
                error if error.kind() == io::ErrorKind::InvalidData => {
                    return Ok(Input::Cancelled(String::new()));
                }
                error if is_gone(&error) => return Ok(Input::Left),
                error => return Err(error),
            },
        };
        Ok(if line.is_empty() { Input::Blank } else { Input::Entry(line) })
    }

    pub fn printer(&mut self) -> Option<Printer> {
        self.editor.create_external_printer().ok().map(Printer::new)
    }

    fn colors(&self) -> Colors {
        self.editor.helper().map_or(Colors::None, |helper| helper.colors)
    }

    /// Makes the arrow keys and Ctrl-R know the history.
    fn recall(&mut self, margin: &Margin, history: &[String]) -> rustyline::Result<()> {
        let memory = self.editor.history_mut();
        if lock(&self.state).margin != *margin {
            memory.clear()?;
            self.recalled = 0;
        }
        for entry in history.iter().skip(self.recalled) {
            memory.add(&margin.add(entry))?;
        }
        self.recalled = history.len();
        Ok(())
    }
}

/// Takes the first whole entry out of what was typed ahead.
pub(super) fn take_entry(ahead: &mut String) -> Option<String> {
    let ends: Vec<usize> = ahead.match_indices('\r').map(|(at, _)| at).collect();
    for end in ends {
        let entry = margin::tidy(&ahead[..end]);
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
    error.kind() == io::ErrorKind::BrokenPipe
}
