//! Closures and places of a session's texts that nothing refers to any more: an entry's text is gone when it has
//! run, and what was made of it may be, too.
//!
//! Rhai finds the function of a closure by its name among all functions that a text sees, so those would grow with
//! every entry. A closure's name is one shared text: its function has it, each place that makes the closure, and each
//! value. Where only the function and our own tables are left, nobody can call it.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;

use rhai::{AST, ImmutableString};

use super::environment::Environment;

/// So many closures and places are looked through only when as many again have come.
const LEAST: usize = 256;

/// When a session looks for what it can forget.
#[derive(Default)]
pub struct Forgetting {
    /// Closures and places that have come since, and that were left then.
    new: Cell<usize>,
    left: Cell<usize>,
    /// Closures of a name that came twice. Their values may belong to either.
    ambiguous: RefCell<HashSet<ImmutableString>>,
}

impl Forgetting {
    /// A text comes that makes these functions, beside those of the texts before it.
    pub fn note(&self, before: &AST, text: &AST) {
        self.new.set(self.new.get() + 1);
        for function in closures(text) {
            self.new.set(self.new.get() + 1);
            let known = before.shared_lib().get_script_fn(function.name.as_str(), function.params.len());
            if known.is_some() {
                self.ambiguous.borrow_mut().insert(function.name.clone());
            }
        }
    }

    /// Whether enough has come that a look is worth its while. So an entry costs the same in a long session.
    pub fn is_due(&self) -> bool {
        self.new.get() >= self.left.get().max(LEAST)
    }

    /// Takes the closures that nobody can call out of `functions`, and out of all tables the places of texts that are
    /// gone. `all` are more functions, of which the same are taken out.
    pub fn forget(&self, environment: &Environment, functions: &mut AST, all: &mut AST) {
        loop {
            let gone: HashSet<String> = closures(functions)
                .filter(|function| !self.ambiguous.borrow().contains(&function.name))
                .filter(|function| function.name.strong_count() == 1 + held(environment, &function.name))
                .map(|function| function.name.to_string())
                .collect();
            if gone.is_empty() {
                break;
            }
            for function in closures(functions).filter(|it| gone.contains(it.name.as_str())) {
                environment.by_value.forget_closure(&function.name);
                environment.task_names.forget_closure(&function.name);
                environment.powers.forget_closure(&function.name);
            }
            // A closure that only such a closure makes can be gone with it, so there is another look.
            for ast in [&mut *functions, &mut *all] {
                ast.retain_functions(|_, _, name, _| !gone.contains(name));
            }
        }
        let places = forget_places(environment);
        self.new.set(0);
        self.left.set(places + closures(functions).count());
    }
}

/// The functions of closures.
fn closures(ast: &AST) -> impl Iterator<Item = &rhai::ScriptFuncDef> {
    ast.iter_fn_def().map(|it| &**it).filter(|it| it.name.starts_with("anon$"))
}

/// How many references to a closure's name our tables have.
fn held(environment: &Environment, name: &ImmutableString) -> usize {
    environment.by_value.holds_closure(name) + environment.task_names.holds_closure(name)
}

/// Forgets the places of variables whose text is gone. Says how many are left.
fn forget_places(environment: &Environment) -> usize {
    // Each list has a reference of its own to every name, beside that of its table.
    let (one, other) = (environment.by_value.occurrences(), environment.shared_variables.occurrences());
    let addresses = |names: &[ImmutableString]| -> HashSet<usize> {
        names.iter().map(|name| name.as_ptr().addr()).collect()
    };
    let (of_one, of_other) = (addresses(&one), addresses(&other));
    let holders = |address: &usize| {
        2 * (usize::from(of_one.contains(address)) + usize::from(of_other.contains(address)))
    };
    let gone: HashSet<usize> = one
        .iter()
        .chain(&other)
        .filter(|name| name.strong_count() == holders(&name.as_ptr().addr()))
        .map(|name| name.as_ptr().addr())
        .collect();
    environment.by_value.forget_occurrences(&gone);
    environment.shared_variables.forget_occurrences(&gone);
    of_one.union(&of_other).count() - gone.len()
}
