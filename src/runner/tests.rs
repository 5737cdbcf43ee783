//! What becomes of entries, under the virtual clock.

use std::path::PathBuf;

use super::{Leftovers, Runner, Setup};
use crate::script::{Entry, Role};
use crate::timeline::{Age, PROGRAM_ENDED};
use crate::trace::{ClockKind, Outcome};

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
