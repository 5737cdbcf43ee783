//! A long session keeps what can still be used, and no more.

use std::cell::RefCell;
use std::rc::Weak;

use super::super::environment::Environment;
use super::*;
use crate::runtime::{Limits, Runtime};

/// Entries of one session, and how many closures and places it keeps at the end.
fn kept_after(entries: &[&str]) -> (Vec<Answer>, usize) {
    let options = LoopOptions {
        clock: ClockKind::Virtual,
        limits: Outside::default().permissions.limits(),
        recorder: None,
        output: Box::new(|_| {}),
        backlog: None,
    };
    let event_loop = EventLoop::start(options, Session::new).unwrap();
    let mut answers = Vec::new();
    for text in entries {
        let (sender, end) = mpsc::channel();
        let entry =
            Entry { name: String::new(), text: (*text).into(), folder: Default::default(), role: Role::Free };
        event_loop.submit(move |_, session: &mut Session| {
            session.start(&entry, |_| {}, move |_, end| sender.send(end.answer).unwrap())
        });
        answers.push(end.recv().unwrap());
    }
    let (sender, kept) = mpsc::channel();
    event_loop.submit(move |_, session: &mut Session| {
        sender.send(session.kept()).unwrap();
        None
    });
    let kept = kept.recv().unwrap();
    event_loop.finish();
    (answers, kept)
}

/// Entries that make closures and end, enough of them for several looks.
fn others() -> Vec<String> {
    let entry = |n: usize| match n % 4 {
        0 => format!("let f = |a| a + {n}; f.call(1)"),
        1 => format!("let x = {n}; let t = spawn || {{ x += 1; sleep(0.1); x }}; await t"),
        2 => format!("[1, 2].map(|v| [v].map(|w| w + {n}))"),
        _ => "let same = || 1; same.call()".to_owned(),
    };
    (0..600).map(entry).collect()
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn closures_and_places_of_entries_that_are_gone_are_forgotten() {
    let others = others();
    let entries: Vec<&str> = others.iter().map(String::as_str).collect();
    let (answers, kept) = kept_after(&entries);
    assert!(answers.iter().all(|it| matches!(it, Answer::Value(_))), "{answers:?}");
    assert!(kept < 700, "{kept}");
    let twice: Vec<&str> = entries.iter().chain(&entries).copied().collect();
    assert!(kept_after(&twice).1 < 700);
}

#[test]
fn what_can_still_be_called_is_kept() {
    let keepers = [
        "let in_variable = |a| a + 1;",
        "let in_map = #{ f: |a| [a].map(|b| b + 2) };",
        "let ch = channel(1); ch.send(|a| a + 3);",
        "let made = spawn || { |a| a + 4 };",
        "fn maker() { |a| a + 5 }",
        "let gate = event(); let late = spawn || { gate.wait(); [6].map(|a| a + 1) };",
        "let curried = (|a, b| a + b).curry(7);",
        "let twin = || 1;",
        "twin = twin;",
        "let common = 1; let reader = || common; let writer = || { common += 1; };",
    ];
    let others = others();
    let uses = [
        ("in_variable.call(1)", "2"),
        ("in_map.f(1)", "[3]"),
        ("ch.recv().call(1)", "4"),
        ("(await made).call(1)", "5"),
        ("maker().call(1)", "6"),
        ("gate.set(); await late", "[7]"),
        ("curried.call(1)", "8"),
        ("twin.call()", "1"),
        ("writer.call(); reader.call()", "2"),
    ];
    let entries: Vec<&str> = keepers
        .into_iter()
        .chain(others.iter().map(String::as_str))
        .chain(uses.iter().map(|it| it.0))
        .collect();
    let (answers, _) = kept_after(&entries);
    for ((entry, expected), answer) in uses.iter().zip(&answers[keepers.len() + others.len()..]) {
        assert!(matches!(answer, Answer::Value(Some(value)) if value == expected), "{entry}: {answer:?}");
    }
}

thread_local! {
    /// Of a loop's thread: it looks when the thread ends.
    static WATCH: RefCell<Option<Watch>> = const { RefCell::new(None) };
}

/// Looks whether a session is gone when it should be.
struct Watch {
    environment: Weak<Environment>,
    runtime: Weak<Runtime>,
    is_gone: mpsc::Sender<[bool; 2]>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let gone = [self.environment.strong_count() == 0, self.runtime.strong_count() == 0];
        self.is_gone.send(gone).unwrap();
    }
}

#[test]
fn a_session_that_has_ended_leaves_nothing_behind() {
    let scripts = [
        "1",
        "let f = |a| a + 1; f.call(1)",
        "let t = spawn || { sleep(1); 2 }; await t",
        "let late = spawn || { sleep(1); 2 }; let never = spawn || { event().wait() }; let u = spawn 1 + nosuch;",
        "let ch = channel(1); let loop_ = spawn || { for x in ch { print(x) } }; ch.send(1); let c = || ch;",
        "let l = lock(1); l.lock(|v| v + 1); let g = task_group(|g| { g.spawn(|| sleep(1)); }); compare(|| 1, || 2);",
        "import \"nosuch\" as m;",
        "let m = #{}; m.f = || m; let t = spawn_thread(|| { busy(0.1); m }); let e = (); try { nosuch() } catch (x) { e = x }",
        "loop { spawn sleep(1) }",
    ];
    for script in scripts {
        let options = LoopOptions {
            clock: ClockKind::Virtual,
            limits: Limits { operations: 100_000, ..Outside::default().permissions.limits() },
            recorder: None,
            output: Box::new(|_| {}),
            backlog: None,
        };
        let (is_gone, gone) = mpsc::channel();
        let event_loop = EventLoop::start(options, |runtime| {
            let session = Session::new(runtime);
            let (environment, runtime) = (session.environment(), std::rc::Rc::downgrade(runtime));
            WATCH.set(Some(Watch { environment, runtime, is_gone }));
            session
        })
        .unwrap();
        let (sender, end) = mpsc::channel();
        let entry =
            Entry { name: String::new(), text: script.into(), folder: Default::default(), role: Role::Free };
        event_loop.submit(move |_, session: &mut Session| {
            session.start(&entry, |_| {}, move |_, _| sender.send(()).unwrap())
        });
        end.recv().unwrap();
        event_loop.finish();
        assert_eq!(gone.recv().unwrap(), [true, true], "{script}");
    }
}
