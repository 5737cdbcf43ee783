//! The line editor: entries of one line or many, with colours, completion, hints and a history.
//!
//! It hands out whole entries as text, and knows neither the engine nor what a `:command` does. `typing`
//! decides what each key does, `page` what is shown of it, and `terminal` does the reading and drawing.

mod complete;
mod draft;
mod entry;
mod hand;
mod highlight;
mod hint;
mod history;
mod input;
mod keys;
mod lexer;
mod listing;
mod members;
mod names;
mod page;
mod plain;
mod printer;
mod screen;
mod search;
mod tabs;
mod terminal;
mod tidy;
mod typing;
mod value_kind;

pub use complete::{MAX_CANDIDATES, begins, rest};
pub use entry::statement_end;
pub use hand::Hand;
pub use highlight::highlight;
pub use hint::Hint;
pub use history::default_path as default_history_path;
#[cfg(test)]
pub use lexer::KEYWORDS;
pub use members::MEMBERS;
pub use names::{LineCompleter, Name, Names};
pub use printer::Printer;

use crate::style::Colors;
use history::History;
pub use input::{Input, Wanted};
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use terminal::Terminal;
use unicode_width::UnicodeWidthStr;

/// What an editor needs to know.
#[derive(Clone, Debug, Default)]
pub struct EditorOptions {
    /// The history's file, usually [`default_history_path`]; `None` for a history of this session only.
    pub history: Option<PathBuf>,
    pub colors: Colors,
    /// What completion and hints offer. The session changes it between two entries, or at any time.
    pub names: Arc<Mutex<Names>>,
}

/// Where in the text the word to complete begins, in bytes, and what it may become. `text` ends at the cursor.
pub fn completions(text: &str, names: &Names) -> (usize, Vec<String>) {
    let (start, found) = complete::complete(text, names);
    (start, found.iter().map(listing::inserted).collect())
}

/// Whether an entry is whole, or goes on in a further line.
pub fn is_complete(text: &str) -> bool {
    entry::open(text).is_none()
}

/// The line editor, on standard input and output.
pub struct Editor {
    terminal: Option<Terminal>,
    history: History,
    warnings: Vec<String>,
    /// Typed ahead: whole entries, and what comes after them.
    ahead: String,
    /// What types itself into the next entry.
    hand: Option<Hand>,
}

impl Editor {
    /// An editor; on a terminal with all its comfort, otherwise one that just reads lines.
    /// A history that cannot be read or written is no error, but a [warning](Editor::take_warnings).
    pub fn new(options: EditorOptions) -> Editor {
        let dumb =
            std::env::var("TERM").is_ok_and(|term| matches!(term.as_str(), "" | "dumb" | "cons25" | "emacs"));
        let able = io::stdin().is_terminal() && io::stdout().is_terminal() && !dumb;
        let (history, problem) = if able { History::load(options.history) } else { Default::default() };
        let mut editor =
            Editor { terminal: None, history, warnings: vec![], ahead: String::new(), hand: None };
        editor.warnings.extend(problem.map(unkept));
        if able {
            editor.terminal = Some(Terminal::new(options.colors, options.names));
        }
        editor
    }

    /// What the user should know, once each: that the history is not kept.
    pub fn take_warnings(&mut self) -> Vec<String> {
        std::mem::take(&mut self.warnings)
    }

    /// Reads one entry, or an answer. `initial` is what the learner typed before the prompt came: a part of the entry, or even
    /// whole entries, each of which a `\r` ends, as Enter does. A `\n` is a line break within an entry. The prompt is
    /// shown on a terminal only.
    ///
    /// # Errors
    /// As those of standard input. A terminal that is gone is no error, but [`Input::Left`].
    pub fn read(&mut self, prompt: &str, initial: &str, wanted: Wanted) -> io::Result<Input> {
        self.ahead.push_str(initial);
        let result = match &mut self.terminal {
            Some(terminal) => {
                terminal.read((prompt, wanted), &mut self.ahead, self.hand.take(), self.history.entries())
            }
            None => plain::read(&mut io::stdin().lock(), wanted, |asked| ask(prompt, asked)),
        };
        if let (Ok(Input::Entry(entry)), Some(_)) = (&result, &self.terminal)
            && wanted.is_code()
            && let Err(problem) = self.history.add(entry)
        {
            self.warnings.push(unkept(problem));
        }
        result
    }

    /// Has a text type itself into the next entry, where there is a terminal.
    pub fn play(&mut self, hand: Hand) {
        self.hand = Some(hand);
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

    /// Makes a text the entry that the up arrow brings next, in this session only.
    pub fn offer(&mut self, entry: &str) {
        self.history.offer(entry);
    }

    /// What prints above the prompt; `None` where there is no terminal, and printing is just printing.
    pub fn printer(&self) -> Option<Printer> {
        self.terminal.as_ref().map(Terminal::printer)
    }
}

/// Asks for a line where there is no editor: on a plain terminal with a prompt, otherwise silently.
fn ask(prompt: &str, asked: plain::PlainPrompt) {
    if !io::stdin().is_terminal() {
        return;
    }
    let prompt = match asked {
        plain::PlainPrompt::Entry => prompt.to_string(),
        plain::PlainPrompt::Continuation => format!("{:>1$} ", '.', prompt.width().saturating_sub(1)),
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

#[cfg(test)]
mod tests;
