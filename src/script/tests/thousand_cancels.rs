//! A thousand cancels at every wait: before its task has begun, while it waits, and in one instant with what it waits
//! for, in either order. No permit, message or stack is lost.

use std::sync::mpsc;

use crate::host::permissions::Outside;
use crate::runtime::{EventLoop, Limits, LoopOptions};
use crate::script::{Answer, Entry, Role, Session};
use crate::trace::ClockKind;

/// In a test of a thousand cancels, and in a quick one. Each round cancels two tasks.
const ROUNDS: usize = 500;
const FEW_ROUNDS: usize = 40;

/// A wait: what comes before, the wait itself, what ends it, and whether nothing is lost at the end.
struct Case {
    begin: &'static str,
    wait: &'static str,
    give: &'static str,
    is_kept: &'static str,
}

const fn case(begin: &'static str, wait: &'static str, give: &'static str, is_kept: &'static str) -> Case {
    Case { begin, wait, give, is_kept }
}

const FOREVER: &str = "let forever = spawn sleep(1e6);";
const STILL: &str = "let state = forever.state; forever.cancel(); state == \"waiting\"";
const PAIR: &str = "let listener = net::listen(0); let there = net::connect(\"localhost\", listener.port);
    let here = listener.accept(); let sent = 0; let got = 0;";

const CASES: &[Case] = &[
    case("", "sleep(1)", "", "true"),
    case("", "yield_now(); yield_now(); yield_now()", "", "true"),
    case("", "await spawn sleep(1)", "", "true"),
    case("", "await [spawn sleep(1), spawn sleep(2)]", "", "true"),
    case("", "join_all([spawn sleep(1), spawn sleep(2)])", "", "true"),
    case("", "join_all_settled([spawn sleep(1), spawn sleep(2)])", "", "true"),
    case(FOREVER, "select([forever])", "", STILL),
    case(FOREVER, "select(5, [forever])", "", STILL),
    case(FOREVER, "select_settled([forever])", "", STILL),
    case(FOREVER, "for it in as_completed([forever]) { print(it) }", "", STILL),
    case(FOREVER, "await shield(forever)", "", STILL),
    case(FOREVER, "timeout(5, shield(forever))", "", STILL),
    case("", "timeout(5, spawn sleep(9))", "", "true"),
    case("", "task_group(|g| { g.spawn(|| sleep(9)); sleep(9) })", "", "true"),
    case("", "task_group(|g| { g.spawn(|| sleep(9)); g.spawn(|| sleep(9)) })", "", "true"),
    case("", "await future()", "", "true"),
    case("let beat = interval(1);", "beat.tick()", "", "beat.tick() >= 0"),
    case(
        "let ch = channel(1); let sent = 1; let got = 0; ch.send(0);",
        "ch.send(1); sent += 1",
        "if ch.try_recv() != () { got += 1 }",
        "got + ch.len == sent",
    ),
    case(
        "let ch = channel(100000); let sent = 0; let got = 0;",
        "ch.recv(); got += 1",
        "ch.send(7); sent += 1",
        "got + ch.len == sent",
    ),
    case(
        "let ch = priority_channel(100000); let sent = 0; let got = 0;",
        "ch.recv(); got += 1",
        "ch.send(7); sent += 1",
        "got + ch.len == sent",
    ),
    case("let ch = channel(1); ch.send(1);", "ch.join()", "", "ch.recv(); ch.task_done(); ch.join(); true"),
    case("let m = mutex(0);", "m.lock(|v| sleep(1))", "", "!m.is_locked && m.lock(|v| true)"),
    case("let s = semaphore(1);", "s.acquire(|| sleep(1))", "", "s.available == 1"),
    case(
        "let s = semaphore(0); let given = 0; let took = 0;",
        "s.acquire(); took += 1",
        "s.release(); given += 1",
        "s.available + took == given",
    ),
    case("let c = condition();", "c.lock(|| c.wait())", "c.lock(|| c.notify())", "c.lock(|| true)"),
    case(
        "let c = condition();",
        "c.lock(|| c.wait_for(|| false))",
        "c.lock(|| c.notify_all())",
        "c.lock(|| true)",
    ),
    case("let e = event();", "e.wait()", "e.set(); e.clear()", "!e.is_set"),
    case("let b = barrier(3);", "b.wait()", "", "b.waiting == 0"),
    case(
        PAIR,
        "if here.read_line() != () { got += 1 }",
        "there.write(\"x\\n\"); sent += 1",
        "there.close(); while here.read_line() != () { got += 1 } got == sent",
    ),
    case("let listener = net::listen(0);", "listener.accept()", "", "listener.port > 0"),
    case("", "fs::exists(\"/\")", "", "fs::exists(\"/\")"),
    case(
        "let url = http::test_server(); http::limit(1);",
        "http::get(url)",
        "",
        "http::get(url).status == 200",
    ),
    case(
        "let db = db::open(\":memory:\");",
        "db.query(\"SELECT 1\")",
        "",
        "db.query(\"SELECT 1 AS a\")[0].a == 1",
    ),
    case("let db = db::open(\":memory:\");", "db.transaction(|| sleep(1))", "", "db.transaction(|| 1) == 1"),
    case("", "await spawn_thread(|| sleep_blocking(1))", "", "true"),
    case("", "await spawn_thread(|| busy(0.01))", "", "true"),
];

fn script(case: &Case, rounds: usize) -> String {
    let Case { begin, wait, give, is_kept } = case;
    format!(
        "{begin}
        for i in 0..{rounds} {{
            let one = spawn || {{ {wait} }};
            let other = spawn || {{ {wait} }};
            if i % 4 > 0 {{ yield_now() }}
            if i % 4 == 2 {{ {give} }}
            one.cancel();
            if i % 4 == 3 {{ {give} }}
            if i % 8 > 3 {{ yield_now() }}
            other.cancel();
            join_all_settled([one, other]);
        }}
        {{ {is_kept} }}"
    )
}

#[test]
fn at_every_wait_of_every_primitive_cancels_lose_nothing() {
    cancel_at_every_wait(FEW_ROUNDS);
}

/// Ten seconds where the program is not optimised.
#[test]
#[ignore = "takes its time; .ci/long runs it"]
fn long_at_every_wait_of_every_primitive_a_thousand_cancels_lose_nothing() {
    cancel_at_every_wait(ROUNDS);
}

fn cancel_at_every_wait(rounds: usize) {
    let options = LoopOptions {
        clock: ClockKind::Virtual,
        limits: Limits::default(),
        recorder: None,
        output: Box::new(|_| {}),
        backlog: None,
    };
    let event_loop =
        EventLoop::start(options, |runtime| Session::within(runtime, Outside::default())).unwrap();
    for case in CASES {
        let (sender, end) = mpsc::channel();
        let entry = Entry {
            name: "cancels".into(),
            text: script(case, rounds),
            folder: std::path::PathBuf::new(),
            role: Role::Free,
        };
        event_loop
            .submit(move |_, session| session.start(&entry, |_| {}, move |_, end| sender.send(end).unwrap()));
        let answer = end.recv().unwrap().answer;
        let kept = matches!(&answer, Answer::Value(Some(text)) if text == "true");
        assert!(kept, "{}: {answer:?}", case.wait);
        // Tasks that were cancelled last may need the thread once more.
        let (sender, left) = mpsc::channel();
        event_loop.wind_up(move |_| ());
        event_loop.submit(move |runtime, _| {
            sender.send((runtime.tasks().len(), runtime.stacks_in_use())).unwrap();
            None
        });
        assert_eq!(left.recv().unwrap(), (0, 0), "{}: tasks and stacks that are left", case.wait);
    }
    event_loop.finish();
}
