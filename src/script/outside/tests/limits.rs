//! What one call can take: memory, operations, time and disk. Each script would take far more, were it let.

use std::fs;
use std::time::Duration;

use super::Place;
use crate::host::permissions::{DiskQuota, Network, Outside, Permissions, SANDBOX_LIMITS, Sandbox};
use crate::runtime::Limits;
use crate::trace::ClockKind;

fn prison(sandbox: Sandbox) -> Place {
    let place = Place::new();
    let outside = Outside { permissions: Permissions::Sandbox(sandbox), ..place.outside.clone() };
    Place { outside, ..place }
}

/// Checks that a script with a large text, array and blob at hand is stopped where memory is used up.
fn check_uses_too_much(script: &str) {
    let limits = Limits { memory: 8 << 20, ..SANDBOX_LIMITS };
    let given = "let text = \"\"; text.pad(1000000, \"ab\"); let row = []; row.pad(25000, 0); \
                 let data = blob(2000000); let all = [];";
    let place = prison(Sandbox::default().with_limits(limits));
    place.check_fails(&format!("{given} {script}"), "uses too much memory (more than 8 MB in one run)");
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn one_call_cannot_use_more_memory_than_there_is() {
    let scripts = [
        "all.pad(250, row)",
        "all.pad(1000000, [row])",
        "all.pad(100000, #{a: row})",
        "let f = |x, y| x; all.pad(1000, f.curry(row))",
        "all.pad(40000000, 0)",
        "text.pad(10000000, \"x\")",
        "text.pad(20000000, '😀')",
        "let more = blob(40000000)",
        "let more = blob(40000000, 1)",
        "data.pad(40000000, 1)",
        "data.to_array()",
        "text.to_chars()",
        "text.split(\"\")",
        "text.split('a')",
        "text.split(\"a\", 3000000)",
        "text.split('a', 3000000)",
        "text.split_rev(\"a\")",
        "text.split_rev('b', 3000000)",
        "text.replace(\"a\", \"                      \")",
        "text.replace('a', \"                      \")",
        "let spaced = \"\"; spaced.pad(1000000, \"a \"); spaced.split()",
    ];
    scripts.into_iter().for_each(check_uses_too_much);
}

#[test]
fn a_text_that_is_in_a_value_many_times_is_not_written_out_beyond_what_there_is() {
    let given = "let text = \"\"; text.pad(100000, \"ab\"); let all = []; all.pad(100000, text);";
    let place = prison(Sandbox::default().with_limits(Limits { memory: 32 << 20, ..SANDBOX_LIMITS }));
    place.check_fails(&format!("{given} print(all)"), "prints too much");
    for shown in ["all.to_string()", "`${all}`", "all.to_debug()", "(\"\" + all)"] {
        let is_cut =
            format!("{given} let shown = {shown}; print(shown.len() < 32000000, shown.ends_with(\"…\"))");
        assert_eq!(place.said(&is_cut), ["true true"], "{shown}");
    }
    let json = format!("{given} #{{a: all}}.to_json()");
    place.check_catches(&json, "written as JSON, this takes too much memory");
}

#[test]
fn a_json_text_takes_no_more_than_there_is() {
    for item in ["{}", "[[]]", "{\\\"a\\\":0}", "0"] {
        let script = format!(
            "let items = \"\"; items.pad(1000000, \"{item},\"); parse_json(`[${{items.sub_string(0, items.len() / {len} * {len})}}0]`)",
            len = item.replace('\\', "").len() + 1
        );
        let place = prison(Sandbox::default().with_limits(Limits { memory: 8 << 20, ..SANDBOX_LIMITS }));
        place.check_catches(&script, "it takes too much memory");
    }
    let place = Place::new();
    place.check(
        "print(parse_json(`{\"a\": [1, 2.5, null, true, \"x\"], \"b\": {}}`))",
        &["0.00 #{a: [1, 2.5, (), true, \"x\"], b: #{}}"],
    );
    place.check("print(parse_json(\"[1, 18446744073709551615]\"))", &["0.00 [1, 1.84467440737096e19]"]);
    place.check_catches("parse_json(\"[1\")", "this is no JSON: EOF while parsing a list at line 1 column 2");
}

/// Checks that a loop is stopped after operations that take seconds at most, each of which does much at once.
fn check_computes_too_long(script: &str) {
    let limits = Limits { operations: 200_000, ..SANDBOX_LIMITS };
    let given = "let row = []; row.pad(100000, 0); let text = \"\"; text.pad(1000000, \"a\"); let all = [];";
    let place = prison(Sandbox::default().with_limits(limits));
    place.check_fails(&format!("{given} {script}"), "computes too long");
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn what_takes_long_counts_as_many_operations() {
    let scripts = [
        "let a = row; loop { a = [row]; }",
        "loop { let copy = row; }",
        "loop { row.contains(1) }",
        "loop { 1 in row }",
        "loop { row.index_of(1) }",
        "loop { row.index_of(1, 5) }",
        "let same = row; loop { if row == same { } }",
        "let same = row; loop { if row != same { } }",
        "let f = |x, y| x; loop { let g = f.curry(row); }",
        "loop { row.sort() }",
        "loop { let sorted = row.order_desc(); }",
        "fn take(x) { } loop { await spawn take(row) }",
        "loop { text.to_upper() }",
        "loop { try { loop { let copy = row; } } catch { } }",
        // A single call that would go on for hours.
        "all.pad(1000000, text); all.contains(text + \"b\")",
        "all.pad(1000000, text); let b = \"\"; b.pad(1000000, \"a\"); let others = []; others.pad(1000000, b); all == others",
        "all.pad(1000000, text); all.push(text + \"b\"); all.sort()",
        "all.pad(1000000, 1); all.contains(row)",
        "all.pad(1000, 1); let m = #{a: text}; for i in 0..1000 { all.push(m) } loop { all.index_of(#{a: text + \"b\"}) }",
    ];
    scripts.into_iter().for_each(check_computes_too_long);
}

#[test]
fn what_searches_and_sorts_gives_what_it_always_gave() {
    Place::new().check(
        "print([3, 1, 2].order(), [\"b\", \"a\"].order_desc(), [2.5, 1.5].order(), [true, false].order(), ['b', 'a'].order());
         let a = [3, 1, 2]; a.sort(); print(a); a.sort_desc(); print(a);
         print([1, [2, 3], \"x\"].contains([2, 3]), 2 in [1, 2], [1, 2].contains(\"2\"), [1, 2, 1].index_of(1, 1), \
               [1, 2].index_of(5), [1, 2, 3].index_of(3, -2), [1, 2.0].index_of(2), [#{a: 1}].contains(#{a: 1}));
         print(\"a b  c\".split(), \"a,b\".split(\",\"), \"a,b,c\".split(',', 2), \"a,b,c\".split_rev(\",\", 2), \
               \"\".split(), \"\".split(\",\"), \"ab\".split(0), \"abc\".to_chars(), [], blob(2, 7).to_array());
         let b = []; b.pad(3, [1]); b[0].push(2); print(b); let t = \"a\"; t.pad(4, \"xy\"); print(t);",
        &[
            "0.00 [1, 2, 3] [\"b\", \"a\"] [1.5, 2.5] [false, true] ['a', 'b']",
            "0.00 [1, 2, 3]",
            "0.00 [3, 2, 1]",
            "0.00 true true false 2 -1 2 1 true",
            "0.00 [\"a\", \"b\", \"c\"] [\"a\", \"b\"] [\"a\", \"b,c\"] [\"c\", \"a,b\"] [\"\"] [\"\"] [\"ab\", \"\"] ['a', 'b', 'c'] [] [7, 7]",
            "0.00 [[1, 2], [1], [1]]",
            "0.00 axyx",
        ],
    );
    Place::new().check_fails("[1, \"a\"].sort()", "elements of different types cannot be sorted");
}

#[test]
fn a_run_has_an_end_by_the_computers_clock() {
    let limits = Limits { time: Some(Duration::from_millis(100)), ..SANDBOX_LIMITS };
    for script in [
        "sleep(1000)",
        "await spawn sleep(1000)",
        "sleep_blocking(1000)",
        "loop { try { sleep(100) } catch { } }",
    ] {
        let place = prison(Sandbox::default().with_limits(limits));
        Place { clock: ClockKind::Real, ..place }
            .check_fails(script, "takes too long (more than 0 s in one run)");
    }
    let limits = Limits { operations: u64::MAX, ..limits };
    prison(Sandbox::default().with_limits(limits)).check_fails("loop { }", "takes too long");
}

#[test]
fn waiting_words_need_no_stack() {
    let limits = Limits { memory: 16 << 20, ..SANDBOX_LIMITS };
    let tasks = |call: &str| {
        format!(
            "let ch = channel(); let e = event(); let b = barrier(9999); let s = semaphore(0); let t = spawn sleep(2);
             fn nap() {{ sleep(1) }} let n = 0; let tasks = []; for i in 0..5000 {{ tasks.push(spawn {call}) }}
             sleep(0.5); for task in tasks {{ if task.is_done {{ n += 1 }} }} print(n)"
        )
    };
    let prison = || prison(Sandbox::default().with_limits(limits));
    let calls = [
        "sleep(1)",
        "ch.recv()",
        "e.wait()",
        "b.wait()",
        "s.acquire()",
        "join_all([t])",
        "timeout(3, t)",
        "recv(ch)",
    ];
    for call in calls {
        assert_eq!(prison().said(&tasks(call)), ["0"], "{call}");
    }
    prison().check_fails(&tasks("nap()"), "the stacks of this run's tasks use too much memory");
}

#[test]
fn the_disk_is_not_filled() {
    let root = tempfile::tempdir().unwrap();
    let full = "the sandbox is full: its scripts may write 1 MB in all";
    for call in [
        "let data = blob(400000); loop { fs::write(\"a\", data) }",
        "let data = blob(400000); loop { fs::append_blocking(\"b\", data) }",
        "for i in 0..1000 { fs::write(`f${i}`, \"\") }",
        "fs::write(\"c\", blob(2000000))",
    ] {
        let folder = [root.path().to_path_buf()];
        let sandbox =
            Sandbox::new(&folder, &folder, Network::Closed).unwrap().with_disk(DiskQuota::of(1 << 20));
        let permissions = Permissions::Sandbox(sandbox);
        let place = Place { outside: Outside { permissions, folder: folder[0].clone() }, ..Place::new() };
        place.check_catches(call, full);
    }
    let folder = [root.path().to_path_buf()];
    let sandbox = Sandbox::new(&folder, &folder, Network::Closed).unwrap().with_disk(DiskQuota::of(1 << 20));
    let permissions = Permissions::Sandbox(sandbox);
    let place = Place { outside: Outside { permissions, folder: folder[0].clone() }, ..Place::new() };
    let fill = "let c = db::open(\"t.db\"); c.execute(\"CREATE TABLE t (x)\"); \
                loop { c.execute(\"INSERT INTO t VALUES (zeroblob(100000))\") }";
    place.check_catches(fill, "the disk is full");
    place.check_catches(
        "db::open(\"t.db\").query(\"PRAGMA max_page_count = 1000000\")",
        "the sandbox is closed",
    );
    place.check_catches(
        "db::open(\"t.db\").query(\"PRAGMA Wal_AutoCheckpoint = 0\")",
        "the sandbox is closed",
    );
    assert!(fs::metadata(root.path().join("t.db")).unwrap().len() <= 1 << 20);
}
