//! A replay in the whole window: keys and mouse go to the player, its pictures to the terminal.

use std::io::{self, stdout};
use std::time::{Duration, Instant};

use crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use super::Look;
use super::finished::Recorded;
use crate::replay::{Key, Player, Pointer, Reaction, ReplayRun};
use crate::term::{self, FullScreen, RawMode, Waiter};
use crate::timeline::View;

/// Between two pictures while it plays.
const FRAME: Duration = Duration::from_millis(33);
/// Between two looks at the window while it does not.
const IDLE: Duration = Duration::from_millis(200);

/// What an event of the terminal is for.
enum Asked {
    Key(Key),
    Pointer(Pointer),
    Suspend,
    Leave,
    Nothing,
}

/// A run to be replayed: its index among the runs of the timeline, and what to call it.
pub struct Replayed<'a> {
    pub record: Recorded<'a>,
    pub run: usize,
    pub title: String,
}

impl<'a> Replayed<'a> {
    fn view(&self) -> View<'a> {
        self.record.timeline.view_of_run(self.run)
    }

    fn run_of(self, view: &'a View<'a>) -> ReplayRun<'a> {
        ReplayRun { title: self.title, view, trace: self.record.trace }
    }
}

/// Replays a run, or two on one clock, until somebody leaves.
///
/// # Errors
/// The terminal is gone, or cannot be used.
pub fn replay(first: Replayed, second: Option<Replayed>, look: &Look) -> io::Result<()> {
    let view_of_first = first.view();
    let view_of_second = second.as_ref().map(Replayed::view);
    let second = second.zip(view_of_second.as_ref()).map(|(it, view)| it.run_of(view));
    let mut player = Player::new(first.run_of(&view_of_first), second);
    let mut mode = RawMode::enter()?;
    let mut screen = FullScreen::enter(stdout(), look.ability)?;
    let mut last = Instant::now();
    let mut drawn = None;
    let mut waiter = Waiter::default();
    loop {
        let size = term::size();
        if drawn != Some(size) {
            screen.draw(&player.draw((size.columns, size.rows), look.glyphs, look.theme), size)?;
            drawn = Some(size);
        }
        let mut is_there = waiter.wait(if player.is_playing() { FRAME } else { IDLE })?;
        let now = Instant::now();
        if player.is_playing() {
            player.pass(u64::try_from(now.duration_since(last).as_nanos()).unwrap_or(u64::MAX));
            drawn = None;
        }
        last = now;
        while is_there {
            drawn = None;
            match asked(event::read()?) {
                Asked::Key(key) if player.press(key) == Reaction::Leave => return Ok(()),
                Asked::Key(_) | Asked::Nothing => {}
                Asked::Pointer(pointer) => player.point(pointer),
                Asked::Leave => return Ok(()),
                Asked::Suspend => {
                    drop(mode);
                    term::suspend();
                    mode = RawMode::enter()?;
                    screen.again();
                }
            }
            is_there = waiter.look()?;
        }
    }
}

fn asked(event: Event) -> Asked {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => of_key(key),
        Event::Mouse(mouse) => {
            let (column, row) = (mouse.column, mouse.row);
            Asked::Pointer(match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => Pointer::Press(column, row),
                MouseEventKind::Drag(MouseButton::Left) => Pointer::Drag(column, row),
                MouseEventKind::ScrollUp => Pointer::WheelUp(column, row),
                MouseEventKind::ScrollDown => Pointer::WheelDown(column, row),
                MouseEventKind::ScrollLeft => Pointer::WheelLeft,
                MouseEventKind::ScrollRight => Pointer::WheelRight,
                _ => return Asked::Nothing,
            })
        }
        _ => Asked::Nothing,
    }
}

fn of_key(key: KeyEvent) -> Asked {
    let is_far = key.modifiers.contains(KeyModifiers::SHIFT);
    Asked::Key(match key.code {
        KeyCode::Char('c' | 'd') if key.modifiers.contains(KeyModifiers::CONTROL) => return Asked::Leave,
        KeyCode::Char('z') if key.modifiers.contains(KeyModifiers::CONTROL) => return Asked::Suspend,
        KeyCode::Char(_) if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => {
            return Asked::Nothing;
        }
        KeyCode::Char(character) => Key::Character(character),
        KeyCode::Left if is_far => Key::FarLeft,
        KeyCode::Right if is_far => Key::FarRight,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Escape,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Tab | KeyCode::BackTab => Key::Tab,
        _ => return Asked::Nothing,
    })
}
