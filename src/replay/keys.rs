//! What keys and the mouse do.

use super::side::Side;
use super::{Mode, Pace, Player, REAL_TIME, SPEEDS};
use crate::timeline::Nanos;
use crate::trace::TaskId;

/// A key, as far as a replay knows them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    Character(char),
    Left,
    Right,
    /// With Shift.
    FarLeft,
    FarRight,
    Up,
    Down,
    PageUp,
    PageDown,
    Home,
    End,
    Enter,
    Escape,
    Backspace,
    Tab,
}

/// What the mouse does, at a column and a row of the window, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pointer {
    Press(u16, u16),
    Drag(u16, u16),
    WheelUp(u16, u16),
    WheelDown(u16, u16),
    WheelLeft,
    WheelRight,
}

/// What a key comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reaction {
    Stay,
    Leave,
}

/// The keys, and what they do, as the list shows them.
pub const KEYS: &[(&str, &str)] = &[
    ("Space", "play, or stop playing"),
    ("← →", "the event before, or the next one, of the chosen task"),
    ("Shift ← →", "the same, of any task ( < and > do it, too)"),
    ("↑ ↓", "choose a task"),
    ("Tab", "the other run, where there are two"),
    ("n N", "the next finding or mark, or the one before"),
    ("+ - 0", "zoom in, out, and back to the whole run"),
    ("W A S D", "zoom in, earlier, zoom out, later"),
    ("[ ]", "slower, faster"),
    ("e", "one event a beat, or real time again"),
    ("/", "find a task, a line, or what was printed"),
    (":", "go to an instant: 1.5, or 350 ms"),
    ("t", "the tree of tasks: who started and awaited whom"),
    ("Home End", "the beginning, the end"),
    ("Esc", "one step out"),
    ("q", "leave"),
    ("mouse", "click to go there, wheel to zoom"),
];

impl Player<'_> {
    /// A key is pressed.
    pub fn press(&mut self, key: Key) -> Reaction {
        let mode = std::mem::replace(&mut self.mode, Mode::Watching);
        match mode {
            Mode::Watching => return self.watch(key),
            Mode::Search(text) => self.type_on(key, text, Mode::Search, Player::search),
            Mode::Jump(text) => self.type_on(key, text, Mode::Jump, Player::jump),
            Mode::Keys(top) => match key {
                Key::Character('q') | Key::Character('?') | Key::Escape | Key::Enter => {}
                _ => self.mode = Mode::Keys(moved(top, key, KEYS.len())),
            },
            Mode::Tree(chosen) => match key {
                Key::Character('q' | 't') | Key::Escape => {}
                Key::Enter => {
                    if let Some(task) = self.side().tree().get(chosen).map(|row| row.task) {
                        self.choose_task(self.focus, task);
                    }
                }
                _ => self.mode = Mode::Tree(moved(chosen, key, self.side().lanes.len())),
            },
        }
        Reaction::Stay
    }

    fn watch(&mut self, key: Key) -> Reaction {
        self.message.clear();
        match key {
            Key::Character('q') => return Reaction::Leave,
            Key::Character(' ') => self.play(),
            Key::Left => self.step(|it, task, at| it.steps.before_of(task, at)),
            Key::Right => self.step(|it, task, at| it.steps.after_of(task, at)),
            Key::FarLeft | Key::Character('<') => self.step_of_any(Player::step_before),
            Key::FarRight | Key::Character('>') => self.step_of_any(Player::step_after),
            Key::Up | Key::Down | Key::PageUp | Key::PageDown => self.choose_lane(key),
            Key::Tab => self.focus = (self.focus + 1) % self.sides.len(),
            Key::Home => self.time.go_to(0),
            Key::End => self.time.go_to(self.time.end),
            Key::Character('n') => self.stop_at(self.stops.after(self.time.at)),
            Key::Character('N') => self.stop_at(self.stops.before(self.time.at)),
            Key::Character('+' | '=' | 'w' | 'W') => self.time.zoom(self.time.at, (1, 2)),
            Key::Character('-' | 's' | 'S') => self.time.zoom(self.time.at, (2, 1)),
            Key::Character('0') => self.time.show_all(),
            Key::Character('a' | 'A') => self.time.look_earlier(4),
            Key::Character('d' | 'D') => self.time.look_later(4),
            Key::Character('[') => self.change_speed(-1),
            Key::Character(']') => self.change_speed(1),
            Key::Character('e') => {
                self.pace = if self.pace == Pace::Beat { Pace::Speed(REAL_TIME) } else { Pace::Beat };
                self.since_beat = 0;
            }
            Key::Character('/') => self.mode = Mode::Search(String::new()),
            Key::Character(':') => self.mode = Mode::Jump(String::new()),
            Key::Character('t') => {
                let task = self.task();
                let place = self.side().tree().iter().position(|row| Some(row.task) == task);
                self.mode = Mode::Tree(place.unwrap_or(0));
            }
            Key::Character('?') => self.mode = Mode::Keys(0),
            Key::Escape if self.is_playing => self.is_playing = false,
            Key::Escape => self.time.show_all(),
            Key::Character(_) => self.message = "? lists the keys, q leaves.".to_owned(),
            Key::Enter | Key::Backspace => {}
        }
        Reaction::Stay
    }

    /// The mouse does something.
    pub fn point(&mut self, pointer: Pointer) {
        match pointer {
            Pointer::Press(column, row) => {
                if let Some((side, lane)) = self.lane_at(row) {
                    self.focus = side;
                    self.sides[side].chosen = lane;
                }
                self.is_playing &= self.instant_at(column).is_none();
                self.point(Pointer::Drag(column, row));
            }
            Pointer::Drag(column, _) => {
                if let Some(at) = self.instant_at(column) {
                    self.time.go_to(at);
                }
            }
            Pointer::WheelUp(column, _) => self.zoom_at(column, (2, 3)),
            Pointer::WheelDown(column, _) => self.zoom_at(column, (3, 2)),
            Pointer::WheelLeft => self.time.look_earlier(10),
            Pointer::WheelRight => self.time.look_later(10),
        }
    }

    fn zoom_at(&mut self, column: u16, factor: (u64, u64)) {
        self.time.zoom(self.instant_at(column).unwrap_or(self.time.at), factor);
    }

    fn instant_at(&self, column: u16) -> Option<Nanos> {
        let drawn = self.drawn.as_ref()?;
        let cell = usize::from(column).checked_sub(drawn.first_column)?;
        drawn.cells.get(cell).copied()
    }

    /// The run and the lane in a row.
    fn lane_at(&self, row: u16) -> Option<(usize, usize)> {
        let groups = self.drawn.as_ref()?.groups.iter().enumerate();
        let mut found = groups.filter_map(|(side, (first, lanes))| {
            let lane = usize::from(row).checked_sub(*first).filter(|lane| lane < lanes)?;
            Some((side, self.sides[side].top + lane))
        });
        found.next()
    }

    /// The lanes of all runs stand below each other.
    fn choose_lane(&mut self, key: Key) {
        let counts: Vec<usize> = self.sides.iter().map(|it| it.lanes.len()).collect();
        let before: usize = counts[..self.focus].iter().sum();
        let mut place = moved(before + self.side().chosen, key, counts.iter().sum());
        for (side, count) in counts.into_iter().enumerate() {
            if place < count {
                (self.focus, self.sides[side].chosen) = (side, place);
                return;
            }
            place -= count;
        }
    }

    fn play(&mut self) {
        if !self.is_playing && self.time.at >= self.time.end {
            self.time.go_to(0);
        }
        self.is_playing = !self.is_playing;
        self.since_beat = 0;
    }

    fn change_speed(&mut self, by: isize) {
        let index = match self.pace {
            Pace::Speed(index) => index.saturating_add_signed(by).min(SPEEDS.len() - 1),
            Pace::Beat => REAL_TIME,
        };
        self.pace = Pace::Speed(index);
    }

    /// To another event of the chosen task.
    fn step(&mut self, find: impl Fn(&Side, TaskId, Nanos) -> Option<Nanos>) {
        self.is_playing = false;
        let side = self.side();
        let here = side.view.span.start.saturating_add(self.time.at);
        match side.task().and_then(|task| find(side, task, here)).map(|at| side.since(at)) {
            Some(at) => self.time.go_to(at),
            None => {
                self.message =
                    "Nothing else happened to this task. Shift with ← → goes through all.".to_owned()
            }
        }
    }

    fn step_of_any(&mut self, find: impl Fn(&Self, Nanos) -> Option<(Nanos, usize, TaskId)>) {
        self.is_playing = false;
        match find(self, self.time.at) {
            Some(step) => self.go_to_step(step),
            None => self.message = "There is nothing more that way.".to_owned(),
        }
    }

    /// Takes a key for a text that is being typed.
    fn type_on(
        &mut self,
        key: Key,
        mut text: String,
        mode: impl Fn(String) -> Mode,
        done: impl Fn(&mut Self, &str),
    ) {
        match key {
            Key::Escape => return,
            Key::Enter => return done(self, &text),
            Key::Backspace => drop(text.pop()),
            Key::Character(character) if !character.is_control() => text.push(character),
            _ => {}
        }
        self.mode = mode(text);
    }
}

/// A place in a list, moved by a key.
fn moved(place: usize, key: Key, count: usize) -> usize {
    let last = count.saturating_sub(1);
    match key {
        Key::Up => place.saturating_sub(1),
        Key::Down => place.saturating_add(1).min(last),
        Key::PageUp => place.saturating_sub(10),
        Key::PageDown => place.saturating_add(10).min(last),
        Key::Home => 0,
        Key::End => last,
        _ => place,
    }
}
