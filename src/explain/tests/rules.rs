//! For each rule a program that triggers it, and a near miss.

use super::{check, check_trace};

#[test]
fn a_blocking_call_is_found_where_somebody_was_ready() {
    check(
        "fn fetch() { sleep(0.5) }\nfn parse() { sleep_blocking(1.5); }\nlet f = spawn fetch();\nlet p = spawn parse();\nawait [f, p];",
        &["blocking-call, line 2: parse held the thread with sleep_blocking(1.5). \
           Meanwhile fetch was ready and could not run, for 1.00 s. Use sleep, or spawn_thread."],
    );
    check("fn parse() { sleep_blocking(1.5); }\nsleep_blocking(1); parse();", &[]);
}

#[test]
fn a_long_computation_is_found_where_somebody_was_late() {
    check(
        "fn tick() { sleep(0.5) }\nfn crunch() { busy(2) }\nlet t = spawn tick();\nlet c = spawn crunch();\nawait [t, c];",
        &["long-computation, line 4: crunch (line 4) computed for 2.00 s without a pause. \
           Meanwhile tick was ready and could not run, for 1.50 s. \
           Let it pause now and then with yield_now(), or move it away with spawn_thread."],
    );
    check(
        "fn tick() { sleep(0.5) }\nfn crunch() { for i in 0..40 { busy(0.05); yield_now() } }\nlet t = spawn tick();\nlet c = spawn crunch();\nawait [t, c];",
        &[],
    );
}

#[test]
fn tasks_in_sequence_are_found_where_none_lay_over_another() {
    check(
        "fn get(x) { sleep(x) }\nfor x in 1..4 { await spawn get(x) }",
        &["one-by-one, line 2: main awaited each of get, get #2 and get #3 before it spawned the next: \
           6.00 s of waiting, one after the other. Together it would take about 3.00 s. \
           If they do not need each other's results, spawn all of them first, then await. \
           [about 3.00 s sooner (an estimate)]"],
    );
    check(
        "fn get(x) { sleep(x) }\nlet clock = spawn get(7);\nfor x in 1..4 { await spawn get(x) }\nawait clock;",
        &[],
    );
}

#[test]
fn one_task_awaited_at_once_is_remarked() {
    check(
        "fn get() { sleep(1) }\nlet t = spawn get();\nawait t;",
        &["awaited-at-once, line 2: main awaited get at once, so nothing else ran meanwhile: \
           it took as long as a plain call. \
           Do other work, or spawn other tasks, between spawn and await; or call it without spawn."],
    );
    check("fn get() { sleep(1) }\nlet t = spawn get();\nsleep(0.2);\nawait t;", &[]);
}

#[test]
fn an_unseen_failure_is_found() {
    check(
        "fn fetch() { sleep(1); throw \"no network\" }\nspawn fetch();\nsleep(2);",
        &["failed-unseen, line 2: fetch failed with \"no network\" at 1.00 s, and nobody awaited it, \
           so nobody heard of it. Await it; with try { … } catch where it may fail."],
    );
    check(
        "fn fetch() { sleep(1); throw \"no network\" }\nlet t = spawn fetch();\nsleep(2);\ntry { await t } catch {}",
        &[],
    );
}

#[test]
fn tasks_cut_off_by_the_end_are_found() {
    check(
        "fn save() { sleep(2) }\nspawn save(); spawn save();\nsleep(1);",
        &["left-over, line 2: save and save #2 were not done when the program ended at 1.00 s, \
           and were cancelled: nobody awaited them. Await them before the end."],
    );
    check("fn save() { sleep(2) }\nspawn save(); spawn save();\nsleep(3);", &[]);
}

#[test]
fn polling_is_found_where_an_await_would_do() {
    check(
        "fn work() { sleep(1) }\nlet t = spawn work();\nwhile !t.is_done { sleep(0.05) }",
        &[
            "polling, line 3: main looked 20 times whether something had changed, with a short sleep in between, \
           until work ended. Await work, or let it set an event(): who waits is told at once, and looks once.",
        ],
    );
    check(
        "fn work() { sleep(1) }\nlet t = spawn work();\nwhile !t.is_done { print(\"still at it\"); sleep(0.05) }",
        &[],
    );
}

#[test]
fn a_lock_held_during_a_wait_is_found() {
    let tasks = "let m = mutex(0).named(\"balance\");\nawait [spawn add(m), spawn add(m), spawn add(m)];";
    check(
        &format!("fn add(m) {{ m.lock(|v| {{ sleep(1);\nv += 1 }}) }}\n{tasks}"),
        &["lock-held, line 1: add held the mutex balance while it waited. add #2 and add #3 queued for it, \
           for up to 2.00 s. Where it need not be held meanwhile, wait before taking it, or after. \
           [about 2.00 s sooner (an estimate)]"],
    );
    check(&format!("fn add(m) {{ sleep(1);\nm.lock(|v| v += 1) }}\n{tasks}"), &[]);
}

#[test]
fn a_semaphore_of_one_permit_is_found() {
    let program = |permits: u32| {
        format!(
            "fn work(s) {{ s.acquire(|| sleep(1)) }}\nlet s = semaphore({permits});\n\
             await [spawn work(s), spawn work(s), spawn work(s), spawn work(s)];"
        )
    };
    check(
        &program(1),
        &[
            "one-permit, line 1: The semaphore let only one task at a time go on: work, work #2 and 2 others went \
           one after the other, and the last waited 3.00 s. \
           If two may go on at once, give it two permits: semaphore(2). [about 1.50 s sooner (an estimate)]",
        ],
    );
    check(&program(2), &[]);
}

/// One request after another by the main task; `meanwhile` is what another task does then.
fn requests(meanwhile: &str) -> String {
    let request = |from: u64, to: u64| {
        format!(
            "{{\"at\":{from},\"task\":0,\"event\":\"suspended\",\"line\":3,\"on\":{{\"kind\":\"io\",\"what\":\"http_get /{to}\"}}}}\n\
             {meanwhile}{{\"at\":{to},\"task\":0,\"event\":\"woken\"}}\n{{\"at\":{to},\"task\":0,\"event\":\"resumed\"}}\n",
            meanwhile = if from == 0 { meanwhile } else { "" }
        )
    };
    let (first, second) = (request(0, 1_000_000_000), request(1_000_000_000, 3_000_000_000));
    format!(
        "{{\"at\":0,\"task\":0,\"event\":\"spawned\",\"name\":\"main\",\"line\":1}}\n\
         {{\"at\":0,\"task\":0,\"event\":\"resumed\"}}\n{first}{second}\
         {{\"at\":3000000000,\"task\":0,\"event\":\"finished\",\"outcome\":\"done\"}}\n"
    )
}

#[test]
fn requests_in_turn_are_found() {
    check_trace(
        &requests(""),
        &["requests-in-turn, line 3: main waited twice for http_get, one after the other: 3.00 s. \
           Together it would take about 2.00 s. \
           If they do not need each other's results, give each a task: spawn all, then await. \
           [about 1.00 s sooner (an estimate)]"],
    );
    check_trace(
        &requests(
            "{\"at\":0,\"task\":1,\"event\":\"spawned\",\"name\":\"tick\",\"parent\":0}\n\
             {\"at\":0,\"task\":1,\"event\":\"resumed\"}\n\
             {\"at\":0,\"task\":1,\"event\":\"suspended\",\"on\":{\"kind\":\"sleep\",\"until\":2000000000}}\n",
        ),
        &[],
    );
}

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
        &["thread-outlived, line 2: work was cancelled at 1.00 s in the middle of sleep_blocking (line 2). \
           A blocking call cannot be stopped: its thread went on with it, and what it came to was dropped. \
           Where cancelling shall end the work too, use the waiting call, or many short blocking calls."],
    );
    check(&program("sleep(3);"), &[]);
    check(&program("sleep_blocking(0.5);"), &[]);
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
}
