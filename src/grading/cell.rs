//! Text for a cell of a spreadsheet or a line of a table: it neither steers a terminal nor computes.

use unicode_width::UnicodeWidthStr;

use crate::plain::plain_text;
use crate::style::cut;

/// What a spreadsheet would take for a formula begins with one of these.
const FORMULA: [char; 4] = ['=', '+', '-', '@'];

/// A cell of a CSV file. What would be computed is led by an apostrophe, so that it is shown.
pub fn cell(text: &str) -> String {
    let plain = plain_text(text);
    // Other characters for the same signs, and blanks before them, are taken for formulas by some programs.
    let begin = plain.trim_start().chars().next();
    let is_formula = begin.is_some_and(|it| FORMULA.contains(&it) || matches!(it, '＝' | '＋' | '－' | '＠'));
    if is_formula { format!("'{plain}") } else { plain.into_owned() }
}

/// The text on one line, at most this many columns wide.
pub fn shortened(text: &str, columns: usize) -> String {
    // A name of a million characters need not be measured whole.
    let text: String = plain_text(&text.chars().take(columns * 4 + 1).collect::<String>()).into_owned();
    cut(&text, columns, "…")
}

/// Filled with blanks to this many columns.
pub fn padded(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(text.width())))
}
