//! The standard cheats: answers that look like the solution's run, and do nothing of what was asked.

use crate::course::judge::Facts;
use crate::course::program_text::{changed, closing, literal, parted};
use crate::syntax::tokens::Tokens;
use crate::timeline::Nanos;

/// An answer that should earn next to nothing.
pub struct Cheat {
    /// How a lesson names it in `cheat="…"`.
    pub name: &'static str,
    /// What it does.
    pub does: &'static str,
    pub answer: String,
}

/// The names of all cheats.
pub const CHEATS: [&str; 6] = [REPLAYED, AT_ONCE, STARTER, GUESSED, JUNK, ONE_TRY];

const REPLAYED: &str = "replayed";
const AT_ONCE: &str = "all at once";
const STARTER: &str = "starter with lines";
const GUESSED: &str = "guessed sleeps";
const JUNK: &str = "junk tasks";
const ONE_TRY: &str = "one try";

/// The cheats that can be made of a starter, a solution and the facts of the solution's run.
pub fn cheats(starter: &str, solution: &str, facts: &Facts) -> Vec<Cheat> {
    let lines = at_once(facts);
    let (functions, statements) = parted(starter);
    let made = [
        (REPLAYED, "prints and sleeps as the solution does, and calls nothing", Some(replayed(facts))),
        (AT_ONCE, "prints at once what the solution prints", Some(lines.clone())),
        (
            STARTER,
            "is the starter, and then prints what the solution prints",
            Some(format!("{starter}\n;\n{lines}")),
        ),
        (GUESSED, "is the solution with guessed sleeps in place of awaits", guessed(solution, facts.elapsed)),
        (JUNK, "has tasks that only sleep and print as the solution's do", junk(facts)),
        (
            ONE_TRY,
            "is the starter in one try",
            Some(format!("{functions}try {{\n{statements}\n}} catch {{ }}\n")),
        ),
    ];
    let cheat = |(name, does, answer): (_, _, Option<String>)| Some(Cheat { name, does, answer: answer? });
    made.into_iter().filter_map(cheat).collect()
}

fn sleep(nanos: Nanos) -> String {
    format!("sleep({:.6});\n", nanos as f64 / 1e9)
}

/// The lines of one task, or of all, at their times.
fn timed(facts: &Facts, from: Nanos, until: Nanos, task: Option<&str>) -> String {
    let (mut out, mut now) = (String::new(), from);
    for line in facts.output.iter().filter(|line| task.is_none_or(|task| line.task == task)) {
        if line.at > now {
            out.push_str(&sleep(line.at - now));
            now = line.at;
        }
        out.push_str(&format!("print({});\n", literal(&line.text)));
    }
    if until > now {
        out.push_str(&sleep(until - now));
    }
    out
}

fn replayed(facts: &Facts) -> String {
    timed(facts, 0, facts.elapsed, None)
}

fn at_once(facts: &Facts) -> String {
    facts.output.iter().map(|line| format!("print({});\n", literal(&line.text))).collect()
}

fn junk(facts: &Facts) -> Option<String> {
    let tasks = facts.tasks.get(1..)?;
    let main = &facts.tasks.first()?.name;
    let spawned = tasks.iter().enumerate().map(|(index, task)| {
        format!("let junk_{index} = spawn || {{\n{}}};\n", timed(facts, 0, task.ended, Some(&task.name)))
    });
    let awaited = (0..tasks.len()).map(|index| format!("await junk_{index};\n"));
    let own = timed(facts, 0, facts.elapsed, Some(main));
    (!tasks.is_empty()).then(|| spawned.chain([own]).chain(awaited).collect())
}

/// The solution with every statement that only waits for tasks made a sleep. None where it has no such statement.
fn guessed(solution: &str, elapsed: Nanos) -> Option<String> {
    let tokens = Tokens::read(solution);
    let mut changes = Vec::new();
    let mut index = 0;
    while index < tokens.list.len() {
        let begins = index == 0 || matches!(tokens.text(index - 1), ";" | "{" | "}");
        let waits = matches!(tokens.text(index), "await" | "join_all" | "join_all_settled");
        if begins
            && waits
            && let Some(end) = end_of_statement(&tokens, index)
        {
            changes.push((tokens.span(index).start..tokens.span(end).end, sleep(elapsed)));
            index = end;
        }
        index += 1;
    }
    (!changes.is_empty()).then(|| changed(solution, changes))
}

/// The `;` that ends a statement; none where the block ends first.
fn end_of_statement(tokens: &Tokens, from: usize) -> Option<usize> {
    let mut index = from;
    while index < tokens.list.len() {
        match tokens.text(index) {
            ";" => return Some(index),
            "(" | "[" | "{" | "#{" => index = closing(tokens, index)?,
            ")" | "]" | "}" => return None,
            _ => {}
        }
        index += 1;
    }
    None
}
