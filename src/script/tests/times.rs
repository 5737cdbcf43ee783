//! Times as scripts read and print them.

use super::*;

#[test]
fn times_are_read_to_the_millisecond() {
    check("sleep(0.5); print(now())", &["0.50 0.5"]);
    check("let start = now(); sleep(1.25); print(`took ${now() - start} s`)", &["1.25 took 1.25 s"]);
}

#[test]
fn a_difference_of_two_times_has_no_noise() {
    check(
        "print(2.303 - 0.1, `${2.303 - 0.1}`, \"\" + (2.303 - 0.1), [0.1 + 0.2])",
        &["0.00 2.203 2.203 2.203 [0.3]"],
    );
    check("print(1.0, 0.5, 1.0 / 3.0, 1e300, -2.5)", &["0.00 1.0 0.5 0.333333333333333 1e300 -2.5"]);
}

#[test]
fn the_computers_clock_is_read_to_the_millisecond() {
    let (_, said) = session_within(
        ClockKind::Real,
        Outside::default(),
        &["let t = timestamp(); sleep(0.01); let e = t.elapsed; let d = timestamp() - t;
           print((e * 1000.0).round() / 1000.0 == e, (d * 1000.0).round() / 1000.0 == d, e >= 0.01)"],
    );
    assert!(said[0].ends_with("true true true"), "{said:?}");
}
