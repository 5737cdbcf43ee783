//! Which assignments set a variable to something made of its own earlier value: `n = n + await f()`, and
//! `let old = n; …; n = old + 1`.
//!
//! Names are followed through the text as it stands, without regard to scopes and branches: what is found is
//! where such a thing may happen, and the trace tells whether it did.

use std::collections::{HashMap, HashSet};

use rhai::{AST, ASTNode, Expr, Position, Stmt};

use super::parts::named;

/// Which variables, or parts of them, the value of a name was made of.
type Sources = HashMap<String, HashSet<String>>;

/// Where the left sides of such assignments begin.
pub fn updates(ast: &AST) -> HashSet<Position> {
    let (mut sources, mut found) = (Sources::new(), HashSet::new());
    // A loop's end leads to its beginning: the second time all sources are known.
    for _ in 0..2 {
        ast.walk(&mut |path: &[ASTNode]| {
            if let Some(ASTNode::Stmt(statement)) = path.last() {
                follow(statement, &mut sources, &mut found);
            }
            true
        });
    }
    found
}

fn follow(statement: &Stmt, sources: &mut Sources, found: &mut HashSet<Position>) {
    match statement {
        Stmt::Var(parts, ..) => {
            let made_of = made_of(&parts.1, sources);
            sources.entry(parts.0.name.to_string()).or_default().extend(made_of);
        }
        Stmt::Assignment(parts) => {
            let Some((_, _, Some(target))) = named(&parts.1.lhs) else { return };
            let made_of = made_of(&parts.1.rhs, sources);
            if made_of.contains(&target) {
                found.insert(parts.1.lhs.start_position());
            }
            sources.entry(target).or_default().extend(made_of);
        }
        _ => {}
    }
}

/// All that an expression mentions, and what that was made of.
fn made_of(expression: &Expr, sources: &Sources) -> HashSet<String> {
    let mut found = HashSet::new();
    expression.walk(&mut Vec::new(), &mut |path: &[ASTNode]| {
        if let Some(ASTNode::Expr(expression)) = path.last()
            && let Some((_, _, Some(part))) = named(expression)
        {
            found.extend(sources.get(&part).into_iter().flatten().cloned());
            found.insert(part);
        }
        true
    });
    found
}
