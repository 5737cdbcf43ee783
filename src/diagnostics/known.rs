//! The names a script could have meant, and the nearest of them to what was typed.

use rhai::{AST, Dynamic, Engine, FnPtr, Scope};
use std::any::TypeId;

/// A function by name and number of parameters; a method counts its object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Function {
    /// The name.
    pub name: String,
    /// How many arguments a call has.
    pub parameters: usize,
}

/// All names that are known where an error happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// Variables and constants of the session or script.
    pub variables: Vec<String>,
    /// Functions of the script and of the vocabulary.
    pub functions: Vec<Function>,
    /// The names of the script's own functions among them.
    pub own: Vec<String>,
    /// The names of functions that are called without a value before a dot: `sleep`, and not `len`.
    pub free: Vec<String>,
    /// Properties that values of the vocabulary have, such as `state`.
    pub properties: Vec<String>,
}

/// How the engine's names of closures begin. They are kept to count arguments, and never shown.
const CLOSURE: &str = "anon$";

impl Known {
    /// Gathers the names of an engine, of the variables in scope and of the functions of a script.
    pub fn gather(engine: &Engine, scope: &Scope, ast: &AST) -> Known {
        let variables = scope.iter_raw().map(|(name, ..)| name.to_string()).collect();
        let mut known = Known { variables, ..Known::default() };
        known.variables.sort();
        known.variables.dedup();
        let names = engine.collect_fn_metadata(
            None,
            |function| Some((function.metadata.name.to_string(), function.metadata.num_params)),
            true,
        );
        known.free = free_functions(engine);
        known.own = ast.iter_functions().map(|it| it.name.to_owned()).filter(|it| is_name(it)).collect();
        let script = ast.iter_functions().map(|function| (function.name.to_string(), function.params.len()));
        for (name, parameters) in names.into_iter().chain(script) {
            if let Some(property) = name.strip_prefix("get$") {
                known.properties.push(property.to_string());
            } else if is_name(&name) || name.starts_with(CLOSURE) {
                known.functions.push(Function { name, parameters });
            }
        }
        known.properties.sort();
        known.properties.dedup();
        known.functions.sort();
        known.functions.dedup();
        known
    }

    /// The numbers of arguments that functions of this name take, in order.
    pub(super) fn parameters(&self, name: &str) -> Vec<usize> {
        let mut counts: Vec<_> = self
            .functions
            .iter()
            .filter(|function| function.name == name)
            .map(|one| one.parameters)
            .collect();
        counts.sort_unstable();
        counts.dedup();
        counts
    }

    /// Whether the name is that of a function that is called without a value before a dot.
    pub(super) fn is_free_function(&self, name: &str) -> bool {
        [&self.own, &self.free].into_iter().any(|names| names.iter().any(|known| known == name))
    }

    /// The names of the functions.
    pub(super) fn function_names(&self) -> impl Iterator<Item = &str> {
        self.functions.iter().map(|function| function.name.as_str()).filter(|name| is_name(name))
    }
}

/// The engine's functions that take no value of a kind with methods first. Rhai's own `name` and `len` take one,
/// and nobody who writes `name` means them.
fn free_functions(engine: &Engine) -> Vec<String> {
    let plain = [TypeId::of::<Dynamic>(), TypeId::of::<i64>(), TypeId::of::<f64>()];
    let free = |with_standard: bool, first: &[TypeId]| {
        engine.collect_fn_metadata(
            None,
            |function| {
                let types = &function.metadata.param_types;
                let is_free = types.first().is_none_or(|it| first.contains(it));
                (is_free && is_name(&function.metadata.name)).then(|| function.metadata.name.to_string())
            },
            with_standard,
        )
    };
    let mut names = free(true, &plain);
    // Words of ours such as `task_group` take a closure, as only methods do in the standard packages.
    names.extend(free(false, &[TypeId::of::<FnPtr>()]));
    names.sort();
    names.dedup();
    names
}

/// Whether a function's name can be written as a call: no operator, getter or closure.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}
