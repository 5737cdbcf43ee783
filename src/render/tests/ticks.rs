//! Round values on the axis.

use proptest::prelude::*;

use crate::render::axis::Axis;
use crate::render::ticks::{Unit, round_up};

const MILLI: u64 = 1_000_000;
const SECOND: u64 = 1_000 * MILLI;

/// The labels over an axis of that length and room.
fn labels(length: u64, room: usize) -> String {
    let axis = Axis::new(std::slice::from_ref(&(0..length)), room);
    let mut line = String::new();
    for label in &axis.labels {
        line += &" ".repeat(label.column - line.chars().count());
        line += &label.text;
    }
    line
}

#[test]
fn ticks_are_round_and_the_last_is_the_end() {
    let check = |length, expected: &str| assert_eq!(labels(length, 45), expected);
    check(2 * SECOND, "0 s       0.5       1.0       1.5       2.0");
    check(2 * SECOND + 1_300_000, "0 s       0.5       1.0       1.5       2.0");
    check(4 * SECOND, "0 s       1.0       2.0       3.0       4.0");
    check(2_370 * MILLI, "0 s     0.5      1.0     1.5      2.0    2.37");
    check(350 * MILLI, "0 ms  50    100   150   200   250   300   350");
    check(12 * MILLI + 345_678, "0 ms  2     4      6     8      10      12.34");
    check(7_000, "0 µs  1     2     3     4     5     6     7");
    check(42 * SECOND, "0 s       10        20        30        40 42");
    check(100 * SECOND, "0 s     20      40      60      80      100");
    check(150 * SECOND, "0 min   0:30    1:00    1:30    2:00    2:30");
    check(3_600 * SECOND, "0 min        20:00        40:00         60:00");
    check(12 * 3_600 * SECOND, "0 h       3:00      6:00      9:00      12:00");
    check(400 * 24 * 3_600 * SECOND, "0 h         3072:00     6144:00       9600:00");
    check(0, "0 µs    0.2     0.4     0.6     0.8     1.0");
    check(u64::MAX, "0 h                  3145728:00    5124095:34");
}

#[test]
fn a_live_axis_ends_at_a_round_length() {
    let ends = |millis: u64| round_up(millis * MILLI) / MILLI;
    assert_eq!([0, 150, 1_000, 1_005, 1_100, 2_010].map(ends), [1_000, 1_000, 1_000, 1_005, 2_000, 2_010]);
    assert_eq!(
        [2_020, 3_500, 9_000, 59_000, 61_000, 90_000].map(ends),
        [3_000, 5_000, 10_000, 60_000, 120_000, 120_000]
    );
    assert_eq!(round_up(u64::MAX), u64::MAX);
}

#[test]
fn times_are_told_in_their_unit() {
    let told = |length: u64| {
        let unit = Unit::of(length);
        format!("{} {}", unit.value(length, unit.precision(length)), unit.word())
    };
    assert_eq!(told(999), "999 ns");
    assert_eq!(told(1_500), "1.5 µs");
    assert_eq!(told(350 * MILLI), "350 ms");
    assert_eq!(told(2 * SECOND), "2.00 s");
    assert_eq!(told(119 * SECOND), "119.00 s");
    assert_eq!(told(125 * SECOND), "2:05 min");
    assert_eq!(told(2 * 3_600 * SECOND + 61 * SECOND), "2:01:01 h");
}

proptest! {
    #[test]
    fn labels_stand_over_their_instants(seconds in 1..100u64, room in 20..200usize) {
        let length = seconds * SECOND;
        let axis = Axis::new(std::slice::from_ref(&(0..length)), room);
        let last = axis.labels.last().unwrap();
        for label in &axis.labels[1..axis.labels.len() - 1] {
            let instant = label.text.parse::<f64>().unwrap() * SECOND as f64;
            prop_assert_eq!(label.column, axis.cell_near(instant as u64), "{:?}", axis.labels);
        }
        prop_assert_eq!(last.text.parse::<f64>().unwrap(), seconds as f64);
        prop_assert!(last.column == axis.cells.len());
    }
}

#[test]
fn an_axis_ends_at_the_end_of_time() {
    for start in [u64::MAX - 5, u64::MAX - 4_000_000_000, u64::MAX / 2] {
        for room in [10, 40, 160] {
            let pieces = [0..1_000, start..u64::MAX];
            assert!(Axis::new(&pieces, room).cells.len() <= room, "{start}");
            let whole = Axis::new(std::slice::from_ref(&(start..u64::MAX)), room);
            assert!(whole.cells.len() <= room, "{start}");
        }
    }
}
