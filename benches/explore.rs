//! How many orders are run in a second, and how many need not be run at all.
//!
//! `cargo bench --bench explore` prints both. It is no test: times depend on the machine. The peer is shuttle 0.8.1 (rustc
//! 1.95.0), which searches depth first without leaving anything out. In a second of the processor's time it made 110,000
//! runs of the same logic in Rust: two deposits with a yield each have 76 orders there, of which 44 lose an update; three
//! tasks with three yields each have more than 20,000.

use std::time::Instant;

use meanwhile::explore::{Budget, Exploration, Program, Reach, Surroundings, explore};
use meanwhile::script::{Entry, Role};

const PHILOSOPHERS: &str = "let forks = [mutex(0), mutex(0), mutex(0)];
    fn eat(forks, left, right) { let l = forks[left]; let r = forks[right];
        l.lock(|x| { yield_now(); r.lock(|y| 1) }) }
    let all = [spawn eat(forks, 0, 1), spawn eat(forks, 1, 2), spawn eat(forks, 2, 0)];
    await all; print(\"fed\")";
const NOTHING_SHARED: &str = "fn work() { for i in 0..3 { yield_now() } }
    let all = [spawn work(), spawn work(), spawn work()]; await all; print(\"done\")";
const THREADS: &str = "let n = 0; let a = spawn_thread(|| { n = n + 1; n = n + 1 });
    let b = spawn_thread(|| { n = n + 1; n = n + 1 }); await [a, b]; print(n)";
const DEPOSITS: &str = include_str!("../lessons/examples/deposits.rhai");

/// Runs at most: of what cannot differ there are too many.
const RUNS: usize = 20_000;

fn main() {
    println!("{:<28} {:>9} {:>9} {:>11} {:>8}", "", "orders", "runs", "runs a s", "");
    for (name, text) in [
        ("three philosophers", PHILOSOPHERS),
        ("3 tasks × 3 yields", NOTHING_SHARED),
        ("deposits", DEPOSITS),
        ("two threads, two updates", THREADS),
    ] {
        report(name, "that can differ", text, true);
        report("", "all", text, false);
    }
}

/// Explores with what tasks have in common known, or as if it were not, so that all orders count.
fn report(name: &str, what: &str, text: &str, is_noted: bool) {
    let (name_of_file, text) = ("program.rhai".to_owned(), text.to_owned());
    let entry = Entry { name: name_of_file, text, folder: Default::default(), role: Role::Free };
    let mut program = Program::new(entry, Surroundings::default()).expect("the system has a thread to give");
    let began = Instant::now();
    let budget = Budget { runs: RUNS, time: None };
    let exploration = explore(&mut program, budget, is_noted, &mut |_| ()).expect("the program can be run");
    let seconds = began.elapsed().as_secs_f64();
    let Exploration { orders, runs, reach, .. } = exploration;
    let is_whole = matches!(reach, Reach::All | Reach::AllThatDiffer);
    let more = if is_whole { "" } else { "and more" };
    println!("{name:<28} {orders:>9} {runs:>9} {:>11.0} {more:>8}   {what}", runs as f64 / seconds);
}
