//! The Rhai engine: the whole language, ours added, and its limits.

use std::rc::Rc;

use rhai::packages::{Package, StandardPackage};
use rhai::{Dynamic, Engine, Module, OptimizationLevel, Shared};

use super::environment::Environment;
use super::modules::ScriptModules;
use super::outcome::stop_text;
use super::{await_word, caught, equality, handle, library, spawn, variables, wrong_calls};
use crate::host::permissions::Outside;
use crate::runtime::{Runtime, StopReason, check};

/// Nesting of expressions in a source text.
const EXPRESSION_DEPTH: usize = 100;
/// So that names that Rhai makes up are the same in every process.
const SEED: [u64; 4] = [1, 2, 3, 4];

thread_local! {
    /// Rhai's own functions. To put them together takes longer than all else of an engine, so those of a thread share them.
    static STANDARD: Shared<Module> = StandardPackage::new().as_shared_module();
}

/// Makes the language for a loop thread.
pub fn new_environment(runtime: &Rc<Runtime>, outside: Outside) -> Rc<Environment> {
    // Fails if it is set already, to the same.
    let _ = rhai::config::hashing::set_hashing_seed(Some(SEED));
    let environment = Environment::new(runtime, outside);
    let mut engine = Engine::new_raw();
    engine.register_global_module(STANDARD.with(Clone::clone));
    // The optimiser turns `x = x + await t` into `x += await t`, which hides the lost update.
    engine.set_optimization_level(OptimizationLevel::None);
    // `by_value` relies on this, too.
    engine.set_max_strings_interned(0);
    engine.set_max_expr_depths(EXPRESSION_DEPTH, EXPRESSION_DEPTH);
    // The stack itself is watched instead.
    engine.set_max_call_levels(usize::MAX);
    engine.set_module_resolver(ScriptModules::new(&environment));
    // `print` and `debug` have their effect themselves, where the caller's line is known.
    engine.on_print(|_| {});
    engine.on_debug(|_, _, _| {});
    let it = runtime.clone();
    engine.on_progress(move |_| check::operation(&it).map(stopped));
    spawn::register(&mut engine, &environment);
    await_word::register(&mut engine, &environment);
    handle::register(&mut engine, &environment);
    variables::register(&mut engine, &environment);
    equality::register(&mut engine, &environment);
    caught::register(&mut engine);
    wrong_calls::register(&mut engine, &environment);
    library::register(&mut engine, &environment);
    environment.set_engine(engine);
    environment
}

/// What Rhai is handed where a task must end.
#[cold]
fn stopped(reason: StopReason) -> Dynamic {
    Dynamic::from(stop_text(reason))
}
