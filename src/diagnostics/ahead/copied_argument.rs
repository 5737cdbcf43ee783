//! A task's function that changes an array or map it was given: it changes a copy, and nobody sees it.
//!
//! Silent where the function uses the parameter for anything but changing it, and where it is not certain that
//! the argument is an array or map.

use super::{View, each_of, is_collection, makes_collection, spawned, variable};
use crate::diagnostics::{finding::Finding, scope};
use rhai::{AST, ASTNode, Dynamic, Expr, Position, Scope, Stmt};

/// Methods that change an array or map, and that are called for nothing else.
const CHANGES: &[&str] = &[
    "append",
    "clear",
    "dedup",
    "insert",
    "mixin",
    "push",
    "retain",
    "reverse",
    "set",
    "sort",
    "truncate",
    "fill_with",
];

/// One remark for each such argument.
pub(super) fn remarks(view: &View) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    view.each(|path| {
        let Some((Expr::FnCall(call, _), _)) = path.last().and_then(spawned) else { return };
        let called = view
            .ast
            .iter_functions()
            .find(|one| one.name == call.name && one.params.len() == call.args.len());
        let Some(function) = called else { return };
        let body = view.body(function.name, function.params.len());
        for (argument, parameter) in call.args.iter().zip(&function.params) {
            let Some((name, position)) = variable(argument) else { continue };
            let changed = only_changed(&body, parameter);
            let certain = |token: &usize| is_known_collection(name, *token, view);
            if let (Some(changed), Some(token)) = (changed, view.token(position).filter(certain)) {
                let span = view.tokens.span(token);
                let mut finding =
                    Finding::new(format!("`{}` changes its own copy of `{name}`", function.name))
                        .mark(span.clone(), "a task gets copies of its arguments");
                if let Some(changed) = view.token(changed) {
                    finding = finding.mark(view.tokens.span(changed), "only the copy changes");
                }
                let finding = finding.help("give the value back: let value = await task;").help(format!(
                    "or make it a closure, which sees `{name}` itself: let {} = |…| {{ … }};",
                    function.name
                ));
                found.push((span.start, finding));
            }
        }
    });
    found
}

/// Whether a variable certainly holds an array or a map: it is made as one, wherever it is made.
fn is_known_collection(name: &str, at: usize, view: &View) -> bool {
    let (mut made, mut certain) = (0, true);
    view.each(|path| {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Var(parts, ..))) if parts.0.name == name => {
                made += 1;
                certain &= makes_collection(&parts.1);
            }
            Some(ASTNode::Stmt(Stmt::For(parts, _))) => {
                certain &=
                    parts.0.name != name && parts.1.as_ref().is_none_or(|counter| counter.name != name);
            }
            Some(ASTNode::Stmt(Stmt::Assignment(parts))) => {
                certain &= variable(&parts.1.lhs).is_none_or(|one| one.0 != name);
            }
            _ => {}
        };
    });
    let tokens = view.tokens;
    let parameter = scope::function_around(tokens, at)
        .is_some_and(|function| function.parameters.contains(&name))
        || scope::made(tokens, name).iter().any(|&made| tokens.before(made, 1) == "|");
    let in_session = in_scope(view.scope, name);
    certain && !parameter && (made > 0 || in_session.is_some_and(is_collection))
}

/// Where a function changes its parameter, if it does nothing else with it.
fn only_changed(body: &AST, parameter: &str) -> Option<Position> {
    let (mut uses, mut changes) = (0, Vec::new());
    each_of(body, |path| match path.last() {
        Some(ASTNode::Expr(inner)) => {
            uses += usize::from(variable(inner).is_some_and(|one| one.0 == parameter))
        }
        Some(ASTNode::Stmt(statement)) => changes.extend(change(statement, parameter)),
        _ => {}
    });
    // Each change uses the parameter once; any use beyond that may show the copy to somebody.
    (uses == changes.len()).then(|| changes.first().copied()).flatten()
}

/// Where a statement changes the parameter itself: `list.push(x)`, `list[0] = x`, `map.name = x`.
fn change(statement: &Stmt, parameter: &str) -> Option<Position> {
    let is_parameter =
        |expression: &Expr| variable(expression).filter(|one| one.0 == parameter).map(|one| one.1);
    match statement {
        Stmt::Expr(expression) => match &**expression {
            Expr::Dot(parts, ..) => match &parts.rhs {
                Expr::MethodCall(call, _) if CHANGES.contains(&call.name.as_str()) => {
                    is_parameter(&parts.lhs)
                }
                _ => None,
            },
            _ => None,
        },
        Stmt::Assignment(parts) => match &parts.1.lhs {
            Expr::Dot(target, ..) | Expr::Index(target, ..) => is_parameter(&target.lhs),
            _ => None,
        },
        _ => None,
    }
}

/// The value of a variable of the session.
fn in_scope<'s>(scope: &'s Scope, name: &str) -> Option<&'s Dynamic> {
    scope.iter_raw().filter(|(one, ..)| *one == name).last().map(|(_, _, value)| value)
}
