//! How an exercise is set: its task, as much of it as has room in the window, and what may be done.

use super::desk::Desk;
use super::event::Effect;
use super::exercise::{MAX_SHOWN, is_same_code};
use super::invitation::invitation;
use super::stage::Stage;
use crate::learn::piece::{Block, painted};

/// Of longer helpers only the first lines are shown.
const MAX_GIVEN: usize = 14;
const HOW: &str = "Answer with the whole program: Alt+Enter makes a new line, Enter checks it. \
                   Ctrl-C stops a run, :task shows this again.";

/// How much of an exercise is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Detail {
    Whole,
    /// Without the program to change.
    WithoutProgram,
    /// Without the program, and what is given by its first lines.
    Heads,
}

/// Puts the exercise on the screen.
pub fn show_exercise(desk: &mut Desk) -> Stage {
    let whole = setting(desk, Detail::Whole);
    let shown = [Detail::WithoutProgram, Detail::Heads]
        .into_iter()
        .fold(whole, |shown, less| if has_room(desk, &shown) { shown } else { setting(desk, less) });
    shown.into_iter().for_each(|it| desk.say(it));
    Stage::Exercise
}

fn setting(desk: &Desk, detail: Detail) -> Vec<Block> {
    let Some(exercise) = desk.exercise() else { return Vec::new() };
    let (given, starter) = (exercise.given.trim(), &exercise.starter.text);
    let progress = desk.progress.lesson(&desk.work());
    let mut pieces = Vec::new();
    if !given.is_empty() {
        let is_long = detail == Detail::Heads || given.lines().count() > MAX_GIVEN;
        let given = if is_long { heads(given) } else { given.to_owned() };
        pieces.extend([Block::Gap, Block::Faint("You may use:".to_owned()), Block::Code(given)]);
    }
    pieces.push(Block::Gap);
    let own = progress.answer.filter(|it| !is_same_code(it, starter));
    let lines = own.as_ref().unwrap_or(starter).trim_end().lines().count();
    let mut remark = String::new();
    match own {
        Some(answer) if detail == Detail::Whole => {
            pieces.push(Block::Faint("Your answer so far:".to_owned()));
            pieces.extend([Block::Code(answer), Block::Gap]);
        }
        Some(_) => remark = format!("Your answer so far has {}: ↑ brings it. ", counted(lines)),
        None if detail == Detail::Whole && lines <= MAX_SHOWN && lines > 0 => {
            pieces.extend([Block::Code(starter.clone()), Block::Gap]);
        }
        None if starter.trim().is_empty() => {
            remark = "There is no program to start from: write it from the beginning. ".to_owned();
        }
        None => remark = format!("The program has {}: ↑ brings it. ", counted(lines)),
    }
    if progress.is_done {
        pieces.push(Block::Right("You have passed this one. You may try it again, or go on.".to_owned()));
    } else {
        remark.push_str(HOW);
    }
    if !remark.is_empty() {
        pieces.push(Block::Faint(remark));
    }
    pieces
}

/// Whether what is about to be said, these pieces and the prompt are seen at the same time.
fn has_room(desk: &Desk, pieces: &[Block]) -> bool {
    let said = desk.out.iter().filter_map(|it| match it {
        Effect::Say(piece) => Some(piece),
        _ => None,
    });
    let last = [Block::Gap, Block::Invitation(invitation(desk, &Stage::Exercise))];
    let mut text = String::new();
    for piece in said.chain(pieces).chain(&last) {
        if *piece != Block::Gap || !(text == "\n" || text.ends_with("\n\n")) {
            text.push_str(&painted(std::slice::from_ref(piece), desk.window.style));
        }
    }
    // What is above the first row may go.
    text.trim_start_matches('\n').lines().count() < desk.window.rows
}

/// The first lines of functions.
fn heads(code: &str) -> String {
    let lines = code.lines().filter(|line| line.starts_with("fn ") || line.starts_with("const "));
    lines
        .map(|line| line.split_once('{').map_or(line.to_owned(), |(head, _)| format!("{head}{{ … }}")) + "\n")
        .collect()
}

fn counted(lines: usize) -> String {
    format!("{lines} {}", if lines == 1 { "line" } else { "lines" })
}
