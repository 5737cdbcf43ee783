//! All places of an entry where a `;` is missing are shown at once.

use super::{Answer, session};

/// The title of the last entry's report, and the line and column of each of its places.
fn check(entries: &[&str], title: &str, places: &[(usize, usize)]) {
    let (ends, _) = session(entries);
    let Answer::Failed(report) = &ends.last().unwrap().answer else { panic!("{ends:?}") };
    assert_eq!(report.title, title);
    let found: Vec<(usize, usize)> = report.labels.iter().map(|it| (it.line, it.column)).collect();
    assert_eq!(found, places);
    // What is underlined lies within the text as it was typed.
    let text = entries.last().unwrap();
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
fn each_entry_counts_its_own_lines() {
    check(&["let a = 1;\nlet b = 2;", "a = 2 // two\nb = 3\na"], "a `;` is missing", &[(1, 6)]);
    check(&["let a = 1;\nlet b = 2;", "a = 2\nb = 3\na"], "a `;` is missing in 2 places", &[(1, 6), (2, 6)]);
}

#[test]
fn another_mistake_after_it_does_not_hide_the_first() {
    check(&["let a = 1\nlet b = (2;"], "a `;` is missing", &[(1, 10)]);
}

#[test]
fn a_report_on_something_else_with_several_places_stays_what_it_is() {
    check(&["print(\"hi\""], "a `)` is missing", &[(1, 11), (1, 6)]);
}
