//! Stacks: who gets one, when it goes back, and that it counts as memory.

use std::hint::black_box;

use super::*;

/// Uses some 8 KB of stack a level, as a script does, and sleeps at the bottom.
fn deep(runtime: &Runtime, levels: usize) -> Option<StopReason> {
    let room = black_box([0_u8; 8192]);
    if let Some(reason) = check::operation(runtime) {
        return Some(reason);
    }
    if levels == 0 {
        return match runtime.suspend_on(runtime.sleep(SECOND, 0)) {
            Err(Interrupted::Stopped(reason)) => Some(reason),
            _ => None,
        };
    }
    let reason = deep(runtime, levels - 1);
    black_box(room);
    reason
}

#[test]
fn a_task_that_is_cancelled_before_it_begins_costs_no_stack() {
    let (lines, _, _) = run(|runtime| {
        for _ in 0..1_000 {
            let task = runtime.spawn("late", 0, done).unwrap();
            runtime.cancel(&task);
            assert_eq!(runtime.suspend_on(Awaited::from(&task).wait(runtime, 0)), Ok(Outcome::Cancelled));
        }
        runtime.print(&runtime.stacks().to_string(), 0);
        done()
    });
    assert_eq!(lines, ["1"], "the main task's");
}

#[test]
fn tasks_that_compute_share_one_stack() {
    let (lines, _, _) = run(|runtime| {
        let tasks: Vec<_> = (0..1_000).map(|_| runtime.spawn("compute", 0, done).unwrap()).collect();
        for task in &tasks {
            runtime.suspend_on(Awaited::from(task).wait(runtime, 0)).unwrap();
        }
        runtime.print(&runtime.stacks().to_string(), 0);
        done()
    });
    assert_eq!(lines, ["2"], "the main task's, and theirs");
}

#[test]
fn a_task_that_only_sleeps_has_no_stack() {
    let (lines, _, trace) = run(|runtime| {
        let sleep = |runtime: Rc<Runtime>| async move {
            runtime.sleep(SECOND, 3).await.unwrap();
            done()
        };
        let code = || Box::pin(sleep(runtime.clone()));
        let tasks: Vec<_> = (0..1_000).map(|_| runtime.spawn_future("sleep", 2, code()).unwrap()).collect();
        for task in &tasks {
            runtime.suspend_on(Awaited::from(task).wait(runtime, 0)).unwrap();
        }
        runtime.print(&runtime.stacks().to_string(), 0);
        done()
    });
    assert_eq!(lines, ["1"], "the main task's");
    assert_eq!(trace.events().last().unwrap().at, SECOND);
}

#[test]
fn stacks_count_as_memory_and_are_given_back() {
    let limits = Limits { memory: 32 << 20, ..Limits::default() };
    let (lines, _, _) = run_within(limits, |runtime| {
        let before = runtime.budget.stacks.used();
        let spawn = |levels: usize| {
            let inner = runtime.clone();
            let body = move || {
                if let Some(reason) = deep(&inner, levels) {
                    inner.print(&format!("{reason:?}"), 0);
                }
                done()
            };
            runtime.spawn("deep", 0, body).unwrap()
        };
        // Some four megabytes each.
        let tasks: Vec<_> = (0..30).map(|_| spawn(500)).collect();
        for task in &tasks {
            runtime.suspend_on(Awaited::from(task).wait(runtime, 0)).unwrap();
        }
        runtime.print(&format!("{} left", runtime.budget.stacks.used().saturating_sub(before) >> 20), 0);
        // One by one there is room for all of them.
        for _ in 0..30 {
            runtime.suspend_on(Awaited::from(&spawn(500)).wait(runtime, 0)).unwrap();
        }
        done()
    });
    let (last, refused) = lines.split_last().unwrap();
    let limit = format!("{:?}", StopReason::StackMemoryLimit(32 << 20));
    assert!(refused.len() > 15 && refused.iter().all(|it| *it == limit), "{lines:?}");
    assert_eq!(last, "0 left");
}

#[test]
fn a_stack_that_is_too_deep_is_told_from_memory() {
    let (lines, _, _) = run(|runtime| {
        runtime.print(&format!("{:?}", deep(runtime, 10_000)), 0);
        done()
    });
    assert_eq!(lines, [format!("{:?}", Some(StopReason::StackLimit))]);
}

#[test]
fn when_a_run_is_over_the_stacks_of_thousands_go_back() {
    let options = LoopOptions {
        clock: ClockKind::Virtual,
        limits: Limits::default(),
        recorder: None,
        output: Box::new(|_| {}),
        backlog: None,
    };
    let event_loop = EventLoop::start(options, |_| ()).unwrap();
    event_loop.submit(|runtime, ()| {
        let inner = runtime.clone();
        let main = runtime.start_run("main", 1, move || {
            for _ in 0..5_000 {
                let sleeper = inner.clone();
                let body =
                    move || sleeper.suspend_on(sleeper.sleep(SECOND, 0)).map_or_else(|_| done(), |()| done());
                inner.spawn("sleeper", 0, body).unwrap();
            }
            inner.suspend_on(inner.sleep(2 * SECOND, 0)).map_or_else(|_| done(), |()| done())
        });
        Some(Foreground { main: main.unwrap(), at_end: AtEnd::Keep, on_end: Box::new(|_, ()| {}) })
    });
    let (sender, stacks) = mpsc::channel();
    event_loop.submit(move |runtime, ()| {
        sender.send((runtime.stacks_in_use(), runtime.stacks())).unwrap();
        None
    });
    let (in_use, there) = stacks.recv().unwrap();
    assert_eq!(in_use, 0);
    assert!(there < 1_500, "{there}");
    event_loop.finish();
}
