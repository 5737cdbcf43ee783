//! Which variable an expression names, or which part of one: `account.balance`, `seats[0]`.

use rhai::{Expr, ImmutableString, Position};

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
