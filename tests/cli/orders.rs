//! A program in every order.

use std::fs;

use crate::{example, meanwhile};

const LOCKS: &str = "let left = mutex(0);
let right = mutex(0);
fn move(from, to) { from.lock(|a| { yield_now(); to.lock(|b| b += 1) }) }
let one = spawn move(left, right);
let two = spawn { yield_now(); yield_now(); move(right, left) };
await [one, two];
print(\"moved\");
";

#[test]
fn every_order_of_a_program_is_told_and_each_can_be_repeated() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("locks.rhai"), LOCKS).unwrap();
    let explored =
        meanwhile(&["explore", "locks.rhai", "--budget", "2000", "--timeline", "always"], folder.path());
    let said = String::from_utf8_lossy(&explored.stdout);
    for part in [
        "Tried all",
        "prints moved",
        "ends in a deadlock",
        "   ← move waits for the mutex #2",
        "the usual order",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    assert_eq!(explored.status.code(), Some(1));
    let code = said.split("--schedule ").nth(1).unwrap().split_whitespace().next().unwrap();
    let again = meanwhile(&["run", "--schedule", code, "locks.rhai"], folder.path());
    assert!(String::from_utf8_lossy(&again.stderr).contains("deadlock: "), "{again:?}");
    let usual = meanwhile(&["run", "--schedule", &code[..4], "locks.rhai"], folder.path());
    assert_eq!(String::from_utf8_lossy(&usual.stdout), "moved\n");
    let two = meanwhile(&["compare", "--schedule", code, "locks.rhai", "locks.rhai"], folder.path());
    assert!(String::from_utf8_lossy(&two.stderr).contains("repeats an order of one script"), "{two:?}");
    let other = meanwhile(&["run", "--schedule", "zzzz", "locks.rhai"], folder.path());
    assert!(String::from_utf8_lossy(&other.stderr).contains("this is no code of an order"), "{other:?}");
    fs::write(folder.path().join("locks.rhai"), LOCKS.replace("moved", "done")).unwrap();
    let changed = meanwhile(&["run", "--schedule", code, "locks.rhai"], folder.path());
    let said = String::from_utf8_lossy(&changed.stderr);
    assert!(
        said.contains("the program has been changed since") && changed.status.code() == Some(2),
        "{said}"
    );
}

#[test]
fn a_trace_keeps_its_order_and_every_export_repeats_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(example("deposits.rhai"), folder.path().join("deposits.rhai")).unwrap();
    let explored = meanwhile(&["explore", "deposits.rhai", "--budget", "300"], folder.path());
    let said = String::from_utf8_lossy(&explored.stdout);
    let code = said.split("--schedule ").nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let ran = meanwhile(
        &["run", "deposits.rhai", "--schedule", &code, "--trace", "t.jsonl", "--timeline", "always"],
        folder.path(),
    );
    assert!(String::from_utf8_lossy(&ran.stdout).contains("ben before ann"), "{ran:?}");
    let header = read("t.jsonl").lines().next().unwrap().to_owned();
    assert!(header.contains(&format!("\"schedule\":\"{code}\"")), "{header}");
    let drawn = meanwhile(&["run", "t.jsonl", "--timeline", "always"], folder.path());
    let drawn = String::from_utf8_lossy(&drawn.stdout);
    assert!(drawn.contains(&format!("It went in the order {code}.")), "{drawn}");
    assert!(drawn.contains("ben before ann"), "{drawn}");
    let again = meanwhile(&["run", "t.jsonl", "--schedule", &code], folder.path());
    assert_eq!(again.status.code(), Some(2), "{again:?}");

    // What is made of the script in that order is what is made of its trace.
    for ending in ["svg", "html", "cast", "json"] {
        let (own, of_trace, usual) =
            (format!("own.{ending}"), format!("of-trace.{ending}"), format!("usual.{ending}"));
        let exported =
            meanwhile(&["export", "deposits.rhai", "--schedule", &code, "-o", &own], folder.path());
        assert!(exported.status.success(), "{exported:?}");
        meanwhile(&["export", "t.jsonl", "-o", &of_trace], folder.path());
        meanwhile(&["export", "deposits.rhai", "--clock", "virtual", "-o", &usual], folder.path());
        assert_eq!(read(&own), read(&of_trace), "{ending}");
        assert!(read(&own).contains("ben before ann") || ending == "cast", "{ending}");
        assert!(read(&own).contains("120") && read(&own) != read(&usual), "{ending}");
        assert!(read(&own).contains(&code) || ["svg", "cast"].contains(&ending), "{ending}");
    }
    let refused = meanwhile(&["export", "t.jsonl", "--schedule", &code, "-o", "x.svg"], folder.path());
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(said.contains("a trace keeps the order that it was recorded in"), "{said}");
}

#[test]
fn what_cannot_be_explored_is_said() {
    let folder = tempfile::tempdir().unwrap();
    for (script, expected, code) in [
        ("let x = ;", "script.rhai, line 1", 1),
        ("process::run(\"ls\", [])", "line 1 starts another program", 2),
        ("let a = spawn sleep(1); await a; print(1)", "", 0),
    ] {
        fs::write(folder.path().join("script.rhai"), script).unwrap();
        let result = meanwhile(&["explore", "script.rhai"], folder.path());
        let said = String::from_utf8_lossy(&result.stderr);
        assert!(said.contains(expected) && result.status.code() == Some(code), "{script}: {result:?}");
    }
    let result = meanwhile(&["explore", "script.rhai", "--budget", "many"], folder.path());
    assert!(String::from_utf8_lossy(&result.stderr).contains("give a number of runs"), "{result:?}");
}
