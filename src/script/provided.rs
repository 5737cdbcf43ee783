//! What an exercise gives, apart from the answer: its functions run among themselves, and each call is an event.
//!
//! Two worlds share an engine. In the answer's, a given function is a native one that records the call, goes over
//! to the other world and runs the function there. In that world nothing of the answer exists: no function, no
//! constant, no imported module. Closures are the one thing that crosses: each world knows the other's by their
//! made-up names, as native functions that go back to where the closure was written.
//!
//! It does not say what an answer may define; that is `report::ahead::rewriting`.

mod functions;
mod proxy;
mod record;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::{Rc, Weak};

use rhai::{
    AST, ASTNode, Dynamic, EvalAltResult, Expr, FnAccess, GlobalRuntimeState, Module, NativeCallContext,
    ScriptFuncDef, Shared,
};

use super::environment::Environment;
use super::outcome::Outcome;
use crate::diagnostics::function_alone;
use functions::CLOSURE;
use proxy::{Arguments, define};

pub use functions::ProvidedFunctions;

/// Before the name under which a given function is run. It cannot be written in a script.
const RAW: &str = "anon$given$";

/// What a text gives that has been evaluated with `global`.
pub fn provided_functions(
    environment: &Rc<Environment>,
    ast: &AST,
    global: &GlobalRuntimeState,
) -> ProvidedFunctions {
    let (mut raw, mut functions, mut closures) = (Module::new(), Module::new(), Module::new());
    let uses_this = functions_with_this(ast);
    let mut names = BTreeSet::new();
    for (_, access, name, _, definition) in ast.shared_lib().iter_script_fn_info() {
        let (name, parameters) = (name.to_owned(), definition.params.len());
        let is_closure = name.starts_with(CLOSURE);
        if is_closure || access == FnAccess::Private {
            raw.set_script_fn(definition.clone());
        } else {
            raw.set_script_fn(renamed(definition, &format!("{RAW}{name}")));
        }
        let it = Rc::downgrade(environment);
        if is_closure {
            define(&mut closures, &name.clone(), parameters, move |context, arguments| {
                in_given_world(&it, context, &name, arguments)
            });
        } else if access == FnAccess::Public {
            names.insert(name.clone());
            let takes_this = uses_this.contains(&name);
            let count = parameters + usize::from(takes_this);
            proxy::define_for_types(&mut functions, &name.clone(), count, move |context, values| {
                let arguments =
                    if takes_this { Arguments::with_this(values) } else { Arguments::plain(values) };
                call(&it, context, &name, arguments)
            });
        }
    }
    let (raw, functions, closures) = (raw.into(), functions.into(), closures.into());
    let answer_closures = RefCell::new(Module::new().into());
    ProvidedFunctions { raw, functions, closures, answer_closures, names, global: global.clone() }
}

/// A call of a given function: an event, the function itself, another event.
fn call(
    environment: &Weak<Environment>,
    context: &NativeCallContext,
    name: &str,
    arguments: Arguments,
) -> Outcome {
    let Some(it) = environment.upgrade() else { return Ok(Dynamic::UNIT) };
    record::called(&it, context, name, arguments.values());
    let outcome = in_given_world(environment, context, &format!("{RAW}{name}"), arguments);
    let outcome = outcome.map_err(|error| with_name(error, name));
    record::returned(&it, context, name, &outcome);
    outcome
}

fn in_given_world(
    environment: &Weak<Environment>,
    context: &NativeCallContext,
    name: &str,
    arguments: Arguments,
) -> Outcome {
    let provided = environment.upgrade().and_then(|it| it.provided());
    let Some(provided) = provided else { return Ok(Dynamic::UNIT) };
    // What a closure has captured stays shared; what a function is given is its own.
    let copy: fn(&Dynamic) -> Dynamic =
        if name.starts_with(RAW) { Dynamic::flatten_clone } else { Dynamic::clone };
    arguments.call(context, &provided.world(context.global_runtime_state()), name, copy)
}

/// Errors name the function as it is given.
fn with_name(error: Box<EvalAltResult>, name: &str) -> Box<EvalAltResult> {
    match *error {
        EvalAltResult::ErrorInFunctionCall(inner_name, source, inner, at) if inner_name.starts_with(RAW) => {
            Box::new(EvalAltResult::ErrorInFunctionCall(name.to_owned(), source, inner, at))
        }
        _ => error,
    }
}

fn renamed(definition: &Shared<ScriptFuncDef>, name: &str) -> ScriptFuncDef {
    ScriptFuncDef { name: name.into(), access: FnAccess::Public, ..(**definition).clone() }
}

/// The names of functions that work on `this`.
fn functions_with_this(ast: &AST) -> Vec<String> {
    let named = ast.iter_functions().filter(|it| !it.name.starts_with(CLOSURE));
    let has_this = |name: &str, parameters: usize| {
        let body = function_alone(ast, name, parameters);
        !body.walk(&mut |path: &[ASTNode]| !matches!(path.last(), Some(ASTNode::Expr(Expr::ThisPtr(..)))))
    };
    named.filter(|it| has_this(it.name, it.params.len())).map(|it| it.name.to_owned()).collect()
}
