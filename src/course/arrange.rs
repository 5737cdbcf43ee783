//! Putting a program's lines in order: lines that are shuffled and numbered, what a learner types about them, and whether
//! an order behaves as the lesson's own does.
//!
//! An order is judged by what its program does and when, not by how it looks, so every order that behaves is right.

use std::io;

use super::document::{Arrangement, Lesson};
use super::fnv;
use super::judge::{AnswerRun, Bounds, Facts, Stage};
use super::predict::Typed;
use crate::script::{Answer, Role};
use crate::timeline::{Nanos, duration_text, instant_text};

/// Two instants are the same where they are this near.
const NEAR: Nanos = 50_000_000;

/// The lines of an arrangement, in an order that gives nothing away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pieces {
    lines: Vec<String>,
}

/// Why an order was not understood; the text says what to type.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PiecesProblem {
    #[error("`{0}` is none of the numbers. Type those of the lines you need, in order, such as 2 4 1.")]
    NoNumber(String),
    #[error("{0} came twice. Each line can be used once.")]
    Twice(usize),
    #[error("Type the numbers of the lines you need, in order, such as 2 4 1. ? shows one way.")]
    Nothing,
}

/// What came of an order.
pub struct Arranged {
    /// Its program's run.
    pub played: AnswerRun,
    /// The first thing that its program does differently; none where it behaves as it should.
    pub difference: Option<String>,
}

impl Pieces {
    /// Shuffles the lines, always in the same way for the same `seed`.
    pub fn new(seed: &str, arrangement: &Arrangement) -> Pieces {
        let mut lines: Vec<String> = arrangement.lines.iter().chain(&arrangement.others).cloned().collect();
        fnv::shuffle(seed, &mut lines);
        if lines.starts_with(&arrangement.lines) {
            lines.rotate_left(1);
        }
        Pieces { lines }
    }

    /// Each line with its number, from 1.
    pub fn numbered(&self) -> impl Iterator<Item = (usize, &str)> {
        self.lines.iter().enumerate().map(|(index, line)| (index + 1, line.as_str()))
    }

    /// Reads numbers such as `2 4 1`, `2,4,1` or `241`, and gives the lines in that order.
    ///
    /// # Errors
    /// A number is none of these, comes twice, or there is none.
    pub fn read(&self, text: &str) -> Result<Typed<Vec<String>>, PiecesProblem> {
        let text = text.trim();
        if !text.is_empty() && text.chars().all(|c| c == '?') {
            return Ok(Typed::Skipped);
        }
        let is_between = |c: char| c.is_whitespace() || ",;.:-–>→()[]\"'`".contains(c);
        let mut order: Vec<usize> = Vec::new();
        for digit in text.chars().filter(|c| !is_between(*c)) {
            let number = digit.to_digit(10).map_or(0, |it| it as usize);
            if number == 0 || number > self.lines.len() {
                return Err(PiecesProblem::NoNumber(digit.to_string()));
            }
            if order.contains(&number) {
                return Err(PiecesProblem::Twice(number));
            }
            order.push(number);
        }
        match order.is_empty() {
            true => Err(PiecesProblem::Nothing),
            false => Ok(Typed::Answer(order.into_iter().map(|it| self.lines[it - 1].clone()).collect())),
        }
    }

    /// The numbers of the lesson's own order.
    pub fn solution(&self, arrangement: &Arrangement) -> Vec<usize> {
        let mut free: Vec<Option<&String>> = self.lines.iter().map(Some).collect();
        let mut number = |line: &String| {
            let index = free.iter().position(|it| *it == Some(line))?;
            free[index] = None;
            Some(index + 1)
        };
        arrangement.lines.iter().filter_map(&mut number).collect()
    }
}

/// Runs the lines in this order as a program of its own, and compares what they do with what the lesson's own order does.
/// Names of the lesson's earlier programs are not there: a line that comes too early must not find them.
///
/// # Errors
/// The system has no thread or folder to give.
pub fn try_order(
    lesson: &Lesson,
    arrangement: &Arrangement,
    lines: &[String],
    bounds: &Bounds,
) -> io::Result<Arranged> {
    let wanted = play_order(lesson, arrangement, &arrangement.lines, bounds)?;
    let played = play_order(lesson, arrangement, lines, bounds)?;
    let difference = difference(&wanted, &played);
    Ok(Arranged { played, difference })
}

/// Runs the lines in this order as a program of its own.
///
/// # Errors
/// The system has no thread or folder to give.
pub fn play_order(
    lesson: &Lesson,
    arrangement: &Arrangement,
    lines: &[String],
    bounds: &Bounds,
) -> io::Result<AnswerRun> {
    let stage = Stage::open(&lesson.files, bounds)?;
    stage.enter("", &arrangement.program(lines), Role::Free)
}

/// The first thing that a run does differently from the wanted one, in a sentence.
pub fn difference(wanted: &AnswerRun, played: &AnswerRun) -> Option<String> {
    let Some((facts, aim)) = played.facts().zip(wanted.facts()) else {
        return Some(format!("That is no program yet: {}", first_line(played)));
    };
    if played.used_up() {
        return Some("It does not come to an end.".to_owned());
    }
    let fails = |it: &AnswerRun| matches!(it.end.answer, Answer::Failed(_));
    if fails(played) && !fails(wanted) {
        return Some(format!("It ends with an error: {}", first_line(played)));
    }
    lines_differ(&aim, &facts).or_else(|| times_differ(&aim, &facts))
}

/// Lines that should come and do not, or come and should not, or at another time.
fn lines_differ(aim: &Facts, facts: &Facts) -> Option<String> {
    let said = |facts: &Facts| -> Vec<(String, Nanos)> {
        facts.output.iter().map(|it| (it.text.clone(), it.at)).collect()
    };
    let (wanted, mut left) = (said(aim), said(facts));
    let mut late = None;
    for (text, at) in &wanted {
        let same = left.iter().enumerate().filter(|(_, it)| it.0 == *text);
        let Some((index, _)) = same.min_by_key(|(_, it)| it.1.abs_diff(*at)) else {
            return Some(format!("`{text}` should be printed, and is not."));
        };
        let (_, came) = left.remove(index);
        if came.abs_diff(*at) > NEAR && late.is_none() {
            late = Some(format!(
                "`{text}` should be printed at {} s, and comes at {} s.",
                instant_text(*at),
                instant_text(came)
            ));
        }
    }
    match left.first() {
        Some((text, _)) => Some(format!("`{text}` is printed, and should not be.")),
        None => late,
    }
}

fn times_differ(aim: &Facts, facts: &Facts) -> Option<String> {
    if facts.elapsed.abs_diff(aim.elapsed) > NEAR {
        return Some(format!(
            "It should take {}, and takes {}.",
            duration_text(aim.elapsed),
            duration_text(facts.elapsed)
        ));
    }
    let held = |it: &Facts| it.thread.held();
    if held(facts) > held(aim) + NEAR {
        return Some(format!("It holds the thread for {}.", duration_text(held(facts))));
    }
    let left: Vec<&String> = facts.left_over.iter().filter(|it| !aim.left_over.contains(it)).collect();
    left.first().map(|name| format!("`{name}` is still there when the program ends."))
}

fn first_line(played: &AnswerRun) -> String {
    let report = played.report().unwrap_or_default();
    let line = report.lines().next().unwrap_or_default();
    let line = line.strip_prefix("error: ").unwrap_or(line);
    format!("{}.", line.trim_end_matches('.'))
}
