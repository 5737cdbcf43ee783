//! A value at the end of a `catch` block: unlike that of a `try` block it is lost.
//!
//! Silent where the last statement may do something, such as a call.

use super::View;
use crate::diagnostics::finding::Finding;
use rhai::{ASTNode, Expr, Position, Stmt};

/// One remark for each.
pub(super) fn remarks(view: &View) -> Vec<(usize, Finding)> {
    let mut places = Vec::new();
    view.each(|path| {
        if let Some(ASTNode::Stmt(Stmt::TryCatch(parts, _))) = path.last() {
            places.extend(parts.branch.statements().last().and_then(value));
        }
    });
    places.sort();
    places.dedup();
    let remark = |position: Position| {
        let token = view.token(position)?;
        let span = view.tokens.span(token);
        let finding = Finding::new("a `catch` block gives no value")
            .mark(span.clone(), "this value is lost")
            .help("set a variable in both blocks: try { result = …; } catch (error) { result = …; }")
            .help("or, in a function, write return before the value");
        Some((span.start, finding))
    };
    places.into_iter().filter_map(remark).collect()
}

/// Where a statement is a value and nothing else.
fn value(statement: &Stmt) -> Option<Position> {
    let Stmt::Expr(expression) = statement else { return None };
    let is_value = matches!(
        **expression,
        Expr::BoolConstant(..)
            | Expr::IntegerConstant(..)
            | Expr::FloatConstant(..)
            | Expr::CharConstant(..)
            | Expr::StringConstant(..)
            | Expr::InterpolatedString(..)
            | Expr::Variable(..)
    );
    is_value.then(|| expression.start_position())
}
