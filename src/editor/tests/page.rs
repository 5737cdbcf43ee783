use crate::editor::page::{Page, Row, View, whole, window};
use crate::style::Colors;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

fn view<'v>(text: &'v str, cursor: usize, below: &'v [Row]) -> View<'v> {
    View { prompt: "> ", margin: 2, text, cursor, is_edited: true, hint: None, below, colors: Colors::None }
}

/// The rows, with `│` before the cell of the cursor.
fn shown(page: &Page) -> Vec<String> {
    let with_cursor = |(index, row): (usize, String)| match index == page.cursor.0 {
        true => {
            let at = row.char_indices().nth(page.cursor.1).map_or(row.len(), |(at, _)| at);
            format!("{}│{}", &row[..at], &row[at..])
        }
        false => row,
    };
    page.rows.iter().map(|row| row.text.clone()).enumerate().map(with_cursor).collect()
}

#[test]
fn lines_have_margins_and_long_ones_go_on_below() {
    assert_eq!(shown(&whole(&view("f(\n1)", 3, &[]), 20)), ["> f(", "· │1)"]);
    assert_eq!(shown(&whole(&view("abcdefgh", 8, &[]), 8)), ["> abcdef", "gh│"]);
    assert_eq!(shown(&whole(&view("abcdef", 6, &[]), 8)), ["> abcdef", "│"]);
    assert_eq!(shown(&whole(&view("日本語日", 0, &[]), 7)), ["> │日本", "語日"]);
    assert_eq!(shown(&whole(&view("", 0, &[]), 8)), ["> │"]);
}

#[test]
fn the_cursor_is_seen_in_an_entry_taller_than_the_window() {
    let text = (1..=9).map(|it| it.to_string()).collect::<Vec<_>>().join("\n");
    let mut top = 0;
    let mut rows = |cursor| shown(&window(&view(&text, cursor, &[]), 20, 4, &mut top));
    assert_eq!(rows(0), ["> │1", "· 2", "· 3", "⋮ 4"]);
    assert_eq!(rows(17), ["⋮ 6", "· 7", "· 8", "· 9│"]);
    // It moves no more than it has to.
    assert_eq!(rows(12), ["⋮ 6", "· │7", "· 8", "· 9"]);
    assert_eq!(rows(8), ["⋮ │5", "· 6", "· 7", "⋮ 8"]);
    assert_eq!(rows(10), ["⋮ 5", "· │6", "· 7", "⋮ 8"]);
}

#[test]
fn a_list_leaves_room_for_the_cursor() {
    let below = vec![Row { name: "a".into(), ..Row::default() }; 9];
    let mut top = 0;
    let page = window(&view("1\n2\n3", 4, &below), 20, 4, &mut top);
    assert_eq!(shown(&page), ["⋮ 2", "· │3", "a", "a"]);
    let page = window(&view("1", 1, &below), 20, 24, &mut top);
    assert_eq!(page.rows.len(), 10);
}

proptest! {
    #[test]
    fn no_row_is_too_wide_and_the_cursor_is_among_them(
        text in "[a-z(){}\n\t日é👨]*", at in 0usize..80, columns in 1usize..30, rows in 1usize..9, top in 0usize..40,
    ) {
        let cursor = text.char_indices().map(|(at, _)| at).nth(at).unwrap_or(text.len());
        let mut top = top;
        let page = window(&view(&text, cursor, &[]), columns, rows, &mut top);
        prop_assert!(!page.rows.is_empty() && page.rows.len() <= rows);
        prop_assert!(page.cursor.0 < page.rows.len() && page.cursor.1 < columns.max(2));
        for row in &page.rows {
            prop_assert!(row.text.width() <= columns.max(2), "{:?}", row);
        }
    }
}
