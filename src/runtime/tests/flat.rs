//! What a rest, a spawn, an await, a deadlock cost does not grow with how many there have been: what is kept of each is
//! counted, and what is looked through.

use super::*;
use crate::runtime::counting::looked_at;

/// What is kept after some work, by name.
fn sizes(runtime: &Runtime) -> Vec<(&'static str, usize)> {
    let me = runtime.current().unwrap();
    vec![
        ("tasks", runtime.tasks.len()),
        ("futures", runtime.queue.size()),
        ("timers", clock::timers_kept()),
        ("waiters of main", me.waiters.borrow().len()),
        ("watches of main", me.watches.len()),
        ("work at the end of a turn", runtime.recording.work_at_end_of_turn()),
    ]
}

/// Does something `times` times, and gives what is kept after it and how much one time looked through on average.
fn measured(times: usize, act: fn(&Rc<Runtime>, usize)) -> (Vec<(&'static str, usize)>, usize) {
    let (sender, measured) = mpsc::channel();
    run(move |runtime| {
        let before = looked_at();
        act(runtime, times);
        sender.send((sizes(runtime), (looked_at() - before) / times)).unwrap();
        done()
    });
    measured.recv().unwrap()
}

fn assert_flat(what: &str, act: fn(&Rc<Runtime>, usize)) {
    let (few, many) = (measured(100, act), measured(10_000, act));
    assert_eq!(few.0, many.0, "{what}: what is kept");
    // What is looked at more rarely the longer it goes on grows by a logarithm.
    let most = 3 * few.1 + 1;
    assert!(many.1 <= most, "{what}: {} are looked through each time, and {} before", many.1, few.1);
}

fn spawn(runtime: &Rc<Runtime>, nanos: u64) -> Rc<Task> {
    let inner = runtime.clone();
    let body = move || inner.suspend_on(inner.sleep(nanos, 0)).map_or_else(|_| done(), |()| done());
    runtime.spawn("task", 0, body).unwrap()
}

#[test]
fn rests_cost_the_same_however_many_there_were() {
    assert_flat("rest", |runtime, times| {
        (0..times).for_each(|_| runtime.suspend_on(runtime.sleep(SECOND, 0)).unwrap());
    });
}

#[test]
fn rests_of_a_run_whose_main_task_waits_cost_the_same() {
    assert_flat("rest", |runtime, times| {
        let inner = runtime.clone();
        let body = move || {
            (0..times).for_each(|_| inner.suspend_on(inner.sleep(SECOND, 0)).unwrap());
            done()
        };
        let ticker = runtime.spawn("ticker", 0, body).unwrap();
        runtime.suspend_on(Awaited::from(&ticker).wait(runtime, 0)).unwrap();
    });
}

#[test]
fn yields_cost_the_same_however_many_there_were() {
    assert_flat("yield", |runtime, times| {
        (0..times).for_each(|_| runtime.suspend_on(runtime.yield_now(0)).unwrap());
    });
}

#[test]
fn a_task_costs_the_same_however_many_there_were() {
    assert_flat("spawn and await", |runtime, times| {
        for _ in 0..times {
            let task = spawn(runtime, SECOND);
            runtime.suspend_on(Awaited::from(&task).wait(runtime, 0)).unwrap();
        }
    });
}

#[test]
fn awaits_of_one_task_cost_the_same_however_many_wait() {
    assert_flat("await", |runtime, times| {
        let awaited = spawn(runtime, 100 * SECOND);
        let wait = |_| {
            let (inner, awaited) = (runtime.clone(), awaited.clone());
            let body = move || {
                let awaited = Awaited { task: awaited, is_shielded: true };
                let _ = inner.suspend_on(awaited.wait(&inner, 0));
                done()
            };
            runtime.spawn("waiting", 0, body).unwrap()
        };
        let waiting: Vec<_> = (0..times).map(wait).collect();
        runtime.suspend_on(runtime.sleep(SECOND, 0)).unwrap();
        // Half of them are cancelled, from the first on, and the others see the end.
        waiting.iter().take(times / 2).for_each(|task| _ = runtime.cancel(task));
        let ends = Join::of(runtime, waiting.iter().map(Awaited::from).collect());
        runtime.suspend_on(ends.wait_for_all(0)).unwrap();
        assert!(waiting.iter().all(|task| task.is_ended()));
    });
}

#[test]
fn joins_of_one_task_that_are_given_up_are_not_kept() {
    assert_flat("join", |runtime, times| {
        let me = runtime.current().unwrap();
        for _ in 0..times {
            drop(Join::of(runtime, vec![Awaited::from(&me)]));
        }
        assert!(me.watches.len() < 16);
        me.watches.take();
    });
}

#[test]
fn the_first_of_many_ends_costs_the_same_as_the_first_of_few() {
    assert_flat("next end", |runtime, times| {
        let tasks: Vec<_> = (0..times as u64).map(|number| spawn(runtime, SECOND * (number + 1))).collect();
        let ends = crate::runtime::sync::Completions::of(runtime, tasks.into());
        let wait = runtime.current().unwrap().as_wait();
        let place = crate::runtime::sync::Place { wait, line: 0 };
        while runtime.suspend_on(ends.next(place)).unwrap().is_some() {}
    });
}

#[test]
fn a_deadlock_of_many_is_told_by_looking_at_each_a_few_times() {
    let deadlock = |runtime: &Rc<Runtime>, times| {
        let main = runtime.current().unwrap();
        for _ in 0..times {
            let (inner, main) = (runtime.clone(), main.clone());
            let body = move || {
                let _ = inner.suspend_on(Awaited::from(&main).wait(&inner, 0));
                done()
            };
            runtime.spawn("stuck", 0, body).unwrap();
        }
        let never = runtime.promise("never".into(), main.as_wait());
        assert_eq!(
            runtime.suspend_on(Awaited::from(&never).wait(runtime, 0)),
            Err(Interrupted::Stopped(StopReason::Deadlock))
        );
    };
    // The others end later.
    let (few, many) = (measured(100, deadlock).1, measured(10_000, deadlock).1);
    assert!(many <= few + 1, "{many} are looked through for each, and {few} where there are few");
}
