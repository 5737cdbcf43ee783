//! What a `catch` gets: in words where the engine complains, and as it is where a script has thrown it.

use super::{check, session};
use crate::script::Answer;

#[test]
fn an_error_of_the_engine_reads_as_its_message() {
    check(
        "try { await spawn nosuch(1) } catch (e) { print(e); print(`${e}`, e.to_string(), \"it: \" + e) }
         try { nosuch(1) } catch (e) { print(e) }
         try { let x = 1 / 0; } catch (e) { debug(e); print([e], #{e: e}) }
         for r in join_all_settled([spawn nosuch(1)]) { print(r.error, r) }
         try { join_all([spawn nosuch(1)]) } catch (e) { print(e) }",
        &[
            "0.00 there is no function `nosuch`",
            "0.00 there is no function `nosuch` there is no function `nosuch` it: there is no function `nosuch`",
            "0.00 there is no function `nosuch`",
            "0.00 \"division by zero: 1 / 0\"",
            "0.00 [\"division by zero: 1 / 0\"] #{e: \"division by zero: 1 / 0\"}",
            "0.00 there is no function `nosuch` #{error: \"there is no function `nosuch`\"}",
            "0.00 there is no function `nosuch`",
        ],
    );
}

#[test]
fn its_parts_are_there_for_those_who_want_them() {
    check(
        "fn half(list) {\n list[7] / 2 }
         try { await spawn half([1]) } catch (e) { print(e.message, e.line, e.task, e.errors) }
         try { half([1]) } catch (e) { print(e.line, e.task, \"element 7\" in e, e.contains(\"message\")) }
         try { half([1]) } catch (e) { print(type_of(e), e == e.message, e != \"x\") }",
        &[
            "0.00 there is no element 7: the array has 1 element 2 half []",
            "0.00 2 main true true",
            "0.00 error true true",
        ],
    );
}

#[test]
fn what_was_thrown_stays_itself() {
    check(
        "fn fail(what) { throw what }
         for what in [\"x\", 404, 1.5, #{message: \"m\", code: 7}, [1], ()] {
             try { await spawn fail(what) } catch (e) { print(e == what, type_of(e), e) }
         }
         for what in [\"x\", 404, 1.5, #{message: \"m\"}] { try { fail(what) } catch (e) { print(e.message) } }
         try { fail(\"x\") } catch (e) { print(e.errors.len, e.line == (), e.task == ()) }
         let t = spawn || { try { sleep(9) } catch (e) { print(e == \"cancelled\") } }; yield_now(); t.cancel(); await t;",
        &[
            "0.00 true string x",
            "0.00 true i64 404",
            "0.00 true f64 1.5",
            "0.00 true map #{code: 7, message: \"m\"}",
            "0.00 true array [1]",
            "0.00 true () ",
            "0.00 x",
            "0.00 404",
            "0.00 1.5",
            "0.00 m",
            "0.00 0 true true",
            "0.00 true",
        ],
    );
}

#[test]
fn a_groups_error_has_the_errors_of_its_tasks() {
    check(
        "try {
             task_group(|g| { g.spawn(|| sleep(2)).named(\"slow\"); g.spawn(|| { sleep(1); [1][3] }).named(\"bad\"); });
         } catch (e) {
             print(e);
             print(e.message, e.task, e.errors.len(), e.errors[0].task, e.errors[0].error, e.errors[0].error.line);
         }",
        &[
            "1.00 a task of the group failed: bad: there is no element 3: the array has 1 element",
            "1.00 a task of the group failed: bad: there is no element 3: the array has 1 element bad 1 bad \
             there is no element 3: the array has 1 element 2",
        ],
    );
}

#[test]
fn thrown_on_it_is_reported_as_it_was() {
    let reported = |script: &str| {
        let (ends, _) = session(&[script]);
        match &ends[0].answer {
            Answer::Failed(report) => (report.title.clone(), report.labels[0].line, report.help.clone()),
            other => panic!("{other:?}"),
        }
    };
    let plain = reported("fn f() {\n nosuch(1) }\nf()");
    assert_eq!((plain.0.as_str(), plain.1), ("there is no function `nosuch`", 2));
    assert_eq!(reported("fn f() {\n nosuch(1) }\ntry { f() } catch (e) { throw e }"), plain);
    assert_eq!(reported("fn f() {\n nosuch(1) }\ntry { f() } catch (e) { throw; }"), plain);
    assert_eq!(reported("fn f() {\n nosuch(1) }\ntry { await spawn f() } catch (e) { throw e }"), plain);
    assert_eq!(reported("fn f() {\n nosuch(1) }\nawait spawn f()"), plain);
}

#[test]
fn it_can_be_handed_on() {
    check(
        "fn said(e) { `said ${e}` } let kept = ();
         try { nosuch(1) } catch (e) { print(said(e)); kept = e; await spawn || print(e, `and`, e.line) }
         print(kept); let ch = channel(1); try { [][1] } catch (e) { ch.send(e) } print(ch.recv())",
        &[
            "0.00 said there is no function `nosuch`",
            "0.00 there is no function `nosuch` and 2",
            "0.00 there is no function `nosuch`",
            "0.00 there is no element 1: the array is empty",
        ],
    );
}

#[test]
fn print_and_a_text_in_backticks_show_the_same() {
    check(
        "for x in [1, 1.0, 1e30, true, 'c', \"t\", (), [1.0, 'c', \"t\", ()], #{a: 'c', \"b c\": 1}, |x| x, 1..3, 1..=3,
                   blob(2), channel(1), [|x| x], mutex(), [mutex()], [1..3]] {
             print(x); print(`${x}`); if x != () && type_of(x) != \"blob\" { print(\"\" + x) }
         }",
        &[
            "0.00 1", "0.00 1", "0.00 1", "0.00 1.0", "0.00 1.0", "0.00 1.0", "0.00 1e30", "0.00 1e30", "0.00 1e30",
            "0.00 true", "0.00 true", "0.00 true", "0.00 c", "0.00 c", "0.00 c", "0.00 t", "0.00 t", "0.00 t",
            "0.00 ", "0.00 ",
            "0.00 [1.0, 'c', \"t\", ()]", "0.00 [1.0, 'c', \"t\", ()]", "0.00 [1.0, 'c', \"t\", ()]",
            "0.00 #{a: 'c', \"b c\": 1}", "0.00 #{a: 'c', \"b c\": 1}", "0.00 #{a: 'c', \"b c\": 1}",
            "0.00 <closure>", "0.00 <closure>", "0.00 <closure>", "0.00 1..3", "0.00 1..3", "0.00 1..3",
            "0.00 1..=3", "0.00 1..=3", "0.00 1..=3", "0.00 <2 bytes>", "0.00 <2 bytes>",
            "0.00 <channel: 0 of 1>", "0.00 <channel: 0 of 1>", "0.00 <channel: 0 of 1>",
            "0.00 [<closure>]", "0.00 [<closure>]", "0.00 [<closure>]",
            "0.00 <mutex: free>", "0.00 <mutex: free>", "0.00 <mutex: free>",
            "0.00 [<mutex #2: free>]", "0.00 [<mutex #2: free>]", "0.00 [<mutex #2: free>]",
            "0.00 [1..3]", "0.00 [1..3]", "0.00 [1..3]",
        ],
    );
}

#[test]
fn a_script_may_begin_with_a_line_for_the_shell() {
    check("#!/usr/bin/env -S meanwhile run\nprint(1)", &["0.00 1"]);
}
