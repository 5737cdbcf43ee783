//! A loop whose closures are spawned and all capture its variable: by the time they run, the loop is over.
//!
//! Silent where the loop may wait between two spawns, for then a task may have read the variable in time.

use super::{View, closure, each_in, each_of, spawned, variable};
use crate::diagnostics::{finding::Finding, scope, words};
use rhai::{ASTNode, Expr, Position, Stmt};

/// Calls that certainly do not let another task run.
const NEVER_WAITS: &[&str] = &[
    "append",
    "contains",
    "curry",
    "debug",
    "insert",
    "is_empty",
    "keys",
    "len",
    "max",
    "min",
    "named",
    "now",
    "mark",
    "pop",
    "print",
    "push",
    "shift",
    "spawn_child",
    "spawn_thread",
    "to_float",
    "to_int",
    "to_string",
    "type_of",
    "values",
];

/// How a closure is started.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Start {
    Spawn,
    /// `g.spawn(|| …)`
    Child,
    /// `spawn_thread(|| …)`
    Thread,
}

/// A closure that is started as a task.
struct Started<'e> {
    start: Start,
    closure: String,
    captured: Vec<(&'e str, Position)>,
    /// Where the word stands that starts it.
    position: Position,
}

/// One remark for each such start.
pub(super) fn remarks(view: &View) -> Vec<(usize, Finding)> {
    let mut found = Vec::new();
    view.each(|path| {
        let Some(Started { start, closure, captured, position }) = path.last().and_then(started) else {
            return;
        };
        let shared: Vec<_> = captured
            .iter()
            .filter_map(|(name, _)| Some((*name, changed_by_loop(name, &closure, path, view)?)))
            .collect();
        if let (false, Some(token)) = (shared.is_empty(), view.token(position)) {
            found.push((view.tokens.span(token).start, finding(start, &shared, token, view)));
        }
    });
    found.sort_by_key(|(offset, _)| *offset);
    found.dedup_by_key(|(offset, _)| *offset);
    found
}

/// What a node starts as a task.
fn started<'e>(node: &ASTNode<'e>) -> Option<Started<'e>> {
    let (start, operand, position) = match node {
        ASTNode::Expr(Expr::MethodCall(call, position)) if call.name == "spawn_child" => {
            (Start::Child, call.args.first()?, *position)
        }
        ASTNode::Expr(Expr::FnCall(call, position)) | ASTNode::Stmt(Stmt::FnCall(call, position))
            if call.name == "spawn_thread" =>
        {
            (Start::Thread, call.args.first()?, *position)
        }
        node => {
            let (operand, position) = spawned(node)?;
            (Start::Spawn, operand, position)
        }
    };
    let (closure, captured) = closure(operand)?;
    Some(Started { start, closure, captured, position })
}

/// Where the loop around a `spawn` sets the variable anew, if one does.
fn changed_by_loop(name: &str, closure: &str, path: &[ASTNode], view: &View) -> Option<Position> {
    for (depth, node) in path.iter().enumerate().rev() {
        let ASTNode::Stmt(statement) = node else { continue };
        let inner = &path[depth + 1..];
        let (body, position) = match statement {
            Stmt::For(parts, _) => {
                let counter = parts.1.as_ref().filter(|counter| counter.name == name);
                let bound = (parts.0.name == name).then_some(&parts.0).or(counter);
                (&parts.2.body, bound.map(|bound| bound.pos))
            }
            Stmt::While(parts, _) | Stmt::Do(parts, ..) => {
                let asked = mentions(&parts.expr, name) || is_left_by(parts.body.statements(), name);
                let set = asked.then(|| assignment(parts.body.statements(), name)).flatten();
                (&parts.body, set.filter(|_| !closure_assigns(closure, name, view)))
            }
            _ => continue,
        };
        if declares(body.statements(), name) || inner.iter().any(|node| declares_inside(node, name)) {
            return None;
        }
        if let Some(position) = position {
            return (!may_wait(body.statements(), inner, view)).then_some(position);
        }
        if assignment(body.statements(), name).is_some() {
            return None;
        }
    }
    None
}

fn finding(start: Start, shared: &[(&str, Position)], spawn: usize, view: &View) -> Finding {
    let names: Vec<_> = shared.iter().map(|(name, _)| format!("`{name}`")).collect();
    let tokens = view.tokens;
    let mut finding = Finding::new(format!("all these tasks share {}", words::all_of(&names)))
        .mark(tokens.span(spawn), "they run after the loop, and see only its last value");
    for token in shared.iter().filter_map(|(_, position)| view.token(*position)) {
        finding = finding.mark(tokens.span(token), "changes with every round");
    }
    let call = only_call(spawn, view);
    let for_group = call.filter(|_| start == Start::Child).and_then(|call| {
        let (name, arguments) = call.strip_suffix(')')?.split_once('(')?;
        let group = tokens.is_word(spawn.wrapping_sub(2)).then(|| tokens.text(spawn - 2))?;
        Some(format!("{group}.spawn(Fn(\"{name}\"), {})", arguments.trim()))
    });
    let write = match start {
        Start::Spawn => call.map(|call| format!("spawn {call}")),
        Start::Child => for_group,
        Start::Thread => None,
    };
    match write {
        Some(write) => finding.help(format!("use {write}: each task gets its own value")),
        None => {
            let name = shared.first().map_or("x", |(name, _)| name);
            let word = tokens.text(spawn);
            finding.help(format!(
                "give each task its own: let own_{name} = {name}; before the {word}, and own_{name} in it"
            ))
        }
    }
}

/// The call, where the closure after `spawn` is nothing else.
fn only_call<'t>(spawn: usize, view: &View<'t>) -> Option<&'t str> {
    let tokens = view.tokens;
    let mut at = spawn + 1;
    at += usize::from(tokens.text(at) == "(");
    at += match (tokens.text(at), tokens.text(at + 1)) {
        ("||", "{") | ("|", "|") => 2,
        ("||" | "{", _) => 1,
        _ => return None,
    };
    let open = at + 1;
    let close = scope::close(tokens, open);
    let after = tokens.text(close + 1);
    let last = if after == ";" { tokens.text(close + 2) } else { after };
    let simple = tokens.is_word(at) && tokens.text(open) == "(" && !words::is_reserved(tokens.text(at));
    let script = view.ast.iter_functions().any(|function| function.name == tokens.text(at));
    let inner_closure = (open..close).any(|index| matches!(tokens.text(index), "|" | "||" | "{"));
    (simple && script && !inner_closure && matches!(last, "}" | ")" | "" | ";" | ","))
        .then(|| &tokens.text[tokens.span(at).start..tokens.span(close).end])
}

fn mentions(expression: &Expr, name: &str) -> bool {
    let mut found = false;
    expression.walk(&mut Vec::new(), &mut |path: &[ASTNode]| {
        found |= matches!(path.last(), Some(ASTNode::Expr(inner)) if variable(inner).is_some_and(|one| one.0 == name));
        true
    });
    found
}

/// Whether an `if` about the variable leaves the loop.
fn is_left_by(statements: &[Stmt], name: &str) -> bool {
    let mut found = false;
    each_in(statements, |path| {
        if let Some(ASTNode::Stmt(Stmt::BreakLoop(..))) = path.last() {
            found |= path
                .iter()
                .any(|node| matches!(node, ASTNode::Stmt(Stmt::If(parts, _)) if mentions(&parts.expr, name)));
        }
    });
    found
}

/// Where the statements set the variable.
fn assignment(statements: &[Stmt], name: &str) -> Option<Position> {
    let mut found = None;
    each_in(statements, |path| found = found.or(assigned(path, name)));
    found
}

/// Where the node sets the variable, if it does.
fn assigned(path: &[ASTNode], name: &str) -> Option<Position> {
    let Some(ASTNode::Stmt(Stmt::Assignment(parts))) = path.last() else { return None };
    variable(&parts.1.lhs).filter(|one| one.0 == name).map(|one| one.1)
}

fn closure_assigns(closure: &str, name: &str, view: &View) -> bool {
    let Some(function) = view.ast.iter_functions().find(|function| function.name == closure) else {
        return true;
    };
    let mut found = None;
    each_of(&view.body(closure, function.params.len()), |path| found = found.or(assigned(path, name)));
    found.is_some()
}

/// Whether one of these statements makes a variable of that name.
fn declares(statements: &[Stmt], name: &str) -> bool {
    statements.iter().any(|statement| matches!(statement, Stmt::Var(parts, ..) if parts.0.name == name))
}

/// Whether a node between the loop and the `spawn` makes a variable of that name.
fn declares_inside(node: &ASTNode, name: &str) -> bool {
    match node {
        ASTNode::Stmt(Stmt::Block(block)) => declares(block.statements(), name),
        ASTNode::Stmt(Stmt::If(parts, _)) => {
            declares(parts.body.statements(), name) || declares(parts.branch.statements(), name)
        }
        ASTNode::Stmt(Stmt::TryCatch(parts, _)) => {
            declares(parts.body.statements(), name) || declares(parts.branch.statements(), name)
        }
        ASTNode::Stmt(Stmt::While(parts, _) | Stmt::Do(parts, ..)) => declares(parts.body.statements(), name),
        ASTNode::Stmt(Stmt::For(parts, _)) => {
            parts.0.name == name
                || parts.1.as_ref().is_some_and(|counter| counter.name == name)
                || declares(parts.2.body.statements(), name)
        }
        ASTNode::Expr(Expr::Stmt(block)) => declares(block.statements(), name),
        _ => false,
    }
}

/// Whether the statements may let another task run, or leave the loop on the way of the `spawn` that `inner` leads to.
fn may_wait(statements: &[Stmt], inner: &[ASTNode], view: &View) -> bool {
    let mut waits = false;
    let choice = |node: &ASTNode| match node {
        ASTNode::Stmt(Stmt::If(_, position)) => Some(*position),
        _ => None,
    };
    let around: Vec<Position> = inner.iter().filter_map(choice).collect();
    each_in(statements, |path| {
        let Some((node, ancestors)) = path.split_last() else { return };
        let is_spawned = ancestors.last().and_then(spawned).is_some();
        let is_elsewhere = ancestors.iter().filter_map(choice).any(|it| !around.contains(&it));
        waits |= match node {
            ASTNode::Stmt(Stmt::BreakLoop(..) | Stmt::Return(..)) => !is_elsewhere,
            ASTNode::Stmt(Stmt::Import(..)) => true,
            ASTNode::Stmt(Stmt::FnCall(call, _)) => call_waits(call, view),
            ASTNode::Expr(Expr::FnCall(call, _)) => !is_spawned && call_waits(call, view),
            ASTNode::Expr(Expr::MethodCall(call, _)) => call_waits(call, view),
            ASTNode::Expr(Expr::Property(property, _)) => property.2 == "await",
            ASTNode::Expr(Expr::Custom(..)) => spawned(node).is_none(),
            _ => false,
        };
    });
    waits
}

fn call_waits(call: &rhai::FnCallExpr, view: &View) -> bool {
    match call.op_token {
        // `await` reads as a plus with one operand.
        Some(_) => call.name == "+" && call.args.len() == 1,
        None => {
            let own = view.ast.iter_functions().any(|function| function.name == call.name);
            own || !NEVER_WAITS.contains(&call.name.as_str())
        }
    }
}
