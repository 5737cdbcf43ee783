//! `x == 2;` as a statement of its own: it compares, and throws the answer away.

use super::{View, each_of, variable};
use crate::script::report::finding::Finding;
use rhai::{ASTNode, Expr, FnCallExpr, Position, Stmt};

/// One remark for each, but not for the last statement of a block: that is its value.
pub(super) fn remarks(view: &View) -> Vec<(usize, Finding)> {
    let mut places = Vec::new();
    let mut blocks = |statements: &[Stmt]| {
        let lost = statements.split_last().map_or(&[][..], |(_, lost)| lost);
        places.extend(lost.iter().filter_map(compared));
    };
    blocks(view.ast.statements());
    view.each(|path| match path.last() {
        Some(ASTNode::Stmt(Stmt::Block(block))) => blocks(block.statements()),
        Some(ASTNode::Stmt(Stmt::If(parts, _))) => {
            blocks(parts.body.statements());
            blocks(parts.branch.statements());
        }
        Some(ASTNode::Stmt(Stmt::While(parts, _))) => blocks(parts.body.statements()),
        Some(ASTNode::Stmt(Stmt::For(parts, _))) => blocks(parts.2.body.statements()),
        _ => {}
    });
    for function in view.ast.iter_functions() {
        let mut statements = Vec::new();
        each_of(&view.body(function.name, function.params.len()), |path| {
            if let [ASTNode::Stmt(statement)] = path {
                statements.push(compared(statement));
            }
        });
        statements.pop();
        places.extend(statements.into_iter().flatten());
    }
    places.sort();
    places.dedup();
    places.into_iter().filter_map(|position| remark(view.token(position)?, view)).collect()
}

fn remark(token: usize, view: &View) -> Option<(usize, Finding)> {
    let span = view.tokens.span(token);
    let finding = Finding::new("`==` compares, `=` sets a variable")
        .mark(span.clone(), "write `=`: the answer of this comparison is used nowhere");
    (view.tokens.text(token) == "==").then_some((span.start, finding))
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
