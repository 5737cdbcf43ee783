//! Rules about variables: lost updates, what tasks share, handles and copies. Each with a near miss.

use super::check;

/// What is tried against a lost update.
const NO_WAIT_BETWEEN: &str = "without an await or a sleep in between, or hold a mutex meanwhile.";

#[test]
fn a_lost_update_is_found() {
    let program = |body: &str| {
        format!(
            "let counter = 0; let all = [];\nfor i in 0..2 {{ all.push((spawn || {{\n{body}\n}}).named(\"add\")) }}\n\
             await all;"
        )
    };
    check(
        &program("let old = counter;\nsleep(1);\ncounter = old + 1;"),
        &[&format!(
            "lost-update, line 5: add #2 read counter at 0.00 s (line 3), and set it to what it made of that at \
             1.00 s (line 5). Meanwhile add had set it (line 5): that update is lost. \
             Read and write counter {NO_WAIT_BETWEEN}"
        )],
    );
    check(&program("sleep(1);\nlet old = counter;\ncounter = old + 1;"), &[]);
    check(&program("sleep(1);\ncounter += 1;"), &[]);
    check(&program("sleep(1);\nprint(counter);\ncounter = 7;"), &[]);
}

#[test]
fn a_lost_update_is_found_where_an_await_stands_in_the_assignment() {
    check(
        "fn fee() { sleep(1); 5 }\nlet account = #{ balance: 100, owner: \"Ada\" };\n\
         let a = (spawn || { account.balance = account.balance - await spawn fee() }).named(\"pay\");\n\
         let b = (spawn || { account.balance -= 20; account.owner = \"Grace\" }).named(\"draw\");\nawait [a, b];",
        &[&format!(
            "lost-update, line 3: pay read account.balance at 0.00 s (line 3), and set it to what it made of that at \
             1.00 s (line 3). Meanwhile draw had set it (line 4): that update is lost. \
             Read and write account.balance {NO_WAIT_BETWEEN}"
        )],
    );
}

#[test]
fn no_update_is_lost_under_a_mutex_or_where_each_has_its_own() {
    check(
        "let m = mutex(()); let n = 0; let all = [];\n\
             for i in 0..3 { all.push(spawn || { m.lock(|| { let old = n; yield_now(); n = old + 1 }) }) }\n\
             await all;",
        &[],
    );
    check(
        "let all = [];\nfor i in 0..3 { let own = i; all.push(spawn || { let old = own; sleep(1); own = old + 1 }) }\n\
         await all;",
        &[],
    );
}

#[test]
fn a_loops_variable_that_tasks_share_is_found() {
    check(
        "for i in 0..3 { spawn || print(i) }\nsleep(1);",
        &[
            "loop-variable, line 1: All these tasks share `i`: they run after the loop, and see only its last value. \
           Give each task its own: let own_i = i; before the spawn, and own_i in it.",
        ],
    );
    check("for i in 0..3 { let own = i; spawn || print(own) }\nsleep(1);", &[]);
}

#[test]
fn a_handle_where_its_value_was_meant_is_found() {
    let program =
        |shown: &str| format!("fn f() {{ sleep(1); 5 }}\nlet x = spawn f();\nsleep(2);\n{shown}\nawait x;");
    let found =
        |what: &str| format!("handle-as-value, line 4: {what} the task, not its value. Write `await x`.");
    check(&program("print(x);"), &[&found("This prints")]);
    check(&program("print(`got ${x}`);"), &[&found("This text shows")]);
    check(&program("if x == 5 { print(1) }"), &[&found("This compares")]);
    check(&program("print(await x);"), &[]);
    check(
        "fn f() { sleep(1); 5 }\nlet all = [spawn f(), spawn f()];\nfor t in all { print(t) }\nawait all;",
        &["handle-as-value, line 3: This prints the task, not its value. Await it first."],
    );
}

#[test]
fn a_copy_that_was_changed_in_vain_is_found() {
    check(
        "fn add(list) { list.push(1) }\nlet list = [];\nawait spawn add(list);",
        &[
            "copied-argument, line 3: `add` changes its own copy of `list`: a task gets copies of its arguments. \
           Give the value back: let value = await task;",
        ],
    );
    check("let list = [];\nlet t = spawn || list.push(1);\nsleep(1);\nawait t;", &[]);
}

#[test]
fn a_trace_file_tells_of_variables_and_remarks() {
    let event = |at: u64, task: u32, rest: &str| format!("{{\"at\":{at},\"task\":{task},{rest}}}\n");
    let looks = |task: u32, kind: &str, at: u64| {
        event(at, task, &format!("\"event\":\"{kind}\",\"line\":{},\"variable\":\"n\"", at + 1))
    };
    let lines = [
        event(0, 0, "\"event\":\"spawned\",\"name\":\"main\""),
        event(
            0,
            0,
            "\"event\":\"remarked\",\"line\":9,\"rule\":\"loop-variable\",\"text\":\"all share `i`\",\"try\":\"copy it\"",
        ),
        event(0, 1, "\"event\":\"spawned\",\"name\":\"a\",\"parent\":0"),
        looks(1, "read", 1),
        looks(0, "wrote", 2),
        looks(1, "updated", 3),
        event(4, 0, "\"event\":\"finished\",\"outcome\":\"done\""),
    ];
    super::check_trace(
        &lines.concat(),
        &[
            "loop-variable, line 9: All share `i`. Copy it.",
            &format!(
                "lost-update, line 4: a read n at 0.00 s (line 2), and set it to what it made of that at 0.00 s \
                 (line 4). Meanwhile main had set it (line 3): that update is lost. Read and write n {NO_WAIT_BETWEEN}"
            ),
        ],
    );
}
