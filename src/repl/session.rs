//! The session's state, and its cycle: prompt, entry or command, answer.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, anyhow};

use super::editor::{Colors, Editor, EditorOptions, Input, Name, Names, default_history_path};
use super::{Options, background, commands, help};
use crate::plain::plain_text;
use crate::render::Legend;
use crate::runner::{Leftovers, Runner, Setup};
use crate::script::{Answer, Entry, EntryEnd, Role, Variable};
use crate::show::{self, Look, TimelineChoice, WhenIdle};
use crate::term;
use crate::trace::{ClockKind, TaskId};

/// The legend is drawn under the first few frames.
const FRAMES_WITH_LEGEND: usize = 3;

/// Whether the next cycle comes.
pub(super) enum Next {
    Prompt,
    Leave,
}

/// An interactive session.
pub(super) struct Session {
    pub(super) options: Options,
    pub(super) runner: Runner,
    pub(super) editor: Editor,
    pub(super) names: Arc<Mutex<Names>>,
    /// The main tasks of the runs that were drawn; their numbers count from 1.
    pub(super) drawn: Vec<TaskId>,
    /// The entries so far, as they were typed.
    pub(super) entries: Vec<String>,
    /// The number of the line that the next entry begins with.
    next_line: usize,
    /// How many of the record's console lines have been shown.
    pub(super) shown: usize,
    /// What was typed while a run went on.
    typed: String,
    pub(super) legend: Option<commands::Switch>,
    /// Variables and functions, for `:vars`.
    pub(super) variables: Vec<Variable>,
    pub(super) functions: Vec<Variable>,
    is_interactive: bool,
}

impl Session {
    pub(super) fn open(options: Options) -> anyhow::Result<Session> {
        let names = Arc::new(Mutex::new(Names { vocabulary: help::names(), ..Names::default() }));
        let is_interactive = term::is_interactive();
        let colors = Colors::from(options.look.ability);
        let editor =
            EditorOptions { history: default_history_path("meanwhile"), colors, names: names.clone() };
        let editor = Editor::new(editor).context("the line editor cannot use this terminal")?;
        let runner = start_runner(options.clock, &options, is_interactive)?;
        Ok(Session {
            options,
            runner,
            editor,
            names,
            drawn: Vec::new(),
            entries: Vec::new(),
            next_line: 1,
            shown: 0,
            typed: String::new(),
            legend: None,
            variables: Vec::new(),
            functions: Vec::new(),
            is_interactive,
        })
    }

    pub(super) fn run(mut self) -> anyhow::Result<i32> {
        if self.is_interactive {
            self.say(&help::greeting(&self.options.look))?;
        }
        loop {
            for warning in self.editor.take_warnings() {
                self.say(&format!("{}\n", plain_text(&warning)))?;
            }
            let next = match self.read()? {
                Input::Left => Next::Leave,
                Input::Cancelled => Next::Prompt,
                Input::Entry(text) => self.take(&text)?,
            };
            if matches!(next, Next::Leave) {
                return self.leave();
            }
        }
    }

    /// Reads an entry; tasks in the background print above the prompt meanwhile.
    fn read(&mut self) -> anyhow::Result<Input> {
        let prompt = format!("{:>3} › ", self.next_line);
        let typed = std::mem::take(&mut self.typed);
        let printer = self.editor.external_printer();
        let attendant = printer.map(|printer| {
            background::attend(self.runner.observer(), printer, self.options.look.clone(), self.shown)
        });
        let input = self.editor.read(&prompt, &typed);
        if let Some(attendant) = attendant {
            self.shown = attendant.leave();
        }
        input.context("standard input cannot be read")
    }

    fn take(&mut self, text: &str) -> anyhow::Result<Next> {
        match commands::parse(text) {
            Some(Ok(command)) => self.execute(command),
            Some(Err(error)) => {
                self.say(&format!("{error}\n"))?;
                Ok(Next::Prompt)
            }
            None => {
                self.enter(text, PathBuf::new(), None)?;
                Ok(Next::Prompt)
            }
        }
    }

    /// Runs an entry and shows it. `folder` is where its imports are looked for.
    pub(super) fn enter(&mut self, text: &str, folder: PathBuf, name: Option<String>) -> anyhow::Result<()> {
        if let Some(hint) = self.hint_for(text) {
            return self.say(&format!("{hint}\n"));
        }
        self.entries.push(text.to_owned());
        let name = name.unwrap_or_default();
        let interrupt = show::interruptible(&self.runner, WhenIdle::Stay);
        let running = self.runner.begin(Entry { name, text: text.to_owned(), folder, role: Role::Free });
        let (title, look) = (format!("run {}", self.drawn.len() + 1), self.look());
        let end = if self.is_interactive {
            let watched = show::watch(&self.runner, &running, &look, Some(title.clone()))?;
            self.typed.push_str(&watched.typed);
            watched.end
        } else {
            if let Ok(begin) = running.begin.recv() {
                self.say(&show::remark_text(&begin, &look))?;
            }
            self.runner.wait(&running)
        };
        drop(interrupt);
        let end = end.ok_or_else(|| anyhow!("meanwhile itself has a defect: its loop thread is gone"))?;
        self.show(end, &look, title)
    }

    /// A word that is no program, such as `exit`, unless it is a name of the session.
    fn hint_for(&self, text: &str) -> Option<&'static str> {
        let is_named = |it: &Variable| text.trim().trim_end_matches(['(', ')', ';']) == it.name;
        let is_known = self.variables.iter().chain(&self.functions).any(is_named);
        commands::bare_word_hint(text).filter(|_| !is_known)
    }

    /// The look for the next run.
    pub(super) fn look(&self) -> Look {
        let legend = match self.legend {
            Some(commands::Switch::On) => Legend::Shown,
            Some(commands::Switch::Off) => Legend::Hidden,
            None if self.drawn.len() < FRAMES_WITH_LEGEND => Legend::Shown,
            None => Legend::Hidden,
        };
        Look { legend, ..self.options.look.clone() }
    }

    /// Shows how an entry ended: its frame or output, what went unseen, the answer.
    fn show(&mut self, end: EntryEnd, look: &Look, title: String) -> anyhow::Result<()> {
        self.next_line = end.sources.next_line();
        let mut out = String::new();
        if let Some(main) = end.main {
            let record = self.runner.record();
            if let Some(run) = show::run_of(&record, main) {
                let view = record.timeline().view_of_run(run);
                if show::is_worth_a_frame(&view) {
                    self.drawn.push(main);
                }
                if draws(look, self.is_interactive) {
                    out.push_str(&show::finished(&record, run, look, Some(title)));
                }
                self.shown = record.timeline().console().partition_point(|line| line.at <= view.span.end);
            }
        }
        for (name, report) in &end.unseen {
            out.push_str(&format!("{} failed, and nobody awaited it:\n", plain_text(name)));
            out.push_str(&show::report_text(report, &end.sources, look));
        }
        match &end.answer {
            Answer::Value(None) => {}
            Answer::Value(Some(value)) => out.push_str(&format!("{}\n", plain_text(value))),
            Answer::Failed(report) => out.push_str(&show::report_text(report, &end.sources, look)),
            Answer::Stopped => out.push_str(&format!("{}\n", self.what_stopped(&end))),
        }
        let left_over = show::left_over_kept(&end.leftovers);
        if !left_over.is_empty() {
            out.push_str(&look.dim(&left_over));
            out.push('\n');
        }
        self.remember(end.variables, end.functions);
        self.say(&out)
    }

    /// The sentence on a stop: which tasks ended with it.
    fn what_stopped(&self, end: &EntryEnd) -> String {
        let record = self.runner.record();
        let run = end.main.and_then(|main| show::run_of(&record, main));
        let view = run.map(|run| record.timeline().view_of_run(run));
        let ended = view.as_ref().map(|view| view.span.end);
        let others = view.iter().flat_map(|view| view.lanes().skip(1)).filter(|lane| {
            lane.ending()
                .is_some_and(|it| it.outcome == crate::trace::Outcome::Cancelled && Some(it.at) >= ended)
        });
        let others: Vec<String> = others.map(|lane| record.texts().get(lane.name()).to_owned()).collect();
        show::stopped(&others)
    }

    /// Keeps the session's names, for completion and `:vars`.
    fn remember(&mut self, variables: Vec<Variable>, functions: Vec<Variable>) {
        let name = |it: &Variable| Name::new(&it.name, &it.detail, "");
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        names.variables = variables.iter().map(name).collect();
        names.functions = functions.iter().map(name).collect();
        drop(names);
        (self.variables, self.functions) = (variables, functions);
    }

    /// Writes text that is free of control characters but our own.
    pub(super) fn say(&self, text: &str) -> anyhow::Result<()> {
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        Ok(out.flush()?)
    }

    /// Starts afresh: no tasks, no variables, no runs.
    pub(super) fn reset(&mut self, clock: ClockKind) -> anyhow::Result<()> {
        let fresh = start_runner(clock, &self.options, self.is_interactive)?;
        std::mem::replace(&mut self.runner, fresh).retire();
        self.remember(Vec::new(), Vec::new());
        self.drawn.clear();
        (self.next_line, self.shown) = (1, 0);
        Ok(())
    }

    fn leave(self) -> anyhow::Result<i32> {
        if let Some(path) = &self.options.trace {
            let problem = || format!("cannot write {}", path.display());
            let mut out = BufWriter::new(File::create(path).with_context(problem)?);
            self.runner.record().write_trace("repl", &mut out).with_context(problem)?;
            out.flush().with_context(problem)?;
        }
        Ok(0)
    }
}

/// Whether what a run printed is shown after it. Without a terminal it was written at once.
fn draws(look: &Look, is_interactive: bool) -> bool {
    is_interactive || matches!(look.timeline, TimelineChoice::Always | TimelineChoice::Words)
}

fn start_runner(clock: ClockKind, options: &Options, is_interactive: bool) -> anyhow::Result<Runner> {
    let mut setup = Setup::new(clock, Leftovers::Keep).within(options.outside.clone());
    if !draws(&options.look, is_interactive) {
        setup.output = Box::new(|text| drop(writeln!(io::stdout().lock(), "{text}")));
    }
    Runner::start(setup).context("the system has no thread to give")
}
