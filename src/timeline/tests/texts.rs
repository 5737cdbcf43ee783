//! How times and shares read.

use super::story::seconds;
use crate::timeline::{count_text, duration_text, instant_text, percent_text};

#[test]
fn durations_read_as_people_say_them() {
    let check = |text: &str, expected| assert_eq!(duration_text(seconds(text)), expected);
    check("0", "0 ms");
    check("0.0000001", "<1 ms");
    check("0.0014", "1 ms");
    check("0.35", "350 ms");
    check("0.9994", "999 ms");
    check("0.9996", "1.00 s");
    check("2", "2.00 s");
    check("2.0049", "2.00 s");
    check("59.994", "59.99 s");
    check("59.996", "1 m 00 s");
    check("65", "1 m 05 s");
    check("3599.4", "59 m 59 s");
    check("3599.6", "1 h 00 m");
    check("43200", "12 h 00 m");
    assert_eq!(duration_text(u64::MAX), "5124095 h 35 m");
}

#[test]
fn instants_are_seconds() {
    let check = |text: &str, expected| assert_eq!(instant_text(seconds(text)), expected);
    check("0", "0.00");
    check("2.004", "2.00");
    check("2.006", "2.01");
    check("61.5", "61.50");
}

#[test]
fn shares_are_never_said_to_be_nothing_or_all_when_they_are_not() {
    let check = |part, expected| assert_eq!(percent_text(part, 1000), expected);
    check(0, "0 %");
    check(1, "<1 %");
    check(10, "1 %");
    check(504, "50 %");
    check(990, "99 %");
    check(999, ">99 %");
    check(1000, "100 %");
    assert_eq!(percent_text(0, 0), "0 %");
    assert_eq!(percent_text(u64::MAX, u64::MAX - 1), "100 %");
}

#[test]
fn counts_are_set_apart_by_thousands() {
    let check = |count, expected| assert_eq!(count_text(count), expected);
    check(7, "7");
    check(999, "999");
    check(1000, "1,000");
    check(1234567, "1,234,567");
}
