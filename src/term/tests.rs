//! Tests of what the terminal is told, on a screen in memory.

use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::{Mutex, MutexGuard, PoisonError};

use proptest::prelude::*;
use ratatui_core::buffer::Buffer;
use ratatui_core::style::Style;

use super::ability::{color_ability_in, glyphs_in, theme_in};
use super::*;
use crate::render::{ColorAbility, Glyphs, Theme};

/// A process has one terminal, and remembers of it whether a live region is there: one screen at a time.
static TERMINAL: Mutex<()> = Mutex::new(());

/// A screen with a live region on it. What is written is counted.
struct Screen {
    parser: Rc<RefCell<vt100::Parser>>,
    written: Rc<RefCell<String>>,
    size: Size,
    _terminal: MutexGuard<'static, ()>,
}

struct Out {
    parser: Rc<RefCell<vt100::Parser>>,
    written: Rc<RefCell<String>>,
}

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.parser.borrow_mut().process(bytes);
        self.written.borrow_mut().push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Screen {
    fn new(columns: u16, rows: u16) -> (Screen, LiveRegion<Out>) {
        let terminal = TERMINAL.lock().unwrap_or_else(PoisonError::into_inner);
        let parser = Rc::new(RefCell::new(vt100::Parser::new(rows, columns, 1_000)));
        let written = Rc::new(RefCell::new(String::new()));
        let out = Out { parser: parser.clone(), written: written.clone() };
        let size = Size { columns, rows };
        (Screen { parser, written, size, _terminal: terminal }, LiveRegion::new(out, ColorAbility::TrueColor))
    }

    /// What the shell wrote before.
    fn shell(&self, text: &str) {
        self.parser.borrow_mut().process(text.replace('\n', "\r\n").as_bytes());
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        self.size = Size { columns, rows };
        self.parser.borrow_mut().screen_mut().set_size(rows, columns);
    }

    /// The rows on the screen, without those at the end that are empty.
    fn rows(&self) -> Vec<String> {
        let parser = self.parser.borrow();
        let rows = parser.screen().rows(0, self.size.columns);
        let mut rows: Vec<String> = rows.map(|row| row.trim_end().to_owned()).collect();
        while rows.last().is_some_and(String::is_empty) {
            rows.pop();
        }
        rows
    }

    fn take_written(&self) -> String {
        std::mem::take(&mut self.written.borrow_mut())
    }

    fn shows_cursor(&self) -> bool {
        !self.parser.borrow().screen().hide_cursor()
    }
}

/// A picture with these rows, `width` columns wide.
fn picture(rows: &[String], width: u16) -> Buffer {
    let mut buffer = Buffer::empty(ratatui_core::layout::Rect::new(0, 0, width, rows.len() as u16));
    for (y, row) in (0..).zip(rows) {
        buffer.set_string(0, y, row, Style::new());
    }
    buffer
}

/// Rows as wide as the screen, told apart by `sign`.
fn full(sign: char, width: u16, height: usize) -> Buffer {
    let rows: Vec<String> =
        (0..height).map(|it| format!("{it}{}", sign.to_string().repeat(width.into()))).collect();
    picture(&rows, width)
}

fn words(rows: &[&str]) -> Buffer {
    picture(&rows.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>(), 20)
}

#[test]
fn a_region_is_drawn_again_in_place() -> io::Result<()> {
    let (screen, mut region) = Screen::new(20, 6);
    screen.shell("$ meanwhile\n");
    region.draw(&words(&["one", "two", "three"]), screen.size)?;
    assert_eq!(screen.rows(), ["$ meanwhile", "one", "two", "three"]);
    assert!(!screen.shows_cursor());
    region.draw(&words(&["one", "2", "three", "four"]), screen.size)?;
    assert_eq!(screen.rows(), ["$ meanwhile", "one", "2", "three", "four"]);
    region.draw(&words(&["1"]), screen.size)?;
    assert_eq!(screen.rows(), ["$ meanwhile", "1"]);
    region.settle(&words(&["done", "sum"]))?;
    screen.shell("> ");
    assert_eq!(screen.rows(), ["$ meanwhile", "done", "sum", ">"]);
    assert!(screen.shows_cursor());
    Ok(())
}

#[test]
fn only_rows_that_differ_are_written() -> io::Result<()> {
    let (screen, mut region) = Screen::new(20, 6);
    region.draw(&words(&["one", "two", "three"]), screen.size)?;
    screen.take_written();
    region.draw(&words(&["one", "two", "three"]), screen.size)?;
    assert_eq!(screen.take_written(), "");
    region.draw(&words(&["one", "zwei", "three"]), screen.size)?;
    let written = screen.take_written();
    assert!(
        written.contains("zwei") && !written.contains("one") && !written.contains("three"),
        "{written:?}"
    );
    assert!(written.starts_with("\x1b[?2026h") && written.ends_with("\x1b[?2026l"), "{written:?}");
    Ok(())
}

#[test]
fn at_the_bottom_the_screen_scrolls_and_the_region_stays_whole() -> io::Result<()> {
    let (screen, mut region) = Screen::new(20, 5);
    screen.shell("a\nb\nc\nd\n");
    region.draw(&words(&["one", "two", "three"]), screen.size)?;
    assert_eq!(screen.rows(), ["c", "d", "one", "two", "three"]);
    region.draw(&words(&["one", "two", "three", "four"]), screen.size)?;
    assert_eq!(screen.rows(), ["d", "one", "two", "three", "four"]);
    region.erase()?;
    screen.shell("next");
    assert_eq!(screen.rows(), ["d", "next"]);
    Ok(())
}

#[test]
fn full_rows_keep_their_last_column() -> io::Result<()> {
    let (screen, mut region) = Screen::new(10, 5);
    for sign in ['a', 'b'] {
        region.draw(&full(sign, 10, 3), screen.size)?;
        let tail = sign.to_string().repeat(9);
        assert_eq!(screen.rows(), [0, 1, 2].map(|it| format!("{it}{tail}")));
    }
    Ok(())
}

#[test]
fn a_region_taller_than_the_screen_is_cut() -> io::Result<()> {
    let (screen, mut region) = Screen::new(20, 4);
    screen.shell("before\n");
    for sign in ['a', 'b', 'c'] {
        region.draw(&full(sign, 20, 9), screen.size)?;
        assert_eq!(screen.rows().len(), 4);
        assert!(screen.rows()[0].starts_with(&format!("0{sign}")), "{:?}", screen.rows());
    }
    region.settle(&words(&["done"]))?;
    assert_eq!(screen.rows(), ["done"]);
    Ok(())
}

#[test]
fn nothing_is_left_behind_by_resizing() -> io::Result<()> {
    let (mut screen, mut region) = Screen::new(160, 30);
    screen.shell("before\n");
    region.draw(&full('a', 160, 8), screen.size)?;
    for (columns, rows) in [(60, 30), (20, 30), (20, 10), (160, 10), (80, 24), (20, 6)] {
        screen.resize(columns, rows);
        region.draw(&full('b', columns, 5), screen.size)?;
        let shown = screen.rows();
        assert_eq!(shown[0], "before", "{shown:?}");
        assert_eq!(shown.len(), 6);
        assert!(
            shown[1..].iter().all(|row| row.ends_with('b') && row.chars().count() == usize::from(columns))
        );
    }
    Ok(())
}

#[test]
fn a_picture_made_for_a_wider_screen_does_not_wrap() -> io::Result<()> {
    let (mut screen, mut region) = Screen::new(80, 10);
    region.draw(&full('a', 80, 3), screen.size)?;
    screen.resize(20, 10);
    region.draw(&full('a', 80, 3), screen.size)?;
    assert_eq!(screen.rows().len(), 3);
    // The terminal may have shrunk before we hear of it: then rows must end at the edge.
    let written = screen.take_written();
    assert!(written.contains("\x1b[?7l") && written.ends_with("\x1b[?7h\x1b[?2026l"), "{written:?}");
    Ok(())
}

#[test]
fn what_stands_behind_an_emoji_stays_in_its_column() -> io::Result<()> {
    // This screen takes the family for six columns, as some terminals do.
    let (screen, mut region) = Screen::new(20, 4);
    region.draw(&words(&["a 👩‍👩‍👧 b   │ c", "x        │ y"]), screen.size)?;
    let parser = screen.parser.borrow();
    let cell = |row| parser.screen().cell(row, 9).map(|it| it.contents().to_owned());
    assert_eq!([cell(0), cell(1)], [Some("│".to_owned()), Some("│".to_owned())]);
    Ok(())
}

#[test]
fn a_dropped_region_leaves_nothing() -> io::Result<()> {
    let (screen, mut region) = Screen::new(20, 4);
    region.draw(&words(&["one", "two"]), screen.size)?;
    drop(region);
    assert_eq!(screen.rows(), [""; 0]);
    assert!(screen.shows_cursor());
    Ok(())
}

proptest! {
    #[test]
    fn the_screen_shows_the_last_picture(
        steps in proptest::collection::vec(((1..40u16), (1..12u16), 0..14usize, any::<char>()), 1..12),
    ) {
        let (mut screen, mut region) = Screen::new(30, 10);
        for (columns, rows, height, sign) in steps {
            let sign = if sign.is_ascii_alphabetic() { sign } else { 'x' };
            screen.resize(columns, rows);
            region.draw(&full(sign, columns, height), screen.size).unwrap();
            let shown = screen.rows();
            let visible = height.min(rows.into());
            prop_assert_eq!(shown.len(), visible);
            for (index, row) in shown.iter().enumerate() {
                prop_assert!(row.starts_with(&index.to_string()[..1]));
                prop_assert!(columns < 3 || row.ends_with(sign));
                prop_assert_eq!(row.chars().count(), usize::from(columns));
            }
        }
    }
}

#[test]
fn colours_follow_the_terminal_and_no_color() {
    let check = |choice, is_terminal, variables: &[(&str, &str)], expected| {
        let environment = environment(variables);
        assert_eq!(color_ability_in(choice, is_terminal, &environment), expected, "{choice:?} {variables:?}");
    };
    use ColorAbility::{Ansi16, Ansi256, None, TrueColor};
    use ColorChoice::{Always, Auto, Never};
    check(Auto, true, &[("TERM", "xterm")], Ansi16);
    check(Auto, true, &[("TERM", "xterm-256color")], Ansi256);
    check(Auto, true, &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")], TrueColor);
    check(Auto, true, &[("TERM", "xterm-256color"), ("NO_COLOR", "1")], None);
    check(Auto, true, &[("TERM", "dumb")], None);
    check(Auto, false, &[("TERM", "xterm-256color")], None);
    check(Never, true, &[("COLORTERM", "truecolor")], None);
    check(Always, false, &[("TERM", "xterm-256color"), ("NO_COLOR", "1")], Ansi256);
    check(Always, false, &[("TERM", "dumb")], Ansi16);
    if cfg!(unix) {
        check(Auto, true, &[], None);
        check(Always, false, &[], Ansi16);
    }
}

#[test]
fn the_theme_follows_what_the_terminal_says_of_its_background() {
    let theme = |said: &str| theme_in(ThemeChoice::Auto, &environment(&[("COLORFGBG", said)]));
    assert_eq!(["0;15", "0;default;15", "12;7"].map(theme), [Theme::Light; 3]);
    assert_eq!(["15;0", "15;default;0", "7;8", "", "x;y", "default;default"].map(theme), [Theme::Dark; 6]);
    assert_eq!(theme_in(ThemeChoice::Light, &environment(&[])), Theme::Light);
}

#[test]
fn characters_follow_the_locale() {
    let glyphs = |variables: &[(&str, &str)]| glyphs_in(GlyphChoice::Auto, &environment(variables));
    assert_eq!(glyphs(&[]), Glyphs::Unicode);
    assert_eq!(glyphs(&[("LANG", "de_DE.UTF-8")]), Glyphs::Unicode);
    assert_eq!(glyphs(&[("LANG", "C")]), Glyphs::Ascii);
    assert_eq!(glyphs(&[("LANG", "C"), ("LC_ALL", "en_US.UTF-8")]), Glyphs::Unicode);
    assert_eq!(glyphs(&[("TERM", "linux")]), Glyphs::Ascii);
}

fn environment(variables: &[(&str, &str)]) -> impl Fn(&str) -> Option<String> + use<> {
    let variables: Vec<(String, String)> =
        variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    move |wanted| variables.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone())
}
