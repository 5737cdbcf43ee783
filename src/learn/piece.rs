//! What a lesson says, piece by piece, and each piece as text for the terminal.

use unicode_width::UnicodeWidthStr;

use super::markdown::{self, Style};
use crate::plain::plain_text;
use crate::render::Glyphs;
use crate::style::{cut, wrap};

/// A piece of what is said. The texts may come from a file: they are made harmless here.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// An empty row, unless there is one already.
    Gap,
    /// A row that stands out.
    Title(String),
    /// Markdown.
    Prose(String),
    /// Code in Rhai.
    Code(String),
    /// Code in another language.
    Foreign(String),
    /// A sentence or several.
    Words(String),
    /// A sentence that keeps in the background.
    Faint(String),
    /// What may be done next.
    Invitation(String),
    /// A sentence about something that is right, or not right yet.
    Right(String),
    NotYet(String),
    /// A letter and what it stands for.
    Lettered(char, String),
    /// A number and a line of code.
    Numbered(usize, String),
    /// What was predicted beside what happened, and whether they agree.
    Beside {
        predicted: String,
        happened: String,
        agrees: bool,
    },
    /// A row as it is, such as one of a table.
    Row(String),
}

/// Columns for what was predicted.
const PREDICTED: usize = 32;

/// The pieces as text.
pub fn painted(pieces: &[Block], style: Style) -> String {
    pieces.iter().map(|piece| one(piece, style)).collect()
}

fn one(piece: &Block, style: Style) -> String {
    let is_plain = style.glyphs == Glyphs::Ascii;
    let (right, wrong) = if is_plain { ("v", "x") } else { ("✔", "✘") };
    match piece {
        Block::Gap => "\n".to_owned(),
        Block::Title(text) => rows(text, ("", ""), "1", style),
        Block::Prose(text) => markdown::prose(text, style),
        Block::Code(text) => markdown::code(text, style),
        Block::Foreign(text) => {
            text.trim_end().lines().map(|line| format!("    {}\n", plain_text(line))).collect()
        }
        Block::Words(text) => rows(text, ("", ""), "", style),
        Block::Faint(text) => rows(text, ("", ""), "2", style),
        Block::Invitation(text) => rows(text, ("", ""), "36", style),
        Block::Right(text) => rows(text, (&format!("{right} "), "  "), "32", style),
        Block::NotYet(text) => rows(text, (&format!("{wrong} "), "  "), "", style),
        Block::Lettered(letter, text) => {
            rows(text, (&format!("  {}  ", style.colors.paint(&letter.to_string(), "1")), "     "), "", style)
        }
        Block::Numbered(number, line) => {
            let code = markdown::code(line, style);
            format!("  {}  {}", style.colors.paint(&number.to_string(), "1"), code.trim_start_matches(' '))
        }
        Block::Beside { predicted, happened, agrees } => {
            let (sign, code) = if *agrees { (right, "32") } else { (wrong, "31") };
            let predicted = one_row(predicted, PREDICTED, style);
            let blanks = " ".repeat(PREDICTED.saturating_sub(predicted.width()));
            let room = style.columns.min(80).saturating_sub(PREDICTED + 6);
            let happened = one_row(happened, room, style);
            format!("  {} {predicted}{blanks} {happened}", style.colors.paint(sign, code))
                .trim_end()
                .to_owned()
                + "\n"
        }
        Block::Row(text) => format!("{}\n", one_row(text, style.columns, style)),
    }
}

/// A text in rows, with what stands before the first and the others.
fn rows(text: &str, (first, further): (&str, &str), code: &str, style: Style) -> String {
    let text = told(text, style);
    let room = style.columns.min(80).saturating_sub(further.width()).max(10);
    let mut out = String::new();
    for (index, row) in wrap(&text, room).enumerate() {
        let margin = if index == 0 { first } else { further };
        out.push_str(&format!("{margin}{}\n", style.colors.paint(row, code)));
    }
    out
}

fn one_row(text: &str, room: usize, style: Style) -> String {
    cut(&told(text, style), room, style.glyphs.ellipsis())
}

/// A text as it may go to this terminal.
fn told(text: &str, style: Style) -> String {
    let text = plain_text(text.trim_end());
    match style.glyphs {
        Glyphs::Unicode => text.into_owned(),
        // In a sentence the arrow is a key.
        Glyphs::Ascii => style.glyphs.own_words(&text.replace('↑', "the up arrow")),
    }
}
