//! Programs with the usual bugs of tasks that share something: each is found in the simplest order that shows it, and what
//! is put right is proven so.

mod reference;

use super::search::{Budget, Exploration, Found, Reach, explore};
use super::{Ending, Outcome, Program, Surroundings};
use crate::script::{Entry, Role};

/// No time, so that what is found does not depend on the computer.
const BUDGET: Budget = Budget { runs: 2_000, time: None };

fn program(text: &str) -> Program {
    with_slack(text, 0)
}

fn with_slack(text: &str, slack: u64) -> Program {
    let entry = Entry {
        name: "program.rhai".to_owned(),
        text: text.to_owned(),
        folder: Default::default(),
        role: Role::Free,
    };
    Program::new(entry, Surroundings { slack, ..Surroundings::default() }).unwrap()
}

fn explored(text: &str) -> Exploration {
    let mut program = program(text);
    let is_noted = program.is_noted();
    explore(&mut program, BUDGET, is_noted, &mut |_| ()).unwrap()
}

/// The program has one usual outcome and this other one, found in an order with so many deviations.
#[track_caller]
fn finds(text: &str, deviations: usize, is_it: impl Fn(&Outcome) -> bool) {
    let exploration = explored(text);
    let found: Vec<&Found> = exploration.found.iter().filter(|it| is_it(&it.outcome)).collect();
    assert!(!found.is_empty(), "{:#?}", exploration.found);
    assert_eq!(found[0].deviations.len(), deviations, "{:#?}", exploration.found);
}

/// The usual order comes to one thing, and one deviation to another.
#[track_caller]
fn finds_both(text: &str, usual: impl Fn(&Outcome) -> bool, other: impl Fn(&Outcome) -> bool) {
    let found = explored(text).found;
    let deviations = |is_it: &dyn Fn(&Outcome) -> bool| {
        found.iter().find(|it| is_it(&it.outcome)).map(|it| it.deviations.len())
    };
    assert_eq!((deviations(&usual), deviations(&other)), (Some(0), Some(1)), "{found:#?}");
}

/// All orders come to the same.
#[track_caller]
fn is_proven(text: &str) {
    let exploration = explored(text);
    assert!(matches!(exploration.reach, Reach::All | Reach::AllThatDiffer), "{:?}", exploration.reach);
    assert_eq!(exploration.found.len(), 1, "{:#?}", exploration.found);
    assert!(!exploration.found[0].outcome.is_failure(), "{:#?}", exploration.found);
}

fn prints(text: &str) -> impl Fn(&Outcome) -> bool {
    move |outcome| outcome.printed.join(" ") == text && !outcome.is_failure()
}

fn deadlocks(outcome: &Outcome) -> bool {
    outcome.ending == Ending::Deadlock
}

#[test]
fn a_lost_update() {
    let add = "let n = 0; let add = || { let old = n; yield_now(); n = old + 1 };
               let a = spawn add.call(); let b = spawn add.call(); await [a, b]; print(n)";
    // Both read before one writes: so it goes by itself.
    finds(add, 0, prints("1"));
    finds(add, 1, prints("2"));
    is_proven(
        "let n = mutex(0); let add = || { n.lock(|v| { let old = v; yield_now(); v = old + 1 }) };
         let a = spawn add.call(); let b = spawn add.call(); await [a, b]; print(n.lock(|v| v))",
    );
}

#[test]
fn a_check_before_an_act() {
    finds(
        "let seats = 1; let sold = 0;
         let book = |pause| { if seats > 0 { if pause { yield_now() } seats -= 1; sold += 1 } };
         let a = spawn book.call(false); let b = spawn book.call(true); await [a, b]; print(sold)",
        1,
        prints("2"),
    );
    is_proven(
        "let seats = 1; let sold = 0;
         let book = |pause| { if pause { yield_now() } if seats > 0 { seats -= 1; sold += 1 } };
         let a = spawn book.call(false); let b = spawn book.call(true); await [a, b]; print(sold)",
    );
}

#[test]
fn an_await_that_was_forgotten() {
    finds(
        "let ready = false; let load = spawn || { ready = true }; yield_now(); print(ready)",
        1,
        prints("false"),
    );
    is_proven("let ready = false; let load = spawn || { ready = true }; await load; print(ready)");
}

#[test]
fn two_locks_in_two_orders() {
    let program = |second: &str| {
        format!(
            "let a = mutex(1); let b = mutex(1);
             let one = spawn || {{ a.lock(|x| {{ yield_now(); b.lock(|y| 1) }}) }};
             let two = spawn || {{ yield_now(); yield_now(); yield_now(); {second} }};
             await [one, two]; print(\"done\")"
        )
    };
    finds(&program("b.lock(|x| { yield_now(); a.lock(|y| 1) })"), 3, deadlocks);
    is_proven(&program("a.lock(|x| { yield_now(); b.lock(|y| 1) })"));
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn philosophers() {
    let program = |last: &str| {
        format!(
            "let forks = [mutex(0), mutex(0), mutex(0)];
             fn eat(forks, left, right) {{ let l = forks[left]; let r = forks[right];
                 l.lock(|x| {{ yield_now(); r.lock(|y| 1) }}) }}
             let all = [spawn eat(forks, 0, 1), spawn eat(forks, 1, 2), spawn eat(forks, {last})];
             await all; print(\"fed\")"
        )
    };
    finds_both(&program("2, 0"), deadlocks, prints("fed"));
    is_proven(&program("0, 2"));
}

#[test]
fn a_signal_that_comes_too_early() {
    let program = |signal: &str, wait: &str| {
        format!(
            "let c = {signal};
             let waiting = spawn || {{ {wait} }}; let telling = spawn || {{ TELL }};
             await [waiting, telling]; print(\"done\")"
        )
    };
    finds(
        &program("condition()", "c.lock(|v| c.wait())").replace("TELL", "c.lock(|v| c.notify())"),
        1,
        deadlocks,
    );
    is_proven(&program("event()", "c.wait()").replace("TELL", "c.set()"));
}

#[test]
fn messages_in_another_order() {
    let program = |take: &str| {
        format!(
            "let ch = channel(); let a = spawn || {{ ch.send(1) }}; let b = spawn || {{ ch.send(2) }};
             {take}"
        )
    };
    finds(&program("print(ch.recv()); print(ch.recv())"), 1, prints("2 1"));
    is_proven(&program("print(ch.recv() + ch.recv())"));
}

#[test]
fn what_is_published_before_it_is_ready() {
    finds(
        "let cache = (); let make = spawn || { cache = #{value: 0}; yield_now(); cache = #{value: 7} };
         let take = spawn || { yield_now(); yield_now(); print(cache.value) }; await [make, take];",
        2,
        prints("0"),
    );
    is_proven(
        "let cache = (); let made = event(); let make = spawn || { yield_now(); cache = #{value: 7}; made.set() };
         let take = spawn || { made.wait(); print(cache.value) }; await [make, take];",
    );
}

#[test]
fn a_sum_that_was_read_before_the_await() {
    let program = |add: &str| {
        format!(
            "let total = 0; fn f(n) {{ yield_now(); n }}
             let one = spawn || {{ {add} }}; await one; let two = spawn || {{ {add} }};
             let three = spawn || {{ yield_now(); yield_now(); yield_now(); {add} }};
             await [two, three]; print(total)"
        )
    };
    finds(&program("total = total + await spawn f(1)"), 1, prints("2"));
    is_proven(&program("let more = await spawn f(1); total = total + more"));
}

#[test]
fn a_cache_that_is_filled_twice() {
    finds(
        "let cache = (); let loads = 0;
         let get = |late| { if late { yield_now(); yield_now() }
             if cache == () { yield_now(); loads += 1; cache = 7 } cache };
         let a = spawn get.call(false); let b = spawn get.call(true); await [a, b]; print(loads)",
        2,
        prints("2"),
    );
    is_proven(
        "let cache = mutex(()); let loads = 0;
         let get = |late| { if late { yield_now(); yield_now() }
             cache.lock(|it| { if it == () { yield_now(); loads += 1; it = 7 } it }) };
         let a = spawn get.call(false); let b = spawn get.call(true); await [a, b]; print(loads)",
    );
}

#[test]
fn a_select_that_one_side_wins_by_habit() {
    finds(
        "fn one() { yield_now(); \"one\" } fn two() { yield_now(); \"two\" }
         let first = select([spawn one(), spawn two()]); print(first.value)",
        1,
        prints("two"),
    );
}

#[test]
fn a_select_whose_winner_does_not_matter() {
    is_proven(
        "fn one() { yield_now(); \"done\" } fn two() { yield_now(); \"done\" }
         let all = [spawn one(), spawn two()]; let first = select(all);
         print(first.value); await all;",
    );
    // Who takes all of them in the order of the array asks nobody who was first.
    is_proven(
        "fn one() { yield_now(); \"one\" } fn two() { yield_now(); \"two\" }
         print(join_all([spawn one(), spawn two()]))",
    );
}

#[test]
fn two_threads_that_keep_each_other_out() {
    is_proven(
        "let n = mutex(0);
         let a = spawn_thread(|| { n.lock(|v| { v = v + 1 }) });
         let b = spawn_thread(|| { n.lock(|v| { v = v + 1 }) });
         await [a, b]; print(n.lock(|v| v))",
    );
}

#[test]
fn a_thread_may_be_interrupted_between_two_prints() {
    let text = "let a = spawn_thread(|| { print(1); print(2) }); let b = spawn_thread(|| { print(3) });
                await [a, b];";
    finds(text, 0, prints("1 2 3"));
    finds(text, 1, prints("1 3 2"));
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn interruptions_of_threads_are_bounded_and_that_is_said() {
    let add = "n = n + 1; n = n + 1; n = n + 1; n = n + 1;";
    let text = format!(
        "let n = 0; let a = spawn_thread(|| {{ {add} }}); let b = spawn_thread(|| {{ {add} }});
         await [a, b]; print(n)"
    );
    let mut program = program(&text);
    let exploration = explore(&mut program, Budget { runs: 900, time: None }, true, &mut |_| ()).unwrap();
    let told = super::summary(&exploration, None)[0].clone();
    assert_eq!(exploration.reach, Reach::Interrupting(2), "{told}");
    assert!(told.ends_with("threads are interrupted at most twice; they show most mistakes."), "{told}");
    assert!(exploration.found.len() > 1);
}

#[test]
fn two_threads_lose_an_update_only_in_some_orders() {
    let text = "let n = 0; let a = spawn_thread(|| { n = n + 1 }); let b = spawn_thread(|| { n = n + 1 });
                await [a, b]; print(n)";
    finds(text, 0, prints("2"));
    finds(text, 1, prints("1"));
}

#[test]
fn tasks_that_share_nothing_have_one_order() {
    let exploration = explored(
        "fn work() { let n = 0; for i in 0..3 { n += i; yield_now() } n }
         let all = [spawn work(), spawn work(), spawn work()]; print(await all)",
    );
    assert_eq!(exploration.reach, Reach::AllThatDiffer);
    assert_eq!((exploration.orders, exploration.found.len()), (1, 1), "{exploration:#?}");
    assert!(exploration.runs < 200, "{}", exploration.runs);
}

#[test]
fn sleeps_that_end_at_the_same_time_end_in_any_order() {
    let text =
        "let a = spawn || { sleep(1); print(1) }; let b = spawn || { sleep(1); print(2) }; await [a, b];";
    finds(text, 1, prints("2 1"));
    let text = text.replacen("sleep(1)", "sleep(0.99)", 1);
    is_proven(&text);
    let exploration = explore(&mut with_slack(&text, 20_000_000), BUDGET, true, &mut |_| ()).unwrap();
    assert_eq!(exploration.found.len(), 2);
}

#[test]
fn each_run_begins_with_nothing() {
    is_proven(
        "let f = \"counted.txt\"; let n = 0; try { n = fs::read(f).len() } catch {}
         let a = spawn || { fs::append(f, \"x\") }; let b = spawn || { fs::append(f, \"x\") };
         await [a, b]; print(n, fs::read(f).len())",
    );
}

#[test]
fn programs_that_start_others_are_refused() {
    assert!(super::refusal("let x = 1;\nprocess::run(\"ls\")").unwrap().starts_with("line 2 "));
    assert_eq!(super::refusal("// process::run\nprint(1)"), None);
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn an_endless_program_is_told_as_one() {
    let exploration = explore(
        &mut program("let a = spawn || { loop { sleep(1) } }; await a"),
        Budget { runs: 5, time: None },
        true,
        &mut |_| (),
    );
    assert_eq!(exploration.unwrap().found[0].outcome.ending, Ending::TooLong);
}
