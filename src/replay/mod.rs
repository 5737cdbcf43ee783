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
mod time_window;

pub use keys::{KEYS, Key, Pointer, Reaction};

use crate::timeline::{Nanos, duration_text, read_duration};
use crate::trace::TaskId;
use finding::{Stops, places};
use side::Side;
pub use stop::ReplayRun;
use stop::Stop;
use time_window::TimeWindow;

/// How fast time goes, beside real time.
const SPEEDS: [(u64, u64); 8] = [(1, 10), (1, 4), (1, 2), (1, 1), (2, 1), (3, 1), (5, 1), (10, 1)];
const REAL_TIME: usize = 3;
/// Where time goes by events, one comes at each beat, in nanoseconds of real time.
const BEAT: Nanos = 600_000_000;

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
    stops: Stops,
    time: TimeWindow,
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
        let stops = Stops::of(&sides);
        let end = sides.iter().map(Side::length).max().unwrap_or(0);
        Player {
            sides,
            focus: 0,
            stops,
            time: TimeWindow::new(end),
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
                self.time.go_to(self.time.at.saturating_add(u64::try_from(passed).unwrap_or(u64::MAX)));
            }
            Pace::Beat => {
                self.since_beat += real;
                while self.since_beat >= BEAT && self.is_playing {
                    self.since_beat -= BEAT;
                    match self.step_after(self.time.at) {
                        Some(step) => self.go_to_step(step),
                        None => self.time.go_to(self.time.end),
                    }
                    self.is_playing &= self.time.at < self.time.end;
                }
            }
        }
        self.is_playing &= self.time.at < self.time.end;
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
        self.time.go_to(at);
        self.choose_task(side, task);
    }

    /// Goes to the next place that fits: a task of that name, an event of that line, a printed text. An empty text looks
    /// for the one before.
    fn search(&mut self, text: &str) {
        let wanted = if text.is_empty() { self.last_search.clone() } else { text.to_lowercase() };
        self.last_search.clone_from(&wanted);
        let places = places(&self.sides, &wanted);
        let here = (self.time.at, self.focus, self.task().unwrap_or(TaskId(0)));
        let next = places.iter().find(|it| **it > here).or(places.first());
        match next {
            Some(place) if !wanted.is_empty() => {
                self.go_to_step(*place);
                let nth = places.partition_point(|it| it < place) + 1;
                self.message = format!("{nth} of {}. / and Enter goes to the next.", places.len());
            }
            _ => self.message = format!("There is no task, line or printed text `{wanted}` in this run."),
        }
    }

    /// Goes to an instant that is written as people write it: `1.5`, `1.5 s`, `350 ms`.
    fn jump(&mut self, text: &str) {
        match read_duration(text) {
            Some(at) => {
                self.time.go_to(at);
                if at > self.time.end {
                    self.message = format!("The run ends at {}.", duration_text(self.time.end));
                }
            }
            None => {
                self.message =
                    "An instant is written like 1.5 or 350 ms, from the run's beginning.".to_owned()
            }
        }
    }

    /// Goes to a finding or a mark.
    fn stop_at(&mut self, stop: Option<Stop>) {
        self.is_playing = false;
        let Some(stop) = stop else {
            self.message = "Nothing stands out in this run, and nothing is marked.".to_owned();
            return;
        };
        self.time.go_to(stop.at);
        if let Some(task) = stop.task {
            self.choose_task(stop.side, task);
        }
        let title =
            if self.sides.len() > 1 { format!("{}: ", self.sides[stop.side].title) } else { String::new() };
        self.message = title + stop.text.as_str();
    }
}
