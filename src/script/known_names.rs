//! The names by which an error's words are chosen: gathered once, and completed with each program.

use std::cell::RefCell;

use rhai::{AST, Engine, Scope};

use crate::diagnostics::{Function, Known};

/// The words of the language and the functions of all programs so far.
#[derive(Default)]
pub struct KnownNames {
    known: RefCell<Option<Known>>,
    own: RefCell<Vec<Function>>,
}

impl KnownNames {
    /// Notes the functions of a program.
    pub fn note(&self, ast: &AST) {
        let of = |name: &str, parameters| Function { name: name.to_owned(), parameters };
        let named = ast.iter_functions().filter(|it| !it.name.starts_with("anon$"));
        self.own.borrow_mut().extend(named.map(|it| of(it.name, it.params.len())));
    }

    /// Gives what is known to `look`.
    pub fn with<T>(&self, engine: &Engine, look: impl FnOnce(&Known) -> T) -> T {
        let mut known = self.known.borrow_mut();
        let known = known.get_or_insert_with(|| Known::gather(engine, &Scope::new(), &AST::empty()));
        for function in self.own.borrow_mut().drain(..) {
            known.own.push(function.name.clone());
            known.functions.push(function);
        }
        look(known)
    }
}
