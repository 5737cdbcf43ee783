//! The session's state, and its cycle: prompt, entry or command, answer.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::Context;

use super::by_hand::ByHand;
use super::editor::{Colors, Editor, EditorOptions, Input, Name, Names, Printer, default_history_path};
use super::learn::{Learning, attend_answers};
use super::present::Presenting;
use super::workspace::{Echo, Workspace};
use super::{Options, background, commands, help};
use crate::plain::plain_text;
use crate::runner::Leftovers;
use crate::script::Variable;
use crate::share::Share;
use crate::show::{self, Look, TimelineChoice, WhenIdle};
use crate::term::{self, QuietMode};
use crate::timeline::Nanos;
use crate::trace::ClockKind;

/// Whether the next cycle comes.
pub(super) enum Next {
    Prompt,
    Leave,
}

/// An interactive session.
pub(super) struct Session {
    pub(super) options: Options,
    pub(super) work: Workspace,
    pub(super) editor: Editor,
    pub(super) names: Arc<Mutex<Names>>,
    /// The entries so far, as they were typed.
    pub(super) entries: Vec<String>,
    /// The indices of those that could not be run.
    pub(super) refused: BTreeSet<usize>,
    /// What was typed while an answer ran.
    pub(super) typed: String,
    pub(super) legend: Option<commands::Switch>,
    /// How many frames have been drawn.
    pub(super) frames: usize,
    /// The course, while it is being learned.
    pub(super) learning: Option<Learning>,
    /// The talk, while it is being given.
    pub(super) presenting: Option<Presenting>,
    pub(super) is_interactive: bool,
    /// What the learner says who goes next in, while they do.
    pub(super) by_hand: Option<ByHand>,
    /// Those who follow in their browsers, if it is shared.
    pub(super) share: Option<Share>,
    /// What prints above the prompt, where there is a terminal.
    pub(super) printer: Option<Printer>,
    /// Whether the last row that was written is empty.
    ends_blank: Cell<bool>,
    /// The terminal's, until the session ends.
    _mode: Option<QuietMode>,
}

impl Session {
    pub(super) fn open(options: Options) -> anyhow::Result<Session> {
        let names = Arc::new(Mutex::new(Names { vocabulary: help::names(), ..Names::default() }));
        let is_interactive = term::is_interactive();
        let colors = Colors::from(options.look.ability);
        let editor =
            EditorOptions { history: default_history_path("meanwhile"), colors, names: names.clone() };
        let mode =
            is_interactive.then(QuietMode::enter).transpose().context("the terminal cannot be used")?;
        let editor = Editor::new(editor);
        let printer = editor.printer();
        let echo = echo(&options.look, is_interactive, printer.as_ref());
        let work = Workspace::open(options.clock, options.outside.clone(), Leftovers::Keep, &echo)?;
        if is_interactive {
            // From the first moment on, Ctrl-C never ends the session, also between two prompts.
            drop(show::interruptible(&work.runner, WhenIdle::Stay));
        }
        stream_trace(&options, &work)?;
        Ok(Session {
            options,
            work,
            editor,
            names,
            entries: Vec::new(),
            refused: BTreeSet::new(),
            typed: String::new(),
            legend: None,
            frames: 0,
            learning: None,
            presenting: None,
            by_hand: None,
            is_interactive,
            share: None,
            printer,
            ends_blank: Cell::new(false),
            _mode: mode,
        })
    }

    pub(super) fn run(mut self) -> anyhow::Result<i32> {
        if self.is_interactive && self.learning.is_none() && self.presenting.is_none() {
            self.say(&help::greeting(&self.options.look))?;
        }
        if !self.is_interactive && term::is_dumb_terminal() {
            self.say(&help::greeting(&self.options.look))?;
            let draws = draws(&self.options.look, self.is_interactive);
            let words = help::on_a_dumb_terminal(draws).to_owned();
            self.say(&show::paragraphs(&[words], &self.options.look))?;
        }
        self.share_as_asked()?;
        loop {
            for warning in self.editor.take_warnings() {
                self.say(&format!("{}\n", plain_text(&warning)))?;
            }
            let next = match self.read()? {
                Input::Left if self.is_by_hand() => {
                    self.leave_by_hand()?;
                    Next::Prompt
                }
                Input::Left => Next::Leave,
                Input::Cancelled(text) if self.is_by_hand() => {
                    // What was typed is put away; with nothing typed it is left.
                    if text.trim().is_empty() {
                        self.leave_by_hand()?;
                    }
                    Next::Prompt
                }
                Input::Cancelled(text) => self.put_away(text)?,
                Input::Blank if self.is_by_hand() => self.take_by_hand("")?,
                Input::Blank => self.take_blank()?,
                Input::Entry(text) => self.take(&text)?,
                Input::Back => {
                    self.talk_back()?;
                    Next::Prompt
                }
            };
            if matches!(next, Next::Leave) {
                return self.leave();
            }
        }
    }

    /// Reads an entry; tasks in the background print above the prompt meanwhile.
    fn read(&mut self) -> anyhow::Result<Input> {
        let asked = self.ask()?;
        self.name_arguments();
        let line = format!("{:>3} › ", self.work.next_line);
        let prompt = self.options.look.glyphs.own_words(asked.prompt.unwrap_or(&line));
        let mut typed = std::mem::take(&mut self.typed);
        if self.is_in_exercise() {
            // An answer is one text: what was typed during a run is there to be looked at, and counts no attempts.
            typed = typed.replace('\r', "\n");
        }
        let answers = self.printer.clone().and_then(|printer| {
            let learning = self.learning.take_if(|it| it.watches_a_file())?;
            Some(attend_answers(learning, printer, self.options.look.clone()))
        });
        self.prepare_hand();
        self.open_prompt();
        let input = self.editor.read(&prompt, &typed, asked.wanted);
        self.ends_blank.set(false);
        if let Some(answers) = answers {
            self.learning = answers.leave();
        }
        self.close_prompt()?;
        input.context("standard input cannot be read")
    }

    /// From here on what is said in the background appears above the prompt.
    fn open_prompt(&self) {
        let Some(printer) = &self.printer else { return };
        let mut record = self.work.runner.record();
        let said = background::said_until(&mut record, Nanos::MAX, &self.options.look);
        self.work.is_at_prompt.store(true, Ordering::Relaxed);
        printer.print(&said);
    }

    /// Writes what was to appear above the prompt and has not. From here on nobody else writes to the terminal.
    fn close_prompt(&self) -> anyhow::Result<()> {
        let Some(printer) = &self.printer else { return Ok(()) };
        let text = {
            let mut record = self.work.runner.record();
            self.work.is_at_prompt.store(false, Ordering::Relaxed);
            printer.take() + background::said_until(&mut record, Nanos::MAX, &self.options.look).as_str()
        };
        self.say(&text)
    }

    fn take(&mut self, text: &str) -> anyhow::Result<Next> {
        match commands::parse(text) {
            Some(Ok(command)) => self.execute(command),
            Some(Err(error)) => {
                self.say(&format!("{error}\n"))?;
                Ok(Next::Prompt)
            }
            None if self.is_by_hand() => self.take_by_hand(text),
            None if self.learning.is_some() => {
                self.typed_in_lesson(text)?;
                Ok(Next::Prompt)
            }
            None if self.presenting.is_some() => {
                self.enter_in_talk(text)?;
                Ok(Next::Prompt)
            }
            None => {
                self.enter(text, self.work.folder(), None)?;
                Ok(Next::Prompt)
            }
        }
    }

    /// Keeps the session's names, for completion and `:vars`.
    pub(super) fn remember(&mut self, variables: Vec<Variable>, functions: Vec<Variable>) {
        let variable = |it: &Variable| Name::new(&it.name, "", &it.detail);
        let function = |it: &Variable| Name::new(&it.name, &it.detail, "");
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.variables = variables.iter().map(variable).collect();
        names.functions = functions.iter().map(function).collect();
        drop(names);
        (self.work.variables, self.work.functions) = (variables, functions);
    }

    /// Writes text that is free of control characters but our own.
    pub(super) fn say(&self, text: &str) -> anyhow::Result<()> {
        if !text.is_empty() {
            self.ends_blank.set(text == "\n" || text.ends_with("\n\n"));
        }
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    }

    /// Leaves a row empty, unless there is one.
    pub(super) fn set_apart(&self) -> anyhow::Result<()> {
        if self.ends_blank.get() { Ok(()) } else { self.say("\n") }
    }

    /// Starts afresh: no tasks, no variables, no runs. Tasks that are alive clean up before.
    pub(super) fn reset(&mut self, clock: ClockKind) -> anyhow::Result<()> {
        self.wind_up(&self.work)?;
        let echo = self.echo();
        let fresh = Workspace::open(clock, self.options.outside.clone(), Leftovers::Keep, &echo)?;
        self.move_to(fresh).close();
        Ok(())
    }

    /// Has the tasks of a workspace clean up and end, and shows what they say. Ctrl-C ends that.
    pub(super) fn wind_up(&self, work: &Workspace) -> anyhow::Result<()> {
        let interrupt = show::interruptible(&work.runner, WhenIdle::Stay);
        let ended = work.runner.wind_up();
        drop(interrupt);
        let said = background::said_until(&mut work.runner.record(), Nanos::MAX, &self.options.look);
        self.say(&[said, show::dropped(&ended, &self.options.look)].concat())
    }

    /// Goes on in another workspace; gives the one before. The trace is that of the workspace that is left at the end.
    pub(super) fn move_to(&mut self, work: Workspace) -> Workspace {
        let before = std::mem::replace(&mut self.work, work);
        // What kept it from being written is said when the session is left, if it still does.
        let _ = before.runner.record().end_stream();
        let _ = stream_trace(&self.options, &self.work);
        self.remember(self.work.variables.clone(), self.work.functions.clone());
        before
    }

    pub(super) fn echo(&self) -> Echo {
        echo(&self.options.look, self.is_interactive, self.printer.as_ref())
    }

    fn leave(self) -> anyhow::Result<i32> {
        let kept = self.learning.iter().flat_map(|it| [it.aside.as_ref(), it.before.as_ref()]);
        for work in std::iter::once(Some(&self.work)).chain(kept).flatten() {
            self.wind_up(work)?;
        }
        if let Some(learning) = &self.learning {
            self.say(&learning.farewell(&self.options.look))?;
        }
        if let Some(trace) = &self.options.trace {
            self.work.runner.record().end_stream().with_context(|| trace.cannot_write())?;
        }
        Ok(0)
    }
}

/// From now on the trace is that of this workspace.
fn stream_trace(options: &Options, work: &Workspace) -> anyhow::Result<()> {
    if let Some(trace) = &options.trace {
        work.runner.record().stream_to("repl", Box::new(trace.begin()?));
    }
    Ok(())
}

/// Whether what a run printed is shown after it. Without a terminal it was written at once.
pub(super) fn draws(look: &Look, is_interactive: bool) -> bool {
    is_interactive || matches!(look.timeline, TimelineChoice::Always | TimelineChoice::Words)
}

fn echo(look: &Look, is_interactive: bool, printer: Option<&Printer>) -> Echo {
    match printer {
        _ if !draws(look, is_interactive) => Echo::AtOnce,
        Some(printer) => Echo::AbovePrompt(printer.clone(), look.clone()),
        None => Echo::Off,
    }
}
