//! Calls that can never be right, such as one with its arguments in the wrong order: a `catch` of the script's own may
//! swallow their errors, and then nobody would learn of the mistake.
//!
//! They are noted where they fail, on the thread of the loop, and taken when an entry ends. What the words themselves
//! refuse goes through `wrong_call`. Of functions that do not exist, or not for such arguments, the engine tells
//! `CallSites`, whether or not the script looks at the error.

use std::any::TypeId;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use rhai::{
    AST, ASTNode, Dynamic, Engine, EvalAltResult, Expr, FnCallExpr, ImmutableString, Map, Position, Stmt,
};

use super::environment::Environment;
use super::handles::is_handle;
use crate::script::errors::clone_error;
use crate::script::outcome::Outcome;
use crate::script::outcome::error;
use crate::vocabulary::words;

/// More are not kept: they are mostly the same.
const MAX_NOTED: usize = 5;
/// Calls of programs that are gone are looked for when as many again have come.
const LEAST_SITES: usize = 256;

thread_local! {
    static NOTED: RefCell<Vec<EvalAltResult>> = const { RefCell::new(Vec::new()) };
}

/// An error that a script can catch, of a call that can never be right.
pub fn wrong_call<T>(text: impl Into<String>, position: Position) -> Outcome<T> {
    let outcome = error(text, position);
    if let Err(error) = &outcome {
        note(error);
    }
    outcome
}

/// Notes an error of the engine, if it is one of a call that can never be right.
pub fn note_engine_error(error: &EvalAltResult) {
    if matches!(
        error,
        EvalAltResult::ErrorFunctionNotFound(..)
            | EvalAltResult::ErrorMismatchDataType(..)
            | EvalAltResult::ErrorVariableNotFound(..)
            | EvalAltResult::ErrorDotExpr(..)
    ) {
        note(error);
    }
}

fn note(error: &EvalAltResult) {
    NOTED.with_borrow_mut(|noted| {
        if noted.len() < MAX_NOTED && !noted.iter().any(|it| it.to_string() == error.to_string()) {
            noted.push(*clone_error(error));
        }
    });
}

/// What was noted since the last time.
pub fn take_noted() -> Vec<EvalAltResult> {
    NOTED.with_borrow_mut(std::mem::take)
}

/// Notes calls within a `try` of functions that a module of the vocabulary, such as `fs`, does not have: the engine does
/// not tell of those. To be asked when a program is about to run.
pub fn note_calls_of_modules(environment: &Environment, ast: &AST) {
    let engine = environment.engine();
    let mut found: Vec<(FnCallExpr, Position)> = Vec::new();
    ast.walk(&mut |path: &[ASTNode]| {
        if let Some(ASTNode::Stmt(Stmt::TryCatch(parts, _))) = path.last() {
            for statement in parts.body.statements() {
                statement.walk(&mut Vec::new(), &mut |path: &[ASTNode]| {
                    let call = path.last().and_then(any_call).filter(|(call, _)| !call.namespace.is_empty());
                    found.extend(call.map(|(call, position)| (call.clone(), position)));
                    true
                });
            }
        }
        true
    });
    for (call, position) in found {
        let name = format!("{}::{}", call.namespace.root(), call.name);
        let is_own = words().any(|word| word.name.split("::").next() == Some(call.namespace.root()));
        let signatures = environment.call_sites.signatures(&engine, &name);
        let given: Vec<Option<Dynamic>> = call.args.iter().map(|it| it.get_literal_value(None)).collect();
        let takes = |types: &Vec<TypeId>| {
            let takes = |(kind, value): (&TypeId, &Option<Dynamic>)| {
                *kind == TypeId::of::<Dynamic>()
                    || value.as_ref().is_none_or(|it| text_as_one(it.type_id()) == *kind)
            };
            types.len() == given.len() && types.iter().zip(&given).all(takes)
        };
        if is_own && !signatures.iter().any(takes) {
            let kinds: Vec<&str> =
                given.iter().map(|it| it.as_ref().map_or("value", |it| kind(&engine, it))).collect();
            note(&EvalAltResult::ErrorFunctionNotFound(format!("{name} ({})", kinds.join(", ")), position));
        }
    }
}

/// Where functions are called in the programs so far. A place is known by the address of the function's name there, as
/// in [`super::by_value`].
#[derive(Default)]
pub struct CallSites {
    sites: RefCell<HashMap<usize, Site>>,
    /// How many were left when calls that are gone were last looked for.
    left: Cell<usize>,
    signatures: OnceCell<HashMap<String, Vec<Vec<TypeId>>>>,
}

/// A call. Its name is kept, so that its address stays taken.
struct Site {
    name: ImmutableString,
    position: Position,
}

impl CallSites {
    /// Notes the calls in a program.
    pub fn note(&self, ast: &AST) {
        let mut sites = self.sites.borrow_mut();
        if sites.len() > 2 * self.left.get().max(LEAST_SITES) {
            sites.retain(|_, site| site.name.strong_count() > 1);
            self.left.set(sites.len());
        }
        ast.walk(&mut |path: &[ASTNode]| {
            if let Some((call, position)) = path.last().and_then(call) {
                let site = Site { name: call.name.clone(), position };
                sites.insert(call.name.as_ptr().addr(), site);
            }
            true
        });
    }

    /// Where a call is whose name is this very text.
    fn position(&self, name: &str) -> Option<Position> {
        self.sites.borrow().get(&name.as_ptr().addr()).map(|site| site.position)
    }

    /// The types that native functions of a name take.
    fn signatures(&self, engine: &Engine, name: &str) -> &[Vec<TypeId>] {
        let gather = || {
            let mut signatures: HashMap<String, Vec<Vec<TypeId>>> = HashMap::new();
            let of = |function: rhai::FuncInfo| {
                let metadata = function.metadata;
                let types = metadata.param_types.iter().map(|it| text_as_one(*it)).collect();
                let name = match function.namespace.is_empty() {
                    true => metadata.name.to_string(),
                    false => format!("{}::{}", function.namespace, metadata.name),
                };
                Some((name, types))
            };
            for (name, types) in engine.collect_fn_metadata(None, of, true) {
                signatures.entry(name).or_default().push(types);
            }
            signatures
        };
        self.signatures.get_or_init(gather).get(name).map_or(&[], Vec::as_slice)
    }
}

/// A call by its plain name, or of a method.
fn call<'a>(node: &ASTNode<'a>) -> Option<(&'a FnCallExpr, Position)> {
    any_call(node).filter(|(call, _)| call.namespace.is_empty() && call.op_token.is_none())
}

fn any_call<'a>(node: &ASTNode<'a>) -> Option<(&'a FnCallExpr, Position)> {
    match node {
        ASTNode::Expr(Expr::FnCall(call, position) | Expr::MethodCall(call, position))
        | ASTNode::Stmt(Stmt::FnCall(call, position)) => Some((call, *position)),
        _ => None,
    }
}

/// Texts of all kinds are one to the engine.
fn text_as_one(kind: TypeId) -> TypeId {
    match kind == TypeId::of::<&str>() || kind == TypeId::of::<String>() {
        true => TypeId::of::<ImmutableString>(),
        false => kind,
    }
}

/// Has the engine tell of calls that have failed.
pub fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let environment = environment.clone();
    #[allow(deprecated)] // Not deprecated: Rhai marks what may change between its versions like this.
    engine.on_missing_function(move |name, given, is_method, context| {
        // The engine also tries functions that need not be there, under names that stand nowhere in the program.
        if let Some(position) = environment.call_sites.position(name)
            && is_never_right(&environment, context.engine(), name, given, is_method)
        {
            let kinds: Vec<&str> = given.iter().map(|it| kind(context.engine(), it)).collect();
            let signature = format!("{name} ({})", kinds.join(", "));
            note(&EvalAltResult::ErrorFunctionNotFound(signature, position));
        }
        Ok(None)
    });
}

/// Whether a call that has failed was of a function that does not exist, or of a word that does not take such values. A
/// function of the language for another kind of value is no mistake for sure: a script may try what a value can do.
///
/// The engine asks after errors from within a function, too. By then what that took by value is gone, and `()` stands in
/// its place: so a `()` may have been anything.
fn is_never_right(
    environment: &Environment,
    engine: &Engine,
    name: &str,
    given: &[&mut Dynamic],
    is_method: bool,
) -> bool {
    if environment.gives(name) || is_method && given.first().is_some_and(|it| it.is::<Map>()) {
        return false;
    }
    let takes = |types: &Vec<TypeId>| {
        let takes = |(kind, value): (&TypeId, &&mut Dynamic)| {
            value.is_unit() || *kind == TypeId::of::<Dynamic>() || *kind == text_as_one((**value).type_id())
        };
        types.len() == given.len() && types.iter().zip(given).all(takes)
    };
    let signatures = environment.call_sites.signatures(engine, name);
    if signatures.iter().any(takes) {
        return false;
    }
    let is_known = signatures.iter().any(|types| types.len() == given.len());
    !is_known || given.iter().any(|it| is_handle(it)) || words().any(|word| word.name == name)
}

/// A value's kind as the engine names it in its errors.
fn kind<'e>(engine: &'e Engine, value: &'e Dynamic) -> &'e str {
    match value.is_string() {
        true => "&str | ImmutableString | String",
        false => engine.map_type_name(value.type_name()),
    }
}
