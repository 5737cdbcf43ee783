//! Every order, one after another, with nothing left out: what the pruned search is held against on random programs.

use std::collections::BTreeSet;

use super::super::search::{Execute, Plan};
use super::{BUDGET, explored, program};
use crate::runner::Deviation;
use crate::sampling::Numbers;

/// Programs with more orders than that are skipped.
const MAX_ORDERS: usize = 120;

/// What all orders come to; none where these are too many.
fn every_order(text: &str) -> Option<BTreeSet<String>> {
    let mut program = program(text);
    let mut outcomes = BTreeSet::new();
    let mut picks: Vec<usize> = Vec::new();
    for _ in 0..MAX_ORDERS {
        let deviations = picks.iter().enumerate().filter(|(_, pick)| **pick > 0);
        let deviations = deviations.map(|(choice, pick)| Deviation { choice, pick: *pick }).collect();
        let run = program.run(&Plan::Deviate(deviations)).unwrap();
        outcomes.insert(format!("{:?}", run.outcome.unwrap()));
        let choices: Vec<(usize, usize)> = run
            .steps
            .iter()
            .filter(|step| step.ready.len() > 1)
            .map(|step| (step.chosen, step.ready.len()))
            .collect();
        let last = choices.iter().rposition(|(chosen, ready)| chosen + 1 < *ready);
        let Some(last) = last else { return Some(outcomes) };
        picks = choices[..=last].iter().map(|(chosen, _)| *chosen).collect();
        picks[last] += 1;
    }
    None
}

/// Two or three tasks that do a few things to what they share.
fn random(seed: u64) -> String {
    let mut numbers = Numbers(seed);
    let acts = [
        "n += 1;",
        "let old = n; yield_now(); n = old + 1;",
        "k = n;",
        "yield_now();",
        "sleep(0.1);",
        "print(NAME);",
        "print(n);",
        "m.lock(|v| { let old = v; yield_now(); v = old + 1 });",
        "m.lock(|v| v += k);",
        "ch.send(NAME);",
        "k += ch.recv();",
        "let got = ch.try_recv(); if got != () { n += got }",
        "if !e.is_set { e.set() }",
        "e.wait();",
        "s.acquire(); k += 1; s.release();",
        "if other.is_done { n += 10 }",
        "other.cancel();",
        "try { sleep(0.1) } catch { n += 100 }",
        "await spawn step(); ",
    ];
    let tasks = 2 + numbers.below(2);
    let mut text = "let n = 0; let k = 0; let m = mutex(0); let ch = channel(); let e = event(); let s = semaphore(1);\n\
                    fn step() { yield_now() }\nlet other = spawn sleep(0.1);\n"
        .to_owned();
    let mut names = Vec::new();
    for task in 0..tasks {
        let mut body = String::new();
        for _ in 0..1 + numbers.below(if tasks == 2 { 2 } else { 1 }) {
            body.push_str(&numbers.choose(&acts).replace("NAME", &(task + 1).to_string()));
            body.push(' ');
        }
        text.push_str(&format!("let t{task} = spawn || {{ {body} }};\n"));
        names.push(format!("t{task}"));
    }
    text.push_str(&format!("try {{ await [{}] }} catch (e) {{ print(e) }}\nprint(n, k)", names.join(", ")));
    text
}

/// Compares both on the programs of these seeds that have few enough orders, until there were so many of them. Gives how
/// many there were.
fn compare(seeds: std::ops::Range<u64>, enough: usize) -> usize {
    let mut compared = 0;
    for seed in seeds {
        if compared == enough {
            break;
        }
        let text = random(seed);
        let Some(every) = every_order(&text) else { continue };
        let exploration = explored(&text);
        if exploration.runs >= BUDGET.runs {
            continue;
        }
        let found = exploration.found.iter().map(|it| format!("{:?}", it.outcome)).collect::<BTreeSet<_>>();
        assert_eq!(found, every, "seed {seed}\n{text}");
        compared += 1;
    }
    compared
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn the_pruned_search_finds_what_every_order_comes_to() {
    assert!(compare(0..6, 6) > 3);
}

#[test]
#[ignore = "takes minutes; .ci/long runs it"]
fn long_the_same_on_500_programs() {
    let began = std::time::Instant::now();
    let compared = compare(100..5_000, 500);
    println!("{compared} programs in {:.0} s", began.elapsed().as_secs_f64());
    assert_eq!(compared, 500);
}
