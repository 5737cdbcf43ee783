//! The room that follows a talk: it is asked a quiz when its slide comes, and what a program will print while that types
//! itself. The speaker may have it asked again before the answer, or the run, shows what is right.

use super::Presenting;
use crate::course::document::{Program, Quiz, Scene};
use crate::course::predict::Puzzle;
use crate::course::rehearsal::dry_run;
use crate::repl::learn::{Block, Ran, RanEnd, RoomQuestion, painted, ran, style};
use crate::repl::session::Session;
use crate::script::EntryEnd;
use crate::share::{MAX_OPTIONS, Votes};
use crate::show;

/// A question of the talk that has no answer yet.
pub(super) struct Open {
    slide: usize,
    asked: RoomQuestion,
    /// What came of the program that it is about, once that has run.
    ran: Option<Ran>,
}

impl Session {
    /// Asks the room the question of a quiz.
    pub(super) fn ask_quiz(&mut self, quiz: &Quiz) {
        self.ask_of_slide(|_| Some(RoomQuestion::Quiz(quiz.clone())));
    }

    /// Asks the room what a program will do that is about to type itself. Gives what is to be said about it.
    pub(super) fn ask_to_predict(&mut self) -> String {
        let Some(Scene::Predict(program)) = self.presenting.as_ref().map(|it| it.talk.slide().scene.clone())
        else {
            return String::new();
        };
        let has_asked = self.ask_of_slide(|presenting| prediction(presenting, &program));
        let Some(share) = self.share.as_ref().filter(|_| has_asked) else { return String::new() };
        let readers = match share.readers() {
            0 => "nobody is here yet".to_owned(),
            1 => "one reader is here".to_owned(),
            count => format!("{count} readers are here"),
        };
        let more = "Ctrl-C puts the program away for :vote close and, after a discussion, :vote again.";
        let said = Block::Faint(format!("The room is asked what it will do; {readers}. {more}"));
        // The letters that its answers are shown in.
        let options = share.poll().map(|it| it.question.options).unwrap_or_default();
        let lettered = ('a'..='z').zip(options).map(|(letter, line)| Block::Lettered(letter, line));
        let pieces: Vec<Block> = lettered.chain([Block::Gap, said]).collect();
        painted(&pieces, style(&self.options.look))
    }

    /// Says whether the question is a new one.
    fn ask_of_slide(&mut self, question: impl FnOnce(&Presenting) -> Option<RoomQuestion>) -> bool {
        if self.share.as_ref().is_none_or(|it| it.votes() == Votes::Off) {
            return false;
        }
        let Some(presenting) = &self.presenting else { return false };
        let slide = presenting.talk.at();
        // What the room was asked once stays asked, with its answers, however often the slide is shown.
        if presenting.open.as_ref().is_some_and(|it| it.slide == slide && self.room_has(&it.asked)) {
            return false;
        }
        let asked = {
            // Until it is known what the program will do, Ctrl-C means nothing else.
            let _interrupts = show::noticed_interrupts();
            question(presenting)
        };
        let Some(asked) = asked else { return false };
        self.put_to_room(&asked);
        if let Some(presenting) = &mut self.presenting {
            presenting.open = Some(Open { slide, asked, ran: None });
        }
        true
    }

    /// Ends the vote about the program that runs now: from here on it can be seen what it does.
    pub(super) fn close_prediction(&mut self) {
        let Some(open) = self.presenting.as_mut().and_then(|it| it.open.as_mut()) else { return };
        open.ran = None;
        let asked = open.asked.clone();
        if let Some(share) = self.share.as_ref().filter(|_| self.room_has(&asked)) {
            share.close_vote();
        }
    }

    /// Keeps what an entry came to, if the room was asked about it.
    pub(in crate::repl) fn note_end_for_talk(&mut self, end: &EntryEnd) {
        if let Some(open) = self.presenting.as_mut().and_then(|it| it.open.as_mut()) {
            open.ran = end.main.map(|_| ran(&self.work.runner.record(), end));
        }
    }

    /// Tells the room what happened, once that is known. Gives what is to be said of how it answered.
    pub(super) fn resolve_prediction(&mut self) -> String {
        let Some(open) = self.take_open(|it| it.ran.as_ref().is_some_and(|ran| ran.end == RanEnd::Whole))
        else {
            return String::new();
        };
        open.ran.map_or_else(String::new, |ran| self.resolve_for_room(&open.asked, &ran))
    }

    /// Tells the room the answer of the slide's quiz. Gives what is to be said of how it answered.
    pub(super) fn resolve_quiz(&mut self) -> String {
        let open = self.take_open(|it| matches!(it.asked, RoomQuestion::Quiz(_)));
        open.map_or_else(String::new, |it| self.resolve_for_room(&it.asked, &Ran::nothing()))
    }

    /// Takes a question away whose slide is left without its answer.
    pub(super) fn withdraw_question(&mut self) {
        if let Some(open) = self.take_open(|_| true)
            && self.room_has(&open.asked)
            && let Some(share) = &self.share
        {
            share.ask_nothing();
        }
    }

    fn take_open(&mut self, wanted: impl FnOnce(&mut Open) -> bool) -> Option<Open> {
        self.presenting.as_mut()?.open.take_if(wanted)
    }

    /// Whether the talk itself tells the room what is right.
    pub(in crate::repl) fn talk_has_question(&self) -> bool {
        self.presenting.as_ref().is_some_and(|it| it.open.is_some())
    }
}

/// What the room can be asked about a program: the order of its lines, or where they have only one how long it takes.
fn prediction(presenting: &Presenting, program: &Program) -> Option<RoomQuestion> {
    let (talk, deck) = (&presenting.talk, presenting.talk.deck());
    let (lines, _) = dry_run(&deck, &talk.so_far(), program)?;
    let place = format!("{} {}", deck.title, talk.at());
    let puzzle = Puzzle::with_others(&place, &lines, &program.never);
    match puzzle.lettered().count() {
        0 => None,
        count if count <= MAX_OPTIONS && puzzle.has_orders() => Some(RoomQuestion::Order(puzzle)),
        _ => Some(RoomQuestion::Time),
    }
}
