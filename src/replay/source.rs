//! The source beside a replay: the text that a line is in, with that line marked.

use crate::render::{Glyphs, Ink, Row};
use crate::style::{cut, printed};
use crate::trace::SourceText;

/// The text that a line is in: the last one that begins by then. Of a session's entries the lines count on.
fn text_of(sources: &[SourceText], line: u32) -> Option<&SourceText> {
    sources.iter().filter(|source| source.line <= line).max_by_key(|source| source.line).or(sources.first())
}

/// So many rows of the text around a line; none where there is no text. Line 0 is not known: the text's beginning.
pub(super) fn rows(
    sources: &[SourceText],
    line: u32,
    (width, height): (usize, usize),
    glyphs: Glyphs,
) -> Vec<Row> {
    let Some(source) = text_of(sources, line.max(1)) else { return Vec::new() };
    let (line, first_line) = (line as usize, source.line as usize);
    let lines: Vec<&str> = source.text.lines().collect();
    let here = line.saturating_sub(first_line).min(lines.len().saturating_sub(1));
    // The line stands a third from the top, so that what comes next is seen.
    let top = here.saturating_sub(height / 3).min(lines.len().saturating_sub(height));
    let digits = (first_line + lines.len()).to_string().len();
    let (pointer, ellipsis) = (glyphs.own_words("▸"), glyphs.ellipsis());
    let shown = lines.iter().enumerate().skip(top).take(height);
    let row = |(index, text): (usize, &&str)| {
        let is_here = line > 0 && index == here;
        let number = format!("{:>digits$}", first_line + index);
        let room = width.saturating_sub(digits + 3);
        let text = cut(&printed(&text.replace('\t', "    "), room + 1), room, ellipsis);
        let ink = if is_here { Ink::Strong } else { Ink::Text };
        let mut row: Row = vec![(2, number, Ink::Faint), (digits + 3, text, ink)];
        if is_here {
            row.insert(0, (0, pointer.clone(), Ink::Strong));
        }
        row
    };
    shown.map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_a_session_count_on() {
        let source = |line, text: &str| SourceText { name: String::new(), line, text: text.to_owned() };
        let sources = [source(1, "one\ntwo"), source(3, "three"), source(4, "four\nfive\nsix")];
        let of = |line| rows(&sources, line, (20, 5), Glyphs::Unicode);
        let marked = |line| {
            let rows = of(line);
            let row = rows.iter().find(|row| row[0].1 == "▸").expect("a marked row");
            row.last().expect("a text").1.clone()
        };
        assert_eq!([1, 2, 3, 4, 6].map(marked), ["one", "two", "three", "four", "six"]);
        assert!(rows(&[], 1, (20, 5), Glyphs::Unicode).is_empty());
        assert!(of(0).iter().all(|row| row[0].1 != "▸"));
    }

    #[test]
    fn texts_are_harmless_and_fit() {
        let text = "let a = \"\u{1b}[2J\u{202e}\";\tb".to_owned() + "x".repeat(200).as_str();
        let rows = rows(&[SourceText { name: String::new(), line: 1, text }], 1, (30, 3), Glyphs::Ascii);
        let shown: String = rows[0].iter().map(|it| it.2).map(|_| "").collect();
        assert!(shown.is_empty());
        let last = &rows[0].last().expect("a text").1;
        assert!(!last.contains('\u{1b}') && !last.contains('\u{202e}'), "{last:?}");
        assert!(crate::style::columns(last) <= 27, "{last:?}");
    }
}
