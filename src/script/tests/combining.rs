//! `join_all`, `select`, `timeout`, `as_completed`, `task_group`.

use super::{check, check_fails, session};

const WORK: &str = "fn work(seconds, value) { sleep(seconds); value } fn bad(seconds) { sleep(seconds); throw `bad ${seconds}` }\n";

fn check_work(script: &str, expected: &[&str]) {
    check(&format!("{WORK}{script}"), expected);
}

#[test]
fn all_are_joined_in_order_and_the_first_failure_in_time_is_thrown_at_once() {
    check_work(
        "print(join_all([spawn work(2, `a`), spawn work(1, `b`)]), join_all([]))",
        &["2.00 [\"a\", \"b\"] []"],
    );
    check_work(
        "let slow = spawn work(3, 1);
         try { join_all([slow, spawn bad(2), spawn bad(1)]) } catch (e) { print(e, slow.state) }",
        &["1.00 bad 1 waiting"],
    );
}

#[test]
fn settled_results_hold_values_and_errors() {
    check_work(
        "let t = spawn work(9, 1); t.cancel();
         for r in join_all_settled([spawn work(1, 5), spawn bad(2), t, spawn || 1 / 0]) { print(r) }",
        &[
            "2.00 #{ok: 5}",
            "2.00 #{error: \"bad 2\"}",
            "2.00 #{error: \"work was cancelled, so it has no value\"}",
            "2.00 #{error: \"division by zero: 1 / 0\"}",
        ],
    );
}

#[test]
fn select_gives_the_first_and_lets_the_rest_go_on() {
    check_work(
        "let slow = spawn work(3, `slow`);
         let first = select([slow, spawn work(1, `fast`)]);
         print(first.index, first.value, first.task.state, slow.state, await slow)",
        &["3.00 1 fast done waiting slow"],
    );
    check_work("try { select([spawn work(2, 1), spawn bad(1)]) } catch (e) { print(e) }", &["1.00 bad 1"]);
    check_work("let t = spawn work(1, 1); await t; print(select([spawn work(1, 2), t]).value)", &["1.00 1"]);
    check_fails("select([])", "for ever");
}

#[test]
fn a_select_over_a_thousand_tasks_again_and_again_takes_them_all() {
    check_work(
        "let tasks = []; for i in 0..1000 { tasks.push(spawn work(1000 - i, i)) }
         let sum = 0;
         for i in 0..1000 { let first = select(tasks); sum += first.value; tasks.remove(first.index); }
         print(sum)",
        &["1000.00 499500"],
    );
}

#[test]
fn timeout_gives_the_value_in_time_and_otherwise_cancels_and_waits_for_the_cleaning_up() {
    check_work("print(timeout(2, spawn work(1, `in time`)), now() < 1.01)", &["1.00 in time true"]);
    check_work("try { timeout(2, spawn bad(1)) } catch (e) { print(e) }", &["1.00 bad 1"]);
    check_work(
        "fn slow() { try { sleep(9) } catch (e) { sleep(1); print(`cleaned up`); throw e } }
         try { timeout(0.5, spawn slow()) } catch (e) { print(e) }",
        &["1.50 cleaned up", "1.50 timed out after 0.5 s"],
    );
    check_work(
        "let inner = spawn work(9, 1);
         let outer = spawn || timeout(5, inner);
         sleep(1); outer.cancel(); sleep(1); print(inner.state, outer.state)",
        &["2.00 cancelled cancelled"],
    );
}

#[test]
fn a_timeout_is_no_deadlock_where_only_it_can_help() {
    check(
        "let ch = channel(1);
         try { timeout(1, spawn || ch.recv()) } catch (e) { print(e) }
         ch.send(1); print(ch.recv())",
        &["1.00 timed out after 1 s", "1.00 1"],
    );
}

#[test]
fn results_come_as_they_are_completed_and_go_on_after_a_failure() {
    check_work(
        "let results = as_completed([spawn work(3, 3), spawn bad(2), spawn work(1, 1)]);
         try { for r in results { print(r) } } catch (e) { print(`caught`, e) }
         for r in results { print(r) }
         for r in as_completed([]) { print(`never`) }",
        &["1.00 1", "2.00 caught bad 2", "3.00 3"],
    );
}

#[test]
fn whoever_gives_a_value_is_told_what_happened() {
    let fetch = "fn fetch_data() { sleep(1); 5 } fn fetch(a, b) { 5 }\n";
    let cases = [
        ("join_all([fetch_data()])", "fetch_data() ran before join_all began; write spawn fetch_data()."),
        (
            "join_all([spawn fetch_data(),\n   fetch(\"a, b\", [1])])",
            "fetch() ran before join_all began; write spawn fetch(\"a, b\", [1]).",
        ),
        ("timeout(2, fetch_data())", "fetch_data() ran before timeout began; write spawn fetch_data()."),
        (
            "let x = 5; select([x])",
            "x is a value, not a task, so select cannot wait for it; only spawn starts a task.",
        ),
        (
            "let xs = [1, 2]; as_completed(xs)",
            "as_completed takes tasks, and got 1; only spawn starts a task.",
        ),
        ("join_all([1 + fetch_data()])", "join_all takes tasks, and got 6; only spawn starts a task."),
        ("join_all(spawn fetch_data())", "join_all takes an array of tasks: join_all([task, task])"),
        ("join_all([|| 5])", "nobody has started this closure"),
        ("timeout(-1, spawn fetch_data())", "time only goes forward"),
    ];
    for (script, expected) in cases {
        check_fails(&format!("{fetch}{script}"), expected);
    }
}

#[test]
fn a_group_returns_when_all_its_tasks_have_ended() {
    check_work(
        "let given = task_group(|g| {
             let t = g.spawn(Fn(`work`), 2, `two`);
             g.spawn(|| { g.spawn(|| { sleep(3); print(`grandchild`) }); });
             print(await t);
             `given`
         });
         print(given)",
        &["2.00 two", "3.00 grandchild", "3.00 given"],
    );
    check_work(
        "let kept = (); task_group(|g| kept = g); try { kept.spawn(|| 1) } catch (e) { print(e) }",
        &["0.00 this task group has ended, so it starts no more tasks"],
    );
}

#[test]
fn the_failures_of_a_group_are_collected_and_end_its_closure_too() {
    check_work(
        "fn worse() { try { sleep(9) } catch { throw `worse` } }
         try {
             task_group(|g| { g.spawn(Fn(`bad`), 1).named(`a`); g.spawn(Fn(`worse`)).named(`b`); sleep(5); print(`never`) });
         } catch (e) { for f in e.errors { print(f.task, f.error) } print(e.message) }
         sleep(1); print(`goes on`)",
        &["1.00 a bad 1", "1.00 b worse", "1.00 2 tasks of the group failed: a: bad 1; b: worse", "2.00 goes on"],
    );
    check_work(
        "let t = (); try { task_group(|g| { t = g.spawn(Fn(`work`), 9, 1); sleep(1); throw `mine` }) } catch (e) { print(e, t.state) }",
        &["1.00 mine cancelled"],
    );
    check_fails(
        &format!("{WORK}task_group(|g| g.spawn(|| bad(1)))"),
        "a task of the group failed: bad: bad 1",
    );
}

#[test]
fn a_groups_tasks_are_cancelled_with_it_and_one_alone_does_no_harm() {
    check_work(
        "fn child(name) { try { sleep(9) } catch (e) { sleep(1); print(name, e) } }
         let t = spawn || task_group(|g| { g.spawn(|| child(`a`)); g.spawn(|| child(`b`)); });
         sleep(1); t.cancel(); sleep(2); print(t.state)",
        &["2.00 a cancelled", "2.00 b cancelled", "3.00 cancelled"],
    );
    check_work(
        "task_group(|g| { let t = g.spawn(Fn(`work`), 9, 1); g.spawn(|| { sleep(1); print(`done`) }); t.cancel() });
         task_group(|g| { g.spawn(Fn(`work`), 9, 1); sleep(1); g.cancel() });
         print(now() < 2.1)",
        &["1.00 done", "2.00 true"],
    );
}

#[test]
fn a_group_of_a_thread_that_computes_keeps_its_error() {
    for computing in ["loop {}", "for i in 0..300000 { 1 + 1; }", "busy(1)"] {
        check(
            &format!(
                "fn boom() {{ sleep(0.01); throw `boom` }}
                 let t = spawn_thread(|| {{
                     try {{ task_group(|g| {{ g.spawn(|| boom()); {computing}; print(`never`) }}) }}
                     catch (e) {{ print(e.message) }}
                     sleep(1); print(`goes on`)
                 }});
                 await t"
            ),
            &["0.01 a task of the group failed: boom: boom", "1.01 goes on"],
        );
    }
}

#[test]
fn handled_failures_hide_no_other() {
    let script = "fn fail() { throw `no` }
        for i in 0..30 { try { await spawn fail() } catch {} }
        spawn fail(); sleep(1)";
    let (ends, _) = session(&[script]);
    let names: Vec<&str> = ends[0].unseen.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["fail #31"]);
}
