use super::names;
use crate::editor::Wanted;
use crate::editor::typing::{Pace, Then, Typing};
use crate::style::Colors;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use proptest::prelude::*;

/// Keys as a text: characters are themselves, and names in angle brackets stand for other keys: `<Enter>`, `<C-a>`,
/// `<A-b>`.
fn keys(text: &str) -> Vec<KeyEvent> {
    let mut keys = vec![];
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let named =
            rest.strip_prefix('<').and_then(|it| it.split_once('>')).filter(|(name, _)| !name.is_empty());
        let (key, left) = match named {
            Some((name, left)) => (named_key(name), left),
            None => (KeyEvent::new(KeyCode::Char(c), KeyModifiers::NONE), &rest[c.len_utf8()..]),
        };
        keys.push(key);
        rest = left;
    }
    keys
}

fn named_key(name: &str) -> KeyEvent {
    let (modifiers, name) = match name.split_once('-') {
        Some(("C", name)) => (KeyModifiers::CONTROL, name),
        Some(("A", name)) => (KeyModifiers::ALT, name),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Tab" => KeyCode::Tab,
        "BackTab" => KeyCode::BackTab,
        "Back" => KeyCode::Backspace,
        "Del" => KeyCode::Delete,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "Home" => KeyCode::Home,
        "End" => KeyCode::End,
        "Esc" => KeyCode::Esc,
        "PageUp" => KeyCode::PageUp,
        _ => KeyCode::Char(name.chars().next().expect("a key")),
    };
    KeyEvent::new(code, modifiers)
}

fn history() -> Vec<String> {
    ["first(1)", "fn f() {\n    2\n}", "third(3)"].map(String::from).to_vec()
}

/// What `text`, typed at this pace, becomes, with `│` for the cursor; and what comes after the last key.
fn typed(text: &str, pace: Pace) -> (String, Then) {
    let history = history();
    let mut typing = Typing::new("", &history, Wanted::Code);
    let mut then = Then::GoOn;
    for key in keys(text) {
        then = typing.key(key, pace, &names(), Colors::Ansi);
        if then != Then::GoOn {
            break;
        }
    }
    let (before, after) = typing.text().split_at(typing.cursor());
    (format!("{before}│{after}"), then)
}

fn check(text: &str, expected: &str) {
    assert_eq!(typed(text, Pace::Human), (expected.to_owned(), Then::GoOn), "for {text}");
}

#[test]
fn keys_move_and_cut_as_in_any_shell() {
    check("hello", "hello│");
    check("hello<Left><Left>x", "helx│lo");
    check("one two<C-w>three", "one three│");
    check("one two<C-a><C-k><C-y>!", "one two!│");
    check("one two<C-w><C-w><C-y>", "one two│");
    check("one two<A-b>x", "one x│two");
    check("one two<C-a><A-f>x", "onex│ two");
    check("one two<C-a><A-d>x", "x│ two");
    check("abc<C-t>", "acb│");
    check("abc<C-a><Del>", "│bc");
    check("abc<C-a><C-d>", "│bc");
    check("word<C-a><A-u>", "WORD│");
    check("word<C-a><A-c>", "Word│");
    check("a👨‍👩‍👧b<Left><Back>", "a│b");
    check("abc<C-u>", "│");
    check("<C-v>x", "x│");
    check("<C-q>x<Esc>", "x│");
}

#[test]
fn steps_are_taken_back() {
    check("one two<C-7>", "one│");
    check("one two<C-7><C-7><C-7>", "│");
    check("one<C-u><C-7>", "one│");
}

#[test]
fn lines_are_gone_through_before_the_history() {
    check("<Up>", "third(3)│");
    check("<Up><Up>", "fn f() {\n    2\n}│");
    check("<Up><Up><Up>", "fn f() {\n    2│\n}".replace("    2│", " │   2").as_str());
    check("own<Up><Down>", "own│");
    check("own<C-p><C-p><C-n><C-n>", "own│");
    check("<Down>", "│");
}

#[test]
fn a_search_finds_older_and_newer_entries() {
    check("<C-r>(", "third│(3)");
    check("<C-r>(<C-r>", "fn f│() {\n    2\n}");
    check("<C-r>(<C-r><C-r>", "first│(1)");
    check("<C-r>(<C-r><C-r><C-s>", "fn f│() {\n    2\n}");
    check("<C-r>fir", "│first(1)");
    check("<C-r>firx<Back>s", "│first(1)");
    check("own<C-r>fir<Esc>", "own│");
    check("own<C-r>fir<End>!", "first(1)!│");
    assert_eq!(typed("<C-r>fir<Enter>", Pace::Human).1, Then::Submit);
    assert_eq!(typed("<C-r>fir<C-c>", Pace::Human).1, Then::Cancel);
}

#[test]
fn tab_goes_through_the_candidates() {
    check("sl<Tab>", "sleep│");
    check("sl<Tab><Tab>", "sleep(│");
    check("sl<Tab><Tab><Tab>", "sleep_blocking(│");
    check("sl<Tab><Tab><Tab><Tab>", "sleep│");
    check("sl<Tab><BackTab>", "sleep_blocking(│");
    check("sl<Tab><Tab>1", "sleep(1│");
    check("sl<Tab><Tab><C-7>", "sleep│");
    check("jo<Tab>", "job│");
    check("f(sl) <Left><Left><Tab><Tab>", "f(sleep(│) ");
    check("zz<Tab><Tab>", "zz│");
    check("fn f() {<Enter><Tab>", "fn f() {\n        │");
    check("fn f() {<Enter><BackTab>", "fn f() {\n│");
}

#[test]
fn a_paste_that_is_not_announced_keeps_its_own_indentation() {
    let text = "fn f() {\n    if x {\n        1\n    }\n}";
    let typed_out = text.replace('\n', "<Enter>");
    assert_eq!(typed(&typed_out, Pace::Machine).0, format!("{text}│"));
    let tabs = text.replace("    ", "\t").replace('\n', "<Enter>").replace('\t', "<Tab>");
    assert_eq!(typed(&tabs, Pace::Machine).0, format!("{text}│"));
    // What has none gets ours, at any pace.
    for pace in [Pace::Human, Pace::Machine] {
        let bare = "fn f() {<Enter>if x {<Enter>1<Enter>}<Enter>}";
        assert_eq!(typed(bare, pace).0, format!("{text}│"));
    }
    // A person who wants more gets it.
    check("fn f() {<Enter>  1", "fn f() {\n      1│");
}

#[test]
fn a_hint_is_taken_by_the_arrow() {
    check("sle<Right>", "sleep(│");
    check("sle<C-e>", "sleep(│");
    check("sle<Left><Right>", "sle│");
}

#[test]
fn some_keys_end_the_entry() {
    for (text, then) in [
        ("1<Enter>", Then::Submit),
        ("1<C-j>", Then::Submit),
        ("f(<Enter><Enter><Enter>", Then::Submit),
        ("1<C-c>", Then::Cancel),
        ("<C-d>", Then::Leave),
        ("1<C-d>", Then::GoOn),
        ("1<A-Enter>", Then::GoOn),
        ("1<C-l>", Then::ClearScreen),
        ("1<C-z>", Then::Suspend),
    ] {
        assert_eq!(typed(text, Pace::Human).1, then, "{text}");
    }
}

proptest! {
    #[test]
    fn no_keys_do_harm(text in "([a-z(){}\" é]|<(C-[a-z7]|A-[a-z<]|Enter|Tab|BackTab|Back|Del|Up|Down|Left|Right|Home|End|Esc|PageUp)>){0,60}") {
        let (shown, _) = typed(&text, Pace::Human);
        prop_assert_eq!(shown.matches('│').count(), 1);
    }
}
