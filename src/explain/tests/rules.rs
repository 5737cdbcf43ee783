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
           until work ended. Await work, or let it set an event(): a task that waits for it goes on at once, and looks once.",
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
    // One task keeps one of two permits; the others go one after the other through the second.
    check(
        "fn work(s, t) { s.acquire(|| sleep(t)) }\nlet s = semaphore(2);\n\
         await [spawn work(s, 1.0), spawn work(s, 0.3), spawn work(s, 0.3), spawn work(s, 0.4)];",
        &[],
    );
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
