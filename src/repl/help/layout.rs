//! Lines of help: two columns, and rows indented under them.

use crate::show::Look;
use unicode_width::UnicodeWidthStr;

/// Columns of the left column of lists.
pub const LEFT: usize = 26;

/// A line of a list, its right column in rows. What is too long for the left column has a line of its own.
pub fn line(left: &str, right: &str, look: &Look) -> String {
    let rows = rows(right, usize::from(look.columns()).saturating_sub(LEFT + 2));
    let right = rows.join(&format!("\n  {:<LEFT$}", ""));
    match left.chars().count() < LEFT {
        true => format!("  {left:<LEFT$}{right}\n"),
        false => format!("  {left}\n  {:<LEFT$}{right}\n", ""),
    }
}

/// Rows of whole words. A word that is too long for one has its own.
pub fn rows(text: &str, room: usize) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match rows.last_mut() {
            Some(row) if row.width() + 1 + word.width() <= room => row.extend([" ", word]),
            _ => rows.push(word.to_owned()),
        }
    }
    rows
}

/// A text under a heading, with its margin.
pub fn indented(text: &str, look: &Look) -> String {
    let rows = rows(text, usize::from(look.columns()).saturating_sub(2));
    rows.iter().map(|row| format!("  {row}\n")).collect()
}
