//! Which variable an expression names, or which part of one: `account.balance`, `seats[0]`.

use rhai::{ASTFlags, Expr, FnCallExpr, ImmutableString, Position};

/// The variable that an expression begins with, and the part of it that is meant: none where that is worked
/// out only when it runs.
pub fn named(expression: &Expr) -> Option<(&ImmutableString, Position, Option<String>)> {
    match expression {
        Expr::Variable(variable, _, position) if variable.2.is_empty() => {
            Some((&variable.1, *position, Some(variable.1.to_string())))
        }
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => {
            let (root, position, _) = named(&parts.lhs)?;
            let mut part = root.to_string();
            let is_known = add_part(&mut part, expression);
            Some((root, position, is_known.then_some(part)))
        }
        _ => None,
    }
}

/// Adds `.balance` or `[0]`, up to a method. Says whether the part is known.
fn add_part(part: &mut String, expression: &Expr) -> bool {
    let (parts, is_index) = match expression {
        Expr::Dot(parts, ..) => (parts, false),
        Expr::Index(parts, ..) => (parts, true),
        _ => return true,
    };
    let (step, rest) = match &parts.rhs {
        Expr::Dot(inner, ..) | Expr::Index(inner, ..) => (&inner.lhs, Some(&parts.rhs)),
        last => (last, None),
    };
    match step {
        Expr::Property(property, _) => *part += &format!(".{}", property.2),
        Expr::StringConstant(key, _) if is_index => *part += &format!(".{key}"),
        Expr::IntegerConstant(index, _) if is_index => *part += &format!("[{index}]"),
        Expr::MethodCall(..) => return true,
        _ => return false,
    }
    rest.is_none_or(|rest| add_part(part, rest))
}

/// The call that a chain of dots ends with, if it ends with one.
pub fn last_call(chain: &Expr) -> Option<&FnCallExpr> {
    match chain {
        // What stands in the brackets is an index.
        Expr::Index(_, options, _) if options.intersects(ASTFlags::BREAK) => None,
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => last_call(&parts.rhs),
        Expr::MethodCall(call, _) => Some(call),
        _ => None,
    }
}

/// What a chain begins with.
pub fn root(chain: &Expr) -> &Expr {
    match chain {
        Expr::Dot(parts, ..) | Expr::Index(parts, ..) => root(&parts.lhs),
        first => first,
    }
}

/// The variable that a chain begins with, where `spawn` takes a chain with a call at its end.
pub fn receiver_of(input: &Expr) -> Option<&ImmutableString> {
    last_call(input)?;
    match root(input) {
        Expr::Variable(variable, ..) if variable.2.is_empty() => Some(&variable.1),
        _ => None,
    }
}
