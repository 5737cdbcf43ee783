//! How candidates are put in and listed.

use super::lexer::is_word;
use super::names::Name;
use crate::style;
use unicode_width::UnicodeWidthStr;

/// What the candidate puts in: `sleep(` of a function, so that its arguments can follow at once.
pub fn inserted(name: &Name) -> String {
    let parentheses = match name.detail.as_str() {
        "()" => "()",
        detail if detail.starts_with('(') => "(",
        _ => "",
    };
    let space = if name.name.ends_with(is_word) && name.detail.starts_with(' ') { " " } else { "" };
    format!("{}{parentheses}{space}", name.name)
}

/// What all of `words` begin with.
pub fn common_prefix(words: &[String]) -> &str {
    let Some((first, others)) = words.split_first() else { return "" };
    let mut length = first.len();
    for other in others {
        let same = first.char_indices().zip(other.chars()).take_while(|((_, a), b)| a == b);
        length = length.min(same.last().map_or(0, |((at, a), _)| at + a.len_utf8()));
    }
    &first[..length]
}

/// Candidates as lines of at most this many columns: a few with what they mean, many by their names alone. A line
/// is what is to be read first, and what explains it.
pub fn listed(names: &[Name], columns: usize) -> Vec<(String, String)> {
    let columns = columns.saturating_sub(1).max(1);
    let title = |name: &Name| format!("{}{}", name.name, name.detail);
    let widest = names.iter().map(|name| title(name).width()).max().unwrap_or(0);
    let explained =
        names.len() <= 16 && names.iter().any(|name| !name.summary.is_empty()) && widest + 10 < columns;
    if explained {
        let padded = |name: &Name| format!("{}{}", title(name), " ".repeat(widest + 2 - title(name).width()));
        return names.iter().map(|name| (padded(name), cut(&name.summary, columns - widest - 2))).collect();
    }
    let widest = names.iter().map(|name| name.name.width()).max().unwrap_or(0) + 2;
    let across = ((columns + 2) / widest).max(1);
    let down = names.len().div_ceil(across);
    let line = |row: usize| {
        let cells = names.iter().skip(row).step_by(down.max(1));
        let text: String =
            cells.map(|name| format!("{}{}", name.name, " ".repeat(widest - name.name.width()))).collect();
        (cut(text.trim_end(), columns), String::new())
    };
    (0..down).map(line).collect()
}

/// `text` in at most this many columns, with `…` where something was left out.
pub fn cut(text: &str, columns: usize) -> String {
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    style::cut(&text, columns, "…")
}
