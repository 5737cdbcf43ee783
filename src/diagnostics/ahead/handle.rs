//! A task's handle where its value was meant: printed, put into a text, compared with a value.
//!
//! Only handles that are certain: `spawn` itself, or a variable that is made once, by `spawn`, and never set again.

use super::{View, spawned, variable};
use crate::diagnostics::{finding::Finding, scope};
use rhai::{ASTNode, Expr, FnCallExpr, Position, Stmt};

const COMPARES: &[&str] = &["==", "!=", "<", ">", "<=", ">="];

/// One remark for each such use.
pub(super) fn remarks(view: &View) -> Vec<(usize, Finding)> {
    let handles = handles(view);
    let is_handle = |expression: &Expr| match variable(expression) {
        Some((name, position)) => handles.iter().any(|one| one == name).then_some(position),
        None => spawned(&ASTNode::Expr(expression)).map(|(_, position)| position),
    };
    let mut used: Vec<(Position, &str)> = Vec::new();
    view.each(|path| match path.last() {
        Some(ASTNode::Stmt(Stmt::FnCall(call, _)) | ASTNode::Expr(Expr::FnCall(call, _))) => {
            used.extend(call_uses(call, &is_handle));
        }
        Some(ASTNode::Expr(Expr::InterpolatedString(pieces, _))) => {
            used.extend(
                pieces.iter().filter_map(|piece| is_handle(inner(piece))).map(|at| (at, "this text shows")),
            );
        }
        _ => {}
    });
    used.sort_by_key(|one| one.0);
    used.dedup_by_key(|one| one.0);
    used.into_iter().filter_map(|(position, what)| remark(view.token(position)?, what, view)).collect()
}

fn remark(token: usize, what: &str, view: &View) -> Option<(usize, Finding)> {
    let tokens = view.tokens;
    let name = tokens.text(token);
    let span = tokens.span(token);
    let write = if name == "spawn" { "await spawn …".to_string() } else { format!("await {name}") };
    let finding = Finding::new(format!("{what} the task, not its value"))
        .mark(span.clone(), format!("write `{write}`"));
    Some((span.start, finding))
}

/// The variables that certainly hold a handle.
fn handles(view: &View) -> Vec<String> {
    let (mut made, mut other): (Vec<String>, Vec<String>) = (vec![], vec![]);
    view.each(|path| match path.last() {
        Some(ASTNode::Stmt(Stmt::Var(parts, ..))) => match spawned(&ASTNode::Expr(&parts.1)) {
            Some(_) => made.push(parts.0.name.to_string()),
            None => other.push(parts.0.name.to_string()),
        },
        Some(ASTNode::Stmt(Stmt::For(parts, _))) => {
            other.push(parts.0.name.to_string());
            other.extend(parts.1.iter().map(|counter| counter.name.to_string()));
        }
        Some(ASTNode::Stmt(Stmt::Assignment(parts))) => {
            other.extend(variable(&parts.1.lhs).map(|one| one.0.to_string()));
        }
        Some(ASTNode::Stmt(Stmt::TryCatch(parts, _))) => {
            other.extend(variable(&parts.expr).map(|one| one.0.to_string()));
        }
        _ => {}
    });
    let is_parameter = |name: &str| {
        view.ast
            .iter_functions()
            .any(|function| !function.name.contains('$') && function.params.contains(&name))
    };
    // Made once, also counting the parameters of closures.
    let once = |name: &String| {
        scope::made(view.tokens, name).len() == 1 && !other.contains(name) && !is_parameter(name)
    };
    made.iter().filter(|name| once(name)).cloned().collect()
}

/// The handles among the arguments of a call that shows or compares them.
fn call_uses<'w>(
    call: &FnCallExpr,
    is_handle: &impl Fn(&Expr) -> Option<Position>,
) -> Vec<(Position, &'w str)> {
    let operands = || call.args.iter().filter_map(is_handle);
    match (call.name.as_str(), call.op_token.is_some()) {
        ("print", false) => operands().map(|at| (at, "this prints")).collect(),
        ("+", true) if call.args.len() == 2 => match call.args.iter().any(is_text) {
            true => operands().map(|at| (at, "this text shows")).collect(),
            false => vec![],
        },
        (operator, true) if COMPARES.contains(&operator) => match operands().count() {
            1 => operands().map(|at| (at, "this compares")).collect(),
            _ => vec![],
        },
        _ => vec![],
    }
}

/// Whether an expression is certainly a string.
fn is_text(expression: &Expr) -> bool {
    match expression {
        Expr::StringConstant(..) | Expr::InterpolatedString(..) => true,
        Expr::FnCall(call, _) => call.name == "+" && call.op_token.is_some() && call.args.iter().any(is_text),
        _ => false,
    }
}

/// The expression that a block holds, where it holds nothing else.
fn inner(expression: &Expr) -> &Expr {
    match expression {
        Expr::Stmt(block) => match block.statements() {
            [Stmt::Expr(only)] => inner(only),
            _ => expression,
        },
        _ => expression,
    }
}
