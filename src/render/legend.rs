//! The legend: the four phases always, and whatever else the picture above it holds.

use super::canvas::{Row, flow};
use super::glyphs::{Picture, Voice, ink, ink_of_ending};
use super::lanes::Sign;
use super::palette::Ink;
use super::{FrameOptions, Legend};
use crate::style::columns;
use crate::timeline::Phase;
use crate::trace::Outcome;

/// The legend's rows, if it is wanted, for a picture that used `signs`.
pub(super) fn legend(signs: &[Sign], options: &FrameOptions, width: usize) -> Vec<Row> {
    if options.legend == Legend::Hidden {
        return Vec::new();
    }
    let glyphs = options.glyphs;
    let mut pieces = Vec::new();
    let phases = [Phase::Running, Phase::Blocking, Phase::Ready, Phase::Waiting];
    for phase in phases {
        let picture = Picture::Filled(phase);
        pieces.push(piece(&[(glyphs.symbol(picture, Voice::Silent), ink(picture))], phase.word()));
    }
    for (phase, words) in [(Phase::Running, "ran briefly"), (Phase::Blocking, "blocked briefly")] {
        let sliver = Picture::Sliver(phase);
        if signs.contains(&Sign::Picture(sliver, Voice::Silent)) {
            pieces.push(piece(&[(glyphs.symbol(sliver, Voice::Silent), ink(sliver))], words));
        }
    }
    let mut spoken: Vec<(&str, Ink)> = Vec::new();
    for sign in signs {
        if let Sign::Picture(picture, Voice::Printed) = sign {
            let symbol = glyphs.symbol(*picture, Voice::Printed);
            if *picture != Picture::Blank && spoken.iter().all(|(known, _)| *known != symbol) {
                spoken.push((symbol, ink(*picture)));
            }
        }
    }
    if !spoken.is_empty() {
        pieces.push(piece(&spoken, "printed"));
    }
    for outcome in [Outcome::Done, Outcome::Failed, Outcome::Cancelled] {
        if signs.contains(&Sign::Ending(outcome)) {
            pieces.push(piece(&[(glyphs.ending(outcome), ink_of_ending(outcome))], outcome.word()));
        }
    }
    if signs.contains(&Sign::Older) {
        pieces.push(piece(&[(glyphs.signs().older, Ink::Faint)], "from an earlier run"));
    }
    if signs.contains(&Sign::Height) {
        let ramp = glyphs.signs().ramp;
        pieces.push(vec![
            (0, ramp.to_owned(), Ink::Waiting),
            (columns(ramp) + 1, "how many".to_owned(), Ink::Text),
        ]);
    }
    flow(pieces, width)
}

/// Symbols and what they mean.
fn piece(symbols: &[(&str, Ink)], words: &str) -> Row {
    let mut row: Row = symbols
        .iter()
        .enumerate()
        .map(|(index, (symbol, ink))| (index * 2, (*symbol).to_owned(), *ink))
        .collect();
    row.push((symbols.len() * 2, words.to_owned(), Ink::Text));
    row
}
