//! Prose on the terminal: Markdown in rows of words, with headings, lists, bold, emphasis and code.
//!
//! Pure. Whatever the text holds is made harmless; the only escape sequences are those of the styles here.

use pulldown_cmark::{Event, HeadingLevel, Parser, Tag, TagEnd};
use unicode_width::UnicodeWidthStr;

use crate::editor::highlight;
use crate::plain::plain_text;
use crate::render::Glyphs;
use crate::show::Look;
use crate::style::Colors;

/// Prose is not drawn wider, however wide the terminal is.
const WIDEST: usize = 80;
/// Columns before code.
const CODE_MARGIN: &str = "    ";

/// How prose is to be drawn.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Columns of the terminal.
    pub columns: usize,
    pub colors: Colors,
    pub glyphs: Glyphs,
}

/// How prose is drawn with this look.
pub fn style(look: &Look) -> Style {
    Style { columns: look.columns().into(), colors: Colors::from(look.ability), glyphs: look.glyphs }
}

/// The text as rows, each with a line end. One blank row stands between paragraphs, none before and after.
pub fn prose(text: &str, style: Style) -> String {
    let mut page = Page::new(style);
    for event in Parser::new(text) {
        page.take(event);
    }
    page.end_block();
    page.out
}

/// Code as it stands in prose: with a margin and its colours.
pub fn code(text: &str, style: Style) -> String {
    let harmless: Vec<_> = text.trim_end().split('\n').map(|line| plain_text(line).into_owned()).collect();
    let colored = highlight(&harmless.join("\n"), None, style.colors);
    colored.split('\n').map(|line| format!("{CODE_MARGIN}{line}").trim_end().to_owned() + "\n").collect()
}

/// What a word is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Ink {
    is_bold: bool,
    is_emphasis: bool,
    is_code: bool,
}

impl Ink {
    fn paint(self, text: &str, colors: Colors) -> String {
        let mut codes = String::new();
        for (is_on, code) in [(self.is_bold, "1"), (self.is_emphasis, "3"), (self.is_code, "36")] {
            if is_on {
                codes.push_str(if codes.is_empty() { "" } else { ";" });
                codes.push_str(code);
            }
        }
        match colors {
            // What is code must be seen to be, also without colours.
            Colors::None if self.is_code => format!("`{text}`"),
            _ => colors.paint(text, &codes),
        }
    }
}

/// A list that is open, and the number of its next item.
struct List {
    number: Option<u64>,
}

struct Page {
    style: Style,
    out: String,
    /// The pieces of the block that is open, with blanks as they were written.
    pieces: Vec<(String, Ink)>,
    ink: Ink,
    lists: Vec<List>,
    /// What stands before the first row of the block, once.
    bullet: String,
    /// Code of a fenced block, while one is open.
    fenced: Option<String>,
    /// Whether the next block is set apart by a blank row.
    is_apart: bool,
}

impl Page {
    fn new(style: Style) -> Page {
        Page {
            style,
            out: String::new(),
            pieces: Vec::new(),
            ink: Ink::default(),
            lists: Vec::new(),
            bullet: String::new(),
            fenced: None,
            is_apart: false,
        }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                self.end_block();
                self.ink.is_bold = true;
                if level == HeadingLevel::H1 && self.style.colors == Colors::None {
                    self.pieces.push(("# ".to_owned(), Ink::default()));
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                self.end_block();
                self.ink.is_bold = false;
                self.is_apart = true;
            }
            Event::End(TagEnd::Paragraph) => {
                self.end_block();
                self.is_apart = true;
            }
            Event::Start(Tag::Strong) => self.ink.is_bold = true,
            Event::End(TagEnd::Strong) => self.ink.is_bold = false,
            Event::Start(Tag::Emphasis) => self.ink.is_emphasis = true,
            Event::End(TagEnd::Emphasis) => self.ink.is_emphasis = false,
            Event::Start(Tag::List(number)) => {
                self.end_block();
                self.lists.push(List { number });
            }
            Event::End(TagEnd::List(_)) => {
                self.end_block();
                self.lists.pop();
                self.is_apart = true;
            }
            Event::Start(Tag::Item) => self.begin_item(),
            Event::End(TagEnd::Item) => {
                self.end_block();
                self.is_apart = false;
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.end_block();
                self.fenced = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) => self.end_code(),
            Event::Text(text) => match &mut self.fenced {
                Some(code) => code.push_str(&text),
                None => self.pieces.push((text.into_string(), self.ink)),
            },
            Event::Code(text) => self.pieces.push((text.into_string(), Ink { is_code: true, ..self.ink })),
            Event::SoftBreak => self.pieces.push((" ".to_owned(), Ink::default())),
            Event::HardBreak => {
                self.end_block();
                self.is_apart = false;
            }
            // A comment of the author's is not for the learner; other markup is shown as it was written.
            Event::Html(text) | Event::InlineHtml(text) if !text.starts_with("<!--") => {
                self.pieces.push((text.into_string(), self.ink));
            }
            _ => {}
        }
    }

    fn begin_item(&mut self) {
        self.end_block();
        let sign = if self.style.glyphs == Glyphs::Ascii { "-" } else { "•" };
        self.bullet = match self.lists.last_mut() {
            Some(List { number: Some(number) }) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => format!("{sign} "),
        };
    }

    fn end_code(&mut self) {
        let Some(text) = self.fenced.take() else { return };
        self.set_apart();
        self.out.push_str(&code(&text, self.style));
        self.is_apart = true;
    }

    fn set_apart(&mut self) {
        if std::mem::take(&mut self.is_apart) && !self.out.is_empty() {
            self.out.push('\n');
        }
    }

    /// Writes the block that is open, wrapped.
    fn end_block(&mut self) {
        let words = words(&std::mem::take(&mut self.pieces), self.style);
        if words.is_empty() {
            return;
        }
        self.set_apart();
        let bullet = std::mem::take(&mut self.bullet);
        let depth = self.lists.len();
        // A list is set in a little; what goes on with an item stands below the item's words.
        let outer = " ".repeat(2 * depth.saturating_sub(1) + if depth > 0 { 2 } else { 0 });
        let further = match self.lists.last() {
            Some(List { number: Some(_) }) => format!("{outer}   "),
            Some(_) => format!("{outer}  "),
            None => String::new(),
        };
        let first = if bullet.is_empty() { further.clone() } else { format!("{outer}{bullet}") };
        let room = self.style.columns.min(WIDEST).saturating_sub(further.width()).max(10);
        let mut row = first;
        let mut taken = 0;
        for word in &words {
            let width = word.width();
            if taken > 0 && taken + 1 + width > room {
                self.out.push_str(&row);
                self.out.push('\n');
                row = further.clone();
                taken = 0;
            }
            if taken > 0 {
                row.push(' ');
                taken += 1;
            }
            row.push_str(&word.painted(self.style.colors));
            taken += width;
        }
        self.out.push_str(&row);
        self.out.push('\n');
    }
}

/// What is not broken: pieces of different ink without a blank between them.
#[derive(Default)]
struct Word(Vec<(String, Ink)>);

impl Word {
    fn width(&self) -> usize {
        let quotes = |ink: &Ink| if ink.is_code { 2 } else { 0 };
        // Without colours code has quotes; with them it is a little narrower than is reckoned here.
        self.0.iter().map(|(text, ink)| text.width() + quotes(ink)).sum()
    }

    fn painted(&self, colors: Colors) -> String {
        self.0.iter().map(|(text, ink)| ink.paint(text, colors)).collect()
    }
}

/// The words of a block. Code is not broken at its blanks, unless it is longer than a row.
fn words(pieces: &[(String, Ink)], style: Style) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut is_open = false;
    for (text, ink) in pieces {
        let text = style.glyphs.own_words(text).replace(['\n', '\t'], " ");
        if ink.is_code && text.width() + 4 < style.columns.min(WIDEST) / 2 {
            add(&mut words, is_open, &text, *ink);
            is_open = true;
            continue;
        }
        for (index, part) in text.split(' ').enumerate() {
            is_open = is_open && index == 0;
            if !part.is_empty() {
                add(&mut words, is_open, part, *ink);
                is_open = true;
            }
        }
    }
    words
}

fn add(words: &mut Vec<Word>, is_open: bool, text: &str, ink: Ink) {
    let piece = (plain_text(text).into_owned(), ink);
    match words.last_mut().filter(|_| is_open) {
        Some(word) => word.0.push(piece),
        None => words.push(Word(vec![piece])),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn style(columns: usize, colors: Colors) -> Style {
        Style { columns, colors, glyphs: Glyphs::Unicode }
    }

    fn check(text: &str, columns: usize, expected: &str) {
        assert_eq!(prose(text, style(columns, Colors::None)), expected, "{text}");
    }

    #[test]
    fn paragraphs_are_wrapped_and_set_apart() {
        check("one two\nthree four\n\nfive", 14, "one two three\nfour\n\nfive\n");
        check("one\n\n\n\ntwo\n\n", 80, "one\n\ntwo\n");
    }

    #[test]
    fn no_row_is_wider_than_eighty_columns() {
        let rows = prose(&"word ".repeat(60), style(200, Colors::None));
        assert!(rows.lines().all(|row| row.len() <= 80) && rows.lines().count() == 4, "{rows}");
    }

    #[test]
    fn lists_hang() {
        check("- one two three\n- four\n\nfive", 12, "  • one two\n    three\n  • four\n\nfive\n");
        check("1. one\n2. two", 80, "  1. one\n  2. two\n");
        check("- one\n  - inner\n- two", 80, "  • one\n    • inner\n  • two\n");
        check("before\n- one", 80, "before\n\n  • one\n");
    }

    #[test]
    fn headings_and_code() {
        check("## Waiting\nThe call `sleep(2)`, **now**.", 80, "Waiting\n\nThe call `sleep(2)`, now.\n");
        check("So:\n```\nlet a = 1;\n  b\n```\nEnd", 80, "So:\n\n    let a = 1;\n      b\n\nEnd\n");
    }

    #[test]
    fn styles_are_seen_where_there_are_colours() {
        let drawn = prose("**bold** *soft* `code`", style(80, Colors::Ansi));
        assert_eq!(drawn, "\x1b[1mbold\x1b[0m \x1b[3msoft\x1b[0m \x1b[36mcode\x1b[0m\n");
    }

    proptest! {
        #[test]
        fn nothing_steers_the_terminal(text in any::<String>(), columns in 1usize..200) {
            let style = style(columns, Colors::None);
            let drawn = [prose(&text, style), code(&text, style)].concat();
            prop_assert!(!drawn.chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}
