//! Lines to be put in order, and instants to be explained. Neither is graded.

use super::{Effect, Flow, Prediction, Stage};
use crate::course::arrange::Pieces;
use crate::course::document::{Arrangement, StepKind};
use crate::course::predict::Typed;
use crate::course::reasons::Reasons;
use crate::repl::learn::piece::Block;
use crate::repl::learn::words::lettered;
use crate::timeline::{Phase, instant_text};

impl Flow {
    pub(super) fn ask_arrangement(&mut self, arrangement: &Arrangement) {
        if !arrangement.given.trim().is_empty() {
            self.say(Block::Gap);
            self.say(Block::Code(arrangement.given.clone()));
        }
        // Programs of a course from elsewhere run only where they were on the screen.
        let whole = arrangement.program(&arrangement.lines);
        if !self.may_run(&whole) {
            let hash = crate::course::progress::program_hash(&whole);
            self.keep(crate::course::progress::Change::Shown(hash));
        }
        let pieces = Pieces::new(&self.seed(), arrangement);
        self.say(Block::Gap);
        for (number, line) in pieces.numbered() {
            self.say(Block::Numbered(number, line.to_owned()));
        }
        self.say(Block::Gap);
        self.words("Which of these lines, in which order? Not all of them are needed.");
        self.stage = Stage::Arrange(pieces);
    }

    pub(super) fn arrangement_answered(&mut self, pieces: &Pieces, text: &str) {
        let Some(StepKind::Arrange(arrangement)) = self.current_step().map(|it| it.act.clone()) else {
            return;
        };
        match pieces.read(text) {
            Err(problem) => self.words(problem.to_string()),
            Ok(Typed::Answer(lines)) => self.out.push_back(Effect::Arrange(arrangement, lines)),
            Ok(Typed::Skipped) => {
                let numbers: Vec<String> =
                    pieces.solution(&arrangement).iter().map(ToString::to_string).collect();
                self.words(format!("One way: {}", numbers.join(" ")));
                self.say(Block::Code(arrangement.lines.join("\n")));
                self.stage = Stage::Read;
            }
        }
    }

    /// The lines ran.
    pub(super) fn arranged(&mut self, difference: Option<String>) {
        let Stage::Arrange(_) = self.stage else { return };
        match difference {
            None => {
                self.say(Block::Right("It does what it should.".to_owned()));
                self.note_answer(1, 1);
                self.stage = Stage::Read;
            }
            Some(difference) => {
                self.say(Block::NotYet(format!("{difference} Try again.")));
                self.note_answer(0, 1);
            }
        }
    }

    /// The picture is on the screen, so the learner is asked.
    pub(super) fn pictured(&mut self, reasons: Option<Reasons>) {
        let Stage::Busy(_) = self.stage else { return };
        let Some(reasons) = reasons else {
            self.stage = Stage::Read;
            return;
        };
        let sign = match reasons.phase {
            Phase::Running => '█',
            Phase::Waiting => '─',
            Phase::Ready => '░',
            Phase::Blocking => '▓',
        };
        let (task, at, phase) = (&reasons.task, instant_text(reasons.at), reasons.phase.word());
        self.say(Block::Prose(format!("At the mark, {at} s, `{task}` is {phase}, `{sign}`. Why?")));
        for (letter, choice) in ('a'..='z').zip(&reasons.choices) {
            self.say(Block::Lettered(letter, choice.text.clone()));
        }
        self.stage = Stage::Why(reasons, Vec::new());
    }

    pub(super) fn why_answered(&mut self, reasons: Reasons, mut tried: Vec<usize>, text: &str) {
        let is_skip = !text.trim().is_empty() && text.trim().chars().all(|c| c == '?');
        let index = lettered(text);
        let choice = index.and_then(|it| reasons.choices.get(it));
        match choice {
            _ if is_skip => {}
            Some(choice) if choice.is_right => {
                self.say(Block::Right("Right.".to_owned()));
                if tried.is_empty() {
                    self.note_answer(1, 1);
                }
            }
            Some(_) => {
                if tried.is_empty() {
                    self.note_answer(0, 1);
                }
                tried.extend(index.filter(|it| !tried.contains(it)));
                self.say(Block::NotYet(
                    "Not that. Look at the other lanes in the same column, and try again.".to_owned(),
                ));
                self.stage = Stage::Why(reasons, tried);
                return;
            }
            None => {
                let typed: String = text.trim().chars().take(40).collect();
                return self.words(format!("`{typed}` is none of the letters."));
            }
        }
        self.words(reasons.explanation.join(" "));
        self.stage = Stage::Read;
    }
}

impl Prediction {
    /// Whether nothing was predicted.
    pub(super) fn is_empty(&self) -> bool {
        *self == Prediction::default()
    }
}
