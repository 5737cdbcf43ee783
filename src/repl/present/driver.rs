//! The session as a speaker uses it: it does what the talk says.

use std::io;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context, anyhow};

use super::notes::{Notes, Speaker, socket_folder};
use super::slide::{painted_answer, painted_slide};
use super::talk::{Next, Talk};
use super::{Pace, Presenting};
use crate::course::document::{Deck, Scene, Slide};
use crate::course::judge::folder_with;
use crate::editor::Hand;
use crate::host::permissions::{Permissions, Sandbox};
use crate::repl::learn::{Block, painted, style};
use crate::repl::session::Session;
use crate::repl::workspace::Workspace;
use crate::runner::Leftovers;
use crate::script::{Entry, EntryEnd, Role};
use crate::show::{self, Look, TimelineChoice, WhenIdle};
use crate::term;
use crate::trace::ClockKind;

impl Session {
    /// Begins a talk. Its programs have its own files and the session's test server.
    pub(in crate::repl) fn open_talk(&mut self, deck: Deck, pace: Pace) -> anyhow::Result<()> {
        let mut talk = Talk::new(deck);
        talk.go_to(pace.from.saturating_sub(1));
        let speaker = socket_folder().filter(|_| self.is_interactive);
        // A talk without notes is a talk.
        let speaker = speaker.and_then(|folder| Speaker::open(&folder).ok());
        let now = Instant::now();
        let presenting =
            Presenting { talk, timed: pace.timed, speaker, began: now, came: now, typed: None, open: None };
        self.presenting = Some(presenting);
        self.restore()?;
        self.show_slide()
    }

    /// Enter with nothing typed: one step on.
    pub(in crate::repl) fn talk_forward(&mut self) -> anyhow::Result<()> {
        let Some(presenting) = &mut self.presenting else { return Ok(()) };
        match presenting.talk.forward() {
            Next::Type(text) if self.is_interactive => {
                presenting.typed = Some(text);
                self.tell_notes();
                let said = self.ask_to_predict();
                self.say(&said)?;
            }
            // Without an editor there is nothing that could type itself.
            Next::Type(text) => {
                let shown = painted(&[Block::Code(text.clone())], style(&self.options.look));
                self.say(&shown)?;
                self.enter_in_talk(text.trim_end())?;
            }
            Next::Show => self.show_slide()?,
            Next::Answer => self.show_answer()?,
            Next::End => {
                self.say("That was the last slide. Ctrl-D leaves; :step 1 begins again.\n")?;
                presenting_over(&mut self.presenting);
            }
        }
        Ok(())
    }

    /// One step back: the session is as it was then.
    pub(in crate::repl) fn talk_back(&mut self) -> anyhow::Result<()> {
        let Some(presenting) = &mut self.presenting else { return Ok(()) };
        if !presenting.talk.back() {
            return self.say("This is the first slide.\n");
        }
        self.withdraw_question();
        self.restore()?;
        self.show_slide()
    }

    /// `:step N`, from 1; the present slide where there is no number.
    pub(in crate::repl) fn talk_step(&mut self, number: Option<usize>) -> anyhow::Result<()> {
        let Some(presenting) = &mut self.presenting else {
            return self.say("That is for a talk: meanwhile present DECK.md begins one.\n");
        };
        let slides = presenting.talk.deck().slides.len();
        match number {
            None => self.show_slide(),
            Some(number) if (1..=slides).contains(&number) => {
                presenting.talk.go_to(number - 1);
                self.withdraw_question();
                self.restore()?;
                self.show_slide()
            }
            Some(_) => self.say(&format!("This talk has slides 1 to {slides}.\n")),
        }
    }

    /// What was typed, by itself or by hand.
    pub(in crate::repl) fn enter_in_talk(&mut self, text: &str) -> anyhow::Result<()> {
        let is_of_slide = self.presenting.as_ref().is_some_and(|it| it.talk.is_typed());
        if is_of_slide {
            self.close_prediction();
        }
        self.enter(text, self.work.folder(), None)?;
        if is_of_slide {
            let said_of_room = self.resolve_prediction();
            self.say(&said_of_room)?;
        }
        self.tell_notes();
        Ok(())
    }

    /// Keeps an entry that runs during a talk, wherever it comes from, for steps back.
    pub(in crate::repl) fn note_for_talk(&mut self, text: &str) {
        if let Some(presenting) = &mut self.presenting {
            presenting.talk.entered(text);
        }
    }

    /// `:reset`: the session as it was when the present slide came, in the talk's own sandbox.
    pub(in crate::repl) fn reset_in_talk(&mut self) -> anyhow::Result<()> {
        let at = self.presenting.as_ref().map(|it| it.talk.at() + 1);
        self.talk_step(at)
    }

    /// Ctrl-C at the prompt.
    pub(in crate::repl) fn talk_put_away(&mut self) {
        let Some(presenting) = &mut self.presenting else { return };
        presenting.talk.put_away();
        // After Ctrl-C the speaker takes the steps.
        presenting.timed = None;
        self.tell_notes();
    }

    /// Has the editor type what is to type itself, and in a timed talk press Enter.
    pub(in crate::repl) fn prepare_hand(&mut self) {
        let Some(presenting) = &mut self.presenting else { return };
        let (typed, wait) = (presenting.typed.take(), presenting.wait());
        // What is only begun nobody but the speaker can finish.
        let wait =
            wait.filter(|_| !matches!(presenting.talk.slide().scene, Scene::Type(_)) || typed.is_none());
        if typed.is_some() || wait.is_some() {
            self.editor.play(Hand::new(&typed.unwrap_or_default(), wait));
        }
    }

    /// Whether a run is shown as if it went on now.
    pub(in crate::repl) fn plays_runs(&self, look: &Look) -> bool {
        let draws = matches!(look.timeline, TimelineChoice::Auto | TimelineChoice::Always);
        self.presenting.is_some() && self.is_interactive && draws && self.options.clock == ClockKind::Virtual
    }

    /// Shows a run that is over as if it went on now.
    pub(in crate::repl) fn play(&self, end: &EntryEnd, look: &Look, title: &str) -> io::Result<()> {
        let record = self.work.runner.record();
        let run = end.main.and_then(|main| show::run_of(&record, main));
        run.map_or(Ok(()), |run| show::play(&record, run, look, title))
    }

    fn show_slide(&mut self) -> anyhow::Result<()> {
        let Some(presenting) = &mut self.presenting else { return Ok(()) };
        presenting.came = Instant::now();
        presenting.typed = None;
        let (deck, at, is_over) = (presenting.talk.deck(), presenting.talk.at(), presenting.talk.is_over());
        if let Scene::Ask(quiz) = &deck.slides[at].scene
            && !is_over
        {
            self.ask_quiz(quiz);
        }
        let text = painted_slide(&deck, at, &self.options.look);
        if self.is_interactive {
            // What was there goes up, where it can be scrolled to.
            let rows = usize::from(term::size().rows);
            self.say(&format!("{}\x1b[H\x1b[J", "\n".repeat(rows)))?;
        }
        self.say(&text)?;
        self.tell_notes();
        Ok(())
    }

    fn show_answer(&mut self) -> anyhow::Result<()> {
        let Some(presenting) = &self.presenting else { return Ok(()) };
        let answer = painted_answer(&presenting.talk.slide().scene, &self.options.look);
        let said_of_room = self.resolve_quiz();
        self.say(&answer)?;
        self.say(&said_of_room)?;
        self.tell_notes();
        Ok(())
    }

    /// Makes the session what it was when the present slide came: a fresh one, in which all that ran before runs again,
    /// unseen and by the virtual clock, where nothing is left to chance.
    fn restore(&mut self) -> anyhow::Result<()> {
        let Some(presenting) = &self.presenting else { return Ok(()) };
        let (texts, files) = (presenting.talk.before(), presenting.talk.deck().files.clone());
        let folder = folder_with(&files).context("the talk's files cannot be written")?;
        let permissions = self.talk_permissions(folder.path())?;
        let clock = self.options.clock;
        let work = Workspace::in_folder(folder, clock, permissions, Leftovers::Keep, &self.echo())?;
        self.move_to(work).close();
        (self.entries, self.refused) = (Vec::new(), Default::default());
        self.switch_talk_clock(ClockKind::Virtual);
        for text in texts {
            if !self.run_unseen(text)? {
                self.say("Stopped: the session is not quite as it was. ← and :step go back again.\n")?;
                break;
            }
        }
        self.switch_talk_clock(clock);
        // What was to be seen was seen when it ran first.
        let mut record = self.work.runner.record();
        while record.take_background_line().is_some() {}
        drop(record.take_failed());
        Ok(())
    }

    /// Says whether it came to its end.
    fn run_unseen(&mut self, text: String) -> anyhow::Result<bool> {
        let (name, folder) = (String::new(), self.work.folder());
        self.entries.push(text.clone());
        let interrupt = show::interruptible(&self.work.runner, WhenIdle::Stay);
        let running = self.work.runner.begin(Entry { name, text, folder, role: Role::Free });
        let end = self.work.runner.wait(&running);
        drop(interrupt);
        let end = end.ok_or_else(|| anyhow!("meanwhile itself has a defect: its loop thread is gone"))?;
        self.count_run(&end, self.entries.len() - 1);
        self.work.next_line = end.sources.next_line();
        let is_whole = !matches!(end.answer, crate::script::Answer::Stopped);
        self.remember(end.variables, end.functions);
        Ok(is_whole)
    }

    /// Changes the clock where no task is alive that counts on the old one.
    fn switch_talk_clock(&self, clock: ClockKind) {
        let _ = self.work.runner.switch_clock(clock).recv();
    }

    fn talk_permissions(&self, folder: &Path) -> anyhow::Result<Permissions> {
        let problem = "the talk's folder is gone";
        Ok(Permissions::Sandbox(match &self.options.outside.permissions {
            Permissions::Everything => Sandbox::for_document(folder, &[]).context(problem)?,
            Permissions::Sandbox(sandbox) => sandbox.clone().with_folder(folder).context(problem)?,
        }))
    }

    /// Sends the notes to the second terminal.
    fn tell_notes(&self) {
        let Some(presenting) = &self.presenting else { return };
        let Some(speaker) = &presenting.speaker else { return };
        let (talk, deck) = (&presenting.talk, presenting.talk.deck());
        let is_typed = presenting.typed.is_some();
        let next = match (&talk.slide().scene, talk.next_slide()) {
            _ if is_typed => "Enter runs what types itself.".to_owned(),
            (scene, _) if !talk.is_over() && scene.text().is_some() => "Enter types:".to_owned(),
            (Scene::Ask(_), _) if !talk.is_over() => "Enter shows the answer.".to_owned(),
            (_, Some(next)) => format!("Then: {}", first_words(next)),
            (_, None) => "This is the last slide.".to_owned(),
        };
        let code = talk.slide().scene.text().filter(|_| !talk.is_over()).unwrap_or_default();
        speaker.tell(&Notes {
            title: deck.title.clone(),
            slide: talk.at() + 1,
            slides: deck.slides.len(),
            seconds: presenting.began.elapsed().as_secs(),
            seconds_here: presenting.came.elapsed().as_secs(),
            notes: talk.slide().notes.clone(),
            next,
            code: code.to_owned(),
        });
    }
}

/// A timed talk stops at its end.
fn presenting_over(presenting: &mut Option<Presenting>) {
    if let Some(presenting) = presenting {
        presenting.timed = None;
    }
}

/// What a slide is about.
fn first_words(slide: &Slide) -> String {
    let line = slide.prose.lines().map(|it| it.trim_start_matches('#').trim()).find(|it| !it.is_empty());
    match (line, &slide.scene) {
        (Some(line), _) => line.to_owned(),
        (None, Scene::Ask(quiz)) => quiz.question.clone(),
        (None, scene) => scene.text().and_then(|it| it.lines().next()).unwrap_or("a pause").to_owned(),
    }
}
