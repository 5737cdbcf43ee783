//! A drawn buffer as lines of text, coloured as far as a terminal can.
//!
//! Nothing but the encoder's own escape sequences gets through: a control character in a cell comes out as `�`.

use std::fmt::Write as _;

use ratatui_core::buffer::{Buffer, Cell, CellWidth};
use ratatui_core::style::{Color, Modifier};

use super::palette;
use crate::style::Colors;

/// What a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ColorAbility {
    /// Plain text, no escape sequences.
    None,
    Ansi16,
    Ansi256,
    TrueColor,
}

impl From<ColorAbility> for Colors {
    fn from(ability: ColorAbility) -> Colors {
        if ability == ColorAbility::None { Colors::None } else { Colors::Ansi }
    }
}

/// Whether a row sets the column again after characters that terminals disagree about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchors {
    /// For files and pipes.
    Omitted,
    /// For a terminal: emoji of several parts may be narrower or wider than they should be.
    AfterDoubtfulWidths,
}

/// The buffer as lines, each ended by `\n`; trailing blanks are left out.
pub fn ansi(buffer: &Buffer, ability: ColorAbility) -> String {
    lines(buffer, ability, Anchors::Omitted).into_iter().map(|line| line + "\n").collect()
}

/// The buffer as plain text.
pub fn plain(buffer: &Buffer) -> String {
    ansi(buffer, ColorAbility::None)
}

/// The buffer's rows, from the top, without line ends. Each begins and ends in the default style.
pub fn lines(buffer: &Buffer, ability: ColorAbility, anchors: Anchors) -> Vec<String> {
    let area = buffer.area();
    if area.is_empty() {
        return Vec::new();
    }
    buffer.content().chunks(area.width.into()).map(|row| line(row, ability, anchors)).collect()
}

fn line(row: &[Cell], ability: ColorAbility, anchors: Anchors) -> String {
    let end = row.iter().rposition(|cell| !is_blank(cell)).map_or(0, |last| last + 1);
    let mut out = String::new();
    let mut pen = String::new();
    let mut x = 0;
    while x < end {
        let cell = &row[x];
        let wanted = sgr(cell, ability);
        if wanted != pen {
            out.push_str(if wanted.is_empty() { "\x1b[0m" } else { &wanted });
            pen = wanted;
        }
        let symbol = cell.symbol();
        if symbol.contains(char::is_control) {
            out.push('\u{fffd}');
            x += 1;
            continue;
        }
        let width = usize::from(symbol.cell_width()).max(1);
        if anchors == Anchors::AfterDoubtfulWidths && has_doubtful_width(symbol) {
            // Blank the columns, draw over them, and go on behind them wherever the terminal thinks it is.
            let _ = write!(out, "{:width$}\x1b[{}G{symbol}\x1b[{}G", "", x + 1, x + width + 1);
        } else {
            out.push_str(symbol);
        }
        x += width;
    }
    if !pen.is_empty() {
        out.push_str("\x1b[0m");
    }
    out
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && cell.bg == Color::Reset && !cell.modifier.contains(Modifier::UNDERLINED)
}

/// Graphemes of several characters, and the wide ones outside the long-settled East Asian blocks.
fn has_doubtful_width(symbol: &str) -> bool {
    let mut characters = symbol.chars();
    let first = characters.next().unwrap_or(' ');
    characters.next().is_some() || first >= '\u{1f000}'
}

/// The whole escape sequence that sets the cell's style from any other; empty for the default style.
fn sgr(cell: &Cell, ability: ColorAbility) -> String {
    if ability == ColorAbility::None || cell.symbol() == " " && is_blank(cell) {
        return String::new();
    }
    let mut codes = String::new();
    let modifiers =
        [(Modifier::BOLD, "1"), (Modifier::DIM, "2"), (Modifier::ITALIC, "3"), (Modifier::UNDERLINED, "4")];
    for (modifier, code) in modifiers {
        if cell.modifier.contains(modifier) {
            let _ = write!(codes, ";{code}");
        }
    }
    if let Color::Rgb(r, g, b) = cell.fg {
        let _ = match ability {
            ColorAbility::TrueColor => write!(codes, ";38;2;{r};{g};{b}"),
            ColorAbility::Ansi256 => write!(codes, ";38;5;{}", palette::indexed((r, g, b)).unwrap_or(7)),
            _ => write!(codes, ";{}", palette::basic((r, g, b)).unwrap_or("39")),
        };
    }
    if codes.is_empty() { codes } else { format!("\x1b[0{codes}m") }
}
