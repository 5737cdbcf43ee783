//! A workbench: the prompt, the workspace in which entries run, and the display on which they are shown.
//!
//! It knows no lesson and no talk, nor what a `:command` does.

pub mod background;
pub mod by_hand;
mod display;
mod entries;
pub mod external_editor;
pub mod naming;
mod ran;
mod run_entry;
mod run_numbers;
pub mod sharing;
mod workspace;

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;

use crate::editor::{Editor, EditorOptions, Input, Name, Names, Wanted, default_history_path};
use crate::files::Destination;
use crate::host::permissions::Outside;
use crate::python::Interpreter;
use crate::runner::Leftovers;
use crate::script::Variable;
use crate::share::{self, Share};
use crate::show::{self, Look, WhenIdle};
use crate::style::Colors;
use crate::timeline::Nanos;
use crate::trace::ClockKind;

use by_hand::ByHand;
pub use display::Display;
pub use entries::Entries;
pub use ran::{FinishedRun, Ran, RanEnd};
pub use run_numbers::NoRun;
pub use workspace::{Echo, Workspace};

/// What a session is to be like.
#[derive(Clone, Debug)]
pub struct Options {
    pub clock: ClockKind,
    /// What scripts see of the world outside.
    pub outside: Outside,
    pub look: Look,
    /// What runs Python programs.
    pub python: Interpreter,
    /// Where the trace is written.
    pub trace: Option<Destination>,
    /// Whether others follow in their browsers from the beginning.
    pub share: Option<share::Wanted>,
}

/// How an input is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PromptSpec {
    /// None for the session's own prompt.
    pub prompt: Option<&'static str>,
    pub wanted: Wanted,
}

/// How runs are shown on a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Showing {
    /// While they go on.
    Live,
    /// In virtual time once they are over, as if they went on now.
    Played,
}

/// What becomes of what is typed while a run goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypedAhead {
    /// It is typed at the next prompt.
    Typed,
    /// It is a text at the next prompt, and no line of it is entered.
    Text,
}

/// Where entries are typed, run and shown.
pub struct Workbench {
    pub clock: ClockKind,
    pub outside: Outside,
    pub python: Interpreter,
    pub display: Display,
    pub work: Workspace,
    pub editor: Editor,
    pub names: Arc<Mutex<Names>>,
    pub entries: Entries,
    pub showing: Showing,
    pub typed_ahead: TypedAhead,
    /// What was typed while an answer ran.
    pub typed: String,
    /// What the learner says who goes next in, while they do.
    pub by_hand: Option<ByHand>,
    /// Those who follow in their browsers, if it is shared.
    pub share: Option<Share>,
    /// Where the trace is written.
    trace: Option<Destination>,
}

impl Workbench {
    /// A workbench at which nothing has run. `names` are those that the editor completes from the beginning.
    ///
    /// # Errors
    /// The terminal cannot be used, the system has no thread to give, or the trace cannot be written.
    pub fn open(options: Options, names: Names) -> anyhow::Result<Workbench> {
        let Options { clock, outside, look, python, trace, share: _ } = options;
        let names = Arc::new(Mutex::new(names));
        let colors = Colors::from(look.ability);
        let mut display = Display::open(look)?;
        let history = default_history_path("meanwhile");
        let editor = Editor::new(EditorOptions { history, colors, names: names.clone() });
        display.printer = editor.printer();
        let work = Workspace::open(clock, outside.clone(), Leftovers::Keep, &display.echo())?;
        if display.is_interactive {
            // From the first moment on, Ctrl-C never ends the session, also between two prompts.
            drop(show::interruptible(&work.runner, WhenIdle::Stay));
        }
        let bench = Workbench {
            clock,
            outside,
            python,
            display,
            work,
            editor,
            names,
            entries: Entries::default(),
            showing: Showing::Live,
            typed_ahead: TypedAhead::Typed,
            typed: String::new(),
            by_hand: None,
            share: None,
            trace,
        };
        bench.stream_trace()?;
        Ok(bench)
    }

    /// Writes text that is free of control characters but our own.
    ///
    /// # Errors
    /// As those of standard output.
    pub fn say(&self, text: &str) -> anyhow::Result<()> {
        self.display.say(text)
    }

    /// From here on what is said in the background appears above the prompt.
    pub fn open_prompt(&self) {
        let Some(printer) = &self.display.printer else { return };
        let mut record = self.work.runner.record();
        let said = background::said_until(&mut record, Nanos::MAX, &self.display.look);
        self.work.is_at_prompt.store(true, Ordering::Relaxed);
        printer.print(&said);
    }

    /// Writes what was to appear above the prompt and has not. From here on nobody else writes to the terminal.
    ///
    /// # Errors
    /// As those of standard output.
    pub fn close_prompt(&self) -> anyhow::Result<()> {
        let Some(printer) = &self.display.printer else { return Ok(()) };
        let text = {
            let mut record = self.work.runner.record();
            self.work.is_at_prompt.store(false, Ordering::Relaxed);
            printer.take() + background::said_until(&mut record, Nanos::MAX, &self.display.look).as_str()
        };
        self.say(&text)
    }

    /// The answer to a question that was just shown. Whatever is neither yes nor no, Ctrl-C included, has it asked again; Enter
    /// alone and the end of the input mean no.
    ///
    /// # Errors
    /// Those of the terminal.
    pub fn ask_yes_or_no(&mut self) -> anyhow::Result<bool> {
        loop {
            match self.editor.read("yes or no › ", "", Wanted::Answer)? {
                Input::Entry(text) => match text.trim().to_lowercase().as_str() {
                    "y" | "yes" => return Ok(true),
                    "n" | "no" => return Ok(false),
                    _ => self.say("Type yes or no, and press Enter.\n")?,
                },
                // Enter alone is no consent.
                Input::Blank | Input::Left => return Ok(false),
                Input::Cancelled(_) | Input::Back => self.say("Type yes or no, and press Enter.\n")?,
            }
        }
    }

    /// Keeps the session's names, for completion and `:vars`.
    pub fn remember(&mut self, variables: Vec<Variable>, functions: Vec<Variable>) {
        let variable = |it: &Variable| Name::new(&it.name, "", &it.detail);
        let function = |it: &Variable| Name::new(&it.name, &it.detail, "");
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.variables = variables.iter().map(variable).collect();
        names.functions = functions.iter().map(function).collect();
        drop(names);
        (self.work.variables, self.work.functions) = (variables, functions);
    }

    /// Starts afresh: no tasks, no variables, no runs. Tasks that are alive clean up before.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub fn reset(&mut self) -> anyhow::Result<()> {
        self.wind_up(&self.work)?;
        let echo = self.display.echo();
        let fresh = Workspace::open(self.clock, self.outside.clone(), Leftovers::Keep, &echo)?;
        self.move_to(fresh).close();
        Ok(())
    }

    /// Has the tasks of a workspace clean up and end, and shows what they say. Ctrl-C ends that.
    ///
    /// # Errors
    /// As those of standard output.
    pub fn wind_up(&self, work: &Workspace) -> anyhow::Result<()> {
        let interrupt = show::interruptible(&work.runner, WhenIdle::Stay);
        let ended = work.runner.wind_up();
        drop(interrupt);
        let said = background::said_until(&mut work.runner.record(), Nanos::MAX, &self.display.look);
        self.say(&[said, show::dropped(&ended, &self.display.look)].concat())
    }

    /// Goes on in another workspace; gives the one before. The trace is that of the workspace that is left at the end.
    pub fn move_to(&mut self, work: Workspace) -> Workspace {
        let before = std::mem::replace(&mut self.work, work);
        // What kept it from being written is said when the session is left, if it still does.
        let _ = before.runner.record().end_stream();
        let _ = self.stream_trace();
        self.remember(self.work.variables.clone(), self.work.functions.clone());
        before
    }

    /// From now on the trace is that of the present workspace.
    fn stream_trace(&self) -> anyhow::Result<()> {
        if let Some(trace) = &self.trace {
            self.work.runner.record().stream_to("repl", Box::new(trace.begin()?));
        }
        Ok(())
    }

    /// Has the trace written to its end.
    ///
    /// # Errors
    /// It cannot be.
    pub fn end_trace(&self) -> anyhow::Result<()> {
        if let Some(trace) = &self.trace {
            self.work.runner.record().end_stream().with_context(|| trace.cannot_write())?;
        }
        Ok(())
    }
}
