//! A talk that is being given: it does what the talk says.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, anyhow};

use super::notes::{Notes, Speaker, socket_folder};
use super::room::SlideRoom;
use super::slide::{painted_answer, painted_slide};
use super::talk::{Next, Talk};
use crate::course::document::{Deck, Scene, Slide};
use crate::course::judge::folder_with;
use crate::editor::{Editor, Hand};
use crate::host::permissions::{Permissions, Sandbox};
use crate::learn::{Block, painted, style};
use crate::runner::Leftovers;
use crate::script::{Answer, Entry, Role};
use crate::show::{self, WhenIdle};
use crate::term;
use crate::trace::ClockKind;
use crate::workbench::Entries;
use crate::workbench::Workspace;
use crate::workbench::{Showing, Workbench};

/// How a talk is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    /// After how many seconds each step comes by itself; none where the speaker takes them.
    pub timed: Option<u32>,
    /// The slide to begin with, from 1.
    pub from: usize,
}

/// A talk that is being given.
pub struct Presenting {
    talk: Talk,
    /// How many of the session's entries the talk knows.
    noted: usize,
    timed: Option<u32>,
    /// What is to type itself at the next prompt.
    typed: Option<String>,
    /// Those who follow.
    room: SlideRoom,
    speaker: SpeakerNotes,
}

/// What the speaker sees in the second terminal.
struct SpeakerNotes {
    /// Who reads them.
    speaker: Option<Speaker>,
    began: Instant,
    /// When the present slide came.
    came: Instant,
}

impl Presenting {
    /// Begins a talk. Its programs have its own files and the session's test server.
    ///
    /// # Errors
    /// The talk's files cannot be written, and those of the terminal.
    pub fn open(bench: &mut Workbench, deck: Deck, pace: Pace) -> anyhow::Result<Presenting> {
        let mut talk = Talk::new(deck);
        talk.go_to(pace.from.saturating_sub(1));
        let speaker = socket_folder().filter(|_| bench.display.is_interactive);
        // A talk without notes is a talk.
        let speaker = speaker.and_then(|folder| Speaker::open(&folder).ok());
        let now = Instant::now();
        let speaker = SpeakerNotes { speaker, began: now, came: now };
        let (timed, room) = (pace.timed, SlideRoom::default());
        let mut presenting = Presenting { talk, noted: 0, timed, typed: None, room, speaker };
        bench.showing = Showing::Played;
        presenting.restore(bench)?;
        presenting.show_slide(bench)?;
        Ok(presenting)
    }

    /// Enter with nothing typed: one step on.
    ///
    /// # Errors
    /// Those of the terminal and the system. So it is with all that follows.
    pub fn forward(&mut self, bench: &mut Workbench) -> anyhow::Result<()> {
        match self.talk.forward() {
            Next::Type(text) if bench.display.is_interactive => {
                self.typed = Some(text);
                self.tell_notes();
                let said = self.room.ask_to_predict(bench.share.as_ref(), &self.talk, &bench.display.look);
                bench.say(&said)
            }
            // Without an editor there is nothing that could type itself.
            Next::Type(text) => {
                bench.say(&painted(&[Block::Code(text.clone())], style(&bench.display.look)))?;
                self.enter(bench, text.trim_end())
            }
            Next::Show => self.show_slide(bench),
            Next::Answer => self.show_answer(bench),
            Next::End => {
                // A timed talk stops at its end.
                self.timed = None;
                bench.say("That was the last slide. Ctrl-D leaves; :step 1 begins again.\n")
            }
        }
    }

    /// One step back: the session is as it was then.
    pub fn back(&mut self, bench: &mut Workbench) -> anyhow::Result<()> {
        if !self.talk.back() {
            return bench.say("This is the first slide.\n");
        }
        self.come_back(bench)
    }

    /// `:step N`, from 1; the present slide where there is no number.
    pub fn step(&mut self, bench: &mut Workbench, number: Option<usize>) -> anyhow::Result<()> {
        let slides = self.talk.deck().slides.len();
        match number {
            None => self.show_slide(bench),
            Some(number) if (1..=slides).contains(&number) => {
                self.talk.go_to(number - 1);
                self.come_back(bench)
            }
            Some(_) => bench.say(&format!("This talk has slides 1 to {slides}.\n")),
        }
    }

    /// `:reset`: the session as it was when the present slide came, in the talk's own sandbox.
    pub fn reset(&mut self, bench: &mut Workbench) -> anyhow::Result<()> {
        self.step(bench, Some(self.talk.at() + 1))
    }

    /// What was typed, by itself or by hand.
    pub fn enter(&mut self, bench: &mut Workbench, text: &str) -> anyhow::Result<()> {
        let is_of_slide = self.talk.is_typed();
        if is_of_slide {
            self.room.close_prediction(bench.share.as_ref());
        }
        let finished = bench.enter(text, bench.work.folder(), None)?;
        self.note_entries(&bench.entries);
        if let Some(finished) = finished.filter(|_| is_of_slide) {
            let ran = || finished.ran(&bench.work.runner.record());
            let said = self.room.resolve_prediction(bench.share.as_ref(), ran, &bench.display.look);
            bench.say(&said)?;
        }
        self.tell_notes();
        Ok(())
    }

    /// Keeps the entries that ran during the talk, wherever they come from, for steps back.
    pub fn note_entries(&mut self, entries: &Entries) {
        for text in entries.texts().iter().skip(self.noted) {
            self.talk.entered(text);
        }
        self.noted = entries.texts().len();
    }

    /// Ctrl-C at the prompt.
    pub fn put_away(&mut self) {
        self.talk.put_away();
        // After Ctrl-C the speaker takes the steps.
        self.timed = None;
        self.tell_notes();
    }

    /// Has the editor type what is to type itself, and in a timed talk press Enter.
    pub fn prepare_hand(&mut self, editor: &mut Editor) {
        let (typed, wait) = (self.typed.take(), self.wait());
        // What is only begun nobody but the speaker can finish.
        let wait = wait.filter(|_| !matches!(self.talk.slide().scene, Scene::Type(_)) || typed.is_none());
        if typed.is_some() || wait.is_some() {
            editor.play(Hand::new(&typed.unwrap_or_default(), wait));
        }
    }

    /// Whether the talk itself tells the room what is right.
    pub fn has_question(&self) -> bool {
        self.room.has_question()
    }

    /// How long a step waits before the next one comes by itself.
    fn wait(&self) -> Option<Duration> {
        let seconds = self.timed.map(|usual| self.talk.slide().seconds.unwrap_or(usual));
        seconds.map(|seconds| Duration::from_secs(seconds.into()))
    }

    fn come_back(&mut self, bench: &mut Workbench) -> anyhow::Result<()> {
        self.room.withdraw_question(bench.share.as_ref());
        self.restore(bench)?;
        self.show_slide(bench)
    }

    fn show_slide(&mut self, bench: &Workbench) -> anyhow::Result<()> {
        self.speaker.came = Instant::now();
        self.typed = None;
        let (deck, at) = (self.talk.deck(), self.talk.at());
        if let Scene::Ask(quiz) = &deck.slides[at].scene
            && !self.talk.is_over()
        {
            self.room.ask_quiz(bench.share.as_ref(), at, quiz);
        }
        let text = painted_slide(&deck, at, &bench.display.look);
        if bench.display.is_interactive {
            // What was there goes up, where it can be scrolled to.
            let rows = usize::from(term::size().rows);
            bench.say(&format!("{}\x1b[H\x1b[J", "\n".repeat(rows)))?;
        }
        bench.say(&text)?;
        self.tell_notes();
        Ok(())
    }

    fn show_answer(&mut self, bench: &Workbench) -> anyhow::Result<()> {
        let answer = painted_answer(&self.talk.slide().scene, &bench.display.look);
        let said_of_room = self.room.resolve_quiz(bench.share.as_ref(), &bench.display.look);
        bench.say(&answer)?;
        bench.say(&said_of_room)?;
        self.tell_notes();
        Ok(())
    }

    /// Makes the session what it was when the present slide came: a fresh one, in which all that ran before runs again,
    /// unseen and by the virtual clock, where nothing is left to chance.
    fn restore(&mut self, bench: &mut Workbench) -> anyhow::Result<()> {
        let folder = folder_with(&self.talk.deck().files).context("the talk's files cannot be written")?;
        let permissions = permissions(&bench.outside.permissions, folder.path())?;
        let (clock, echo) = (bench.clock, bench.display.echo());
        let work = Workspace::in_folder(folder, clock, permissions, Leftovers::Keep, &echo)?;
        bench.move_to(work).close();
        bench.entries.clear();
        bench.work.use_clock(ClockKind::Virtual);
        for text in self.talk.before() {
            if !run_unseen(bench, text)? {
                bench.say("Stopped: the session is not quite as it was. ← and :step go back again.\n")?;
                break;
            }
        }
        bench.work.use_clock(clock);
        // What was to be seen was seen when it ran first.
        bench.work.forget_background();
        self.noted = bench.entries.texts().len();
        Ok(())
    }

    /// Sends the notes to the second terminal.
    fn tell_notes(&self) {
        self.speaker.tell(&self.talk, self.typed.is_some());
    }
}

impl SpeakerNotes {
    /// Sends the notes of the present slide, and what comes next: its text stands in the prompt, or not.
    fn tell(&self, talk: &Talk, is_typed: bool) {
        let Some(speaker) = &self.speaker else { return };
        let deck = talk.deck();
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
            seconds: self.began.elapsed().as_secs(),
            seconds_here: self.came.elapsed().as_secs(),
            notes: talk.slide().notes.clone(),
            next,
            code: code.to_owned(),
        });
    }
}

/// Says whether it came to its end.
fn run_unseen(bench: &mut Workbench, text: String) -> anyhow::Result<bool> {
    let (name, folder) = (String::new(), bench.work.folder());
    let index = bench.entries.push(&text);
    let interrupt = show::interruptible(&bench.work.runner, WhenIdle::Stay);
    let running = bench.work.runner.begin(Entry { name, text, folder, role: Role::Free });
    let end = bench.work.runner.wait(&running);
    drop(interrupt);
    let end = end.ok_or_else(|| anyhow!("meanwhile itself has a defect: its loop thread is gone"))?;
    bench.work.count_run(&end, index);
    bench.work.next_line = end.sources.next_line();
    let is_whole = !matches!(end.answer, Answer::Stopped);
    bench.remember(end.variables, end.functions);
    Ok(is_whole)
}

fn permissions(session: &Permissions, folder: &Path) -> anyhow::Result<Permissions> {
    let problem = "the talk's folder is gone";
    Ok(Permissions::Sandbox(match session {
        Permissions::Everything => Sandbox::for_document(folder, &[]).context(problem)?,
        Permissions::Sandbox(sandbox) => sandbox.clone().with_folder(folder).context(problem)?,
    }))
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
