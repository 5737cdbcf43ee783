//! Changes that make no difference to what was asked: every solution keeps all its points with each of them.

use std::collections::BTreeSet;

use crate::course::program_text::{Change, changed, closing};
use crate::syntax::tokens::{Kind, Tokens};

/// A solution, changed.
pub struct Harmless {
    /// How a lesson names the change in `forbids="…"`.
    pub name: &'static str,
    pub answer: String,
}

/// The names of all changes.
pub const CHANGES: [&str; 7] = [NAMES, PRINT, TASK, WAIT, CLOSURE, BLOCK, LINE_ENDS];

const NAMES: &str = "other names";
const PRINT: &str = "extra print";
const TASK: &str = "extra task";
const WAIT: &str = "extra wait";
const CLOSURE: &str = "closure for function";
const BLOCK: &str = "spawned block";
const LINE_ENDS: &str = "line ends";

/// The changes that can be made to a solution.
pub fn changes(solution: &str) -> Vec<Harmless> {
    let made = [
        (NAMES, renamed(solution)),
        (PRINT, Some(format!("print(\"let us see\");\n{solution}\n;\nprint(\"that was it\");\n"))),
        (
            TASK,
            Some(format!(
                "let extra_task = spawn || {{ sleep(0.02); sleep(0.02); }};\n{solution}\n;\nawait extra_task;\n"
            )),
        ),
        (WAIT, Some(format!("sleep(0.02);\n{solution}\n;\nsleep(0.02);\n"))),
        (CLOSURE, spawned(solution, |call| format!("spawn || {call}"))),
        (BLOCK, spawned(solution, |call| format!("spawn {{ {call} }}"))),
        (LINE_ENDS, Some(solution.replace('\n', "\r\n"))),
    ];
    made.into_iter().filter_map(|(name, answer)| Some(Harmless { name, answer: answer? })).collect()
}

/// Every name of the solution's own is another one. None where it has none, or names functions in texts.
fn renamed(solution: &str) -> Option<String> {
    let tokens = Tokens::read(solution);
    let own = own_names(&tokens);
    let count = tokens.list.len();
    if own.is_empty() || (0..count).any(|index| tokens.text(index) == "Fn") {
        return None;
    }
    let is_other = |index: usize| {
        let after_dot = matches!(tokens.before(index, 1), "." | "?.");
        let next = if index + 1 < count { tokens.text(index + 1) } else { "" };
        let is_key = next == ":" && matches!(tokens.before(index, 1), "#{" | ",");
        tokens.is_word(index) && own.contains(tokens.text(index)) && !after_dot && !is_key && next != "::"
    };
    let change = |index: usize| (tokens.span(index), format!("my_{}", tokens.text(index)));
    Some(changed(solution, (0..count).filter(|index| is_other(*index)).map(change).collect()))
}

/// The names that a program gives to variables, functions and parameters.
fn own_names<'a>(tokens: &Tokens<'a>) -> BTreeSet<&'a str> {
    let mut names = BTreeSet::new();
    let count = tokens.list.len();
    let mut words_up_to = |from: usize, ends: &dyn Fn(&str) -> bool| {
        let words = (from..count).take_while(|index| !ends(tokens.text(*index)));
        names.extend(words.filter(|index| tokens.is_word(*index)).map(|index| tokens.text(index)));
    };
    for index in 0..count {
        match tokens.text(index) {
            "let" | "const" => words_up_to(index + 1, &|it| matches!(it, "=" | ";")),
            "for" => words_up_to(index + 1, &|it| it == "in"),
            "fn" => words_up_to(index + 1, &|it| it == ")"),
            "catch" if index + 1 < count && tokens.text(index + 1) == "(" => {
                words_up_to(index + 2, &|it| it == ")")
            }
            "|" if begins_closure(tokens, index) => words_up_to(index + 1, &|it| it == "|"),
            _ => {}
        }
    }
    names
}

/// Whether the `|` begins a closure's parameters.
fn begins_closure(tokens: &Tokens, index: usize) -> bool {
    index == 0
        || matches!(tokens.before(index, 1), "(" | "," | "=" | ":" | "=>" | "{" | ";" | "spawn" | "return")
}

/// Every `spawn f(…)` outside of loops written in another way. In a loop a closure would see the loop's variable as
/// it is later. None where there is nothing to change.
fn spawned(solution: &str, write: impl Fn(&str) -> String) -> Option<String> {
    let tokens = Tokens::read(solution);
    let (mut changes, mut blocks): (Vec<Change>, Vec<Block>) = Default::default();
    let mut next = Block::Plain;
    for index in 0..tokens.list.len() {
        match tokens.text(index) {
            "for" | "while" | "loop" | "do" if tokens.is_word(index) => next = Block::Loop,
            "fn" => next = Block::Function,
            "{" => blocks.push(std::mem::replace(&mut next, Block::Plain)),
            "#{" => blocks.push(Block::Plain),
            "}" if tokens.kind(index) == Some(Kind::Symbol) => drop(blocks.pop()),
            "spawn" if tokens.before(index, 1) != "." && !is_in_loop(&blocks) => {
                let is_call = tokens.is_word(index + 1)
                    && index + 2 < tokens.list.len()
                    && tokens.text(index + 2) == "(";
                if let Some(end) = closing(&tokens, index + 2).filter(|_| is_call) {
                    let call = tokens.span(index + 1).start..tokens.span(end).end;
                    changes.push((tokens.span(index).start..call.end, write(&solution[call])));
                }
            }
            _ => {}
        }
    }
    (!changes.is_empty()).then(|| changed(solution, changes))
}

/// What a brace begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Block {
    Plain,
    Loop,
    Function,
}

fn is_in_loop(blocks: &[Block]) -> bool {
    blocks.iter().rev().take_while(|it| **it != Block::Function).any(|it| *it == Block::Loop)
}
