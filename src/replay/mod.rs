//! A run in the whole window: an instant of it that can be moved, with the lanes, the source, what was printed until
//! then, and why the chosen task is as it is.
//!
//! Pure: keys and time come in, pictures go out. It knows neither the terminal nor files.

mod finding;
mod keys;
mod list;
mod screen;
mod source;
mod steps;
#[cfg(test)]
mod tests;

pub use keys::{Key, Pointer, Reaction};

use std::ops::Range;

use crate::explain::{Account, findings};
use crate::timeline::{LaneInView, Nanos, View};
use crate::trace::{TaskId, Trace};
use steps::Steps;

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

/// A place worth a look.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Stop {
    at: Nanos,
    task: Option<TaskId>,
    text: String,
}

/// A run that is looked at.
pub struct Player<'a> {
    view: &'a View<'a>,
    trace: &'a Trace,
    account: Account<'a>,
    title: String,
    steps: Steps,
    stops: Vec<Stop>,
    lanes: Vec<LaneInView>,
    /// The chosen lane, and the first one shown.
    chosen: usize,
    top: usize,
    at: Nanos,
    window: Range<Nanos>,
    is_playing: bool,
    pace: Pace,
    /// Real time since the last beat.
    since_beat: Nanos,
    mode: Mode,
    message: String,
    last_search: String,
    /// Where the cells of the lanes were drawn last: the first row and column, and their times.
    drawn: Option<Drawn>,
}

#[derive(Clone, Debug)]
struct Drawn {
    first_row: usize,
    lanes: usize,
    first_column: usize,
    cells: Vec<Range<Nanos>>,
}

impl<'a> Player<'a> {
    /// A run at its beginning. The view and the trace are of the same run.
    pub fn new(view: &'a View<'a>, trace: &'a Trace, title: String) -> Player<'a> {
        let account = Account::new(view, trace);
        let lanes = view.lanes.clone();
        let steps = Steps::of(trace, view);
        let mut stops: Vec<Stop> = findings(&account)
            .iter()
            .map(|it| {
                let place = if it.line == 0 { String::new() } else { format!("line {}: ", it.line) };
                Stop { at: it.at, task: Some(it.task), text: format!("{place}{} {}", it.text, it.try_this) }
            })
            .chain(view.marks().iter().map(|it| Stop {
                at: it.at,
                task: None,
                text: format!("mark: {}", trace.texts().get(it.label)),
            }))
            .collect();
        stops.sort_by_key(|it| it.at);
        Player {
            view,
            trace,
            account,
            title,
            steps,
            stops,
            lanes,
            chosen: 0,
            top: 0,
            at: view.span.start,
            window: whole(view),
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
                    match self.steps.after(self.at) {
                        Some(step) => {
                            self.go_to(step.at);
                            self.choose_task(step.task);
                        }
                        None => self.go_to(self.view.span.end),
                    }
                    self.is_playing &= self.at < self.view.span.end;
                }
            }
        }
        self.is_playing &= self.at < self.view.span.end;
    }

    /// Moves the instant, and the window with it where it would leave it.
    fn go_to(&mut self, at: Nanos) {
        self.at = at.clamp(self.view.span.start, self.view.span.end);
        let length = self.window.end - self.window.start;
        if self.at < self.window.start {
            self.look_from(self.at.saturating_sub(length / 10));
        } else if self.at > self.window.end {
            self.look_from(self.at.saturating_sub(length - length / 10));
        }
    }

    /// Moves the window so that it begins there, or as near as it can.
    fn look_from(&mut self, start: Nanos) {
        let whole = whole(self.view);
        let length = (self.window.end - self.window.start).min(whole.end - whole.start);
        let start = start.clamp(whole.start, whole.end - length);
        self.window = start..start + length;
    }

    /// Makes the window shorter or longer around an instant, which stays where it is.
    fn zoom(&mut self, around: Nanos, (times, part): (u64, u64)) {
        let whole = whole(self.view);
        let length = self.window.end - self.window.start;
        let scaled = u128::from(length) * u128::from(times) / u128::from(part);
        let most = whole.end - whole.start;
        let new = u64::try_from(scaled).unwrap_or(u64::MAX).clamp(SHORTEST.min(most), most);
        let around = around.clamp(self.window.start, self.window.end);
        let before = u128::from(around - self.window.start) * u128::from(new) / u128::from(length.max(1));
        self.window = whole.start..whole.start + new;
        self.look_from(around.saturating_sub(u64::try_from(before).unwrap_or(0)));
    }

    /// The task whose lane is chosen.
    fn task(&self) -> Option<TaskId> {
        self.lanes.get(self.chosen).map(|it| it.task)
    }

    fn choose_task(&mut self, task: TaskId) {
        if let Some(index) = self.lanes.iter().position(|it| it.task == task) {
            self.chosen = index;
        }
    }
}

/// The time of a run that can be looked at; never none.
fn whole(view: &View) -> Range<Nanos> {
    view.span.start..view.span.end.max(view.span.start.saturating_add(SHORTEST))
}
