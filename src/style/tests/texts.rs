//! Text measured in columns.

use proptest::prelude::*;

use crate::style::{columns, cut, printed, shorten, wrap};

#[test]
fn names_are_shortened_in_the_middle_and_keep_their_number() {
    let check = |name: &str, room, expected: &str| assert_eq!(shorten(name, room, "…"), expected);
    check("fetch_data", 12, "fetch_data");
    check("fetch_data #2", 12, "fetch_da… #2");
    check("fetch_data #12345", 8, "a #12345");
    check("fetch_data #12345", 5, "12345");
    check("download_from_server_a", 12, "download…r_a");
    check("download_from_server_b", 12, "download…r_b");
    check("日本語の名前です", 9, "日本語…す");
    check("abcdef", 2, "ab");
    check("abcdef", 0, "");
}

#[test]
fn lines_are_cut_with_an_ellipsis() {
    assert_eq!(cut("Start fetching", 12, "…"), "Start fetch…");
    assert_eq!(cut("Start fetching", 7, "…"), "Start…");
    assert_eq!(cut("日本語", 4, "…"), "日…");
    assert_eq!(cut("abc", 1, ".."), "a");
}

#[test]
fn lines_wrap_at_blanks_where_there_are_some() {
    let wrapped = |text, room| wrap(text, room).collect::<Vec<_>>();
    assert_eq!(wrapped("the quick brown fox", 10), ["the quick", "brown fox"]);
    assert_eq!(wrapped("a verylongwordindeed", 10), ["a verylong", "wordindeed"]);
    assert_eq!(wrapped("  indented text", 12), ["  indented", "text"]);
    assert_eq!(wrapped("", 10), [""]);
    assert_eq!(wrapped("日本", 1), [""]);
}

#[test]
fn tabs_reach_to_the_next_stop() {
    assert_eq!(printed("a\tb\t\tc", 80), "a   b       c");
    assert_eq!(printed("日\tx", 80), "日  x");
}

#[test]
fn a_mountain_of_accents_is_cut_down() {
    let text = format!("a{}b", "\u{301}".repeat(10_000));
    assert!(printed(&text, 80).len() < 100);
}

proptest! {
    #[test]
    fn nothing_is_wider_than_its_room(text in any::<String>(), room in 0..30usize) {
        let text = printed(&text, 1_000);
        prop_assert!(columns(&cut(&text, room, "…")) <= room);
        prop_assert!(columns(&shorten(&text, room, "…")) <= room);
        for row in wrap(&text, room.max(2)) {
            prop_assert!(columns(row) <= room.max(2));
        }
    }

    #[test]
    fn wrapping_loses_nothing_but_blanks(text in any::<String>(), room in 12..40usize) {
        let text = printed(&text, 10_000);
        let dense = |text: &str| text.chars().filter(|it| !it.is_whitespace()).collect::<String>();
        let rows: String = wrap(&text, room).collect();
        prop_assert_eq!(dense(&rows), dense(&text));
    }
}
