use crate::editor::page::{View, window};
use crate::editor::screen::Screen;
use crate::style::Colors;
use crate::term::Narrowing;
use proptest::prelude::*;
use std::cell::RefCell;
use std::io::{self, Write};
use std::rc::Rc;

/// A terminal in memory with an entry on it.
struct Terminal {
    parser: Rc<RefCell<vt100::Parser>>,
    screen: Screen<Out>,
    size: (usize, usize),
    top: usize,
}

struct Out(Rc<RefCell<vt100::Parser>>);

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().process(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Terminal {
    fn new(columns: usize, rows: usize) -> Terminal {
        let parser = Rc::new(RefCell::new(vt100::Parser::new(rows as u16, columns as u16, 500)));
        let screen = Screen::new(Out(parser.clone()), columns, Narrowing::Cuts);
        Terminal { parser, screen, size: (columns, rows), top: 0 }
    }

    fn page(&mut self, text: &str, cursor: usize) -> crate::editor::page::Page {
        let colors = Colors::None;
        let view =
            View { prompt: "> ", margin: 2, text, cursor, is_edited: true, hint: None, below: &[], colors };
        window(&view, self.size.0, self.size.1, &mut self.top)
    }

    fn draw(&mut self, text: &str, cursor: usize) {
        let page = self.page(text, cursor);
        self.screen.draw(page).unwrap();
    }

    fn resize(&mut self, columns: usize, rows: usize) {
        self.size = (columns, rows);
        self.parser.borrow_mut().screen_mut().set_size(rows as u16, columns as u16);
        self.screen.resize(columns);
    }

    fn rows(&self) -> Vec<String> {
        let parser = self.parser.borrow();
        let mut rows: Vec<String> =
            parser.screen().rows(0, self.size.0 as u16).map(|row| row.trim_end().to_owned()).collect();
        while rows.last().is_some_and(String::is_empty) {
            rows.pop();
        }
        rows
    }

    /// The row in which the cursor stands, and its column.
    fn cursor(&self) -> (String, usize) {
        let (row, column) = self.parser.borrow().screen().cursor_position();
        let rows: Vec<String> = self.parser.borrow().screen().rows(0, self.size.0 as u16).collect();
        (rows[usize::from(row)].trim_end().to_owned(), column.into())
    }
}

#[test]
fn an_entry_is_drawn_again_in_place_and_nothing_above_it_is_touched() {
    let mut terminal = Terminal::new(20, 6);
    terminal.parser.borrow_mut().process(b"before\r\n");
    terminal.draw("f(\n1)", 5);
    assert_eq!(terminal.rows(), ["before", "> f(", "· 1)"]);
    terminal.draw("f(1)", 1);
    assert_eq!(terminal.rows(), ["before", "> f(1)"]);
    assert_eq!(terminal.cursor(), ("> f(1)".into(), 3));
}

#[test]
fn lines_go_above_the_entry() {
    let mut terminal = Terminal::new(20, 4);
    terminal.draw("f(\n1)", 5);
    for number in 1..=9 {
        let page = terminal.page("f(\n1)", 5);
        terminal.screen.draw_below(&format!("line {number}\n"), page).unwrap();
    }
    assert_eq!(terminal.rows(), ["line 8", "line 9", "> f(", "· 1)"]);
    assert_eq!(terminal.cursor(), ("· 1)".into(), 4));
}

#[test]
fn a_window_that_gets_narrow_and_wide_again_loses_nothing() {
    let text = "let name = \"a text that is wider than the window will be\"";
    let mut terminal = Terminal::new(80, 24);
    let above: Vec<String> = (1..=8).map(|it| format!("above {it}")).collect();
    terminal.parser.borrow_mut().process((above.join("\r\n") + "\r\n").as_bytes());
    for (columns, rows) in [(80, 24), (20, 24), (80, 24), (40, 24), (80, 24)] {
        terminal.resize(columns, rows);
        terminal.draw(text, text.len());
        let shown = terminal.rows();
        assert_eq!(shown[..8], above, "{shown:?}");
        assert_eq!(shown[8..].concat().replace(' ', ""), format!("> {text}").replace(' ', ""), "{shown:?}");
    }
}

/// What a terminal that breaks rows anew makes of the picture: the screen only has to know it.
#[test]
fn where_rows_are_broken_the_cursor_is_found_again() {
    let mut terminal = Terminal::new(80, 24);
    terminal.screen = Screen::new(Out(terminal.parser.clone()), 80, Narrowing::Breaks);
    let text = "x".repeat(50);
    terminal.draw(&text, 50);
    // The picture of 52 columns takes three rows of 20, and the cursor is in the third.
    terminal.parser.borrow_mut().process(b"\r\x1b[J");
    terminal.size.0 = 20;
    terminal.parser.borrow_mut().screen_mut().set_size(24, 20);
    terminal.parser.borrow_mut().process(format!("> {text}").as_bytes());
    terminal.screen.resize(20);
    terminal.draw(&text, 50);
    assert_eq!(terminal.rows().concat(), format!("> {text}"));
    assert_eq!(terminal.cursor().1, 12);
}

proptest! {
    #[test]
    fn the_cursor_is_always_where_the_text_is(
        steps in proptest::collection::vec(("[a-z\n]{0,30}", 0usize..31, 4usize..40, 1usize..12), 1..12),
    ) {
        let mut terminal = Terminal::new(30, 10);
        for (text, cursor, columns, rows) in steps {
            let cursor = cursor.min(text.len());
            terminal.resize(columns, rows);
            terminal.draw(&text, cursor);
            let page = terminal.page(&text, cursor);
            let expected = page.rows[page.cursor.0].text.trim_end();
            prop_assert_eq!(terminal.cursor(), (expected.to_owned(), page.cursor.1));
        }
    }
}
