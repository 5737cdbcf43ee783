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

/// Names longer than this are not compared letter by letter.
const LONGEST: usize = 100;

/// Whether a function's name can be written as a call: no operator, getter or closure.
fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
}

/// The candidate that is most like `name`, where one is like it enough to be meant.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (name.chars().count() / 3).min(3);
    candidates
        .into_iter()
        .filter(|candidate| *candidate != name)
        .filter_map(|candidate| Some((unlikeness(name, candidate, allowed)?, candidate)))
        .min()
        .map(|(_, candidate)| candidate)
}

/// How unlike two names are, in half edits; `None` past what is allowed.
fn unlikeness(name: &str, candidate: &str, allowed: usize) -> Option<usize> {
    if name.to_lowercase().replace('_', "") == candidate.to_lowercase().replace('_', "") {
        return Some(1);
    }
    let short = name.len().min(candidate.len());
    let is_part = |long: &str, part: &str| {
        long.strip_prefix(part).is_some_and(|rest| rest.starts_with('_'))
            || long.strip_suffix(part).is_some_and(|rest| rest.ends_with('_'))
    };
    if short >= 3 && (is_part(candidate, name) || is_part(name, candidate)) {
        return Some(3);
    }
    // One edit makes any name of one or two letters out of any other.
    if short < 3 || name.len().abs_diff(candidate.len()) > 2 * allowed || name.len() > LONGEST {
        return None;
    }
    let edits = edits(name, candidate);
    let cut_short = usize::from(candidate.starts_with(name));
    (edits <= allowed).then_some(edits * 2 - cut_short)
}

/// Insertions, deletions, changes and swaps of neighbours from one word to the other.
fn edits(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![(0..=to.len()).collect::<Vec<usize>>()];
    for row in 1..=from.len() {
        let mut current = vec![row];
        for column in 1..=to.len() {
            let change = usize::from(from[row - 1] != to[column - 1]);
            let mut best = (rows[row - 1][column - 1] + change)
                .min(rows[row - 1][column] + 1)
                .min(current[column - 1] + 1);
            let swapped =
                row > 1 && column > 1 && from[row - 1] == to[column - 2] && from[row - 2] == to[column - 1];
            if swapped {
                best = best.min(rows[row - 2][column - 2] + 1);
            }
            current.push(best);
        }
        rows.push(current);
    }
    rows[from.len()][to.len()]
}
