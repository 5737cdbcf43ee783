//! Captured variables whose methods wait: `ch.recv()`, `task.await`, `forks[i].lock(…)`.
//!
//! A variable that closures share is locked by Rhai as long as one of its methods runs. For a method that
//! waits this would be the whole wait, and another task that so much as looks at the variable would fail.
//! So at exactly these places the variable is given as a copy. What is copied are handles, and a copy of a
//! handle means the same object; everywhere else variables stay what they are.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use rhai::{
    AST, ASTFlags, ASTNode, Array, BinaryExpr, Dynamic, Engine, Expr, ImmutableString, Map, Position,
};

use super::environment::{Environment, interrupted};
use super::vocabulary;

/// The methods and properties that may suspend, and one that is often handed a closure with the object in it.
const WAITING: &[&str] = &[
    "await",
    "recv",
    "send",
    "lock",
    "acquire",
    "wait",
    "tick",
    "spawn_child",
    "execute",
    "query",
    "transaction",
    "execute_blocking",
    "query_blocking",
    "transaction_blocking",
];

/// How deep in arrays and maps handles are looked for.
const DEPTH: usize = 3;

/// Where in the programs so far a variable is to be given as a copy. A place is known by the address of the
/// variable's name there: each occurrence has a name of its own, because names are not interned.
#[derive(Default)]
pub struct Places(RefCell<HashMap<usize, ImmutableString>>);

impl Places {
    /// Notes the places in a program. The names are kept, so their addresses stay taken.
    pub fn note(&self, ast: &AST) {
        let mut places = self.0.borrow_mut();
        ast.walk(&mut |path: &[ASTNode]| {
            if let Some(ASTNode::Expr(Expr::Dot(parts, options, _) | Expr::Index(parts, options, _))) =
                path.last()
                && let Expr::Variable(variable, ..) = &parts.lhs
                && is_chain_waiting(parts, *options)
            {
                places.insert(address(&variable.1), variable.1.clone());
            }
            true
        });
    }

    fn contains(&self, name: &str) -> bool {
        let places = self.0.borrow();
        !places.is_empty() && places.contains_key(&address(name))
    }
}

/// Has the engine ask for variables at these places. Where a variable is asked for no value is locked, so that
/// is also where a thread task lets the others go on.
pub fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let environment = environment.clone();
    #[allow(deprecated)] // Not deprecated: Rhai marks what may change between its versions like this.
    engine.on_var(move |name, _, context| {
        let went_on = environment.runtime.let_others_go_on();
        went_on.map_err(|reason| interrupted(reason, Position::NONE))?;
        environment.shared_variables.seen(name, context.scope(), &environment.runtime);
        if !environment.by_value.contains(name) {
            return Ok(None);
        }
        let value = context.scope().get(name).filter(|value| value.is_shared() && holds_handle(value, DEPTH));
        Ok(value.map(Dynamic::flatten_clone))
    });
}

fn address(name: &str) -> usize {
    name.as_ptr().addr()
}

/// Whether some part of `variable.part.part` or `variable[index].part` waits.
fn is_chain_waiting(parts: &BinaryExpr, options: ASTFlags) -> bool {
    match &parts.rhs {
        Expr::Dot(rest, inner, _) | Expr::Index(rest, inner, _) if !options.intersects(ASTFlags::BREAK) => {
            is_waiting(&rest.lhs) || is_chain_waiting(rest, *inner)
        }
        last => is_waiting(last),
    }
}

fn is_waiting(part: &Expr) -> bool {
    match part {
        Expr::MethodCall(call, _) => WAITING.contains(&call.name.as_str()),
        Expr::Property(property, _) => WAITING.contains(&property.2.as_str()),
        _ => false,
    }
}

/// Whether this is a handle, or a collection with a handle in it.
fn holds_handle(value: &Dynamic, depth: usize) -> bool {
    if value.is_locked() || depth == 0 {
        return false;
    }
    if let Some(items) = value.read_lock::<Array>() {
        return items.iter().any(|item| holds_handle(item, depth - 1));
    }
    if let Some(items) = value.read_lock::<Map>() {
        return items.values().any(|item| holds_handle(item, depth - 1));
    }
    vocabulary::is_handle(value)
}
