//! Rules about what tasks hand over, hold and check. Each with a near miss.

use super::check;

#[test]
fn a_timeout_that_could_not_be_noticed_is_found() {
    let program = |work: &str| {
        format!(
            "fn work() {{ {work} }}\nlet t = spawn work();\ntry {{ timeout(1, t) }} catch (e) {{ print(e) }}"
        )
    };
    check(
        &program("sleep_blocking(3)"),
        &[
            "blocking-call, line 1: work held the thread with sleep_blocking(3). \
             Meanwhile main was ready and could not run, for 2.00 s. Use sleep, or spawn_thread.",
            "late-timeout, line 3: In main (line 3) the timeout was due at 1.00 s and could not be noticed until \
             3.00 s: work (line 1) held the thread with sleep_blocking(3). Use sleep, or spawn_thread.",
        ],
    );
    check(
        &program("busy(3)"),
        &[
            "long-computation, line 2: work (line 2) computed for 3.00 s without a pause. \
             Meanwhile main was ready and could not run, for 2.00 s. \
             Let it pause now and then with yield_now(), or move it away with spawn_thread.",
            "late-timeout, line 3: In main (line 3) the timeout was due at 1.00 s and could not be noticed until \
             3.00 s: work computed without a pause. \
             Let it pause now and then with yield_now(), or move it away with spawn_thread.",
        ],
    );
    check(&program("sleep(3)"), &[]);
    check(&program("sleep_blocking(0.5)"), &[]);
}

#[test]
fn a_limit_of_select_that_could_not_be_noticed_is_found() {
    check(
        "let t = spawn || { sleep_blocking(3); sleep(1) };\ntry { select(1, [t]) } catch (e) { print(e) }\nawait t;",
        &[
            "blocking-call, line 1: t held the thread with sleep_blocking(3). \
             Meanwhile main was ready and could not run, for 2.00 s. Use sleep, or spawn_thread.",
            "late-timeout, line 2: In main (line 2) the timeout was due at 1.00 s and could not be noticed until \
             3.00 s: t (line 1) held the thread with sleep_blocking(3). Use sleep, or spawn_thread.",
        ],
    );
}

#[test]
fn a_message_that_the_loser_took_is_found() {
    let program = |rest: &str| {
        format!(
            "let ch = channel();\nlet a = spawn || ch.recv();\nlet b = spawn || ch.recv();\n\
             spawn || {{ sleep(1); ch.send(1); ch.send(2) }};\nlet first = select([a, b]);\nprint(first.value);\n{rest}"
        )
    };
    check(
        &program("sleep(1);"),
        &["message-lost, line 3: b took 2 from the channel (line 3) and ended; nobody took its value. \
           Take the value of each task that receives, also of one that did not win; or receive in one task alone."],
    );
    check(&program("print(await b);"), &[]);
}

#[test]
fn a_message_that_nobody_takes_is_found() {
    let program = |rest: &str| {
        format!("let ch = channel();\nch.send(1);\nch.send(\"two\");\nprint(ch.recv());\n{rest}")
    };
    check(
        &program(""),
        &[
            "message-untaken, line 3: Nobody took a message out of the channel: \"two\", which main sent at 0.00 s \
           (line 3). Receive until the channel is closed and empty, as `for message in ch` does, and await the task \
           that does so.",
        ],
    );
    check(&program("print(ch.recv())"), &[]);
}

#[test]
fn a_channel_that_nobody_closed_is_found() {
    let program = |end: &str, rest: &str| {
        format!(
            "fn produce(ch) {{ for i in 0..2 {{ sleep(1); ch.send(i) }} {end} }}\n\
             let ch = channel();\nspawn produce(ch);\n{rest}"
        )
    };
    let read = "loop { let m = ch.recv();\nif m == () { break } print(m) }";
    check(
        &program("", read),
        &[
            "never-closed, line 4: main waited for a message from the channel from 2.00 s on (line 4), and nobody \
           closed it: the last message came from produce at 2.00 s (line 1). \
           Let produce call close() on the channel after its last message: then `for` ends, and recv gives ().",
        ],
    );
    check(&program("ch.close()", read), &[]);
    check(&program("", "print(ch.recv(), ch.recv())"), &[]);
}

#[test]
fn a_permit_that_is_never_given_back_is_found() {
    let program = |book: &str| {
        format!(
            "fn book(s) {{ {book} }}\nlet s = semaphore(1);\nspawn book(s);\nsleep(0.5);\ns.acquire();\ns.release();"
        )
    };
    check(
        &program("s.acquire(); sleep(1)"),
        &[
            "permit-kept, line 1: book took the semaphore at 0.00 s (line 1) and ended at 1.00 s without giving it \
           back. main waited for it to the end. \
           Give it back on every way out; s.acquire(|| …) does that however its closure ends.",
        ],
    );
    check(&program("s.acquire(|| sleep(1))"), &[]);
    // A permit that is a signal nobody gives back.
    check("let s = semaphore(0);\nlet t = spawn || { s.acquire(); print(1) };\ns.release();\nawait t;", &[]);
}

#[test]
fn tasks_that_hold_what_the_other_wants_are_found() {
    let program = |second: &str| {
        format!(
            "let a = mutex(0).named(\"a\"); let b = mutex(0).named(\"b\");\n\
             fn both(first, second) {{ first.lock(|x| {{ yield_now();\nsecond.lock(|y| 1) }}) }}\n\
             let one = spawn both(a, b); let two = spawn both({second});\n\
             try {{ timeout(1, one) }} catch {{ print(\"late\") }}\nawait two;"
        )
    };
    check(
        &program("b, a"),
        &[
            "each-other, line 3: both #2 held the mutex b and wanted the mutex a, both held the mutex a and wanted \
           the mutex b: from 0.00 s on neither could go on (line 3), until both was cancelled at 1.00 s. \
           Let every task take them in the same order.",
        ],
    );
    check(&program("a, b"), &[]);
}

#[test]
fn a_check_that_grew_old_before_its_act_is_found() {
    let program = |act: &str| {
        format!(
            "let stock = 1; let buyers = [];\nfor i in 0..2 {{ buyers.push(spawn || {{\nif stock > 0 {{\n{act} }} }}) }}\n\
             await buyers; print(stock)"
        )
    };
    check(
        &program("sleep(1);\nstock -= 1;"),
        &[
            "stale-check, line 5: task 2 checked stock at 0.00 s (line 3), and acted on that at 1.00 s (line 5). \
           Meanwhile task 1 had changed it (line 5): what was checked may no longer have been true. \
           Check stock and change it without an await or a sleep in between, or hold a mutex meanwhile.",
        ],
    );
    check(&program("stock -= 1;\nsleep(1);"), &[]);
    // What is set later does not depend on the check.
    check(
        "let n = 0; let all = [];\nfor i in 0..2 { all.push(spawn || { if n > 5 { n = 0 }\nsleep(1);\nn += 1; }) }\nawait all; print(n)",
        &[],
    );
    let early = |between: &str| {
        format!(
            "let stock = 1; let buyers = [];\nfor i in 0..2 {{ buyers.push(spawn || {{\nif stock == 0 {{ return }}\n\
             {between}\nstock -= 1;\nsleep(0.5) }}) }}\nawait buyers; print(stock)"
        )
    };
    check(
        &early("sleep(1);"),
        &[
            "stale-check, line 5: task 2 checked stock at 0.00 s (line 3), and acted on that at 1.00 s (line 5). \
           Meanwhile task 1 had changed it (line 5): what was checked may no longer have been true. \
           Check stock and change it without an await or a sleep in between, or hold a mutex meanwhile.",
        ],
    );
    check(&early(""), &[]);
    let again = |work: &str| {
        format!(
            "let stock = 3; let buyers = [];\nfor i in 0..2 {{ buyers.push(spawn || {{\nwhile stock > 0 {{\n{work} }} }}) }}\n\
             await buyers; print(stock)"
        )
    };
    check(
        &again("sleep(1);\nstock -= 1;"),
        &[
            "stale-check, line 5: task 2 checked stock at 0.00 s (line 3), and acted on that at 1.00 s (line 5). \
           Meanwhile task 1 had changed it (line 5): what was checked may no longer have been true. This happened 3 times. \
           Check stock and change it without an await or a sleep in between, or hold a mutex meanwhile.",
        ],
    );
    check(&again("stock -= 1;\nsleep(1);"), &[]);
}

#[test]
fn a_new_task_that_starves_is_found() {
    let program = |work: &str| format!("fn work() {{ {work} }}\nlet t = spawn work();\nbusy(3);\nawait t;");
    check(
        &program("sleep(1)"),
        &["long-computation, line 1: main computed for 3.00 s without a pause. \
           Meanwhile work was ready and could not run, for 3.00 s. \
           Let it pause now and then with yield_now(), or move it away with spawn_thread."],
    );
    check(&program("busy(1)"), &[]);
    // What it does could have been done long since.
    check(
        &program("print(1)"),
        &["long-computation, line 1: main computed for 3.00 s without a pause. \
           Meanwhile work was ready and could not run, for 3.00 s. \
           Let it pause now and then with yield_now(), or move it away with spawn_thread."],
    );
}

#[test]
fn what_is_moved_to_a_thread_may_be_awaited_at_once() {
    check("let t = spawn_thread(|| sleep_blocking(1));\nawait t;", &[]);
}
