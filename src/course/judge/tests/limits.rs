//! Checks that overrun: the course's fault, and soon over.

use std::time::{Duration, Instant};

use super::verdict;
use crate::course::verdict::CheckOutcome;

#[test]
fn a_check_has_limits_of_its_own() {
    for (code, said) in [
        ("sleep(1000000);", "nothing to wait for"),
        ("sleep(0.5);", "nothing to wait for"),
        ("timestamp();", "no clock"),
        ("let s = \"x\"; for i in 0..40 { s += s; }", "Length of string too large"),
        ("let s = \"x\"; s.pad(5000000, 'y');", "Length of string too large"),
        ("let a = [0]; a.pad(50000000, 1);", "Size of array/BLOB too large"),
        ("let a = [\"x\"]; for i in 0..40 { a += a; }", "too large"),
        ("loop { }", "more than 2 million operations"),
        ("fn f() { f() } f()", "Stack overflow"),
        ("let a = []; for i in 0..100 { let b = \"x\"; b.pad(1000000, 'y'); a.push(b); }", "too large"),
        ("eval(\"1\")", "eval"),
    ] {
        let began = Instant::now();
        let verdict = verdict("1", &format!("```rhai +check name=\"it\"\n{code}\n```\n"));
        let CheckOutcome::Broken(text) = &verdict.checks[0].outcome else { panic!("{code}: {verdict:?}") };
        assert!(text.starts_with("line ") && text.contains(said), "{code}: {text}");
        assert!(began.elapsed() < Duration::from_secs(60), "{code}");
    }
}
