//! Rules about what nobody takes: messages, the work of threads, values. Each with a near miss.

use super::check;

#[test]
fn a_channel_that_nobody_reads_is_found() {
    let program = |rest: &str| {
        format!(
            "fn produce(ch) {{ for i in 0..3 {{ ch.send(i) }} ch.close() }}\nlet ch = channel(1).named(\"jobs\");\n{rest}"
        )
    };
    check(
        &program("let p = spawn produce(ch);\nsleep(3);"),
        &[
            "channel-full, line 1: produce waited for room in the channel jobs from 0.00 s on, and nobody took a \
             message out. Start the task that receives before the channel is full, or give it room for all messages.",
            "left-over, line 3: produce was not done when the program ended at 3.00 s, and was cancelled: \
             nobody awaited it. Await it before the end.",
        ],
    );
    check(&program("let p = spawn produce(ch);\nfor m in ch { sleep(1) }"), &[]);
}

#[test]
fn a_channel_that_fills_up_is_found() {
    let program = |readers: u32| {
        format!(
            "fn produce(ch) {{ for i in 0..6 {{ ch.send(i) }} ch.close() }}\n\
             fn take(ch) {{ for m in ch {{ sleep(1) }} }}\nlet ch = channel(1);\nspawn produce(ch);\n\
             let all = []; for i in 0..{readers} {{ all.push(spawn take(ch)) }}\nawait all;"
        )
    };
    check(
        &program(1),
        &["channel-full, line 1: produce waited 5 times for room in the channel, 4.00 s in all: \
           take took one message at a time. \
           More room only delays this. If messages do not need each other, let several tasks receive."],
    );
    check(&program(2), &[]);
}

#[test]
fn thread_work_that_outlives_its_cancellation_is_found() {
    let program = |work: &str| {
        format!(
            "let t = spawn_thread(|| {{\n{work} }}).named(\"work\");\nsleep(1);\nt.cancel();\ntry {{ await t }} catch {{}}"
        )
    };
    check(
        &program("sleep_blocking(3);"),
        &[
            "thread-outlived, line 2: work was cancelled at 1.00 s in the middle of sleep_blocking(3) (line 2). \
           A blocking call cannot be stopped: its thread went on with it, and what it came to was dropped. \
           Where cancelling shall end the work too, use the waiting call, or many short blocking calls.",
        ],
    );
    check(&program("sleep(3);"), &[]);
    check(&program("sleep_blocking(0.5);"), &[]);
    // Many short calls, as it was advised.
    check(&program("for i in 0..1000 { sleep_blocking(0.013); }"), &[]);
}

#[test]
fn what_blocks_on_a_thread_of_its_own_holds_nobody_up() {
    check(
        "fn tick() { sleep(0.2) }\nlet t = spawn_thread(|| sleep_blocking(2)).named(\"away\");\nlet f = spawn tick();\n\
         sleep(0.1);\nbusy(0.6);\nawait [t, f];",
        &["long-computation, line 1: main computed for 600 ms without a pause. \
           Meanwhile tick was ready and could not run, for 500 ms. \
           Let it pause now and then with yield_now(), or move it away with spawn_thread."],
    );
}

#[test]
fn a_value_that_nobody_took_is_remarked() {
    let program = |body: &str, rest: &str| {
        format!("fn f() {{ sleep(1); {body} }}\nlet t = spawn f();\nsleep(2);\n{rest}")
    };
    check(
        &program("42", ""),
        &["unused-value, line 2: f ended with a value, 42, and nobody took it. \
           Where the value is needed, take it: let value = await task;"],
    );
    check(&program("42", "await t;"), &[]);
    check(&program("42", "select([t]);"), &[]);
    check(&program("print(\"saved\"); 42", ""), &[]);
    check(&program("", ""), &[]);
    check("let xs = [];\nspawn || { xs.push(1); xs.len() };\nsleep(1);\nprint(xs)", &[]);
}
