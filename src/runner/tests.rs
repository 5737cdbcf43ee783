//! What becomes of entries, under the virtual clock.

mod asyncio;
mod differential;

use std::path::PathBuf;

use super::{Leftovers, Runner, Setup};
use crate::script::{Answer, Entry, EntryEnd, Fate, Role};
use crate::timeline::Age;
use crate::trace::{ClockKind, EventKind, Outcome, TaskId, Wait};
use crate::trace::{DROPPED, PROGRAM_ENDED};

fn run(script: &str, leftovers: Leftovers) -> Runner {
    let runner = Runner::start(Setup::new(ClockKind::Virtual, leftovers)).unwrap();
    let entry = Entry { name: "test".into(), text: script.into(), folder: PathBuf::new(), role: Role::Free };
    runner.wait(&runner.begin(entry)).unwrap();
    runner
}

/// How many failures nobody has looked at or been told of.
fn check_failures(script: &str, expected: usize) {
    let runner = run(script, Leftovers::Keep);
    // A failure in the background may come a moment after the entry's end.
    let failed = runner.record().take_failed();
    assert_eq!(failed.len(), expected, "{script}");
}

#[test]
fn a_failure_is_news_only_where_nobody_looked() {
    let fail = "fn fail() { sleep(1); throw \"no\" }\n";
    check_failures(&format!("{fail}try {{ await spawn fail() }} catch {{ }}"), 0);
    check_failures(&format!("{fail}let t = spawn fail(); sleep(2); try {{ await t }} catch {{ }}"), 0);
    check_failures(&format!("{fail}try {{ select([spawn fail(), spawn sleep(3)]) }} catch {{ }}"), 0);
    check_failures(
        &format!("{fail}try {{ task_group(|g| {{ g.spawn(|| fail()); sleep(3) }}) }} catch {{ }}"),
        0,
    );
    // This one the end of the entry reports.
    check_failures(&format!("{fail}spawn fail(); sleep(2)"), 0);
}

#[test]
fn a_deadlock_that_the_entrys_error_reports_is_no_news() {
    let listen = "fn listen(ch) { for word in ch { print(word) } }\n";
    let eat = "fn eat(a, b) { a.lock(|| { sleep(1); b.lock(|| {}) }) }\n";
    for script in [
        format!("{listen}let ch = channel(); await spawn listen(ch)"),
        format!("{listen}let ch = channel(); await [spawn listen(ch), spawn listen(ch)]"),
        format!("{eat}let a = mutex(); let b = mutex(); await [spawn eat(a, b), spawn eat(b, a)]"),
    ] {
        // Only the main task's own.
        check_failures(&script, 1);
    }
}

#[test]
fn what_the_program_s_end_cancels_ends_with_it() {
    let runner = run("spawn sleep(5); sleep(1)", Leftovers::Cancel);
    let record = runner.record();
    let view = record.timeline().view_of_run(0);
    let lane = view.lanes().nth(1).unwrap();
    let ending = view.ending_of(&lane, record.texts()).unwrap();
    assert_eq!((ending.outcome, ending.at), (Outcome::Cancelled, view.span.end));
    assert_eq!(ending.text.map(|it| record.texts().get(it)), Some(PROGRAM_ENDED));
}

#[test]
fn a_task_that_only_sleeps_has_the_same_trace_as_one_with_a_stack() {
    // Both are one call of a native function with a constant.
    let runner = run("spawn sleep(1); spawn busy(0); sleep(2)", Leftovers::Cancel);
    let record = runner.record();
    let of = |number: u32| record.trace().events().iter().filter(move |event| event.task == TaskId(number));
    let kinds: Vec<EventKind> = of(1).skip(1).map(|event| event.kind).collect();
    let [EventKind::Resumed, EventKind::Suspended { on: Wait::Sleep { until } }, second, third] = kinds[..]
    else {
        panic!("{kinds:?}");
    };
    let ended = EventKind::Finished { outcome: Outcome::Done, text: None };
    assert_eq!((second, third), (EventKind::Resumed, ended));
    let instants = |number| of(number).skip(1).map(|event| event.at).collect::<Vec<_>>();
    let (sleeper, other) = (instants(1), instants(2));
    assert_eq!(sleeper[1] - sleeper[0], other[1] - other[0], "the operations of a call");
    assert_eq!(until - sleeper[1], 1_000_000_000);
}

#[test]
fn what_an_entry_cancels_ends_with_it() {
    let runner = Runner::start(Setup::new(ClockKind::Virtual, Leftovers::Keep)).unwrap();
    for script in [
        "let p = spawn sleep(3); sleep(1); p.cancel()",
        "for i in 0..200 { let x = spawn || 1; x.cancel() }",
        "let all = []; for i in 0..200 { all.push(spawn sleep(3)) } sleep(1); for x in all { x.cancel(); }",
    ] {
        let entry = Entry { text: script.into(), ..entry() };
        let end = runner.wait(&runner.begin(entry)).unwrap();
        assert_eq!(end.leftovers, [], "{script}");
        let record = runner.record();
        let view = record.timeline().view_of_run(record.timeline().runs().len() - 1);
        let own = view.lanes().zip(&view.lanes).skip(1).filter(|(_, it)| it.age == Age::OfThisRun);
        for (lane, _) in own {
            let outcome = view.ending_of(&lane, record.texts()).map(|it| it.outcome);
            assert_eq!(outcome, Some(Outcome::Cancelled), "{script}");
        }
    }
    // One that cleans up goes on.
    let script = "let p = spawn { try { sleep(3) } catch { sleep(1) } }; sleep(1); p.cancel()";
    let end = runner.wait(&runner.begin(Entry { text: script.into(), ..entry() })).unwrap();
    assert_eq!(end.leftovers.len(), 1);
}

fn entry() -> Entry {
    Entry { name: String::new(), text: String::new(), folder: PathBuf::new(), role: Role::Free }
}

/// Runs a program that ends with its main task; gives the lines it printed, with their seconds, and its end.
fn run_program(clock: ClockKind, script: &str) -> (Vec<String>, EntryEnd, Runner) {
    let runner = Runner::start(Setup::new(clock, Leftovers::Cancel)).unwrap();
    let end =
        runner.wait(&runner.begin(Entry { name: "test".into(), text: script.into(), ..entry() })).unwrap();
    let said = said(&runner, 0);
    (said, end, runner)
}

fn said(runner: &Runner, run: usize) -> Vec<String> {
    let record = runner.record();
    let view = record.timeline().view_of_run(run);
    let line = |it: &_| format!("{:.2} {}", view_time(it, view.span.start), record.said(it));
    view.console.iter().map(line).collect()
}

fn view_time(line: &crate::timeline::ConsoleLine, began: u64) -> f64 {
    (line.at - began) as f64 / 1e9
}

fn fates(end: &EntryEnd) -> Vec<Fate> {
    end.leftovers.iter().map(|it| it.fate).collect()
}

/// Begins an entry, and waits until it has said so many lines.
fn begin_and_hear(runner: &Runner, script: &str, lines: usize) -> super::Running {
    let before = runner.record().timeline().console().len();
    let running = runner.begin(Entry { text: script.into(), ..entry() });
    while runner.record().timeline().console().len() < before + lines {
        std::thread::yield_now();
    }
    running
}

#[test]
fn a_deadlock_lets_those_who_have_no_part_in_it_clean_up() {
    let script = "fn tick() { try { loop { sleep(9) } } catch (e) { print(`tick`, e); throw e } }
        let t = spawn tick(); sleep(1); channel().recv()";
    for leftovers in [Leftovers::Cancel, Leftovers::Keep] {
        let runner = run(script, leftovers);
        let record = runner.record();
        let said: Vec<_> = record.timeline().console().iter().map(|it| record.said(it)).collect();
        assert_eq!(said.last().map(|it| &**it), Some("tick cancelled"), "{leftovers:?}");
    }
}

#[test]
fn at_the_end_of_a_program_the_clean_ups_run() {
    let script = "fn f(name) { try { sleep(9) } catch (e) { sleep(1); print(name, e); throw e } }
        spawn f(`a`); spawn f(`b`); sleep(1); print(`end`)";
    for clock in [ClockKind::Virtual, ClockKind::Real] {
        let script =
            if clock == ClockKind::Real { script.replace("sleep(1)", "sleep(0.01)") } else { script.into() };
        let (said, end, runner) = run_program(clock, &script);
        let texts: Vec<_> = said.iter().map(|it| &it[5..]).collect();
        assert_eq!(texts, ["end", "a cancelled", "b cancelled"]);
        assert_eq!(fates(&end), [Fate::Cancelled, Fate::Cancelled]);
        if clock == ClockKind::Virtual {
            let record = runner.record();
            let elapsed = record.timeline().view_of_run(0).statistics.elapsed;
            assert_eq!(elapsed / 1_000_000, 2_000, "the run goes on until its tasks have ended");
        }
    }
}

#[test]
fn a_clean_up_without_an_end_is_dropped() {
    for script in [
        "spawn || loop { try { sleep(1000) } catch { } }; sleep(0)",
        "spawn || { try { sleep(9) } catch { loop { } } }; sleep(0)",
        "let ch = channel(); spawn || { try { ch.recv() } catch { ch.recv() } }; sleep(0)",
        "spawn || { try { sleep(9) } catch { sleep(1e9) } }; sleep(0)",
    ] {
        let (_, end, runner) = run_program(ClockKind::Virtual, script);
        assert_eq!(fates(&end), [Fate::Dropped], "{script}");
        let record = runner.record();
        let view = record.timeline().view_of_run(0);
        let ending = view.ending_of(&view.lanes().nth(1).unwrap(), record.texts()).unwrap();
        assert_eq!(ending.text.map(|it| record.texts().get(it)), Some(DROPPED), "{script}");
        let a_day = 86_400_000_000_000;
        assert!(view.statistics.elapsed <= a_day + 1_000_000, "{script}: {}", view.statistics.elapsed);
    }
    // What a clean-up starts is dropped, too, and nobody waits for it.
    let script = "spawn || { try { sleep(9) } catch (e) { spawn sleep(5); throw e } }; sleep(0)";
    let (_, end, runner) = run_program(ClockKind::Virtual, script);
    assert_eq!(fates(&end), [Fate::Cancelled, Fate::Dropped]);
    assert!(runner.record().timeline().view_of_run(0).statistics.elapsed < 1_000_000);
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn by_the_computer_s_clock_two_seconds_are_the_limit() {
    let check = |clean_up: &str| {
        let script = format!("spawn || {{ try {{ sleep(9) }} catch {{ {clean_up} }} }}; sleep(0)");
        let began = std::time::Instant::now();
        let (_, end, _) = run_program(ClockKind::Real, &script);
        // The blocking one hears of the limit as of another cancel.
        let expected = if clean_up.starts_with("sleep_blocking") { Fate::Cancelled } else { Fate::Dropped };
        assert_eq!(fates(&end), [expected], "{clean_up}");
        assert!(began.elapsed().as_secs() < 30, "{clean_up}");
    };
    // Each waits for its two seconds, so all do at the same time.
    std::thread::scope(|scope| {
        for clean_up in
            ["loop { }", "sleep_blocking(60)", "sleep(60)", "loop { try { sleep(60) } catch { } }"]
        {
            scope.spawn(move || check(clean_up));
        }
    });
}

#[test]
fn a_stop_of_a_program_lets_its_main_task_clean_up_and_then_the_others() {
    let runner = Runner::start(Setup::new(ClockKind::Real, Leftovers::Cancel)).unwrap();
    let script = "fn f(name) { try { print(name); sleep(99) } catch (e) { sleep(0.01); print(`${name} cleans up`); throw e } }
        spawn f(`task`); sleep(0); f(`main`)";
    let running = begin_and_hear(&runner, script, 2);
    runner.stop();
    let end = runner.wait(&running).unwrap();
    assert!(matches!(end.answer, Answer::Stopped), "{:?}", end.answer);
    assert_eq!(fates(&end), [Fate::Cancelled]);
    let said: Vec<_> = said(&runner, 0).into_iter().map(|it| it[5..].to_owned()).collect();
    assert_eq!(said, ["task", "main", "main cleans up", "task cleans up"]);
}

#[test]
fn a_stop_reaches_what_holds_the_thread() {
    for hold in ["sleep_blocking(60)", "busy(60)", "loop { }", "while true { let x = 1 }"] {
        let runner = Runner::start(Setup::new(ClockKind::Real, Leftovers::Cancel)).unwrap();
        let script =
            format!("try {{ print(`begins`); {hold} }} catch (e) {{ sleep(0.01); print(e); throw e }}");
        let running = begin_and_hear(&runner, &script, 1);
        runner.stop();
        let end = runner.wait(&running).unwrap();
        assert!(matches!(end.answer, Answer::Stopped), "{hold}: {:?}", end.answer);
        // What only computes cannot be thrown anything.
        let lines = said(&runner, 0).len();
        assert_eq!(lines, if hold.contains("(60)") { 2 } else { 1 }, "{hold}");
    }
}

#[test]
fn a_stop_before_the_first_turn_is_a_stop() {
    for (clock, leftovers) in [
        (ClockKind::Virtual, Leftovers::Keep),
        (ClockKind::Real, Leftovers::Keep),
        (ClockKind::Real, Leftovers::Cancel),
    ] {
        let runner = Runner::start(Setup::new(clock, leftovers)).unwrap();
        for round in 0..300 {
            let running = runner.begin(Entry { text: "40 + 2".into(), ..entry() });
            // It comes at whatever moment of the entry's beginning.
            for _ in 0..round * 20 {
                std::hint::spin_loop();
            }
            runner.stop();
            let end = runner.wait(&running).unwrap();
            let is_one = match &end.answer {
                Answer::Stopped => true,
                Answer::Value(value) => value.as_deref() == Some("42"),
                Answer::Failed(_) => false,
            };
            assert!(is_one, "{clock:?}, round {round}: {:?}", end.answer);
        }
    }
}

#[test]
fn in_a_session_a_stop_ends_the_entry_and_leaves_earlier_tasks_alone() {
    let runner = Runner::start(Setup::new(ClockKind::Real, Leftovers::Keep)).unwrap();
    let answer = |script: &str| {
        let end = runner.wait(&runner.begin(Entry { text: script.into(), ..entry() })).unwrap();
        match end.answer {
            Answer::Value(text) => text.unwrap_or_default(),
            other => panic!("{other:?}"),
        }
    };
    answer("let old = spawn || { sleep(99) };");
    for (index, wait) in [
        "await old",
        "await [old, young]",
        "join_all([old])",
        "try { timeout(99, old) } catch (e) { throw e }",
    ]
    .into_iter()
    .enumerate()
    {
        let script = format!(
            "let young = spawn || {{ try {{ print(`begins`); sleep(99) }} catch (e) {{ sleep(0.01); print(`cleans up`); throw e }} }}; {wait}"
        );
        let running = begin_and_hear(&runner, &script, 1);
        runner.stop();
        let end = runner.wait(&running).unwrap();
        assert!(matches!(end.answer, Answer::Stopped), "{wait}: {:?}", end.answer);
        assert_eq!(fates(&end), [Fate::Cancelled], "{wait}");
        let run = 1 + 2 * index;
        assert_eq!(said(&runner, run).len(), 2, "{wait}: its clean-up is part of the run");
        assert_eq!(answer("`${old.state} ${young.state}`"), "\"waiting cancelled\"", "{wait}");
    }
}

#[test]
fn in_a_session_a_second_stop_drops_what_still_cleans_up() {
    let runner = Runner::start(Setup::new(ClockKind::Real, Leftovers::Keep)).unwrap();
    let script = "let t = spawn || { try { sleep(99) } catch { print(`cleans up`); loop { try { sleep(99) } catch { } } } };
        print(`begins`); await t";
    let running = begin_and_hear(&runner, script, 1);
    runner.stop();
    while runner.record().timeline().console().len() < 2 {
        std::thread::yield_now();
    }
    runner.stop();
    let end = runner.wait(&running).unwrap();
    assert!(matches!(end.answer, Answer::Stopped), "{:?}", end.answer);
    assert_eq!(fates(&end), [Fate::Dropped]);
}

#[test]
fn winding_up_has_all_tasks_of_a_session_clean_up() {
    let runner = Runner::start(Setup::new(ClockKind::Real, Leftovers::Keep)).unwrap();
    let script = "fn f(n) { try { sleep(99) } catch (e) { sleep(0.01); print(`${n} cleans up`); throw e } }
        let a = spawn f(1); let b = spawn f(2); sleep(0);";
    runner.wait(&runner.begin(Entry { text: script.into(), ..entry() })).unwrap();
    let ended = runner.wind_up();
    assert_eq!(ended.iter().map(|it| it.fate).collect::<Vec<_>>(), [Fate::Cancelled, Fate::Cancelled]);
    let record = runner.record();
    let said: Vec<_> = record.timeline().console().iter().map(|line| record.said(line)).collect();
    assert_eq!(said, ["1 cleans up", "2 cleans up"]);
}
