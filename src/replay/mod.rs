//! A run in the whole window: an instant of it that can be moved, with the lanes, the source, what was printed until
//! then, and why the chosen task is as it is.
//!
//! Pure: keys and time come in, pictures go out. It knows neither the terminal nor files.

mod finding;
mod keys;
mod list;
mod screen;
mod side;
mod source;
mod steps;
mod stop;
#[cfg(test)]
mod tests;

pub use keys::{KEYS, Key, Pointer, Reaction};

use std::ops::Range;

use crate::timeline::Nanos;
use crate::trace::TaskId;
use side::Side;
pub use stop::ReplayRun;
use stop::Stop;

/// How fast time goes, beside real time.
const SPEEDS: [(u64, u64); 8] = [(1, 10), (1, 4), (1, 2), (1, 1), (2, 1), (3, 1), (5, 1), (10, 1)];
const REAL_TIME: usize = 3;
/// Where time goes by events, one comes at each beat, in nanoseconds of real time.
const BEAT: Nanos = 600_000_000;
/// The window of time is never shorter.
const SHORTEST: Nanos = 1_000;

/// How time goes while it plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pace {
    /// Beside real time, by its place in [`SPEEDS`].
    Speed(usize),
    /// One event a beat.
    Beat,
}

/// What the keys are for at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mode {
    Watching,
    /// A text is being typed: what to look for.
    Search(String),
    /// An instant to go to.
    Jump(String),
    /// The list of keys, from this row on.
    Keys(usize),
    /// The tree of tasks, with this one chosen.
    Tree(usize),
}

/// One run that is looked at, or two that begin at the same instant.
pub struct Player<'a> {
    sides: Vec<Side<'a>>,
    /// The run whose lane is chosen.
    focus: usize,
    /// Findings and marks of all runs, in time order.
    stops: Vec<Stop>,
    /// The instant that is looked at, and the window of time, in nanoseconds since each run began.
    at: Nanos,
    window: Range<Nanos>,
    /// When the longest run ends.
    end: Nanos,
    is_playing: bool,
    pace: Pace,
    /// Real time since the last beat.
    since_beat: Nanos,
    mode: Mode,
    message: String,
    last_search: String,
    /// Where the cells of the lanes were drawn last.
    drawn: Option<Drawn>,
}

#[derive(Clone, Debug, Default)]
struct Drawn {
    /// Of each run its first row, and how many lanes it has there.
    groups: Vec<(usize, usize)>,
    first_column: usize,
    /// The instant at which each cell begins.
    cells: Vec<Nanos>,
}

impl<'a> Player<'a> {
    /// One run or two, at their beginning.
    pub fn new(first: ReplayRun<'a>, second: Option<ReplayRun<'a>>) -> Player<'a> {
        let sides: Vec<Side> = std::iter::once(first).chain(second).map(Side::new).collect();
        let mut stops: Vec<Stop> =
            sides.iter().enumerate().flat_map(|(number, side)| side.stops(number)).collect();
        stops.sort_by_key(|it| it.at);
        let end = sides.iter().map(Side::length).max().unwrap_or(0);
        Player {
            sides,
            focus: 0,
            stops,
            at: 0,
            window: 0..end.max(SHORTEST),
            end,
            is_playing: false,
            pace: Pace::Speed(REAL_TIME),
            since_beat: 0,
            mode: Mode::Watching,
            message: String::new(),
            last_search: String::new(),
            drawn: None,
        }
    }

    /// Whether it plays, so that time has to be let in.
    pub fn is_playing(&self) -> bool {
        self.is_playing
    }

    /// So many nanoseconds of real time have passed.
    pub fn pass(&mut self, real: Nanos) {
        if !self.is_playing {
            return;
        }
        match self.pace {
            Pace::Speed(index) => {
                let (times, part) = SPEEDS[index];
                let passed = u128::from(real) * u128::from(times) / u128::from(part);
                self.go_to(self.at.saturating_add(u64::try_from(passed).unwrap_or(u64::MAX)));
            }
            Pace::Beat => {
                self.since_beat += real;
                while self.since_beat >= BEAT && self.is_playing {
                    self.since_beat -= BEAT;
                    match self.step_after(self.at) {
                        Some(step) => self.go_to_step(step),
                        None => self.go_to(self.end),
                    }
                    self.is_playing &= self.at < self.end;
                }
            }
        }
        self.is_playing &= self.at < self.end;
    }

    /// Moves the instant, and the window with it where it would leave it.
    fn go_to(&mut self, at: Nanos) {
        self.at = at.min(self.end);
        let length = self.window.end - self.window.start;
        if self.at < self.window.start {
            self.look_from(self.at.saturating_sub(length / 10));
        } else if self.at > self.window.end {
            self.look_from(self.at.saturating_sub(length - length / 10));
        }
    }

    /// Moves the window so that it begins there, or as near as it can.
    fn look_from(&mut self, start: Nanos) {
        let whole = self.whole();
        let length = (self.window.end - self.window.start).min(whole);
        let start = start.min(whole - length);
        self.window = start..start + length;
    }

    /// Makes the window shorter or longer around an instant, which stays where it is.
    fn zoom(&mut self, around: Nanos, (times, part): (u64, u64)) {
        let whole = self.whole();
        let length = self.window.end - self.window.start;
        let scaled = u128::from(length) * u128::from(times) / u128::from(part);
        let new = u64::try_from(scaled).unwrap_or(u64::MAX).clamp(SHORTEST, whole);
        let around = around.clamp(self.window.start, self.window.end);
        let before = u128::from(around - self.window.start) * u128::from(new) / u128::from(length.max(1));
        self.window = 0..new;
        self.look_from(around.saturating_sub(u64::try_from(before).unwrap_or(0)));
    }

    /// The time that can be looked at, in nanoseconds; never none.
    fn whole(&self) -> Nanos {
        self.end.max(SHORTEST)
    }

    /// The run whose lane is chosen.
    fn side(&self) -> &Side<'a> {
        &self.sides[self.focus]
    }

    /// The task whose lane is chosen.
    fn task(&self) -> Option<TaskId> {
        self.side().task()
    }

    fn choose_task(&mut self, side: usize, task: TaskId) {
        self.focus = side;
        self.sides[side].choose_task(task);
    }

    /// The first step of any run after an instant.
    fn step_after(&self, at: Nanos) -> Option<(Nanos, usize, TaskId)> {
        let steps = self.sides.iter().enumerate().filter_map(|(number, side)| {
            let step = side.steps.after(side.instant(at))?;
            Some((side.since(step.at), number, step.task))
        });
        steps.min_by_key(|it| it.0)
    }

    /// The last step of any run before an instant.
    fn step_before(&self, at: Nanos) -> Option<(Nanos, usize, TaskId)> {
        let steps = self.sides.iter().enumerate().filter_map(|(number, side)| {
            // Behind a run's end its last step is the one before.
            let instant = side.view.span.start.saturating_add(at);
            let step = side.steps.before(instant)?;
            Some((side.since(step.at), number, step.task))
        });
        steps.max_by_key(|it| it.0)
    }

    fn go_to_step(&mut self, (at, side, task): (Nanos, usize, TaskId)) {
        self.go_to(at);
        self.choose_task(side, task);
    }
}
