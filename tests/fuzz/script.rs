//! Scripts: parsed, run within narrow limits, and reported on.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use meanwhile::course::judge::{Bounds, Stage};
use meanwhile::runtime::Limits;
use meanwhile::script::Role;

use crate::harness::{Target, files};

const WORDS: &[&str] = &[
    "spawn ",
    "await ",
    "sleep(1);",
    "sleep_blocking(1e300);",
    "cancel(",
    "channel()",
    ".send(",
    ".recv()",
    "try {",
    "} catch (e) {",
    "fn f(x) {",
    "loop {",
    "for i in 0..1000000 {",
    "f(f)",
    "a.pad(1000000, ",
    "s += s;",
    "[[[[[[[[",
    "||",
    "|x|",
    "this.",
    "import \"x\" as y;",
    "fs::read(\"x\")",
    "http::get(",
    "db::open(\":memory:\")",
    "compare(",
    "spawn_thread(",
    "let x = x;",
    "const ",
    "eval(\"",
    "throw ",
];

/// Engines live as long as the process, so each one takes many scripts.
const SCRIPTS: usize = 50;

fn bounds() -> Bounds {
    let limits = Limits { tasks: 200, memory: 256 << 20, operations: 200_000, output: 1 << 16, time: None };
    Bounds { limits, patience: Duration::from_secs(10), ..Bounds::default() }
}

fn with_target(act: impl FnOnce(&Target)) {
    let stage = RefCell::new(Stage::open(&[], &bounds()).unwrap());
    let count = Cell::new(0_usize);
    let read = |text: &[u8]| {
        count.set(count.get() + 1);
        if count.get().is_multiple_of(SCRIPTS) {
            *stage.borrow_mut() = Stage::open(&[], &bounds()).unwrap();
        }
        let text = String::from_utf8_lossy(text);
        let played = stage.borrow().enter("fuzz", &text, Role::Free).expect("the session lives");
        if let Some(report) = played.report() {
            assert!(!report.contains('\x1b') && !report.contains('\u{9b}'), "an escape is left in {report}");
        }
    };
    let seeds = [files("tests/unusual", "rhai"), files("lessons/examples", "rhai")].concat();
    act(&Target { seeds, words: WORDS, read: &read });
}

#[test]
fn bad_scripts() {
    with_target(|it| it.sample());
}

#[test]
#[ignore = "a minute"]
fn long_bad_scripts_for_a_minute() {
    with_target(|it| it.long());
}
