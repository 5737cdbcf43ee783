//! Operators between things they do not work on; foremost a task where its value was meant.

use super::{super::words, Scene};
use crate::diagnostics::finding::Finding;
use crate::syntax::tokens::Kind;
use std::ops::Range;

/// An operator that has no meaning for these types.
pub(super) fn finding(operator: &str, types: &[&str], scene: &Scene) -> Finding {
    if scene.tokens.text(scene.at) == "await" {
        let kind = types.first().map_or("this".into(), |name| words::kind(name));
        return Finding::new(format!("`await` waits for a task, not for {kind}"));
    }
    if let Some(task) = types.iter().position(|name| words::is_task(name)) {
        return task_operand(operator, types.len(), task, scene);
    }
    match types {
        [only] => Finding::new(format!("`{operator}` does not work on {}", words::kind(only))),
        ["()", _] | [_, "()"] => {
            let side = if types[0] == "()" { "left" } else { "right" };
            Finding::new(format!("`{operator}` has nothing, `()`, on its {side}"))
                .help("a function gives the value of its last statement; print, let and loops give `()`")
        }
        [left, right] => {
            let finding = Finding::new(format!(
                "`{operator}` does not work between {} and {}",
                words::kind(left),
                words::kind(right)
            ));
            let (left, right) = (words::kind(left), words::kind(right));
            let sides = [left.as_ref(), right.as_ref()];
            match (sides.contains(&"a string"), sides.contains(&"an integer"), sides.contains(&"a float")) {
                (true, true, _) => finding.help("parse_int(text) makes a number of a string"),
                (true, _, true) => finding.help("parse_float(text) makes a number of a string"),
                _ => finding,
            }
        }
        _ => Finding::new(format!("`{operator}` does not work here")),
    }
}

/// `t + 1` where `t` is a task.
fn task_operand(operator: &str, operands: usize, task: usize, scene: &Scene) -> Finding {
    let tokens = scene.tokens;
    let sides = match operands {
        1 => vec![scene.at + 1],
        _ => vec![scene.at.wrapping_sub(1), scene.at + 1],
    };
    let simple = |index: usize| matches!(tokens.kind(index), Some(Kind::Word | Kind::Number | Kind::Text));
    let operand = sides[task];
    if tokens.text(operand) == "spawn" {
        return Finding::new("`spawn` gives a task, not its value")
            .mark(tokens.span(operand), "")
            .help("let task = spawn …; starts it, and await task gives its value later")
            .help("await at once, and nothing else can happen meanwhile");
    }
    if !simple(operand) || !tokens.is_word(operand) || matches!(tokens.before(operand, 1), "." | "::") {
        return Finding::new("this is a task, not its value")
            .mark(scene.here(), "")
            .help(format!("write await before the operand of `{operator}`"));
    }
    let name = tokens.text(operand);
    let awaited = format!("await {name}");
    let written: Vec<_> = sides
        .iter()
        .map(|&side| if side == operand { awaited.as_str() } else { tokens.text(side) })
        .collect();
    if is_assignment(scene) && operand < scene.at {
        return Finding::new(format!("`{name}` is a task, not its value"))
            .mark(tokens.span(operand), "")
            .help(format!("let value = {awaited};"));
    }
    let finding = Finding::new(format!("`{name}` is a task, not its value"))
        .mark(tokens.span(operand), format!("write `{awaited}`"));
    let whole = sides.iter().all(|&side| simple(side)) && is_whole(scene, &sides);
    match written.as_slice() {
        [left, right] if whole => finding.help(format!("{left} {operator} {right}")),
        _ => finding,
    }
}

/// Whether the operator also sets its left side: `+=`.
fn is_assignment(scene: &Scene) -> bool {
    let written = scene.tokens.text(scene.at);
    written.ends_with('=') && !matches!(written, "==" | "!=" | "<=" | ">=")
}

/// Whether nothing else belongs to the operands: no dot, no bracket beside them.
fn is_whole(scene: &Scene, sides: &[usize]) -> bool {
    let around = |span: Range<usize>| (span.start.wrapping_sub(1), span.end);
    let (before, after) = around(sides[0]..sides[sides.len() - 1] + 1);
    !matches!(scene.tokens.text(before), "." | "::")
        && !matches!(scene.tokens.text(after), "." | "(" | "[" | "::")
        && !is_assignment(scene)
}
