//! You are the scheduler: at each choice somebody says who goes next, sees the run grow, and steps back at will.
//!
//! It draws nothing: it gives the run so far and what can be said of it. A choice that is taken back is one that is not
//! made in the next run.

mod moves;
mod position;
#[cfg(test)]
mod tests;
mod words;

pub use position::Position;
pub use words::Offer;

use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use super::goal::{Goal, Ways};
use super::outcome::Outcome;
use super::program::Program;
use super::words::{deadlock, lost_update, outcome_text};
use crate::runner::{Deviation, Schedule};
use moves::Move;
use position::Until;

/// Places that are told where an order differs from the usual one; of more the first.
const MAX_PLACES: usize = 4;

/// A program, and the choices so far.
pub struct Game {
    program: Program,
    goal: Option<Goal>,
    /// What the usual order comes to.
    usual: Outcome,
    picks: Vec<Pick>,
    /// Whether the rest went as usual, without being asked about.
    is_rest: bool,
    position: Position,
    /// An order that reaches the goal, once it has been looked for.
    way: Option<Vec<usize>>,
    hints: usize,
}

/// A choice that was made.
struct Pick {
    index: usize,
    /// Who goes on, and who would have.
    names: [String; 2],
}

/// What comes of what somebody typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// Lines to be said.
    pub words: Vec<String>,
    /// Whether the run has another position, which is to be shown before them.
    pub moved: bool,
    pub state: State,
}

/// How it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    GoesOn,
    /// The order that was made reaches the goal.
    Reached,
    /// An order that reaches the goal was shown.
    Shown,
    Left,
}

/// Why a program cannot be gone through by hand.
#[derive(Debug)]
pub enum NoGame {
    /// It cannot be run, or somebody has interrupted.
    NotRun,
    /// No two tasks are ever ready at the same time.
    NoChoice,
}

impl Game {
    /// Runs the program up to its first choice.
    ///
    /// # Errors
    /// Where the system has no thread or folder to give.
    pub fn new(program: Program, goal: Option<Goal>) -> io::Result<Result<Game, NoGame>> {
        let usual = Position::after(&program, &[], Until::End)?.and_then(|it| it.end);
        let first = Position::after(&program, &[], Until::NextChoice)?;
        let Some((usual, position)) = usual.zip(first) else { return Ok(Err(NoGame::NotRun)) };
        if position.ready == 0 {
            return Ok(Err(NoGame::NoChoice));
        }
        let (usual, picks, way) = (usual.outcome, Vec::new(), None);
        Ok(Ok(Game { program, goal, usual, picks, is_rest: false, position, way, hints: 0 }))
    }

    /// Lets a flag end runs from here on.
    pub fn interrupt_with(&mut self, interrupted: Arc<AtomicBool>) {
        self.program.interrupt_with(interrupted);
    }

    /// How far the run has come.
    pub fn position(&self) -> &Position {
        &self.position
    }

    /// Which choice is next, from 1.
    pub fn number(&self) -> usize {
        self.picks.len() + 1
    }

    pub fn goal(&self) -> Option<&Goal> {
        self.goal.as_ref()
    }

    /// Those who could go on, the usual one first.
    pub fn offers(&self) -> Vec<Offer> {
        words::offers(&self.position, self.program.text())
    }

    /// Takes in what was typed.
    ///
    /// # Errors
    /// Where the system has no thread or folder to give.
    pub fn take(&mut self, text: &str) -> io::Result<Said> {
        let names: Vec<&str> = self.position.candidates.iter().map(|it| it.name.as_str()).collect();
        match moves::read(text, &names, self.position.ready) {
            Err(problem) => Ok(say([problem])),
            Ok(Move::Leave) => Ok(Said { state: State::Left, ..say([]) }),
            Ok(Move::Pick(pick)) => self.pick(pick),
            Ok(Move::Rest) if self.position.ready == 0 => {
                Ok(say(["The program has ended already. undo steps back.".to_owned()]))
            }
            Ok(Move::Rest) => {
                self.is_rest = true;
                self.go_to(Until::End)
            }
            Ok(Move::Undo(_) | Move::Again) if self.picks.is_empty() && !self.is_rest => {
                Ok(say(["This is the first choice.".to_owned()]))
            }
            Ok(Move::Undo(count)) => {
                let left = self.picks.len() + usize::from(self.is_rest);
                self.is_rest = false;
                self.picks.truncate(left.saturating_sub(count));
                self.go_to(Until::NextChoice)
            }
            Ok(Move::Again) => {
                self.is_rest = false;
                self.picks.clear();
                self.go_to(Until::NextChoice)
            }
            Ok(Move::Hint | Move::Show) if self.goal.is_none() => Ok(say([
                "Type a number, or press Enter for 1, the usual. undo steps back, again begins again, go lets the \
                 rest go as usual, q leaves."
                    .to_owned(),
            ])),
            Ok(Move::Hint) => self.hint(),
            Ok(Move::Show) => self.show(),
        }
    }

    fn pick(&mut self, index: usize) -> io::Result<Said> {
        let name = |index: usize| self.position.candidates.get(index).map(|it| it.name.clone());
        let unnamed = || format!("number {}", index + 1);
        let names = [name(index).unwrap_or_else(unnamed), name(0).unwrap_or_default()];
        self.picks.push(Pick { index, names });
        let indices = self.indices();
        // That run has been made already, to tell what the task would do.
        let known =
            (index < self.position.candidates.len()).then(|| self.position.candidates.swap_remove(index).run);
        let next = match known {
            Some(run) => Position::of(&self.program, &indices, run)?,
            None => Position::after(&self.program, &indices, Until::NextChoice)?,
        };
        match next {
            Some(position) => Ok(self.moved(position)),
            None => {
                self.picks.pop();
                self.interrupted()
            }
        }
    }

    /// Runs the program up to where it is to be now.
    fn go_to(&mut self, until: Until) -> io::Result<Said> {
        match Position::after(&self.program, &self.indices(), until)? {
            Some(position) => Ok(self.moved(position)),
            None => {
                self.is_rest = false;
                self.interrupted()
            }
        }
    }

    /// A run was interrupted: what is shown is again what is known.
    fn interrupted(&mut self) -> io::Result<Said> {
        self.program.interrupt_with(Arc::default());
        if let Some(position) = Position::after(&self.program, &self.indices(), Until::NextChoice)? {
            self.position = position;
        }
        Ok(say(["You interrupted it; the choices so far stay.".to_owned()]))
    }

    fn moved(&mut self, position: Position) -> Said {
        self.position = position;
        let is_reached = match (&self.position.end, &self.goal) {
            (Some(end), Some(goal)) => goal.is_reached(&end.outcome),
            _ => false,
        };
        let words = if self.position.end.is_some() { self.ending() } else { Vec::new() };
        let state = if is_reached { State::Reached } else { State::GoesOn };
        Said { words, moved: true, state }
    }

    fn indices(&self) -> Vec<usize> {
        self.picks.iter().map(|it| it.index).collect()
    }

    /// The order so far.
    pub fn schedule(&self) -> Schedule {
        self.program.schedule(deviations(&self.indices()))
    }

    /// Its code.
    pub fn code(&self) -> String {
        self.schedule().code(self.program.text())
    }

    /// What the order came to, and how it differs from the usual one.
    fn ending(&self) -> Vec<String> {
        let Some(end) = &self.position.end else { return Vec::new() };
        let all = [&self.usual, &end.outcome];
        let is_same = self.usual == end.outcome;
        let mut lines = Vec::new();
        let own = outcome_text(&end.outcome, if is_same { &all[1..] } else { &all });
        lines.push(match is_same {
            true => format!("In your order it {own}, as in the usual one."),
            false => {
                let usual = outcome_text(&self.usual, &all);
                let reason = end.error.as_deref().and_then(deadlock);
                let reason = reason.or_else(|| lost_update(&self.position.view(), &self.position.trace));
                let reason = reason.map_or_else(String::new, |it| format!(": {it}"));
                format!("In your order it {own}{reason}. In the usual order it {usual}.")
            }
        });
        let parted = self.picks.iter().filter(|it| it.index > 0).count();
        let others = self.picks.iter().enumerate().filter(|(_, it)| it.index > 0);
        let place = |(choice, Pick { names: [first, second], .. }): (usize, &Pick)| {
            format!("at choice {} `{first}` went before `{second}`", choice + 1)
        };
        let places: Vec<String> = others.take(MAX_PLACES).map(place).collect();
        let more = parted.saturating_sub(MAX_PLACES);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        lines.push(match parted {
            0 => "You took the usual order throughout.".to_owned(),
            1 => format!("It differs from the usual order in one place: {}.", places[0]),
            count => {
                format!("It differs from the usual order in {count} places: {}{more}.", places.join(", "))
            }
        });
        lines
    }

    /// The first hint says how much is needed; each later one who goes next.
    fn hint(&mut self) -> io::Result<Said> {
        let Some(way) = self.way() else {
            return Ok(say(["No order is known that reaches the goal.".to_owned()]));
        };
        self.hints += 1;
        let places = way.iter().filter(|it| **it > 0).count();
        if self.hints == 1 {
            let places = if places == 1 { "one place".to_owned() } else { format!("{places} places") };
            return Ok(say([format!(
                "An order that gets there differs from the usual one in {places}. The next hint says more."
            )]));
        }
        let own = self.indices();
        let common = own.iter().zip(&way).take_while(|(one, other)| one == other).count();
        let is_usual = |picks: &[usize]| picks.iter().all(|it| *it == 0);
        Ok(say([match own.len().checked_sub(common) {
            Some(0) | None => match way.get(own.len()) {
                Some(pick) => match self.position.candidates.get(*pick) {
                    Some(candidate) => format!("From here, let `{}` go next: {}.", candidate.name, pick + 1),
                    None => format!("From here, take number {}.", pick + 1),
                },
                None => "From here the usual order gets there: go.".to_owned(),
            },
            // The way may end before the usual rest of what was chosen.
            Some(_) if common == way.len() && is_usual(&own[common..]) => {
                "From here the usual order gets there: go.".to_owned()
            }
            Some(back) => format!(
                "The way that I know parts from yours at choice {}: undo {back} gets back there.",
                common + 1
            ),
        }]))
    }

    /// Shows an order that reaches the goal.
    fn show(&mut self) -> io::Result<Said> {
        let Some(way) = self.way() else {
            return Ok(say(["No order is known that reaches the goal.".to_owned()]));
        };
        let kept = (std::mem::take(&mut self.picks), std::mem::replace(&mut self.is_rest, false));
        let first = Position::after(&self.program, &[], Until::NextChoice)?;
        let Some(first) = first else {
            (self.picks, self.is_rest) = kept;
            return self.interrupted();
        };
        self.position = first;
        for pick in way {
            if self.position.ready == 0 {
                break;
            }
            self.pick(pick)?;
        }
        self.is_rest = self.position.ready > 0;
        let said = if self.is_rest { self.go_to(Until::End)? } else { say(self.ending()) };
        let numbers: Vec<String> = self.picks.iter().map(|it| (it.index + 1).to_string()).collect();
        let mut words = vec![format!("One way: {}, then the usual order.", numbers.join(" "))];
        words.extend(said.words);
        Ok(Said { words, moved: true, state: State::Shown })
    }

    /// An order that reaches the goal, as choices; then all goes on as usual.
    fn way(&mut self) -> Option<Vec<usize>> {
        if self.way.is_none() {
            let deviations = match self.program.ways_to(self.goal.as_ref()?)? {
                Ways::Usual => Vec::new(),
                Ways::Other(deviations) => deviations,
                Ways::None => return None,
            };
            self.way = Some(picks(&deviations));
        }
        self.way.clone()
    }
}

fn say(words: impl IntoIterator<Item = String>) -> Said {
    Said { words: words.into_iter().collect(), moved: false, state: State::GoesOn }
}

/// Where choices are not the usual ones.
fn deviations(picks: &[usize]) -> Vec<Deviation> {
    let others = picks.iter().enumerate().filter(|(_, pick)| **pick > 0);
    others.map(|(choice, pick)| Deviation { choice, pick: *pick }).collect()
}

/// All choices up to the last that is not usual.
fn picks(deviations: &[Deviation]) -> Vec<usize> {
    let count = deviations.iter().map(|it| it.choice + 1).max().unwrap_or(0);
    let pick = |choice| deviations.iter().find(|it| it.choice == choice).map_or(0, |it| it.pick);
    (0..count).map(pick).collect()
}
