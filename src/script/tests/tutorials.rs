//! The programs of asyncio tutorials, line by line: the same output in the same order at the same times.

use super::{check, session};
use crate::script::Answer;

const SAY_AFTER: &str = "fn say_after(delay, what) { sleep(delay); print(what) }\n";

#[test]
fn say_after_one_after_the_other() {
    check(
        &format!(
            "{SAY_AFTER} print(\"started\"); say_after(1, \"hello\"); say_after(2, \"world\"); print(\"finished\")"
        ),
        &["0.00 started", "1.00 hello", "3.00 world", "3.00 finished"],
    );
}

#[test]
fn say_after_at_the_same_time() {
    check(
        &format!(
            "{SAY_AFTER}
             let task1 = spawn say_after(1, \"hello\");
             let task2 = spawn say_after(2, \"world\");
             print(\"started\"); await task1; await task2; print(\"finished\")"
        ),
        &["0.00 started", "1.00 hello", "2.00 world", "2.00 finished"],
    );
}

#[test]
fn say_after_in_a_task_group() {
    check(
        &format!(
            "{SAY_AFTER}
             task_group(|g| {{
                 g.spawn(|| say_after(1, \"hello\"));
                 g.spawn(|| say_after(2, \"world\"));
                 print(\"started\");
             }});
             print(\"finished\")"
        ),
        &["0.00 started", "1.00 hello", "2.00 world", "2.00 finished"],
    );
}

/// The example of `asyncio.gather`.
#[test]
fn three_factorials_gathered() {
    check(
        "fn factorial(name, number) {
             let f = 1;
             for i in 2..=number {
                 print(`Task ${name}: Compute factorial(${number}), currently i=${i}...`);
                 sleep(1);
                 f *= i;
             }
             print(`Task ${name}: factorial(${number}) = ${f}`);
             f
         }
         print(join_all([spawn factorial(\"A\", 2), spawn factorial(\"B\", 3), spawn factorial(\"C\", 4)]))",
        &[
            "0.00 Task A: Compute factorial(2), currently i=2...",
            "0.00 Task B: Compute factorial(3), currently i=2...",
            "0.00 Task C: Compute factorial(4), currently i=2...",
            "1.00 Task A: factorial(2) = 2",
            "1.00 Task B: Compute factorial(3), currently i=3...",
            "1.00 Task C: Compute factorial(4), currently i=3...",
            "2.00 Task B: factorial(3) = 6",
            "2.00 Task C: Compute factorial(4), currently i=4...",
            "3.00 Task C: factorial(4) = 24",
            "3.00 [2, 6, 24]",
        ],
    );
}

#[test]
fn three_counters_gathered() {
    check(
        "fn count() { print(\"One\"); sleep(1); print(\"Two\") }
         join_all([spawn count(), spawn count(), spawn count()]); print(\"done\")",
        &["0.00 One", "0.00 One", "0.00 One", "1.00 Two", "1.00 Two", "1.00 Two", "1.00 done"],
    );
}

#[test]
fn posts_are_fetched_after_their_user_for_several_users_at_once() {
    check(
        "fn fetch_user(id) { print(\"user\", id); sleep(1); `user ${id}` }
         fn fetch_posts(user) { print(\"posts of\", user); sleep(0.5); print(\"got posts of\", user); }
         fn chain(id) { let user = fetch_user(id); fetch_posts(user); }
         join_all([spawn chain(1), spawn chain(2), spawn chain(3)]);
         print(\"all\")",
        &[
            "0.00 user 1",
            "0.00 user 2",
            "0.00 user 3",
            "1.00 posts of user 1",
            "1.00 posts of user 2",
            "1.00 posts of user 3",
            "1.50 got posts of user 1",
            "1.50 got posts of user 2",
            "1.50 got posts of user 3",
            "1.50 all",
        ],
    );
}

#[test]
fn producers_and_consumers_over_a_queue() {
    check(
        "fn produce(queue, name) {
             for i in 0..2 { sleep(1); queue.send(`${name}${i}`); print(name, \"added\", i) }
         }
         fn consume(queue, name) {
             for item in queue { sleep(1.5); print(name, \"got\", item) }
             print(name, \"goes home\")
         }
         let queue = channel();
         let producers = [spawn produce(queue, \"p\"), spawn produce(queue, \"q\")];
         let consumers = [spawn consume(queue, \"c\"), spawn consume(queue, \"d\")];
         join_all(producers); queue.close(); join_all(consumers); print(queue.len)",
        &[
            "1.00 p added 0",
            "1.00 q added 0",
            "2.00 p added 1",
            "2.00 q added 1",
            "2.50 c got p0",
            "2.50 d got q0",
            "4.00 c got p1",
            "4.00 c goes home",
            "4.00 d got q1",
            "4.00 d goes home",
            "4.00 0",
        ],
    );
}

#[test]
fn a_bounded_queue_holds_its_producer_back() {
    check(
        "let queue = channel(1);
         fn produce(queue) { for i in 0..3 { queue.send(i); print(\"sent\", i) } queue.close() }
         spawn produce(queue);
         for item in queue { sleep(1); print(\"got\", item) }",
        &["0.00 sent 0", "0.00 sent 1", "1.00 got 0", "1.00 sent 2", "2.00 got 1", "3.00 got 2"],
    );
}

/// The example of `asyncio.wait_for`.
#[test]
fn eternity_times_out() {
    check(
        "fn eternity() { sleep(3600); print(\"yay!\") }
         let task = spawn eternity();
         try { timeout(1, task) } catch (e) { print(\"timeout!\", e, task.state) }",
        &["1.00 timeout! timed out after 1 s cancelled"],
    );
}

#[test]
fn uneven_sleeps_as_they_are_completed() {
    check(
        "fn work(seconds) { sleep(seconds); `slept ${seconds}` }
         for result in as_completed([spawn work(3), spawn work(1), spawn work(2)]) { print(result) }",
        &["1.00 slept 1", "2.00 slept 2", "3.00 slept 3"],
    );
}

#[test]
fn a_group_with_one_failing_child_cancels_the_others() {
    check(
        "fn good(name) { try { sleep(5); print(name, \"done\") } catch (e) { print(name, e); throw e } }
         fn bad() { sleep(1); throw \"boom\" }
         try {
             task_group(|g| { g.spawn(|| good(\"a\")); g.spawn(|| bad()); g.spawn(|| good(\"b\")); });
             print(\"never\");
         } catch (e) {
             print(e.message);
             print(e.errors.len(), e.errors[0].error);
         }",
        &[
            "1.00 a cancelled",
            "1.00 b cancelled",
            "1.00 a task of the group failed: bad: boom",
            "1.00 1 boom",
        ],
    );
}

#[test]
fn a_semaphore_lets_three_of_ten_through() {
    let (ends, said) = session(&["fn work(gate, i) { gate.acquire(|| { print(\"in\", i); sleep(1) }) }
         let gate = semaphore(3);
         let tasks = [];
         for i in 0..10 { tasks.push(spawn work(gate, i)) }
         join_all(tasks); print(\"out\", gate.available)"]);
    assert!(matches!(ends[0].answer, Answer::Value(_)), "{:?}", ends[0].answer);
    let mut expected: Vec<String> = (0..10).map(|i| format!("{}.00 in {i}", i / 3)).collect();
    expected.push("4.00 out 3".into());
    assert_eq!(said, expected);
}

const CHESS: &str = "
fn game(board, seconds_of_judit, seconds_of_opponent, pairs) {
    for pair in 0..pairs { sleep_blocking(seconds_of_judit); sleep(seconds_of_opponent) }
}
";

/// Judit Polgár plays 24 boards of 30 move pairs: 5 s for each of her moves, 55 s for each answer.
#[test]
fn the_chess_exhibition_takes_twelve_hours_or_one() {
    let hours = |script: &str| {
        let (ends, said) = session(&[&format!("{CHESS}{script}; print(now())")]);
        assert!(matches!(ends[0].answer, Answer::Value(_)), "{:?}", ends[0].answer);
        said[0].split(' ').nth(1).unwrap().parse::<f64>().unwrap() / 3600.0
    };
    let waits = 24.0 * 30.0;
    let grain = waits * 0.001 / 3600.0;
    let sequential = hours("for board in 0..24 { game(board, 5, 55, 30) }");
    assert!((sequential - 12.0).abs() < grain, "{sequential}");
    let concurrent = hours(
        "let games = []; for board in 0..24 { games.push(spawn game(board, 5, 55, 30)) } join_all(games)",
    );
    // 24 boards of 5 s make 2 minutes a round, more than the 55 s of an answer: 30 rounds are one hour,
    // and the last answer comes after that.
    assert!((concurrent - (3600.0 + 55.0) / 3600.0).abs() < grain, "{concurrent}");
}
