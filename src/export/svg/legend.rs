//! The legend: the four phases always, and whatever else the picture above it holds.

use super::bars::Bar;
use super::icons::RADIUS;
use super::layout::{COLUMN, Layout, PADDING, ROW};
use super::page::{Anchor, Page, baseline};
use crate::render::Ink;
use crate::style::columns;
use crate::timeline::Phase;
use crate::trace::Outcome;

const SWATCH: f64 = 26.0;
const GAP: f64 = 7.0;
const PHASES: [Phase; 4] = [Phase::Running, Phase::Blocking, Phase::Ready, Phase::Waiting];

/// What a picture holds beside phases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Phase(Phase),
    Printed,
    Marked,
    Ending(Outcome),
    Older,
}

/// The signs that were used.
#[derive(Default)]
pub(super) struct Signs(Vec<Sign>);

impl Signs {
    pub fn note(&mut self, sign: Sign) {
        if !self.0.contains(&sign) {
            self.0.push(sign);
        }
    }
}

/// Draws it from `y` on; gives where it ends.
pub(super) fn draw(page: &mut Page, layout: &Layout, mut y: f64, signs: &Signs) -> f64 {
    let rest = [
        Sign::Printed,
        Sign::Marked,
        Sign::Ending(Outcome::Done),
        Sign::Ending(Outcome::Failed),
        Sign::Ending(Outcome::Cancelled),
        Sign::Older,
    ];
    let pieces =
        PHASES.map(Sign::Phase).into_iter().chain(rest.into_iter().filter(|it| signs.0.contains(it)));
    let mut x = PADDING;
    for sign in pieces {
        let (words, swatch) =
            (words(sign), if matches!(sign, Sign::Phase(_)) { SWATCH } else { 2.0 * RADIUS });
        let width = swatch + GAP + columns(words) as f64 * COLUMN;
        if x + width > layout.width - PADDING && x > PADDING {
            (x, y) = (PADDING, y + ROW);
        }
        let middle = y + ROW / 2.0;
        let place = [x + RADIUS, middle];
        match sign {
            Sign::Phase(phase) => page.bar(&Bar { x: x..x + SWATCH, phase, title: None }, middle),
            Sign::Printed => page.voice(place),
            Sign::Marked => page.flag(place),
            Sign::Ending(outcome) => page.ending(place, outcome),
            Sign::Older => page.text(x, baseline(y), OLDER, Ink::Faint, Anchor::Start),
        }
        page.text(x + swatch + GAP, baseline(y), words, Ink::Text, Anchor::Start);
        x += width + 2.5 * COLUMN;
    }
    y + ROW + 4.0
}

/// Before the name of a task from an earlier run.
pub(super) const OLDER: &str = "‹";

fn words(sign: Sign) -> &'static str {
    match sign {
        Sign::Phase(phase) => phase.word(),
        Sign::Printed => "printed",
        Sign::Marked => "marked",
        Sign::Ending(outcome) => outcome.word(),
        Sign::Older => "from an earlier run",
    }
}
