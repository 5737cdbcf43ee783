//! The room that follows a talk: it is asked a quiz when its slide comes, and what a program will print while that types
//! itself. The speaker may have it asked again before the answer, or the run, shows what is right.

use super::talk::Talk;
use crate::course::document::{Program, Quiz, Scene};
use crate::course::predict::Puzzle;
use crate::course::rehearsal::dry_run;
use crate::learn::{Block, RoomQuestion, painted, style};
use crate::share::{MAX_OPTIONS, Share, Votes};
use crate::show::{self, Look};
use crate::workbench::{Ran, RanEnd};

/// What the room was asked, as long as it does not know the answer.
#[derive(Default)]
pub struct SlideRoom {
    open: Option<Open>,
}

/// A question of the talk that has no answer yet.
struct Open {
    slide: usize,
    asked: RoomQuestion,
}

impl SlideRoom {
    /// Whether a question has no answer yet.
    pub fn has_question(&self) -> bool {
        self.open.is_some()
    }

    /// Asks the room the question of a slide's quiz.
    pub fn ask_quiz(&mut self, share: Option<&Share>, slide: usize, quiz: &Quiz) {
        self.ask(share, slide, || Some(RoomQuestion::Quiz(quiz.clone())));
    }

    /// Asks the room what a program will do that is about to type itself. Gives what is to be said about it.
    pub fn ask_to_predict(&mut self, share: Option<&Share>, talk: &Talk, look: &Look) -> String {
        let Scene::Predict(program) = &talk.slide().scene else { return String::new() };
        let has_asked = self.ask(share, talk.at(), || prediction(talk, program));
        let Some(share) = share.filter(|_| has_asked) else { return String::new() };
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
        painted(&pieces, style(look))
    }

    /// Says whether the question is a new one.
    fn ask(
        &mut self,
        share: Option<&Share>,
        slide: usize,
        question: impl FnOnce() -> Option<RoomQuestion>,
    ) -> bool {
        let Some(share) = share.filter(|it| it.votes() == Votes::On) else { return false };
        // What the room was asked once stays asked, with its answers, however often the slide is shown.
        if self.open.as_ref().is_some_and(|it| it.slide == slide && it.asked.is_latest_in(share)) {
            return false;
        }
        let asked = {
            // Until it is known what the program will do, Ctrl-C means nothing else.
            let _interrupts = show::noticed_interrupts();
            question()
        };
        let Some(asked) = asked else { return false };
        asked.put_to(share);
        self.open = Some(Open { slide, asked });
        true
    }

    /// Ends the vote about the program that runs now: from here on it can be seen what it does.
    pub fn close_prediction(&self, share: Option<&Share>) {
        if let (Some(open), Some(share)) = (&self.open, share)
            && open.asked.is_latest_in(share)
        {
            share.close_vote();
        }
    }

    /// Tells the room what happened, if it came to its end. Gives what is to be said of how the room answered.
    pub fn resolve_prediction(
        &mut self,
        share: Option<&Share>,
        ran: impl FnOnce() -> Ran,
        look: &Look,
    ) -> String {
        if self.open.is_none() {
            return String::new();
        }
        let ran = ran();
        let open = self.open.take_if(|_| ran.end == RanEnd::Whole);
        open.zip(share).map_or_else(String::new, |(open, share)| open.asked.resolve(share, &ran, look))
    }

    /// Tells the room the answer of the slide's quiz. Gives what is to be said of how it answered.
    pub fn resolve_quiz(&mut self, share: Option<&Share>, look: &Look) -> String {
        let open = self.open.take_if(|it| matches!(it.asked, RoomQuestion::Quiz(_)));
        let open = open.zip(share);
        open.map_or_else(String::new, |(open, share)| open.asked.resolve(share, &Ran::nothing(), look))
    }

    /// Takes a question away whose slide is left without its answer.
    pub fn withdraw_question(&mut self, share: Option<&Share>) {
        if let (Some(open), Some(share)) = (self.open.take(), share)
            && open.asked.is_latest_in(share)
        {
            share.ask_nothing();
        }
    }
}

/// What the room can be asked about a program: the order of its lines, or where they have only one how long it takes.
fn prediction(talk: &Talk, program: &Program) -> Option<RoomQuestion> {
    let deck = talk.deck();
    let (lines, _) = dry_run(&deck, &talk.so_far(), program)?;
    let place = format!("{} {}", deck.title, talk.at());
    let puzzle = Puzzle::with_others(&place, &lines, &program.never);
    match puzzle.lettered().count() {
        0 => None,
        count if count <= MAX_OPTIONS && puzzle.has_orders() => Some(RoomQuestion::Order(puzzle)),
        _ => Some(RoomQuestion::Time),
    }
}
