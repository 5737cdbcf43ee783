//! `x == 2;` as a statement of its own: it compares, and throws the answer away.

use super::{View, variable};
use crate::diagnostics::{finding::Finding, scope};
use rhai::{ASTNode, Expr, FnCallExpr, Position, Stmt};

/// One remark for each, but not for the last statement of a block: that is its value.
pub(super) fn remarks(view: &View) -> Vec<(usize, Finding)> {
    let mut places = Vec::new();
    view.each(|path| {
        if let Some(ASTNode::Stmt(statement)) = path.last() {
            places.extend(compared(statement));
        }
    });
    places.sort();
    places.dedup();
    places.into_iter().filter_map(|position| remark(view.token(position)?, view)).collect()
}

fn remark(token: usize, view: &View) -> Option<(usize, Finding)> {
    let span = view.tokens.span(token);
    let finding = Finding::new("`==` compares, `=` sets a variable")
        .mark(span.clone(), "write `=`: the answer of this comparison is used nowhere");
    (view.tokens.text(token) == "==" && goes_on(token, view)).then_some((span.start, finding))
}

/// Whether another statement follows in the same block.
fn goes_on(token: usize, view: &View) -> bool {
    let tokens = view.tokens;
    let mut index = token + 1;
    loop {
        match tokens.text(index) {
            "" | ")" | "]" | "}" => return false,
            ";" => return !matches!(tokens.text(index + 1), "" | "}" | ";"),
            "(" | "[" | "{" | "#{" => index = scope::close(tokens, index) + 1,
            _ => index += 1,
        }
    }
}

/// Where a statement is a comparison of a variable.
fn compared(statement: &Stmt) -> Option<Position> {
    let is_one = |call: &FnCallExpr| {
        call.op_token.is_some()
            && call.name == "=="
            && call.args.first().is_some_and(|left| variable(left).is_some())
    };
    match statement {
        Stmt::FnCall(call, position) if is_one(call) => Some(*position),
        Stmt::Expr(expression) => match &**expression {
            Expr::FnCall(call, position) if is_one(call) => Some(*position),
            _ => None,
        },
        _ => None,
    }
}
