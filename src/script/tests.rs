//! The language, under the virtual clock: what scripts print and when, and how they end.

mod cancellation;
mod cancelling;
mod caught;
mod combining;
mod foreign;
mod forgetting;
mod last_value;
mod names;
mod parts_of_texts;
mod semicolons;
mod sharing;
mod spawning;
mod stackless;
mod table;
mod thousand_cancels;
mod times;
mod tutorials;
mod words;
mod wrong_calls;

use std::rc::Rc;
use std::sync::mpsc;

use super::*;
use crate::host::permissions::{Outside, Permissions, Sandbox};
use crate::runtime::{EventLoop, LoopOptions, Runtime};
use crate::sampling::Numbers;
use crate::trace::{ClockKind, EventKind, Trace, channel};

/// Runs the entries of one session and gives the ends, and all that was printed or remarked, with its time.
pub(crate) fn session(entries: &[&str]) -> (Vec<EntryEnd>, Vec<String>) {
    session_within(ClockKind::Virtual, Outside::default(), entries)
}

/// The same by any clock, with a part of the world outside.
pub fn session_within(clock: ClockKind, outside: Outside, entries: &[&str]) -> (Vec<EntryEnd>, Vec<String>) {
    let entries: Vec<(Role, &str)> = entries.iter().map(|text| (Role::Free, *text)).collect();
    session_in_roles(clock, outside, &entries)
}

/// The same of entries that are more than free.
fn session_in_roles(
    clock: ClockKind,
    outside: Outside,
    entries: &[(Role, &str)],
) -> (Vec<EntryEnd>, Vec<String>) {
    let (ends, trace) = session_prepared(clock, outside, entries, |_| {});
    let said = trace.events().iter().filter_map(|event| match event.kind {
        EventKind::Printed { text } => {
            Some(format!("{:.2} {}", event.at as f64 / 1e9, trace.texts().get(text)))
        }
        EventKind::Noted { text } => Some(format!("line {}: {}", event.line, trace.texts().get(text))),
        _ => None,
    });
    (ends, said.collect())
}

/// The ends of the entries of a session and its whole trace; `prepare` gets the session first.
fn session_prepared(
    clock: ClockKind,
    outside: Outside,
    entries: &[(Role, &str)],
    prepare: fn(&Session),
) -> (Vec<EntryEnd>, Trace) {
    let (recorder, collector) = channel();
    let folder = outside.folder.clone();
    let options = LoopOptions {
        clock,
        limits: outside.permissions.limits(),
        recorder: Some(recorder),
        output: Box::new(|_| {}),
        backlog: None,
    };
    let session = move |runtime: &Rc<Runtime>| {
        let session = Session::within(runtime, outside);
        prepare(&session);
        session
    };
    let event_loop = EventLoop::start(options, session).unwrap();
    let mut ends = Vec::new();
    for (index, (role, text)) in entries.iter().enumerate() {
        let (sender, end) = mpsc::channel();
        let entry = Entry {
            name: format!("entry {}", index + 1),
            text: (*text).into(),
            folder: folder.clone(),
            role: *role,
        };
        event_loop.submit(move |_, session: &mut Session| {
            session.start(&entry, |_| {}, move |_, end| sender.send(end).unwrap())
        });
        ends.push(end.recv().unwrap());
    }
    event_loop.finish();
    let mut trace = Trace::default();
    collector.drain().iter_mut().for_each(|batch| trace.absorb(batch));
    (ends, trace)
}

/// Checks what a script prints, each line with its time, and that it ends well.
fn check(script: &str, expected: &[&str]) {
    let (ends, said) = session(&[script]);
    assert!(matches!(ends[0].answer, Answer::Value(_)), "{:?}", ends[0].answer);
    assert_eq!(said, expected, "{script}");
}

/// Checks that a script fails with a report whose title holds `expected`.
fn check_fails(script: &str, expected: &str) {
    let (ends, _) = session(&[script]);
    match &ends[0].answer {
        Answer::Failed(report) => assert!(report.title.contains(expected), "{}", report.title),
        other => panic!("{other:?}"),
    }
}

/// Checks the last answer of a session.
fn check_answer(entries: &[&str], expected: &str) {
    let (ends, _) = session(entries);
    match &ends.last().unwrap().answer {
        Answer::Value(Some(value)) => assert_eq!(value, expected),
        other => panic!("{other:?}"),
    }
}

#[test]
fn spawned_first_and_then_awaited_two_fetches_take_two_seconds() {
    check(
        "fn fetch_data() { print(\"start\"); sleep(2); print(\"fetched\"); }
         let a = spawn fetch_data(); let b = spawn fetch_data(); await a; await b; print(now() > 1.99);",
        &["0.00 start", "0.00 start", "2.00 fetched", "2.00 fetched", "2.00 true"],
    );
}

#[test]
fn awaited_one_after_the_other_they_take_four() {
    check(
        "fn fetch_data() { print(\"start\"); sleep(2); print(\"fetched\"); }
         await spawn fetch_data(); await spawn fetch_data();",
        &["0.00 start", "2.00 fetched", "2.00 start", "4.00 fetched"],
    );
}

#[test]
fn with_a_blocking_sleep_they_take_four_however_they_are_started() {
    check(
        "fn fetch_data() { print(\"start\"); sleep_blocking(2); print(\"fetched\"); }
         let a = spawn fetch_data(); let b = spawn fetch_data(); await a; await b;",
        &["0.00 start", "2.00 fetched", "2.00 start", "4.00 fetched"],
    );
}

#[test]
fn everything_can_be_spawned_that_is_a_call_or_a_closure() {
    check("await spawn sleep(1); print(1)", &["1.00 1"]);
    check("await spawn || { sleep(1); print(1) }; print(2)", &["1.00 1", "1.00 2"]);
    check("await spawn { sleep(1); print(1) }; print(2)", &["1.00 1", "1.00 2"]);
    check("fn f(x) { x * 2 } let t = spawn(f(21)); print(t.await)", &["0.00 42"]);
}

#[test]
fn arguments_are_evaluated_by_the_caller() {
    check(
        "fn show(x) { print(x) } let i = 1; let t = spawn show(i); i = 2; await t; print(i)",
        &["0.00 1", "0.00 2"],
    );
}

#[test]
fn await_is_a_prefix_operator_a_call_and_a_property() {
    let f = "fn f(x) { sleep(1); x }";
    check(&format!("{f} print((await spawn f(1)) == 1)"), &["1.00 true"]);
    check(&format!("{f} let a = spawn f(1); let b = spawn f(2); print(await a + await b)"), &["1.00 3"]);
    check(
        &format!("{f} let a = spawn f(1); print(await(a)); print(a.await + a.await)"),
        &["1.00 1", "1.00 2"],
    );
    check(
        &format!("{f} let a = spawn f(true); if await a {{ print(`it is ${{await a}}`) }}"),
        &["1.00 it is true"],
    );
    check(&format!("{f} print(await [spawn f(1), spawn f(2), 3])"), &["1.00 [1, 2, 3]"]);
    check(&format!("{f} print([await spawn f(1), -await spawn f(2), +3])"), &["2.00 [1, -2, 3]"]);
}

#[test]
fn awaiting_a_value_gives_it_and_says_so_once_for_each_place() {
    check(
        "fn fetch_data() { sleep(1); 7 }
         for i in 0..2 { print(await fetch_data()) }",
        &[
            "line 2: fetch_data() had finished before await saw it; only spawn starts a task.",
            "1.00 7",
            "2.00 7",
        ],
    );
    check(
        "let x = 5; print(await x)",
        &["line 1: x is a value, not a task; only spawn starts a task.", "0.00 5"],
    );
}

#[test]
fn a_failed_task_throws_where_it_is_awaited_and_the_error_can_be_caught() {
    check_fails("fn bad() { throw \"boom\" } let t = spawn bad(); sleep(1); await t;", "boom");
    check(
        "fn bad() { throw #{code: 7} } let t = spawn bad();
         try { await t } catch (e) { print(e.code) }
         try { await t } catch (e) { print(e.code) }",
        &["0.00 7", "0.00 7"],
    );
}

#[test]
fn a_failure_nobody_looked_at_is_reported_at_the_end() {
    let (ends, _) = session(&["fn bad() { throw \"boom\" } spawn bad(); sleep(1);"]);
    assert_eq!(ends[0].unseen.len(), 1);
    assert_eq!(ends[0].unseen[0].0, "bad");
}

#[test]
fn a_cancelled_task_can_clean_up() {
    check(
        "fn work() { try { sleep(10) } catch (e) { print(e) } sleep(1); print(\"clean\") }
         let t = spawn work(); sleep(1); print(t.cancel(), t.state); await t; print(t.state)",
        &["1.00 true ready", "1.00 cancelled", "2.00 clean", "2.00 done"],
    );
    check(
        "let t = spawn sleep(10); sleep(1); t.cancel(); sleep(0.1); print(t.state, t.is_done);
         try { await t } catch (e) { print(e) }",
        &["1.10 cancelled true", "1.10 sleep was cancelled, so it has no value"],
    );
}

#[test]
fn a_handle_tells_what_its_task_is_doing() {
    check(
        "fn work() { sleep(1) } let t = spawn work(); print(t.name, t.state); yield_now(); print(t.state);
         sleep_blocking(2); print(t.state); await t; print(t.state, t.named(\"x\").name)",
        &["0.00 work ready", "0.00 waiting", "2.00 ready", "2.00 done x"],
    );
    check(
        "let t = spawn sleep(1); print(t)",
        &[
            "line 1: this is a task, not its value; sleep's value comes with await.",
            "0.00 <task sleep: ready>",
        ],
    );
}

#[test]
fn what_is_no_time_is_refused() {
    check_fails("sleep(-1)", "time only goes forward");
    check_fails("sleep(0.0/0.0)", "not a number");
    check_fails("sleep(1.0/0.0)", "never end");
    check_fails("sleep(\"2\")", "takes a number of seconds");
    check_fails("spawn sleep(-1); sleep_blocking(-2)", "sleep_blocking(-2)");
}

#[test]
fn what_cannot_be_spawned_is_refused_before_anything_runs() {
    for script in [
        "spawn 5",
        "spawn [1]",
        "let t = spawn f() + 1",
        "let t = spawn f() && f()",
        "fn g() { spawn 1 + 2 }",
    ] {
        let (ends, said) = session(&[&format!("print(\"ran\"); fn f() {{}} {script}")]);
        assert!(
            matches!(&ends[0].answer, Answer::Failed(report) if report.title.contains("spawn")),
            "{script}"
        );
        assert!(said.is_empty(), "{script}");
    }
}

#[test]
fn entries_share_variables_functions_constants_and_the_last_value() {
    check_answer(&["let x = 1;", "fn f(y) { y + 1 }", "f(x)", "_ * 10"], "20");
    check_answer(&["const C = 3;", "fn f() { global::C * 2 }", "f()"], "6");
    check_answer(&["let x = 1; throw \"no\"", "x"], "1");
    check_answer(&["5", "switch _ { 5 => \"five\", _ => \"other\" }"], "\"five\"");
    check_answer(&["let t = spawn || 5;", "await t"], "5");
}

#[test]
fn tasks_nobody_awaited_are_left_over_and_go_on_with_the_next_entry() {
    let (ends, said) = session(&["fn tick() { sleep(1); print(\"tick\") }\nspawn tick();", "sleep(2)"]);
    let names: Vec<_> = ends[0].leftovers.iter().map(|it| (it.name.as_str(), it.line)).collect();
    assert_eq!(names, [("tick", 2)]);
    assert!(ends[1].leftovers.is_empty());
    assert_eq!(said, ["1.00 tick"]);
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn runaway_scripts_end_with_a_clear_error_and_the_session_goes_on() {
    let runaways = [
        ("fn f(n) { f(n + 1) } f(0)", "calls itself"),
        ("fn f(n) { [1].map(|x| f(n + x)) } f(0)", "calls itself"),
        ("fn f(n) { [2, 1].sort(|a, b| f(n + 1)) } f(0)", "calls itself"),
        ("fn f(n) { f(n + 1) } await spawn f(0)", "calls itself"),
        ("let s = \"x\"; loop { s += s }", "too much memory"),
        ("let s = \"x\"; s.pad(1000000000000, \"y\")", "more than fits"),
        ("let t = (); t = spawn || { sleep(1); await t }; await t", "deadlock"),
        ("fn f(n) { await spawn f(n + 1) } f(0)", "without an end"),
        ("fn f(n) { await [spawn f(n + 1)] } f(0)", "without an end"),
        ("fn f(n) { join_all([spawn f(n + 1)]) } f(0)", "without an end"),
        ("let m = #{}; m.a = || m; m.to_json()", "cannot be written as JSON"),
    ];
    for (script, expected) in runaways {
        // There memory ends early.
        let permissions = Permissions::Sandbox(Sandbox::default());
        let outside = Outside { permissions, ..Outside::default() };
        let (ends, _) = session_within(ClockKind::Virtual, outside, &[script, "1 + 1"]);
        assert!(
            matches!(&ends[0].answer, Answer::Failed(report) if report.title.contains(expected)),
            "{script}: {:?}",
            ends[0].answer
        );
        assert!(
            matches!(&ends[1].answer, Answer::Value(Some(two)) if two == "2"),
            "{script}: {:?}",
            ends[1].answer
        );
    }
}

#[test]
fn of_several_variables_with_one_name_the_latest_is_kept() {
    let (ends, _) =
        session(&["let x = 1; let y = 2; let x = 3; let f = || x;", "let x = 4; x = 5;", "x + y + f.call()"]);
    let shown: Vec<_> = ends[1].variables.iter().map(|it| format!("{} = {}", it.name, it.detail)).collect();
    assert_eq!(shown.iter().filter(|it| it.starts_with("x = ")).collect::<Vec<_>>(), ["x = 5"]);
    assert!(matches!(&ends[2].answer, Answer::Value(Some(sum)) if sum == "10"), "{:?}", ends[2].answer);
}

#[test]
fn deeply_nested_sources_are_refused_by_the_parser() {
    for script in [
        "(".repeat(10_000),
        "[".repeat(10_000),
        "-".repeat(10_000),
        "await ".repeat(10_000),
        "spawn ".repeat(10_000),
        "if true {".repeat(10_000),
        "`${".repeat(10_000),
        "!".repeat(10_000),
        "a.".repeat(10_000),
        "1+".repeat(10_000),
        "fn f() { || ".repeat(10_000),
    ] {
        let (ends, _) = session(&[&script]);
        let head: String = script.chars().take(10).collect();
        assert!(matches!(ends[0].answer, Answer::Failed(_)), "{head}: {:?}", ends[0].answer);
    }
}

#[test]
fn compare_runs_one_after_the_other_and_leaves_nothing_behind() {
    check(
        "let r = compare(|| { sleep(1); sleep(1) }, || { spawn sleep(9); await [spawn sleep(1), spawn sleep(1)] });
         print(r.first > 1.99 && r.first < 2.01, r.second < 1.01, now() < 3.1)",
        &["3.00 true true true"],
    );
}

/// By the computer's clock: others go on in their order, and so does whoever's time has come meanwhile.
#[test]
fn a_computation_that_gives_way_lets_the_clock_tick() {
    let script = "fn crunch(name) { for n in 1..=3 { busy(0.01); print(`${name} ${n}`); yield_now() } }
         let clock = spawn || { sleep(0.001); print(`tick`) };
         await [spawn crunch(`a`), spawn crunch(`b`), spawn crunch(`c`), clock]";
    let (_, said) = session_within(ClockKind::Real, Outside::default(), &[script]);
    let said: Vec<&str> = said.iter().filter_map(|line| line.split_once(' ')).map(|(_, text)| text).collect();
    let (ticks, others): (Vec<&str>, Vec<&str>) = said.iter().partition(|it| **it == "tick");
    assert_eq!(others, ["a 1", "b 1", "c 1", "a 2", "b 2", "c 2", "a 3", "b 3", "c 3"]);
    assert!(ticks.len() == 1 && said[..4].contains(&"tick"), "{said:?}");
}

#[test]
fn every_example_of_the_help_runs() {
    let folder = tempfile::tempdir().unwrap();
    let outside = Outside { folder: folder.path().to_owned(), ..Outside::default() };
    for word in crate::vocabulary::words() {
        let (ends, _) = session_within(ClockKind::Virtual, outside.clone(), &[word.example]);
        assert!(matches!(ends[0].answer, Answer::Value(_)), "{}: {:?}", word.name, ends[0].answer);
        assert!(ends[0].unseen.is_empty(), "{}: {:?}", word.name, ends[0].unseen);
    }
}
