//! Which conditions decide about a change of the very variable that they look at: `if stock > 0 { …; stock -= 1 }`, a
//! `while` with the same, and `if stock == 0 { return }` before a change further below.

use std::collections::HashMap;

use rhai::{AST, ASTNode, Expr, FlowControl, Stmt};

use super::outcome::line_of;
use super::parts::named;

/// The lines in which each variable, or part of one, is set.
pub type Writes = HashMap<String, Vec<u32>>;

/// All places of a program where something is set.
pub fn writes(ast: &AST) -> Writes {
    let mut found = Writes::new();
    ast.walk(&mut |path: &[ASTNode]| {
        if let Some(ASTNode::Stmt(statement)) = path.last() {
            add_write(statement, &mut found);
        }
        true
    });
    found
}

/// Visits the variables in the condition of an `if` or a `while` that are set depending on it, with the last line where that may be.
pub fn each_check(flow: &FlowControl, all: &Writes, mut visit: impl FnMut(&Expr, u32)) {
    let mut within = Writes::new();
    for statement in flow.body.statements().iter().chain(flow.branch.statements()) {
        statement.walk(&mut Vec::new(), &mut |path: &[ASTNode]| {
            if let Some(ASTNode::Stmt(statement)) = path.last() {
                add_write(statement, &mut within);
            }
            true
        });
    }
    // After a branch that leads away the rest depends on the condition, too.
    let leads_away =
        |statements: &[Stmt]| matches!(statements.last(), Some(Stmt::Return(..) | Stmt::BreakLoop(..)));
    let decides_rest = leads_away(flow.body.statements()) || leads_away(flow.branch.statements());
    let writes = if decides_rest { all } else { &within };
    flow.expr.walk(&mut Vec::new(), &mut |path: &[ASTNode]| {
        if let Some(ASTNode::Expr(expression)) = path.last()
            && let Some((_, position, Some(part))) = named(expression)
            && let Some(until) = writes.get(&part).and_then(|lines| lines.iter().max())
            && *until >= line_of(position)
        {
            visit(expression, *until);
        }
        true
    });
}

fn add_write(statement: &Stmt, found: &mut Writes) {
    if let Stmt::Assignment(parts) = statement
        && let Some((_, position, Some(part))) = named(&parts.1.lhs)
    {
        found.entry(part).or_default().push(line_of(position));
    }
}
