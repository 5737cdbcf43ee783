//! Which keys rustyline asks about, and how it is answered.

use super::Wanted;
use super::helper::{State, lock};
use super::keys::{Action, Key, action};
use rustyline::{Cmd, Event, EventContext, KeyCode, KeyEvent, Modifiers};
use std::sync::{Arc, Mutex};

/// Answers the keys.
pub struct Keys(pub Arc<Mutex<State>>);

impl Keys {
    /// The keys it wants to be asked about.
    pub fn events() -> impl Iterator<Item = Event> {
        use KeyCode as K;
        let plain = [K::Enter, K::Tab, K::Backspace, K::Delete, K::Left, K::Right, K::Home];
        let plain =
            plain.into_iter().chain(")]}".chars().map(K::Char)).map(|code| KeyEvent(code, Modifiers::NONE));
        let ctrl = "ABCFHIJM".chars().map(|c| KeyEvent(K::Char(c), Modifiers::CTRL));
        let alt = [KeyEvent(K::Enter, Modifiers::ALT), KeyEvent(K::Char('M'), Modifiers::CTRL_ALT)];
        plain.chain(ctrl).chain(alt).map(Event::from)
    }

    fn key(event: KeyEvent) -> Option<Key> {
        use KeyCode as K;
        Some(match event {
            KeyEvent(K::Enter, Modifiers::ALT) | KeyEvent(K::Char('M'), Modifiers::CTRL_ALT) => Key::NewLine,
            KeyEvent(K::Char(c), Modifiers::CTRL) => match c {
                'J' | 'M' => Key::Enter,
                'A' => Key::Home,
                'B' => Key::Left,
                'F' => Key::Right,
                'H' => Key::Backspace,
                'I' => Key::Tab,
                _ => return None,
            },
            KeyEvent(K::Char(c), _) => Key::Closing(c),
            KeyEvent(K::Enter, _) => Key::Enter,
            KeyEvent(K::Tab, _) => Key::Tab,
            KeyEvent(K::Backspace, _) => Key::Backspace,
            KeyEvent(K::Delete, _) => Key::Delete,
            KeyEvent(K::Left, _) => Key::Left,
            KeyEvent(K::Right, _) => Key::Right,
            KeyEvent(K::Home, _) => Key::Home,
            _ => return None,
        })
    }
}

impl rustyline::ConditionalEventHandler for Keys {
    fn handle(&self, event: &Event, repeated: u16, positive: bool, context: &EventContext) -> Option<Cmd> {
        let event = *event.get(0)?;
        let mut state = lock(&self.0);
        if event == KeyEvent::ctrl('C') {
            // Submitted, and then dropped: rustyline's own way leaves the hint on the screen.
            state.cancelled = true;
            return Some(Cmd::AcceptLine);
        }
        if repeated != 1 || !positive {
            return None;
        }
        let key = Self::key(event)?;
        if key == Key::Enter && state.wanted == Wanted::Answer {
            state.cancelled = false;
            return Some(Cmd::AcceptLine);
        }
        match action(key, context.line(), context.pos(), &state.margin) {
            Action::Usual => None,
            Action::Submit => {
                state.cancelled = false;
                Some(Cmd::AcceptLine)
            }
            Action::Insert(text) => Some(Cmd::Insert(1, text)),
            edit => {
                state.edit = Some((edit, context.line().into(), context.pos()));
                Some(Cmd::Complete)
            }
        }
    }
}
