//! The line editor: entries of one line or many, with colours, completion, hints and a history.
//!
//! It hands out whole entries as text, and knows neither the engine nor what a `:command` does. All of rustyline
//! stays in here.

mod complete;
mod entry;
mod helper;
mod highlight;
mod history;
mod keys;
mod lexer;
mod margin;
mod names;
mod plain;
mod printer;

pub use history::default_path as default_history_path;
pub use names::{Name, Names};
pub use printer::Printer;

use helper::{Helper, Keys, State, lock};
use history::History;
use margin::Margin;
use rustyline::config::BellStyle;
use rustyline::error::ReadlineError;
use rustyline::history::{History as _, MemHistory};
use rustyline::{ColorMode, CompletionType, Config, EventHandler};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use unicode_width::UnicodeWidthStr;

/// Whether colours may be used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colors {
    /// Neither colours nor, because they would look like typed text, hints.
    None,
    /// The sixteen colours of every terminal.
    #[default]
    Ansi,
}

/// What an editor needs to know.
#[derive(Clone, Debug, Default)]
pub struct EditorOptions {
    /// The history's file, usually [`default_history_path`]; `None` for a history of this session only.
    pub history: Option<PathBuf>,
    pub colors: Colors,
    /// What completion and hints offer. The session changes it between two entries, or at any time.
    pub names: Arc<Mutex<Names>>,
}

/// What the learner did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    /// An entry to run, never blank. Its lines end in `\n`, apart from the last.
    Entry(String),
    /// Ctrl-C: what was typed is dropped.
    Cancelled,
    /// Ctrl-D, or the end of the input.
    Left,
}

/// The line editor, on standard input and output.
pub struct Editor {
    terminal: Option<Terminal>,
    history: History,
    warnings: Vec<String>,
    /// Typed ahead: whole lines, and what comes after them.
    ahead: String,
}

/// An editor on a terminal that can do what rustyline needs.
struct Terminal {
    editor: rustyline::Editor<Helper, MemHistory>,
    state: Arc<Mutex<State>>,
    /// How many entries of the history rustyline knows.
    recalled: usize,
}

impl Editor {
    /// An editor; on a terminal with all its comfort, otherwise one that just reads lines.
    ///
    /// # Errors
    /// The terminal cannot be set up. A history that cannot be read or written is no error, but a
    /// [warning](Editor::take_warnings).
    pub fn new(options: EditorOptions) -> io::Result<Editor> {
        let dumb =
            std::env::var("TERM").is_ok_and(|term| matches!(term.as_str(), "" | "dumb" | "cons25" | "emacs"));
        let able = io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb;
        let (history, problem) = if able { History::load(options.history) } else { Default::default() };
        let mut editor = Editor { terminal: None, history, warnings: vec![], ahead: String::new() };
        editor.warnings.extend(problem.map(unkept));
        if able {
            editor.terminal = Some(Terminal::new(options.colors, options.names).map_err(as_io)?);
        }
        Ok(editor)
    }

    /// What the user should be told, once each: that the history is not kept.
    pub fn take_warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }

    /// Reads one entry. `initial` is what the learner typed before the prompt came: a part of the entry, or even
    /// whole lines, which are then entries themselves. The prompt is shown on a terminal only.
    ///
    /// # Errors
    /// As those of standard input. A terminal that is gone is no error, but [`Input::Left`].
    pub fn read(&mut self, prompt: &str, initial: &str) -> io::Result<Input> {
        self.ahead.push_str(&margin::clean(initial));
        let result = match &mut self.terminal {
            Some(terminal) => terminal.read(prompt, &mut self.ahead, self.history.entries()),
            None => plain::read(&mut io::stdin().lock(), |asked| ask(prompt, asked)),
        };
        if let (Ok(Input::Entry(entry)), Some(_)) = (&result, &self.terminal)
            && let Err(problem) = self.history.add(entry)
        {
            self.warnings.push(unkept(problem));
        }
        result
    }

    /// The entries of this session and of earlier ones, the oldest first.
    pub fn entries(&self) -> &[String] {
        self.history.entries()
    }

    /// Keeps an entry that did not come from [`read`](Editor::read), such as the one of `:demo` or `:edit`.
    pub fn remember(&mut self, entry: &str) {
        if let Err(problem) = self.history.add(entry) {
            self.warnings.push(unkept(problem));
        }
    }

    /// What prints above the prompt; `None` where there is no terminal, and printing is just printing.
    pub fn external_printer(&mut self) -> Option<Printer> {
        self.terminal.as_mut()?.editor.create_external_printer().ok().map(Printer::new)
    }
}

impl Terminal {
    fn new(colors: Colors, names: Arc<Mutex<Names>>) -> rustyline::Result<Terminal> {
        let config = Config::builder()
            // The highlighter always has to run, if only for the margin; it knows itself whether to use colours.
            .color_mode(ColorMode::Forced)
            .completion_type(CompletionType::List)
            .completion_show_all_if_ambiguous(true)
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

    fn read(&mut self, prompt: &str, ahead: &mut String, history: &[String]) -> io::Result<Input> {
        let margin = Margin::new(prompt.width());
        self.recall(&margin, history).map_err(as_io)?;
        *lock(&self.state) =
            State { margin: margin.clone(), prompt_width: prompt.width(), ..State::default() };
        loop {
            if let Some(entry) = take_entry(ahead) {
                // As if it had been typed here.
                let shown = highlight::highlight(&margin.add(&entry), None, self.colors());
                writeln!(io::stdout(), "{prompt}{shown}")?;
                return Ok(Input::Entry(entry));
            }
            let initial = margin.add(&std::mem::take(ahead));
            let line = match self.editor.readline_with_initial(prompt, (&initial, "")) {
                Ok(_) if lock(&self.state).cancelled => return Ok(Input::Cancelled),
                Ok(line) => margin::clean(&line),
                Err(ReadlineError::Interrupted) => return Ok(Input::Cancelled),
                Err(ReadlineError::Eof) => return Ok(Input::Left),
                Err(error) => match as_io(error) {
                    // What is no UTF-8 cannot be used, and rustyline has dropped what came before it.
                    error if error.kind() == io::ErrorKind::InvalidData => return Ok(Input::Cancelled),
                    error if is_gone(&error) => return Ok(Input::Left),
                    error => return Err(error),
                },
            };
            if !line.trim().is_empty() {
                return Ok(Input::Entry(line.trim_end().to_string()));
            }
        }
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
fn take_entry(ahead: &mut String) -> Option<String> {
    let ends: Vec<usize> = ahead.match_indices('\n').map(|(at, _)| at).collect();
    for end in ends {
        let entry = &ahead[..end];
        if !entry.trim().is_empty() && entry::open(entry).is_none() {
            let entry = entry.trim().to_string();
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

/// Asks for a line where there is no editor: on a plain terminal with a prompt, otherwise silently.
fn ask(prompt: &str, asked: plain::Asked) {
    if !io::stdin().is_terminal() {
        return;
    }
    let prompt = match asked {
        plain::Asked::Entry => prompt.to_string(),
        plain::Asked::Continuation => format!("{:>1$} ", '.', prompt.width().saturating_sub(1)),
    };
    // Standard output may be a file, and is no place for a prompt then. Nobody misses a prompt that failed.
    let _ = if io::stdout().is_terminal() {
        write!(io::stdout(), "{prompt}").and_then(|()| io::stdout().flush())
    } else {
        write!(io::stderr(), "{prompt}")
    };
}

fn unkept(problem: io::Error) -> String {
    format!("The history of this session will not be kept: {problem}.")
}

fn as_io(error: ReadlineError) -> io::Error {
    match error {
        ReadlineError::Io(error) => error,
        #[cfg(unix)]
        ReadlineError::Errno(error) => error.into(),
        error => io::Error::other(error),
    }
}

/// Whether the error says that there is no terminal any more.
fn is_gone(error: &io::Error) -> bool {
    #[cfg(unix)]
    if error.raw_os_error() == Some(libc::EIO) {
        return true;
    }
    error.kind() == io::ErrorKind::BrokenPipe
}

#[cfg(test)]
mod tests;
