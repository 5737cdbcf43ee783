//! What `spawn` cannot start: a value, a calculation. Said before anything runs.

use super::{View, closure, spawned};
use crate::diagnostics::{finding::Finding, scope};
use crate::syntax::tokens::Tokens;
use rhai::{ASTNode, Expr};
use std::ops::Range;

/// What belongs to a handle, so that `spawn f().named("x")` means `(spawn f()).named("x")`.
const OF_HANDLES: &[&str] = &["await", "cancel", "id", "is_done", "name", "named", "state"];

/// Every `spawn` that cannot start anything, with its place in the text.
pub(super) fn refusals(view: &View) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    view.each(|path| {
        let Some((operand, position)) = path.last().and_then(spawned) else { return };
        let Some(spawn) = view.token(position) else { return };
        let refusal = match closure(operand) {
            Some((name, captured)) => parameters(&name, captured.len(), spawn, view),
            None => refusal(operand, spawn, view.tokens),
        };
        if let Some(finding) = refusal {
            found.push((view.tokens.span(spawn).start, finding));
        }
    });
    found
}

fn refusal(operand: &Expr, spawn: usize, tokens: &Tokens) -> Option<Finding> {
    let written = operand_tokens(tokens, spawn);
    let span = tokens.span(written.start).start..tokens.span(written.end.saturating_sub(1)).end;
    let text = &tokens.text[span.clone()];
    match operand {
        Expr::FnCall(call, _) if call.op_token.is_none() => None,
        Expr::FnCall(call, _) if call.args.len() == 1 && tokens.text(written.start) == "await" => Some(
            Finding::new("`spawn` starts a task, `await` waits for one")
                .mark(span, "this waits, and starts nothing")
                .help(format!("{text} waits; spawn || {text} waits in a task of its own")),
        ),
        Expr::FnCall(..) | Expr::And(..) | Expr::Or(..) | Expr::Coalesce(..) => {
            Some(calculation(written, tokens))
        }
        Expr::Dot(..) => method(written, tokens),
        Expr::Variable(..) | Expr::Index(..) | Expr::Property(..) | Expr::ThisPtr(..) => None,
        Expr::Custom(..) if spawned(&ASTNode::Expr(operand)).is_some() => {
            Some(Finding::new("one `spawn` is enough").mark(tokens.span(spawn), "leave this out"))
        }
        Expr::Stmt(..) => Some(
            Finding::new("`spawn` starts a call, a block or a closure")
                .mark(span, "put this into a block")
                .help("spawn { … }"),
        ),
        Expr::Custom(..) => None,
        _ => Some(
            Finding::new("`spawn` starts a call, a block or a closure, not a value")
                .mark(span, "this is a value already")
                .help("spawn work()"),
        ),
    }
}

/// `spawn |x| work(x)`: nobody gives it an `x`.
fn parameters(closure: &str, captured: usize, spawn: usize, view: &View) -> Option<Finding> {
    let function = view.ast.iter_functions().find(|function| function.name == closure)?;
    (function.params.len() > captured).then(|| {
        let bars =
            view.tokens.span(spawn + 1).start..view.tokens.span(scope::bars_end(view.tokens, spawn + 1)).end;
        Finding::new("`spawn` calls its closure without arguments")
            .mark(bars, "write `||`")
            .help("a closure sees the variables around it: let x = 1; spawn || work(x)")
    })
}

/// `spawn f() + 1`: `spawn` takes the whole of it.
fn calculation(written: Range<usize>, tokens: &Tokens) -> Finding {
    let span = tokens.span(written.start).start..tokens.span(written.end - 1).end;
    let finding = Finding::new("`spawn` starts a call, not a calculation")
        .mark(span.clone(), "all of this would be one task");
    let call_end = scope::close(tokens, written.start + 1);
    let is_call =
        tokens.is_word(written.start) && tokens.text(written.start + 1) == "(" && call_end + 1 < written.end;
    match is_call {
        true => {
            let call = &tokens.text[tokens.span(written.start).start..tokens.span(call_end).end];
            let rest = &tokens.text[tokens.span(call_end).end..span.end];
            finding.help(format!("let task = spawn {call};\nawait task{rest}"))
        }
        false => finding.help("let task = spawn work();\nawait task + 1"),
    }
}

/// `spawn f().named("x")`.
fn method(written: Range<usize>, tokens: &Tokens) -> Option<Finding> {
    let whole = tokens.span(written.start).start..tokens.span(written.end - 1).end;
    let dot = (written.clone()).rev().find(|&index| {
        matches!(tokens.text(index), "." | "?.") && tokens.enclosing(index) == tokens.enclosing(written.start)
    })?;
    let member = tokens.text(dot + 1);
    let before = &tokens.text[whole.start..tokens.span(dot).start];
    let after = &tokens.text[tokens.span(dot).start..whole.end];
    (OF_HANDLES.contains(&member) && tokens.text(dot - 1) == ")").then(|| {
        Finding::new(format!("`.{member}` would belong to the call, not to its task"))
            .mark(tokens.span(dot).start..whole.end, "")
            .help(format!("(spawn {before}){after}"))
    })
}

/// The tokens that `spawn` takes: up to the end of the statement, or of the brackets around it.
fn operand_tokens(tokens: &Tokens, spawn: usize) -> Range<usize> {
    let mut index = spawn + 1;
    while index < tokens.list.len() {
        match tokens.text(index) {
            ";" | "," | ")" | "]" | "}" => break,
            "(" | "[" | "{" | "#{" => index = scope::close(tokens, index),
            _ => {}
        }
        index += 1;
    }
    spawn + 1..index.clamp((spawn + 2).min(tokens.list.len()), tokens.list.len())
}
