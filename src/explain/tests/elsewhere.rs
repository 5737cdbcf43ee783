//! Rules about what goes on at the other end, what goes wrong in other languages, and what nobody has started. Each with
//! a near miss.

use super::check;

#[test]
fn what_goes_on_after_a_timeout_is_remarked() {
    let program = |order: &str, rest: &str| {
        format!(
            "fn shop(book) {{ sleep(2); print(`sent ${{book}}`) }}\nfn order(book) {{ {order} }}\n\
             try {{ timeout(1, spawn order(\"Emma\")) }} catch {{ print(\"late\") }}\n{rest}"
        )
    };
    check(
        &program("spawn shop(book); sleep(3)", "sleep(3);"),
        &[
            "outlived-timeout, line 2: order was given up at 1.00 s, when its time was up, and shop, which it had spawned \
             (line 2), went on until 2.00 s. A timeout ends the task and what that awaits, and nothing else. If it should \
             end with order, let order await it, or spawn it in a task_group. If it is the work of others, ask what came of \
             it before you try again.",
        ],
    );
    // It ends with the task, or somebody knows of it, or there is nothing to see of it.
    check(&program("let s = spawn shop(book); sleep(0.1); await s", "sleep(3);"), &[]);
    check(&program("task_group(|g| { g.spawn(|| shop(book)); sleep(3) })", "sleep(3);"), &[]);
    check(&program("let s = spawn shop(book); shield(s)", "sleep(3);"), &[]);
    check(&program("spawn sleep(2); sleep(3)", "sleep(3);"), &[]);
    check(
        "let work = spawn sleep(2);\nlet wait = || { await work };\ntry { timeout(1, spawn wait.call()) } catch { }\nprint(1);",
        &[],
    );
}

#[test]
fn a_request_that_may_be_carried_out_after_a_timeout_is_remarked() {
    let program = |request: &str| {
        format!(
            "let server = http::test_server();\ntry {{ timeout(1, spawn {request}) }} catch {{ print(\"late\") }}"
        )
    };
    check(
        &program("http::post(server + \"/delay/3\", \"one book\")"),
        &[
            "outlived-timeout, line 2: post was given up at 1.00 s in the middle of http::post(\"http://127.0.0.1:8000/delay/… \
             (line 2): the server may carry it out all the same. Before you send it again, ask the server what became of it; \
             or send a number with it by which the server knows a request that it has had.",
        ],
    );
    check(&program("http::get(server + \"/delay/3\")"), &[]);
}

#[test]
fn an_await_in_an_update_that_would_lose_something_elsewhere_is_remarked() {
    let program = |body: &str| {
        format!(
            "fn one() {{ sleep(1); 1 }}\nlet total = 0;\nlet add = || {{\n{body} }};\n\
             await [spawn add.call(), spawn add.call()];\nprint(total);"
        )
    };
    check(
        &program("total += await spawn one();"),
        &[
            "await-in-update, line 4: add #2 waited from 0.00 s to 1.00 s in the middle of an update of total (line 4), and \
             add changed total at 1.00 s (line 4). Nothing is lost: total is read after the wait. Python and JavaScript \
             would have read it before. Await on a line of its own: let more = await …; and then total += more; which is \
             right everywhere.",
        ],
    );
    check(&program("let more = await spawn one(); total += more;"), &[]);
    check(&program("let more = await spawn one();\ntotal += more;"), &[]);
    // Nobody else changed it during the wait.
    check(
        "fn one() { sleep(1); 1 }\nlet total = 0;\nfor i in 0..3 { total += await spawn one() }\nprint(total);",
        &[
            "one-by-one, line 3: main awaited each of one, one #2 and one #3 before it spawned the next: 3.00 s of waiting, \
         one after the other. Together it would take about 1.00 s. If they do not need each other's results, spawn all of \
         them first, then await. [about 2.00 s sooner (an estimate)]",
        ],
    );
}

#[test]
fn a_closure_that_is_awaited_and_that_nobody_has_started_is_found() {
    check(
        "let work = || { sleep(1); 5 };\nlet value = await work;\nsleep(1);",
        &[
            "awaited-closure, line 2: Work is a closure, and nobody has started it. Start it: await spawn work().",
        ],
    );
    check("let work = || { sleep(1); 5 };\nlet task = spawn work();\nsleep(1);\nprint(await task);", &[]);
}
