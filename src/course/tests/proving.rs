//! Cheats, harmless changes and warnings: what the linter says of a course.

use super::folder;
use crate::course::contents::Course;
use crate::course::prove::{Depth, Proof, prove};

const OUTLINE: &str = "format_version = 1\nid = \"c\"\ntitle = \"C\"\norder = [\"1.md\"]\n";

/// What is found in a course of one lesson with these blocks.
fn proof(blocks: &str) -> Proof {
    let lesson = format!("+++\nid = \"one\"\ntitle = \"One\"\n+++\n{blocks}");
    let folder = folder(&[("course.toml", OUTLINE), ("1.md", &lesson)]);
    prove(&Course::load(folder.path()).unwrap(), Depth::CheatsAndChanges).unwrap()
}

fn said(blocks: &str) -> Vec<String> {
    proof(blocks).problems.iter().map(|it| it.text.clone()).collect()
}

/// An exercise: two downloads side by side.
fn exercise(starter: &str, checks: &str) -> String {
    format!(
        r#"```rhai +given
fn download(n) {{ sleep(n); print(`file ${{n}} is here`); n * 10 }}
```
```rhai +given also="a slow server"
fn download(n) {{ sleep(3 * n); print(`file ${{n}} is here`); n * 7 }}
```
```rhai +starter{starter}
download(1);
```
```text +hint
spawn
```
```rhai +solution
fn fetch(n) {{ download(n) }}
let one = spawn fetch(1);
let two = spawn fetch(2);
await one;
await two;
```
{checks}"#
    )
}

const GOOD: &str = r#"```rhai +check name="both arrive" points=3
expect(run.calls("download").map(|it| it.argument)).same_items([1, 2], "both");
expect(run.most_at_once("download")).equals(2, "together");
for call in run.calls("download") { expect(call.outcome).equals("done", "to their ends"); }
```
"#;

#[test]
fn checks_of_calls_withstand_cheats_and_forgive_changes() {
    let proof = proof(&exercise("", GOOD));
    assert_eq!((proof.problems, proof.warnings), (vec![], vec![]));
    assert_eq!(proof.cheats.len(), 6);
    assert!(proof.cheats.iter().all(|it| it.points == 0 && it.most == 4), "{:?}", proof.cheats);
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn checks_of_lines_are_cheated_and_warned_of() {
    let weak =
        "```rhai +check name=\"both arrive\"\nexpect(run.output).contains(\"file 2 is here\", \"x\");\n```\n";
    let found = proof(&exercise("", weak));
    let cheated: Vec<&str> = found.problems.iter().map(|it| it.text.as_str()).collect();
    assert!(
        cheated.iter().any(|it| it.starts_with(
            "an answer that prints at once what the solution prints earns 2 of 2 points, with \"both arrive\""
        )),
        "{cheated:?}"
    );
    assert_eq!(
        found.warnings[0].text,
        "the check \"both arrive\" reads the line \"file 2 is here\", which `download` prints, and so could anybody; ask \
         run.calls(\"download\") instead"
    );
    let names = "replayed, all at once, starter with lines, guessed sleeps, junk tasks, one try";
    let allowed = said(&exercise(&format!(" cheat=\"{names}: it is about lines\""), weak));
    assert_eq!(allowed, [] as [&str; 0]);
    let unknown = said(&exercise(" cheat=\"magic: because\"", GOOD));
    assert_eq!(
        unknown,
        [
            "`cheat` names `magic`, and there are: replayed, all at once, starter with lines, guessed sleeps, junk tasks, one try"
        ]
    );
}

#[test]
fn checks_that_punish_what_is_harmless_are_told() {
    let strict = r#"```rhai +check name="strict" points=3
expect(run.calls("download")).has_length(2, "both");
expect(run.output).has_length(2, "two lines");
expect(run.tasks_named("fetch")).has_length(2, "two tasks called fetch");
expect(run.tasks).has_length(2, "no other tasks");
for call in run.calls("download") { expect(call.outcome).equals("done", "to their ends"); }
expect(run.most_at_once("download")).equals(2, "together");
```
"#;
    let said = said(&exercise("", strict)).join("\n");
    for change in ["other names", "extra print", "extra task", "closure for function", "spawned block"] {
        assert!(
            said.contains(&format!("with a harmless change ({change}) fails \"strict\"")),
            "{change}: {said}"
        );
    }
    assert!(!said.contains("(line ends)"), "{said}");
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_starter_is_a_program_and_what_is_given_runs() {
    let broken = exercise("", GOOD).replace("\ndownload(1);\n", "\ndownload(1;\n");
    assert!(said(&broken)[0].starts_with("the starter is no program:\nerror: "), "{:?}", said(&broken));
    let given = exercise("", GOOD)
        .replace("fn download(n) { sleep(3 * n)", "nobody(); fn download(n) { sleep(3 * n)");
    let said = said(&given);
    assert_eq!(said.len(), 1);
    assert!(
        said[0].starts_with(
            "what is given for \"a slow server\" does not run:\nerror: there is no function `nobody`"
        ),
        "{said:?}"
    );
}

#[test]
fn some_order_reaches_the_goal_of_a_puzzle_and_the_usual_one_does_not() {
    let puzzle = |goal: &str, text: &str| format!("```rhai +schedule {goal}\n{text}\n```\n");
    let text =
        "let a = spawn { yield_now(); print(1) };\nlet b = spawn { yield_now(); print(2) };\nawait [a, b];";
    let proven = proof(&puzzle("prints=\"2 | 1\"", text));
    assert_eq!(proven.problems, []);
    let order = &proven.orders[0].text;
    assert!(
        order.starts_with("make it print `2`, and after that `1`: ") && order.ends_with(" choices"),
        "{order}"
    );
    assert_eq!(
        said(&puzzle("prints=\"1 | 2\"", text)),
        ["the usual order reaches the goal already, so there is nothing to find"]
    );
    assert_eq!(
        said(&puzzle("prints=\"3\"", text)),
        ["no order is found that reaches the goal: make it print `3`"]
    );
    assert!(said(&puzzle("+deadlock", text))[0].starts_with("no order is found"));
    assert!(said(&puzzle("+throws", "let = 1"))[0].starts_with("the program does not run:\nerror: "));
}

/// `course check lessons` does the same in each run of `.ci/run`.
#[test]
#[ignore = "takes half a minute"]
fn long_cheats_earn_next_to_nothing_in_the_built_in_course() {
    let course = Course::builtin().unwrap();
    let proof = prove(&course, Depth::CheatsAndChanges).unwrap();
    assert_eq!((&proof.problems, &proof.warnings), (&vec![], &vec![]));
    for earned in &proof.cheats {
        let most = if earned.cheat == "replayed" { 0.15 } else { 0.3 };
        assert!(f64::from(earned.points) <= most * f64::from(earned.most), "{earned:?}");
    }
}
