//! All places of an entry where a `;` is missing are shown at once.

use super::{Answer, ClockKind, Outside, Role, session_in_roles};

/// The title of the last entry's report, and the line and column of each of its places.
fn check(entries: &[&str], title: &str, places: &[(usize, usize)]) {
    let entries: Vec<(Role, &str)> = entries.iter().map(|text| (Role::Free, *text)).collect();
    check_in_roles(&entries, title, places);
}

fn check_in_roles(entries: &[(Role, &str)], title: &str, places: &[(usize, usize)]) {
    let (ends, _) = session_in_roles(ClockKind::Virtual, Outside::default(), entries);
    let Answer::Failed(report) = &ends.last().unwrap().answer else { panic!("{ends:?}") };
    assert_eq!(report.title, title);
    let found: Vec<(usize, usize)> = report.labels.iter().map(|it| (it.line, it.column)).collect();
    assert_eq!(found, places);
    // What is underlined lies within the text as it was typed.
    let (_, text) = entries.last().unwrap();
    assert!(report.labels.iter().all(|it| it.span.end <= text.len()));
}

#[test]
fn all_missing_semicolons_are_shown_at_once() {
    check(
        &["let a = 1\nlet b = 2\nprint(a + b)\nlet c = 3"],
        "a `;` is missing in 3 places",
        &[(1, 10), (2, 10), (3, 13)],
    );
    check(&["let a = 1\nlet b = 2;"], "a `;` is missing", &[(1, 10)]);
}

#[test]
fn also_several_in_one_line() {
    let places = [(1, 23), (1, 46)];
    check(
        &["let a = spawn sleep(1) let b = spawn sleep(2) await [a, b]"],
        "a `;` is missing in 2 places",
        &places,
    );
    check(
        &["print(1);\nprint(\"é\") print('é') let x = 1\nprint(x)"],
        "a `;` is missing in 3 places",
        &[(2, 11), (2, 22), (2, 32)],
    );
    // Words that are no program have no end of a statement after each of them.
    check(&["hello world foo bar"], "a `;` is missing", &[(1, 6)]);
    check(&["print(1) 2 3"], "a `;` is missing", &[(1, 9)]);
}

#[test]
fn each_entry_counts_its_own_lines() {
    check(
        &["let a = 1;\nlet b = 2;", "a = 2 // two\nb = 3\na"],
        "a `;` is missing in 2 places",
        &[(1, 6), (2, 6)],
    );
    check(&["let a = 1;\nlet b = 2;", "a = 2\nb = 3\na"], "a `;` is missing in 2 places", &[(1, 6), (2, 6)]);
}

#[test]
fn also_of_an_answer_below_what_its_exercise_gives() {
    let given = (Role::Given, "fn fetch(n) {\n  n\n}");
    let answer = (Role::Answer, "let a = fetch(1)\nlet b = fetch(2)\na + b");
    check_in_roles(&[given, answer], "a `;` is missing in 2 places", &[(1, 17), (2, 17)]);
}

#[test]
fn another_mistake_after_it_does_not_hide_the_first() {
    check(&["let a = 1\nlet b = (2;"], "a `;` is missing", &[(1, 10)]);
}

#[test]
fn a_report_on_something_else_with_several_places_stays_what_it_is() {
    check(&["print(\"hi\""], "a `)` is missing", &[(1, 11), (1, 6)]);
}
