//! An entry: run, drawn live where there is a terminal, and shown when it has ended.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::anyhow;

use super::background;
use super::session::{Session, draws};
use crate::commands;
use crate::plain::plain_text;
use crate::render::{Glyphs, Legend};
use crate::runner::Leftovers;
use crate::script::{Answer, Entry, EntryEnd, Fate, Role, Variable};
use crate::show::{self, Look, Recorded, WhenIdle};
use crate::term;

/// What is typed during a shorter run belongs to what comes after it.
const LONG_ENOUGH_TO_TYPE: Duration = Duration::from_millis(100);
/// The legend is drawn under the first few frames.
const FRAMES_WITH_LEGEND: usize = 3;

impl Session {
    /// Runs an entry and shows it. `folder` is where its imports are looked for.
    pub(super) fn enter(&mut self, text: &str, folder: PathBuf, name: Option<String>) -> anyhow::Result<()> {
        if let Some(hint) = self.hint_for(text) {
            return self.say(&format!("{hint}\n"));
        }
        self.note_for_talk(text);
        self.entries.push(text.to_owned());
        let name = name.unwrap_or_default();
        let entry = Entry { name, text: text.to_owned(), folder, role: Role::Free };
        let (title, look) = (format!("run {}", self.work.drawn.latest() + 1), self.look());
        let end = self.watch(entry, &look, title.clone())?;
        let (index, runs) = (self.entries.len() - 1, self.work.drawn.latest());
        if end.main.is_none() {
            self.refused.insert(index);
        }
        self.note_end_for_talk(&end);
        self.show(end, &look, title)?;
        if self.work.drawn.latest() > runs {
            self.work.entry_of_run.insert(self.work.drawn.latest(), index);
        }
        Ok(())
    }

    /// Runs an entry, drawn live where there is a terminal.
    pub(super) fn watch(&mut self, entry: Entry, look: &Look, title: String) -> anyhow::Result<EntryEnd> {
        let runner = &self.work.runner;
        let expected = self.share.as_ref().map(|it| it.expect(runner.shared_record(), title.clone()));
        let announce = || {
            if let (Some(share), Some(expected)) = (&self.share, expected) {
                share.announce(expected);
            }
        };
        let interrupt = show::interruptible(runner, WhenIdle::Stay);
        let running = runner.begin(entry);
        let end = if self.plays_runs(look) {
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
        } else if self.is_interactive {
            announce();
            let began = Instant::now();
            let end = show::watch(runner, &running, look, Some(title))?;
            if self.is_in_exercise() && began.elapsed() > LONG_ENOUGH_TO_TYPE {
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

    /// The look for the next run.
    pub(super) fn look(&self) -> Look {
        let legend = match self.legend {
            Some(commands::Switch::On) => Legend::Shown,
            Some(commands::Switch::Off) => Legend::Hidden,
            None if self.frames < FRAMES_WITH_LEGEND => Legend::Shown,
            None => Legend::Hidden,
        };
        Look { legend, ..self.options.look.clone() }
    }

    /// Shows how an entry ended: its frame or output, what went unseen, the answer.
    pub(super) fn show(&mut self, end: EntryEnd, look: &Look, title: String) -> anyhow::Result<()> {
        let outcome = self.outcome(&end, look);
        let text = [self.said_before(&end), self.picture(&end, &look.above(&outcome), title), outcome];
        self.say(&text.concat())
    }

    /// What was said in the background before a run began and is not shown yet.
    fn said_before(&self, end: &EntryEnd) -> String {
        let mut record = self.work.runner.record();
        let run = end.main.and_then(|main| show::run_of(&record, main));
        let began = run.map(|run| record.timeline().runs()[run].began);
        began.map_or_else(String::new, |began| background::said_until(&mut record, began, &self.options.look))
    }

    /// The frame or the output of a run that has ended. It gets its number.
    pub(super) fn picture(&mut self, end: &EntryEnd, look: &Look, title: String) -> String {
        let Some(main) = end.main else { return String::new() };
        let record = self.work.runner.record();
        let Some(run) = show::run_of(&record, main) else { return String::new() };
        let view = record.timeline().view_of_run(run);
        if show::is_worth_a_frame(&view) {
            self.work.drawn.add(main);
            self.frames += 1;
        }
        match draws(look, self.is_interactive) {
            true => show::finished(Recorded::by(&record), run, look, Some(title)),
            false => String::new(),
        }
    }

    /// Counts a run that is not drawn, of the entry with this index, as if it had been.
    pub(super) fn count_run(&mut self, end: &EntryEnd, entry: usize) {
        let record = self.work.runner.record();
        let run = end.main.and_then(|main| show::run_of(&record, main));
        if let (Some(main), Some(run)) = (end.main, run)
            && show::is_worth_a_frame(&record.timeline().view_of_run(run))
        {
            self.work.drawn.add(main);
            self.work.entry_of_run.insert(self.work.drawn.latest(), entry);
        }
    }

    /// What is said of how an entry ended, below its picture.
    pub(super) fn outcome(&mut self, end: &EntryEnd, look: &Look) -> String {
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
        show::stopped(&others, &self.options.look)
    }
}

/// A value on one row. Where it was cut short, a sign of ours says so.
fn shown(value: &str, look: &Look) -> String {
    let value = plain_text(value);
    if look.glyphs == Glyphs::Ascii { value.replace('…', "...") } else { value.into_owned() }
}
