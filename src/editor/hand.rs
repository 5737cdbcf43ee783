//! A text that types itself, as if by hand, for a talk.
//!
//! Pure: what is typed when. It does not read the clock.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Between two characters, on the average.
const PACE: Duration = Duration::from_millis(28);
/// Before a new line, where a person looks up.
const NEW_LINE: Duration = Duration::from_millis(160);

/// A text on its way into the prompt.
#[derive(Clone, Debug)]
pub struct Hand {
    rest: VecDeque<char>,
    /// When the next stroke is due; none before the first look.
    due: Option<Instant>,
    /// How long after the last character Enter comes by itself, if it does.
    enter_after: Option<Duration>,
}

/// What the hand does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stroke {
    Type(char),
    Enter,
}

impl Hand {
    /// One that types this text, which may be empty, and then, after that time, presses Enter.
    pub fn new(text: &str, enter_after: Option<Duration>) -> Hand {
        Hand { rest: text.trim_end_matches(['\n', '\r']).chars().collect(), due: None, enter_after }
    }

    /// How long nothing is to be done; none where nothing is left to do.
    pub fn idle_for(&mut self, now: Instant) -> Option<Duration> {
        let first = self.pause_before_next()?;
        let due = *self.due.get_or_insert(now + first);
        Some(due.saturating_duration_since(now))
    }

    /// What is due by now, if anything is.
    pub fn stroke(&mut self, now: Instant) -> Option<Stroke> {
        if self.idle_for(now)? > Duration::ZERO {
            return None;
        }
        let stroke = match self.rest.pop_front() {
            Some(character) => Stroke::Type(character),
            None => {
                self.enter_after = None;
                Stroke::Enter
            }
        };
        self.due = self.pause_before_next().map(|pause| now + pause);
        Some(stroke)
    }

    /// Whether some of the text has not been typed.
    pub fn is_typing(&self) -> bool {
        !self.rest.is_empty()
    }

    /// The rest of the text, which counts as typed.
    pub fn take_rest(&mut self) -> String {
        self.due = None;
        self.rest.drain(..).collect()
    }

    /// The next few characters, for a key that somebody presses.
    pub fn take_some(&mut self) -> String {
        let some = self.rest.len().min(2);
        self.rest.drain(..some).collect()
    }

    fn pause_before_next(&self) -> Option<Duration> {
        match self.rest.front() {
            Some('\n') => Some(NEW_LINE),
            // Not every key is as near as the next one, and each talk is typed alike.
            Some(&character) => Some(PACE.mul_f32(0.6 + 0.1 * (u32::from(character) % 9) as f32)),
            None => self.enter_after,
        }
    }
}
