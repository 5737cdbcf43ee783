//! How an exercise is set: its task, as much of it as has room in the window, and what may be done.

use super::exercise::{MAX_SHOWN, is_same_code};
pub use super::window::Window;
use super::{Effect, Flow, Stage};
use crate::repl::learn::piece::{Block, painted};

/// Of longer helpers only the first lines are shown.
const MAX_GIVEN: usize = 14;
/// Rows of the window that an answer at the prompt cannot have.
pub(in crate::repl::learn) const NOT_FOR_ANSWERS: usize = 3;
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

impl Flow {
    pub(super) fn show_exercise(&mut self) {
        self.stage = Stage::Exercise;
        let setting = self.setting(Detail::Whole);
        let setting = [Detail::WithoutProgram, Detail::Heads].into_iter().fold(setting, |setting, less| {
            if self.has_room(&setting) { setting } else { self.setting(less) }
        });
        setting.into_iter().for_each(|it| self.say(it));
    }

    fn setting(&self, detail: Detail) -> Vec<Block> {
        let Some(exercise) = self.exercise() else { return Vec::new() };
        let (given, starter) = (exercise.given.trim(), &exercise.starter.text);
        let progress = self.progress.lesson(&self.work());
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
    fn has_room(&self, pieces: &[Block]) -> bool {
        let said = self.out.iter().filter_map(|it| match it {
            Effect::Say(piece) => Some(piece),
            _ => None,
        });
        let last = [Block::Gap, Block::Invitation(self.invitation())];
        let mut text = String::new();
        for piece in said.chain(pieces).chain(&last) {
            if *piece != Block::Gap || !(text == "\n" || text.ends_with("\n\n")) {
                text.push_str(&painted(std::slice::from_ref(piece), self.window.style));
            }
        }
        // What is above the first row may go.
        text.trim_start_matches('\n').lines().count() < self.window.rows
    }

    pub(super) fn exercise_invitation(&self) -> String {
        let progress = self.progress.lesson(&self.work());
        if progress.is_done {
            return self.what_enter_does();
        }
        let left = self.exercise().map_or(0, |it| it.hints.len()).saturating_sub(progress.hints_shown);
        let help = match left {
            0 => ":solution".to_owned(),
            left => format!(":hint ({left} left)"),
        };
        let lines = self.draft().map_or(0, |it| it.lines().count());
        if lines > self.window.rows.saturating_sub(NOT_FOR_ANSWERS) {
            return format!("Taller than your window: :edit opens it in your editor. Or {help}, :skip.");
        }
        let starter = self.exercise().map_or("", |it| it.starter.text.trim());
        match progress.answer {
            Some(_) => format!("↑ brings your answer. Or {help}, :edit, :skip."),
            None if starter.is_empty() => format!("Write it here. Or {help}, :edit, :skip."),
            None => format!("↑ brings the code: change it. Or {help}, :edit, :skip."),
        }
    }

    /// What the up arrow should bring, the nearest last.
    pub fn drafts(&self) -> Vec<String> {
        let Some(draft) = self.draft().filter(|it| !it.trim().is_empty()) else { return Vec::new() };
        self.whole_program_behind(&draft).into_iter().chain([draft]).collect()
    }

    /// The program to change, where it has several lines and the answer has one.
    pub(super) fn whole_program_behind(&self, answer: &str) -> Option<String> {
        let starter = self.exercise()?.starter.text.trim_end();
        let is_part = answer.trim().lines().count() == 1 && starter.lines().count() > 1;
        is_part.then(|| starter.to_owned())
    }
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
