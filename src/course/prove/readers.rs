//! Checks that read what a given function prints: any answer that prints the same line passes, and the call itself says more.

use crate::course::document::{Check, Exercise, Lesson, Problem};
use crate::course::judge::Facts;
use crate::syntax::tokens::{Kind, Tokens};

/// Words of a check after which a text names a function or a task, and not a line.
const NAMING: [&str; 6] = ["calls", "call", "task", "tasks_named", "last_end", "slowest"];
/// Characters of a text that is taken for a line.
const LEAST: usize = 3;

/// A warning for each check that reads such a line, so far as the solution's run shows.
pub fn warnings(lesson: &Lesson, exercise: &Exercise, facts: &Facts) -> Vec<Problem> {
    let checks = exercise.checks.iter().filter(|it| it.scenario.is_none());
    let warning = |check: &Check| {
        let (line, function) = texts(&check.code.text).into_iter().find_map(|text| {
            let function = printer(&text, facts)?;
            Some((text, function))
        })?;
        let text = format!(
            "the check \"{}\" reads the line \"{line}\", which `{function}` prints, and so could anybody; ask \
             run.calls(\"{function}\") instead",
            check.name
        );
        Some(Problem { file: lesson.file.clone(), line: check.code.line - 1, text })
    };
    checks.filter_map(warning).collect()
}

/// The given function that prints a line with this text, if nobody else does.
fn printer(text: &str, facts: &Facts) -> Option<String> {
    let has = |lines: &[String]| lines.iter().filter(|line| line.contains(text)).count();
    let by_given: usize = facts.calls.iter().map(|call| has(&call.printed)).sum();
    let in_all = facts.output.iter().filter(|line| line.text.contains(text)).count();
    let call = facts.calls.iter().find(|call| has(&call.printed) > 0)?;
    (by_given == in_all).then(|| call.name.clone())
}

/// The texts of a check that reads output.
fn texts(code: &str) -> Vec<String> {
    let tokens = Tokens::read(code);
    let count = tokens.list.len();
    let reads = (0..count)
        .any(|it| tokens.before(it, 1) == "." && matches!(tokens.text(it), "output" | "at" | "said_by"));
    if !reads {
        return Vec::new();
    }
    let is_line = |index: &usize| {
        tokens.kind(*index) == Some(Kind::Text) && !NAMING.contains(&tokens.before(*index, 2))
    };
    let texts = (0..count).filter(is_line).map(|index| tokens.text(index).trim_matches('"').to_owned());
    texts.filter(|it| it.chars().count() >= LEAST).collect()
}
