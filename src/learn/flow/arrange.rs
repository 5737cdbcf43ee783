//! Lines to be put in order, and instants to be explained. Neither is graded.

use super::desk::Desk;
use super::event::Effect;
use super::recall::note_answer;
use super::stage::Stage;
use crate::course::arrange::Pieces;
use crate::course::document::{Arrangement, StepKind};
use crate::course::predict::Typed;
use crate::course::progress::{Change, program_hash};
use crate::course::reasons::Reasons;
use crate::learn::piece::Block;
use crate::learn::words::lettered;
use crate::timeline::{Phase, instant_text};

/// Puts lines on the screen.
pub fn ask_arrangement(desk: &mut Desk, arrangement: &Arrangement) -> Stage {
    if !arrangement.given.trim().is_empty() {
        desk.say(Block::Gap);
        desk.say(Block::Code(arrangement.given.clone()));
    }
    // Programs of a course from elsewhere run only where they were on the screen.
    let whole = arrangement.program(&arrangement.lines);
    if !desk.may_run(&whole) {
        desk.keep(Change::Shown(program_hash(&whole)));
    }
    let pieces = Pieces::new(&desk.seed(), arrangement);
    desk.say(Block::Gap);
    for (number, line) in pieces.numbered() {
        desk.say(Block::Numbered(number, line.to_owned()));
    }
    desk.say(Block::Gap);
    desk.words("Which of these lines, in which order? Not all of them are needed.");
    Stage::Arrange(pieces)
}

/// Takes numbers of lines.
pub fn arrangement_answered(desk: &mut Desk, pieces: Pieces, text: &str) -> Stage {
    let Some(StepKind::Arrange(arrangement)) = desk.current_step().map(|it| it.act.clone()) else {
        return Stage::Arrange(pieces);
    };
    match pieces.read(text) {
        Err(problem) => desk.words(problem.to_string()),
        Ok(Typed::Answer(lines)) => desk.out.push_back(Effect::Arrange(arrangement, lines)),
        Ok(Typed::Skipped) => {
            let numbers: Vec<String> =
                pieces.solution(&arrangement).iter().map(ToString::to_string).collect();
            desk.words(format!("One way: {}", numbers.join(" ")));
            desk.say(Block::Code(arrangement.lines.join("\n")));
            return Stage::Read;
        }
    }
    Stage::Arrange(pieces)
}

/// The lines ran.
pub fn arranged(desk: &mut Desk, pieces: Pieces, difference: Option<String>) -> Stage {
    match difference {
        None => {
            desk.say(Block::Right("It does what it should.".to_owned()));
            note_answer(desk, 1, 1);
            Stage::Read
        }
        Some(difference) => {
            desk.say(Block::NotYet(format!("{difference} Try again.")));
            note_answer(desk, 0, 1);
            Stage::Arrange(pieces)
        }
    }
}

/// The picture is on the screen, so the learner is asked.
pub fn pictured(desk: &mut Desk, reasons: Option<Reasons>) -> Stage {
    let Some(reasons) = reasons else { return Stage::Read };
    let sign = match reasons.phase {
        Phase::Running => '█',
        Phase::Waiting => '─',
        Phase::Ready => '░',
        Phase::Blocking => '▓',
    };
    let (task, at, phase) = (&reasons.task, instant_text(reasons.at), reasons.phase.word());
    desk.say(Block::Prose(format!("At the mark, {at} s, `{task}` is {phase}, `{sign}`. Why?")));
    for (letter, choice) in ('a'..='z').zip(&reasons.choices) {
        desk.say(Block::Lettered(letter, choice.text.clone()));
    }
    Stage::Why(reasons, Vec::new())
}

/// Takes the letter of a reason.
pub fn why_answered(desk: &mut Desk, reasons: Reasons, mut tried: Vec<usize>, text: &str) -> Stage {
    let is_skip = !text.trim().is_empty() && text.trim().chars().all(|c| c == '?');
    let index = lettered(text);
    let choice = index.and_then(|it| reasons.choices.get(it));
    match choice {
        _ if is_skip => {}
        Some(choice) if choice.is_right => {
            desk.say(Block::Right("Right.".to_owned()));
            if tried.is_empty() {
                note_answer(desk, 1, 1);
            }
        }
        Some(_) => {
            if tried.is_empty() {
                note_answer(desk, 0, 1);
            }
            tried.extend(index.filter(|it| !tried.contains(it)));
            desk.say(Block::NotYet(
                "Not that. Look at the other lanes in the same column, and try again.".to_owned(),
            ));
            return Stage::Why(reasons, tried);
        }
        None => {
            let typed: String = text.trim().chars().take(40).collect();
            desk.words(format!("`{typed}` is none of the letters."));
            return Stage::Why(reasons, tried);
        }
    }
    desk.words(reasons.explanation.join(" "));
    Stage::Read
}
