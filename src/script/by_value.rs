//! Captured variables whose methods wait: `ch.recv()`, `task.await`, `forks[i].lock(…)`.
//!
//! A variable that closures share is locked by Rhai as long as one of its methods runs. For a method that
//! waits this would be the whole wait, and another task that so much as looks at the variable would fail.
//! So at exactly these places the variable is given as a copy. What is copied are handles, and a copy of a
//! handle means the same object; everywhere else variables stay what they are. The same holds for a closure that
//! is called, `work.call()`: what it does may wait.

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

/// Calls a closure; of other values it is the closure's `this`.
const CALL: &str = "call";

/// How deep in arrays and maps handles are looked for.
const DEPTH: usize = 3;

/// Where in the programs so far a variable is to be given as a copy. A place is known by the address of the
/// variable's name there: each occurrence has a name of its own, because names are not interned.
#[derive(Default)]
pub struct Places(RefCell<HashMap<usize, Place>>);

/// An occurrence of a variable. Its name is kept, so that its address stays taken.
struct Place {
    _name: ImmutableString,
    wanted: Wanted,
}

/// Of which values a copy is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wanted {
    Handles,
    Closures,
}

impl Places {
    /// Notes the places in a program.
    pub fn note(&self, ast: &AST) {
        let mut places = self.0.borrow_mut();
        ast.walk(&mut |path: &[ASTNode]| {
            if let Some(ASTNode::Expr(Expr::Dot(parts, options, _) | Expr::Index(parts, options, _))) =
                path.last()
                && let Expr::Variable(variable, ..) = &parts.lhs
                && let Some(wanted) = wanted(parts, *options)
            {
                places.insert(address(&variable.1), Place { _name: variable.1.clone(), wanted });
            }
            true
        });
    }

    fn at(&self, name: &str) -> Option<Wanted> {
        let places = self.0.borrow();
        if places.is_empty() { None } else { places.get(&address(name)).map(|it| it.wanted) }
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
        let Some(wanted) = environment.by_value.at(name) else { return Ok(None) };
        let is_wanted = |value: &Dynamic| match wanted {
            Wanted::Handles => holds_handle(value, DEPTH),
            Wanted::Closures => value.is_fnptr(),
        };
        let value = context.scope().get(name).filter(|value| value.is_shared() && is_wanted(value));
        Ok(value.map(Dynamic::flatten_clone))
    });
}

fn address(name: &str) -> usize {
    name.as_ptr().addr()
}

/// What is to be copied of a variable before these parts, if anything.
fn wanted(parts: &BinaryExpr, options: ASTFlags) -> Option<Wanted> {
    let is_call = |part: &Expr| matches!(part, Expr::MethodCall(call, _) if call.name == CALL);
    let first = match &parts.rhs {
        Expr::Dot(rest, ..) | Expr::Index(rest, ..) => &rest.lhs,
        last => last,
    };
    match () {
        () if is_call(first) => Some(Wanted::Closures),
        () if is_chain_waiting(parts, options) => Some(Wanted::Handles),
        () => None,
    }
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
