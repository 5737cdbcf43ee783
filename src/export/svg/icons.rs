//! Small drawings: how a task ended, that it printed, that the script marked an instant.

use super::page::{Page, number};
use crate::render::{Ink, ink_of_ending};
use crate::trace::Outcome;

/// The radius of an ending's drawing.
pub(super) const RADIUS: f64 = 5.0;

impl Page {
    /// How a task ended, around a place.
    pub fn ending(&mut self, [x, y]: [f64; 2], outcome: Outcome) {
        let at = |dx: f64, dy: f64| format!("{} {}", number(x + dx), number(y + dy));
        let data = match outcome {
            Outcome::Done => format!("M{}L{}L{}", at(-5.0, 0.5), at(-1.5, 4.5), at(5.0, -4.5)),
            Outcome::Failed => {
                format!("M{}L{}M{}L{}", at(-4.5, -4.5), at(4.5, 4.5), at(-4.5, 4.5), at(4.5, -4.5))
            }
            Outcome::Cancelled => format!("M{}L{}", at(-3.5, 3.5), at(3.5, -3.5)),
        };
        let stroke = self.stroke(ink_of_ending(outcome), 2.2);
        if outcome == Outcome::Cancelled {
            self.circle([x, y], RADIUS, &stroke);
        }
        self.path(&data, &stroke);
    }

    /// That a task printed, on its lane.
    pub fn voice(&mut self, place: [f64; 2]) {
        let background = self.colors.background.to_owned();
        let ink = self.colors.ink(Ink::Text);
        let attributes = [("fill", background), ("stroke", ink), ("stroke-width", number(1.5))];
        self.circle(place, 3.5, &attributes);
    }

    /// That the script marked an instant: a flag whose point is there.
    pub fn flag(&mut self, [x, y]: [f64; 2]) {
        let data = format!("M{} {}h8l-4 6z", number(x - 4.0), number(y - 3.0));
        let ink = self.colors.ink(Ink::Text);
        self.path(&data, &[("fill", ink)]);
    }

    fn stroke(&self, ink: Ink, width: f64) -> [(&'static str, String); 5] {
        [
            ("fill", "none".into()),
            ("stroke", self.colors.ink(ink)),
            ("stroke-width", number(width)),
            ("stroke-linecap", "round".into()),
            ("stroke-linejoin", "round".into()),
        ]
    }
}
