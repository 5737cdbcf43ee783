//! The runtime on its own: order, time, cancelling, stopping.

mod flat;
mod stacks;

use std::rc::Rc;
use std::sync::mpsc;

use super::*;
use crate::trace::{ClockKind, Outcome, Trace, channel};

const SECOND: u64 = 1_000_000_000;

fn done() -> Ending {
    Ending { outcome: Outcome::Done, text: None }
}

/// Runs `main` as a main task under the virtual clock and gives what it printed and the trace's end.
fn run(main: impl FnOnce(&Rc<Runtime>) -> Ending + Send + 'static) -> (Vec<String>, Outcome, Trace) {
    run_within(Limits::default(), main)
}

/// The same, within these limits.
fn run_within(
    limits: Limits,
    main: impl FnOnce(&Rc<Runtime>) -> Ending + Send + 'static,
) -> (Vec<String>, Outcome, Trace) {
    let (recorder, collector) = channel();
    let (printed, lines) = mpsc::channel();
    let options = LoopOptions {
        clock: ClockKind::Virtual,
        limits,
        recorder: Some(recorder),
        output: Box::new(move |text| printed.send(text.to_owned()).unwrap()),
        backlog: None,
    };
    let (sender, outcome) = mpsc::channel();
    let event_loop = EventLoop::start(options, |_| ()).unwrap();
    event_loop.submit(move |runtime, ()| {
        let inner = runtime.clone();
        let task = runtime.start_run("main", 1, move || main(&inner)).unwrap();
        let main = task.clone();
        let on_end = Box::new(move |runtime: &Rc<Runtime>, (): &mut ()| {
            let TaskState::Ended(outcome) = runtime.state(&task) else { panic!("not ended") };
            sender.send(outcome).unwrap();
        });
        Some(Foreground { main, at_end: AtEnd::Keep, on_end })
    });
    let outcome = outcome.recv().unwrap();
    event_loop.finish();
    let mut trace = Trace::default();
    collector.drain().iter_mut().for_each(|batch| trace.absorb(batch));
    (lines.try_iter().collect(), outcome, trace)
}

#[test]
fn two_sleeps_overlap_and_keep_their_order() {
    let (lines, outcome, trace) = run(|runtime| {
        let spawn = |name: &'static str| {
            let inner = runtime.clone();
            let body = move || {
                inner.print(&format!("{name} starts"), 0);
                inner.suspend_on(inner.sleep(2 * SECOND, 0)).unwrap();
                inner.print(&format!("{name} ends"), 0);
                done()
            };
            runtime.spawn(name, 0, body).unwrap()
        };
        let (a, b) = (spawn("a"), spawn("b"));
        runtime.suspend_on(Awaited::from(&a).wait(runtime, 0)).unwrap();
        runtime.suspend_on(Awaited::from(&b).wait(runtime, 0)).unwrap();
        done()
    });
    assert_eq!(lines, ["a starts", "b starts", "a ends", "b ends"]);
    assert_eq!(outcome, Outcome::Done);
    assert_eq!(trace.events().last().unwrap().at, 2 * SECOND);
}

#[test]
fn blocking_sleeps_add_up() {
    let (_, _, trace) = run(|runtime| {
        let tasks: Vec<_> = (0..2)
            .map(|_| {
                let inner = runtime.clone();
                let body =
                    move || blocking::sleep(&inner, 2 * SECOND, 0).map_or_else(|_| done(), |()| done());
                runtime.spawn("fetch", 0, body).unwrap()
            })
            .collect();
        for task in &tasks {
            runtime.suspend_on(Awaited::from(task).wait(runtime, 0)).unwrap();
        }
        done()
    });
    assert_eq!(trace.events().last().unwrap().at, 4 * SECOND);
}

#[test]
fn a_cancelled_sleep_hears_of_it_once_at_its_wait() {
    let (lines, _, trace) = run(|runtime| {
        let inner = runtime.clone();
        let body = move || {
            assert_eq!(inner.suspend_on(inner.sleep(100 * SECOND, 0)), Err(Interrupted::Cancelled));
            inner.suspend_on(inner.sleep(SECOND, 0)).unwrap();
            inner.print("cleaned up", 0);
            done()
        };
        let task = runtime.spawn("sleeper", 0, body).unwrap();
        runtime.suspend_on(runtime.sleep(SECOND, 0)).unwrap();
        assert!(runtime.cancel(&task));
        assert!(runtime.cancel(&task), "two before its next turn count as one");
        runtime.suspend_on(Awaited::from(&task).wait(runtime, 0)).unwrap();
        done()
    });
    assert_eq!(lines, ["cleaned up"]);
    assert_eq!(trace.events().last().unwrap().at, 2 * SECOND);
}

#[test]
fn a_panic_is_the_tasks_own_failure() {
    let (_, outcome, _) = run(|runtime| {
        let task = runtime.spawn("bad", 0, || panic!("on purpose")).unwrap();
        assert_eq!(runtime.suspend_on(Awaited::from(&task).wait(runtime, 0)), Ok(Outcome::Failed));
        done()
    });
    assert_eq!(outcome, Outcome::Done);
}

#[test]
fn tasks_that_wait_for_each_other_are_stopped() {
    let (lines, _, _) = run(|runtime| {
        let me = runtime.current().unwrap();
        let interrupted = runtime.suspend_on(Awaited::from(&me).wait(runtime, 0));
        assert_eq!(interrupted, Err(Interrupted::Stopped(StopReason::Deadlock)));
        runtime.print("noticed", 0);
        done()
    });
    assert_eq!(lines, ["noticed"]);
}

#[test]
fn sleeps_due_at_one_instant_end_in_the_order_they_began() {
    let (lines, _, _) = run(|runtime| {
        let tasks: Vec<_> = (0..100_u64)
            .map(|number| {
                let inner = runtime.clone();
                let body = move || {
                    inner.suspend_on(inner.sleep(SECOND + number % 3, 0)).unwrap();
                    inner.print(&format!("{} {number}", number % 3), 0);
                    done()
                };
                runtime.spawn("sleeper", 0, body).unwrap()
            })
            .collect();
        for task in &tasks {
            runtime.suspend_on(Awaited::from(task).wait(runtime, 0)).unwrap();
        }
        done()
    });
    let mut expected: Vec<u64> = (0..100).collect();
    expected.sort_by_key(|number| number % 3);
    let expected: Vec<String> = expected.iter().map(|number| format!("{} {number}", number % 3)).collect();
    assert_eq!(lines, expected);
}

#[test]
fn who_waits_for_a_task_is_kept_once_however_often_the_loop_rests() {
    let (lines, _, _) = run(|runtime| {
        let me = runtime.current().unwrap();
        let awaiting = runtime.spawn("other", 0, done).unwrap();
        runtime.suspend_on(Awaited::from(&awaiting).wait(runtime, 0)).unwrap();
        let most = (0..500).map(|_| {
            runtime.suspend_on(runtime.sleep(SECOND, 0)).unwrap();
            me.waiters.borrow().len()
        });
        let most = most.max().unwrap();
        runtime.print(&most.to_string(), 0);
        done()
    });
    assert_eq!(lines, ["1"]);
}
