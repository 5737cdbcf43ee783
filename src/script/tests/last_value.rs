//! `_`, the value of the entry before.

use super::*;

#[test]
fn the_last_value_is_a_name_wherever_it_stands() {
    for (entry, expected) in [
        ("_", "20"),
        ("_;\n_", "20"),
        ("let x = _\n; x", "20"),
        ("let x = _ // kept\n; x", "20"),
        ("[_, _]", "[20, 20]"),
        ("_ + 1", "21"),
        ("if _ == 20 { _ } else { 0 }", "20"),
        ("let iffy = 1; _ - iffy", "19"),
    ] {
        check_answer(&["4 * 5", entry], expected);
    }
    check_answer(&["4 * 5", "let x = _", "x"], "20");
}

#[test]
fn in_a_switch_it_still_means_any_other_value() {
    check_answer(&["1", "switch 7 { 1 => \"one\", _ => \"other\" }"], "\"other\"");
    check_answer(&["1", "switch 7 { 1 => \"one\", _\n  // all others\n  => \"other\" }"], "\"other\"");
    check_answer(&["1", "switch 7 { 1 => \"one\", _ /* all */ => \"other\" }"], "\"other\"");
}

#[test]
fn before_an_entry_has_given_one_it_has_no_value() {
    let (ends, _) = session(&["let x = _"]);
    let Answer::Failed(report) = &ends[0].answer else { panic!("{:?}", ends[0].answer) };
    assert_eq!(report.title, "`_` has no value yet");
}
