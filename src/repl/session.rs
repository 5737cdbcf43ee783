//! The session: a workbench, perhaps with a course or a talk, and its cycle of prompt, entry or command, answer.

use anyhow::{Context, anyhow};

use super::help;
use super::own_order;
use crate::commands::{self, CommandLines};
use crate::course::contents::Course;
use crate::course::document::Deck;
use crate::course::review::Recalled;
use crate::editor::{Input, Names, Wanted};
use crate::learn::{AnswerWatcher, Learning};
use crate::plain::plain_text;
use crate::present::{Pace, Presenting};
use crate::share;
use crate::show;
use crate::term;
use crate::workbench::naming::name_arguments;
use crate::workbench::sharing;
use crate::workbench::{Options, PromptSpec, Workbench};

/// Whether the next cycle comes.
pub(super) enum Next {
    Prompt,
    Leave,
}

/// An interactive session.
pub(super) struct Session {
    pub(super) bench: Workbench,
    /// The course, while it is being learned.
    pub(super) learning: Option<Learning>,
    /// The talk, while it is being given.
    pub(super) presenting: Option<Presenting>,
    /// Whether others follow from the beginning, until that is so.
    share: Option<share::Wanted>,
}

impl Session {
    pub(super) fn open(mut options: Options) -> anyhow::Result<Session> {
        let share = options.share.take();
        let names = Names { vocabulary: help::names(), other_lines: Some(&CommandLines), ..Names::default() };
        let bench = Workbench::open(options, names)?;
        Ok(Session { bench, learning: None, presenting: None, share })
    }

    /// Shares the session if the command line asks for it.
    fn share_as_asked(&mut self) -> anyhow::Result<()> {
        let Some(wanted) = self.share.take() else { return Ok(()) };
        sharing::begin_sharing(&mut self.bench, wanted).map_err(|problem| anyhow!(problem))
    }

    /// Shares the session if the command line asks for it, and waits until readers have come.
    pub(super) fn share_with_readers(&mut self) -> anyhow::Result<()> {
        self.share_as_asked()?;
        sharing::wait_for_readers(&mut self.bench)
    }

    pub(super) fn open_course(
        &mut self,
        course: Course,
        lesson: Option<String>,
        command: String,
    ) -> anyhow::Result<()> {
        self.learning = Some(Learning::open_course(&mut self.bench, course, lesson, command)?);
        Ok(())
    }

    pub(super) fn open_review(
        &mut self,
        questions: Course,
        recalled: Vec<Recalled>,
        command: String,
    ) -> anyhow::Result<()> {
        self.learning = Some(Learning::open_review(&mut self.bench, questions, recalled, command)?);
        Ok(())
    }

    pub(super) fn open_talk(&mut self, deck: Deck, pace: Pace) -> anyhow::Result<()> {
        self.presenting = Some(Presenting::open(&mut self.bench, deck, pace)?);
        Ok(())
    }

    pub(super) fn run(mut self) -> anyhow::Result<i32> {
        let (is_interactive, look) = (self.bench.display.is_interactive, &self.bench.display.look);
        if is_interactive && self.learning.is_none() && self.presenting.is_none() {
            self.bench.say(&help::greeting(look))?;
        }
        if !is_interactive && term::is_dumb_terminal() {
            self.bench.say(&help::greeting(look))?;
            let words = help::on_a_dumb_terminal(self.bench.display.draws(look)).to_owned();
            self.bench.say(&show::paragraphs(&[words], look))?;
        }
        self.share_as_asked()?;
        loop {
            for warning in self.bench.editor.take_warnings() {
                self.bench.say(&format!("{}\n", plain_text(&warning)))?;
            }
            let input = self.read()?;
            if matches!(self.take_input(input)?, Next::Leave) {
                return self.leave();
            }
            if let Some(presenting) = &mut self.presenting {
                presenting.note_entries(&self.bench.entries);
            }
        }
    }

    /// Reads an entry; tasks in the background print above the prompt meanwhile.
    fn read(&mut self) -> anyhow::Result<Input> {
        let asked = self.ask()?;
        let bench = &mut self.bench;
        name_arguments(bench);
        let line = format!("{:>3} › ", bench.work.next_line);
        let prompt = bench.display.look.glyphs.own_words(asked.prompt.unwrap_or(&line));
        let mut typed = std::mem::take(&mut bench.typed);
        if self.learning.as_ref().is_some_and(Learning::is_in_exercise) {
            // An answer is one text: what was typed during a run is there to be looked at, and counts no attempts.
            typed = typed.replace('\r', "\n");
        }
        let answers = bench.display.printer.clone().and_then(|printer| {
            let learning = self.learning.take_if(|it| it.watches_a_file())?;
            Some(AnswerWatcher::start(learning, printer, bench.display.look.clone()))
        });
        if let Some(presenting) = &mut self.presenting {
            presenting.prepare_hand(&mut bench.editor);
        }
        bench.open_prompt();
        let input = bench.editor.read(&prompt, &typed, asked.wanted);
        bench.display.note_prompt();
        if let Some(answers) = answers {
            self.learning = answers.leave();
        }
        bench.close_prompt()?;
        input.context("standard input cannot be read")
    }

    /// What to ask for now.
    fn ask(&mut self) -> anyhow::Result<PromptSpec> {
        if let Some(asked) = own_order::ask(&self.bench)? {
            return Ok(asked);
        }
        if let Some(learning) = &mut self.learning {
            return learning.ask(&mut self.bench);
        }
        let wanted = if self.presenting.is_some() { Wanted::Talk } else { Wanted::Code };
        Ok(PromptSpec { prompt: None, wanted })
    }

    fn take_input(&mut self, input: Input) -> anyhow::Result<Next> {
        let is_by_hand = own_order::is_open(&self.bench);
        match input {
            Input::Left if is_by_hand => own_order::leave(&mut self.bench)?,
            Input::Left => return Ok(Next::Leave),
            Input::Cancelled(text) if is_by_hand => {
                // What was typed is put away; with nothing typed it is left.
                if text.trim().is_empty() {
                    own_order::leave(&mut self.bench)?;
                }
            }
            Input::Cancelled(text) => self.put_away(text)?,
            Input::Blank if is_by_hand => own_order::take(&mut self.bench, "")?,
            Input::Blank => match (&mut self.learning, &mut self.presenting) {
                (Some(learning), _) => learning.enter(&mut self.bench)?,
                (None, Some(presenting)) => presenting.forward(&mut self.bench)?,
                (None, None) => {}
            },
            Input::Entry(text) => return self.take(&text),
            Input::Back => {
                if let Some(presenting) = &mut self.presenting {
                    presenting.back(&mut self.bench)?;
                }
            }
        }
        Ok(Next::Prompt)
    }

    fn take(&mut self, text: &str) -> anyhow::Result<Next> {
        let bench = &mut self.bench;
        match commands::parse(text) {
            Some(Ok(command)) => return self.execute(command),
            Some(Err(error)) => bench.say(&format!("{error}\n"))?,
            None if own_order::is_open(bench) => own_order::take(bench, text)?,
            None => match (&mut self.learning, &mut self.presenting) {
                (Some(learning), _) => learning.typed(bench, text)?,
                (None, Some(presenting)) => presenting.enter(bench, text)?,
                (None, None) => drop(bench.enter(text, bench.work.folder(), None)?),
            },
        }
        Ok(Next::Prompt)
    }

    /// What was at the prompt at Ctrl-C.
    fn put_away(&mut self, text: String) -> anyhow::Result<()> {
        if let Some(learning) = &mut self.learning
            && commands::parse(&text).is_none()
        {
            learning.put_away(&mut self.bench, text)?;
        }
        if let Some(presenting) = &mut self.presenting {
            presenting.put_away();
        }
        Ok(())
    }

    /// `:learn`
    pub(super) fn learn(&mut self, wanted: Option<String>) -> anyhow::Result<()> {
        let bench = &mut self.bench;
        if matches!(wanted.as_deref(), Some("stop" | "off" | "quit" | "leave")) {
            return match self.learning.take() {
                Some(learning) => learning.leave(bench),
                None => bench.say("No course is open. :learn begins one.\n"),
            };
        }
        match &mut self.learning {
            Some(learning) => learning.begin(bench, wanted)?,
            none => *none = Learning::open_built_in(bench, wanted)?,
        }
        Ok(())
    }

    fn leave(self) -> anyhow::Result<i32> {
        let kept = self.learning.iter().flat_map(Learning::workspaces);
        for work in std::iter::once(&self.bench.work).chain(kept) {
            self.bench.wind_up(work)?;
        }
        if let Some(learning) = &self.learning {
            self.bench.say(&learning.farewell(&self.bench.display.look))?;
        }
        self.bench.end_trace()?;
        Ok(0)
    }
}
