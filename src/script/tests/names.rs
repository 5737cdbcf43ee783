//! What tasks are called: a name never looks like a place in the text.

use super::{check, session};

/// Checks the names of tasks that a script prints.
#[track_caller]
fn check_names(script: &str, expected: &[&str]) {
    let expected: Vec<String> = expected.iter().map(|it| format!("0.00 {it}")).collect();
    check(script, &expected.iter().map(String::as_str).collect::<Vec<_>>());
}

#[test]
fn a_closures_task_is_named_after_the_variable_it_is_assigned_to() {
    check_names(
        "let clock = spawn || { sleep(1); print(1) }; print(clock.name); clock.cancel();",
        &["clock"],
    );
    check_names(
        "let n = 1; let clock = spawn { sleep(n); n += 1 }; print(clock.name); clock.cancel();",
        &["clock"],
    );
    check_names("let clock = (); clock = spawn || { sleep(0); now() }; print(clock.name)", &["clock"]);
    check_names("let page = spawn_thread(|| { sleep(1); 2 }); print(page.name)", &["page"]);
    check_names("task_group(|g| { let one = g.spawn(|| sleep(0)); print(one.name) })", &["one"]);
    check_names("let all = #{}; all.first = spawn || sleep(0); print(all.first.name)", &["first"]);
    check_names("let work = |n| sleep(n); task_group(|g| print(g.spawn(work, 0).name))", &["work"]);
    check_names("fn f() { let inner = spawn || sleep(0); print(inner.name) } f()", &["inner"]);
}

#[test]
fn else_after_the_one_function_that_it_calls() {
    check_names("fn book(x) { x } print((spawn || book(1)).name)", &["book"]);
    check_names("fn book(x) { x } let n = 1; print((spawn || { sleep(0); book(n) }).name)", &["book"]);
    check_names(
        "fn book(x) { x } let all = [spawn || book(1), spawn || book(2)]; print(all[1].name)",
        &["book #2"],
    );
    check_names("fn book(x) { x } print(spawn_thread(|| book(1)).name)", &["book"]);
    check_names(
        "fn book(x) { x } let s = semaphore(1); print((spawn || s.acquire(|| book(1))).name)",
        &["book"],
    );
    check_names("print((spawn || sleep(0)).name)", &["sleep"]);
    // What is started is another task.
    check_names("fn f() { 1 } print((spawn || join_all([spawn f(), spawn || f()])).name)", &["join_all"]);
}

#[test]
fn else_after_its_number() {
    check_names(
        "fn a() {} fn b() {} spawn a(); let t = [spawn || { a(); b() }]; print(t[0].name, t[0].id)",
        &["task 2 2"],
    );
    check_names("let t = [spawn || 1]; let u = await t[0]; print(t[0].name, u)", &["task 1 1"]);
    check_names(
        "fn f() { 1 } let price = await spawn || { f(); f(); 2 }; print(price, (spawn f()).name)",
        &["2 f #2"],
    );
    check_names("let t = timeout(1, spawn || { sleep(0); now() }); print((spawn || 1).name)", &["task 2"]);
}

#[test]
fn closures_of_one_text_have_names_of_their_own() {
    check_names("let a = spawn || sleep(0); let b = spawn || sleep(0); print(a.name, b.name)", &["a b"]);
}

#[test]
fn no_two_living_tasks_have_the_same_name() {
    // The first entry's task lives on, in the second, and starts a further one after its main task has ended.
    let (_, said) = session(&[
        "fn f() { sleep(1) } fn g() { sleep(2); print((spawn f()).name) } spawn g(); let old = spawn f();",
        "let young = spawn f(); print(old.name, young.name); sleep(3); print((spawn f()).name)",
    ]);
    assert_eq!(said, ["0.00 f f #2", "2.00 f #2", "3.00 f #3"]);
}
