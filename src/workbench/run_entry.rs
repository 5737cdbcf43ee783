//! An entry: run, drawn live where there is a terminal, and shown when it has ended.

use std::io;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::anyhow;

use super::background;
use super::ran::FinishedRun;
use crate::commands;
use crate::plain::plain_text;
use crate::render::Glyphs;
use crate::runner::Leftovers;
use crate::script::{Answer, Entry, EntryEnd, Fate, Role, Variable};
use crate::show::{self, Look, Recorded, TimelineChoice, WhenIdle};
use crate::term;
use crate::trace::ClockKind;
use crate::workbench::{Showing, TypedAhead, Workbench};

/// What is typed during a shorter run belongs to what comes after it.
const LONG_ENOUGH_TO_TYPE: Duration = Duration::from_millis(100);

impl Workbench {
    /// Runs an entry and shows it. `folder` is where its imports are looked for. Gives how it went, if it ran.
    ///
    /// # Errors
    /// Those of the terminal.
    pub fn enter(
        &mut self,
        text: &str,
        folder: PathBuf,
        name: Option<String>,
    ) -> anyhow::Result<Option<FinishedRun>> {
        if let Some(hint) = self.hint_for(text) {
            self.say(&format!("{hint}\n"))?;
            return Ok(None);
        }
        let index = self.entries.push(text);
        let name = name.unwrap_or_default();
        let entry = Entry { name, text: text.to_owned(), folder, role: Role::Free };
        let (title, look) = (format!("run {}", self.work.drawn.latest() + 1), self.look());
        let end = self.watch(entry, &look, title.clone())?;
        let runs = self.work.drawn.latest();
        if end.main.is_none() {
            self.entries.refuse(index);
        }
        let finished = FinishedRun::of(&end);
        self.show(end, &look, title)?;
        if self.work.drawn.latest() > runs {
            self.work.entry_of_run.insert(self.work.drawn.latest(), index);
        }
        Ok(finished)
    }

    /// Runs an entry, drawn live where there is a terminal.
    ///
    /// # Errors
    /// Those of the terminal.
    pub fn watch(&mut self, entry: Entry, look: &Look, title: String) -> anyhow::Result<EntryEnd> {
        let runner = &self.work.runner;
        let expected = self.share.as_ref().map(|it| it.expect(runner.shared_record(), title.clone()));
        let announce = || {
            if let (Some(share), Some(expected)) = (&self.share, expected) {
                share.announce(expected);
            }
        };
        let interrupt = show::interruptible(runner, WhenIdle::Stay);
        let running = runner.begin(entry);
        let end = if self.plays(look) {
            if let Ok(begin) = running.begin.recv() {
                self.say(&show::remark_text(&begin, look))?;
            }
            let end = runner.wait(&running);
            if let Some(end) = &end {
                self.play(end, look, &title)?;
            }
            // The room sees it when the speaker has.
            announce();
            end
        } else if self.display.is_interactive {
            announce();
            let began = Instant::now();
            let end = show::watch(runner, &running, look, Some(title))?;
            if self.typed_ahead == TypedAhead::Text && began.elapsed() > LONG_ENOUGH_TO_TYPE {
                self.typed.push_str(&term::take_typed());
            }
            end
        } else {
            announce();
            if let Ok(begin) = running.begin.recv() {
                self.say(&show::remark_text(&begin, look))?;
            }
            runner.wait(&running)
        };
        drop(interrupt);
        end.ok_or_else(|| anyhow!("meanwhile itself has a defect: its loop thread is gone"))
    }

    /// A word that is no program, such as `exit`, unless it is a name of the session.
    fn hint_for(&self, text: &str) -> Option<&'static str> {
        let is_named = |it: &Variable| text.trim().trim_end_matches(['(', ')', ';']) == it.name;
        let is_known = self.work.variables.iter().chain(&self.work.functions).any(is_named);
        commands::bare_word_hint(text).filter(|_| !is_known)
    }

    /// Whether a run is shown as if it went on now.
    fn plays(&self, look: &Look) -> bool {
        let draws = matches!(look.timeline, TimelineChoice::Auto | TimelineChoice::Always);
        let is_virtual = self.clock == ClockKind::Virtual;
        self.showing == Showing::Played && self.display.is_interactive && draws && is_virtual
    }

    /// Shows a run that is over as if it went on now.
    fn play(&self, end: &EntryEnd, look: &Look, title: &str) -> io::Result<()> {
        let record = self.work.runner.record();
        let run = end.main.and_then(|main| show::run_of(&record, main));
        run.map_or(Ok(()), |run| show::play(&record, run, look, title))
    }

    /// The look for the next run.
    pub fn look(&self) -> Look {
        self.display.look_of_run()
    }

    /// Shows how an entry ended: its frame or output, what went unseen, the answer.
    ///
    /// # Errors
    /// As those of standard output.
    pub fn show(&mut self, end: EntryEnd, look: &Look, title: String) -> anyhow::Result<()> {
        let outcome = self.outcome(&end, look);
        let text = [self.said_before(&end), self.picture(&end, &look.above(&outcome), title), outcome];
        self.say(&text.concat())
    }

    /// What was said in the background before a run began and is not shown yet.
    fn said_before(&self, end: &EntryEnd) -> String {
        let mut record = self.work.runner.record();
        let run = end.main.and_then(|main| show::run_of(&record, main));
        let began = run.map(|run| record.timeline().runs()[run].began);
        began.map_or_else(String::new, |began| background::said_until(&mut record, began, &self.display.look))
    }

    /// The frame or the output of a run that has ended. It gets its number.
    pub fn picture(&mut self, end: &EntryEnd, look: &Look, title: String) -> String {
        let Some(main) = end.main else { return String::new() };
        let record = self.work.runner.record();
        let Some(run) = show::run_of(&record, main) else { return String::new() };
        let view = record.timeline().view_of_run(run);
        if show::is_worth_a_frame(&view) {
            self.work.drawn.add(main);
            self.display.count_frame();
        }
        match self.display.draws(look) {
            true => show::finished(Recorded::by(&record), run, look, Some(title)),
            false => String::new(),
        }
    }

    /// What is said of how an entry ended, below its picture.
    pub fn outcome(&mut self, end: &EntryEnd, look: &Look) -> String {
        self.work.next_line = end.sources.next_line();
        let mut out = String::new();
        for (name, report) in &end.unseen {
            out.push_str(&format!("{} failed, and nobody awaited it:\n", plain_text(name)));
            out.push_str(&show::report_text(report, &end.sources, look));
        }
        out.push_str(&show::hidden_mistakes(end, look));
        match &end.answer {
            Answer::Value(None) => {}
            Answer::Value(Some(value)) => out.push_str(&format!("{}\n", shown(value, look))),
            Answer::Failed(report) => out.push_str(&show::report_text(report, &end.sources, look)),
            Answer::Stopped if self.work.leftovers == Leftovers::Cancel => out.push_str("Stopped.\n"),
            Answer::Stopped => out.push_str(&self.what_stopped(end)),
        }
        let left_over = match (self.work.leftovers, &end.answer) {
            (_, Answer::Stopped) => {
                [show::dropped(&end.leftovers, look), show::left_over_kept(&end.leftovers, look)].concat()
            }
            (Leftovers::Keep, _) => show::left_over_kept(&end.leftovers, look),
            (Leftovers::Cancel, _) => show::left_over_cancelled(&end.leftovers, look),
        };
        for row in left_over.lines() {
            out.push_str(&look.dim(row));
            out.push('\n');
        }
        self.remember(end.variables.clone(), end.functions.clone());
        out
    }

    /// The sentence on a stop: which tasks ended with it.
    fn what_stopped(&self, end: &EntryEnd) -> String {
        let ended = end.leftovers.iter().filter(|task| task.fate == Fate::Cancelled);
        let others: Vec<String> = ended.map(|task| task.name.clone()).collect();
        show::stopped(&others, &self.display.look)
    }
}

/// A value on one row. Where it was cut short, a sign of ours says so.
fn shown(value: &str, look: &Look) -> String {
    let value = plain_text(value);
    if look.glyphs == Glyphs::Ascii { value.replace('…', "...") } else { value.into_owned() }
}
