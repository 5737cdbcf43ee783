//! An address as a code to scan, two rows of it in a row of the terminal.

use qrcode::{Color, EcLevel, QrCode};

use crate::render::{ColorAbility, Glyphs, Theme};
use crate::show::Look;
use crate::style::Colors;

/// Blank modules around the code: as the standard has it, and what readers of today make do with.
const MARGINS: [usize; 2] = [4, 2];

/// The code of a text; none where it has no room, or the terminal has no characters for it.
pub fn code(text: &str, columns: usize, rows: usize, look: &Look) -> Option<String> {
    if look.glyphs == Glyphs::Ascii {
        return None;
    }
    let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
    let width = code.width();
    let fits = |margin: &usize| (width + 2 * margin).div_ceil(2) <= rows && width + 2 * margin <= columns;
    let margin = MARGINS.into_iter().find(fits)?;
    let is_dark = |row: usize, column: usize| {
        let inside = |it: usize| it.checked_sub(margin).filter(|it| *it < width);
        let place = inside(column).zip(inside(row));
        place.is_some_and(|place| code[place] == Color::Dark)
    };
    let size = width + 2 * margin;
    // Without colours what is lit is the light part on a dark background, and the dark part on a light one.
    let is_coloured = look.ability != ColorAbility::None;
    let lit = |row, column| is_dark(row, column) == (is_coloured || look.theme == Theme::Light);
    let mut out = String::new();
    for row in (0..size).step_by(2) {
        let cell = |column| match (lit(row, column), row + 1 < size && lit(row + 1, column)) {
            (true, true) => '█',
            (true, false) => '▀',
            (false, true) => '▄',
            (false, false) => ' ',
        };
        let line: String = (0..size).map(cell).collect();
        match is_coloured {
            // Black on white, whatever the terminal's own colours are.
            true => out.push_str(&format!("{}\n", Colors::Ansi.paint(&line, "30;107"))),
            false => out.push_str(&format!("{}\n", line.trim_end())),
        }
    }
    Some(out)
}
