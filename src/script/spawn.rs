//! The word `spawn`: hands an unevaluated call, or a closure, to a new task.

mod method;

use std::rc::Rc;

use rhai::{
    AST, ASTNode, Caches, Dynamic, Engine, EvalContext, Expr, Expression, FnCallExpr, FnPtr, ImmutableString,
    NativeCallContext, Position, Scope, ScriptFuncDef,
};

use super::environment::Environment;
use super::function;
use super::handle::TaskHandle;
use super::native_waits::PendingCall;
use super::parts::last_call;
use super::powers::key;
use crate::runtime::check;
use crate::script::outcome::Outcome;
use crate::script::outcome::error;

const WORD: &str = "spawn";

/// Adds the syntax. After `spawn` stands a closure, a block (which means a closure), or an expression.
pub fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let environment = environment.clone();
    engine.register_custom_syntax_with_state_raw(
        WORD,
        |symbols: &[ImmutableString], next: &str, _: &mut Dynamic| {
            Ok((symbols.len() == 1)
                .then(|| if matches!(next, "{" | "|" | "||") { "$func$" } else { "$expr$" }.into()))
        },
        false,
        move |context: &mut EvalContext, inputs: &[Expression], _: &Dynamic| {
            let handle = match inputs.first() {
                Some(input) => spawn(&environment, context, input)?,
                None => return error("spawn needs a call: spawn f()", Position::NONE),
            };
            Ok(Dynamic::from(handle))
        },
    );
}

/// A `spawn` that cannot be: where, and what to write instead. To be asked before anything runs.
pub fn refusals(ast: &AST) -> Vec<(Position, String)> {
    let mut found = Vec::new();
    ast.walk(&mut |path: &[ASTNode]| {
        if let Some(ASTNode::Expr(Expr::Custom(custom, _))) = path.last()
            && custom.tokens.first().is_some_and(|token| token == WORD)
            && custom.tokens.get(1).is_none_or(|token| token != "$func$")
            && let Some(input) = custom.inputs.first()
            && let Some(text) = refusal(input)
        {
            found.push((input.start_position(), text));
        }
        true
    });
    found
}

/// Why `spawn` cannot take this, if it cannot.
fn refusal(input: &Expr) -> Option<String> {
    let text = match input {
        Expr::FnCall(call, _) if is_operator(call) => format!(
            "spawn takes a call, and here it would take the whole `… {0} …`. \
             Give the task a name first: let t = spawn f();  then: (await t) {0} …",
            if call.args.len() == 1 { "await" } else { call.name.as_str() }
        ),
        Expr::And(..) | Expr::Or(..) | Expr::Coalesce(..) => {
            "spawn takes a call, and here it would take the whole condition. \
             Give the task a name first: let t = spawn f();"
                .to_owned()
        }
        Expr::BoolConstant(..)
        | Expr::IntegerConstant(..)
        | Expr::FloatConstant(..)
        | Expr::CharConstant(..)
        | Expr::StringConstant(..)
        | Expr::InterpolatedString(..)
        | Expr::Array(..)
        | Expr::Map(..)
        | Expr::Unit(..) => {
            "spawn starts a call, and this is a value already. Write spawn f()  or spawn { … }".to_owned()
        }
        _ => return None,
    };
    Some(text)
}

fn is_operator(call: &FnCallExpr) -> bool {
    call.op_token.is_some()
}

fn spawn(
    environment: &Rc<Environment>,
    context: &mut EvalContext,
    input: &Expression,
) -> Outcome<TaskHandle> {
    let expression: &Expr = input;
    if let Some(text) = refusal(expression) {
        return error(text, expression.start_position());
    }
    if let Some(call) = last_call(expression) {
        return method::spawn(environment, context, expression, call);
    }
    match expression {
        Expr::FnCall(call, position) => spawn_call(environment, context, call, *position),
        _ => spawn_closure(environment, context, input),
    }
}

/// The closure in a variable, where `spawn work(1)` names that and no function.
fn named_closure(context: &EvalContext, call: &FnCallExpr) -> Option<FnPtr> {
    let value = context.scope().get(&call.name).filter(|_| call.namespace.is_empty())?;
    let function = value.read_lock::<FnPtr>()?.clone();
    (!is_script_function(context, call)).then_some(function)
}

fn is_script_function(context: &EvalContext, call: &FnCallExpr) -> bool {
    context.namespaces().iter().any(|module| module.get_script_fn(&call.name, call.args.len()).is_some())
}

/// The call as a wait that needs no stack, where it is one of our words. `operations` is what Rhai counts before it.
fn native_wait(
    environment: &Rc<Environment>,
    context: &EvalContext,
    call: &FnCallExpr,
    arguments: &[Dynamic],
    position: Position,
    operations: usize,
) -> Option<PendingCall> {
    let begin =
        |name: &str| environment.native_waits.begin(environment, name, arguments, position, operations);
    match call.namespace.path.as_slice() {
        // With `f!()` Rhai says itself what it takes.
        _ if call.capture_parent_scope => None,
        [] if is_script_function(context, call) || environment.gives(&call.name) => None,
        [] => begin(&call.name),
        [module] if context.iter_imports().all(|(name, _)| name != module.name) => {
            begin(&format!("{}::{}", module.name, call.name))
        }
        _ => None,
    }
}

/// The script's function that is called, where its name can mean nothing else.
fn called_function(
    environment: &Environment,
    context: &EvalContext,
    call: &FnCallExpr,
) -> Option<Rc<ScriptFuncDef>> {
    let [functions] = context.global_runtime_state().lib.as_slice() else { return None };
    let is_plain = call.namespace.is_empty() && !call.capture_parent_scope && !environment.gives(&call.name);
    functions.get_script_fn(&call.name, call.args.len()).filter(|_| is_plain).cloned()
}

/// The caller evaluates the arguments; the new task makes the call.
fn spawn_call(
    environment: &Rc<Environment>,
    context: &mut EvalContext,
    call: &FnCallExpr,
    position: Position,
) -> Outcome<TaskHandle> {
    let closure = named_closure(context, call);
    let mut arguments = Vec::with_capacity(call.args.len());
    for argument in &call.args {
        arguments.push(context.eval_expression_tree(&Expression::from(argument))?.flatten());
    }
    if let Some(closure) = closure {
        let global = context.global_runtime_state();
        return function::spawn(environment, global, closure, arguments, position, |_| ());
    }
    let called = if call.namespace.is_empty() { key(&call.name, call.args.len()) } else { String::new() };
    let operations = usize::from(call.namespace.is_empty()) + 1 + arguments.len();
    if let Some(wait) = native_wait(environment, context, call, &arguments, position, operations) {
        let handle = TaskHandle::spawn_call(environment, &call.name, position, wait)?;
        return Ok(handle.calling(environment, &called));
    }
    // `spawn call(f)` tells no name.
    let name = (call.name != "call").then_some(call.name.as_str());
    let global = environment.surroundings.of(context.global_runtime_state());
    let it = environment.clone();
    let handle = match called_function(environment, context, call) {
        Some(function) => {
            // Little, for there may be many tasks that have not begun.
            let mut arguments = arguments.into_boxed_slice();
            // At once, for evaluating the call as an expression takes a page more of the task's stack.
            TaskHandle::spawn(environment, name, position, move || {
                // As many operations as that has before it.
                (0..=arguments.len()).for_each(|_| _ = check::operation(&it.runtime));
                let (engine, function) = (it.engine(), FnPtr::from(function));
                let name = function.fn_name();
                let context = NativeCallContext::new_with_all_fields(&engine, name, None, &global, position);
                function.call_raw(&context, None, &mut *arguments)
            })?
        }
        None => {
            let mut call = call.clone();
            for (argument, value) in call.args.iter_mut().zip(arguments) {
                *argument = Expr::DynamicConstant(Box::new(value), argument.position());
            }
            let expression = Expr::FnCall(Box::new(call), position);
            TaskHandle::spawn(environment, name, position, move || {
                let (mut caches, mut scope, mut global) = (Caches::new(), Scope::new(), (*global).clone());
                let engine = it.engine();
                EvalContext::new(&engine, &mut global, &mut caches, &mut scope, None)
                    .eval_expression_tree(&Expression::from(&expression))
            })?
        }
    };
    Ok(handle.calling(environment, &called))
}

fn spawn_closure(
    environment: &Rc<Environment>,
    context: &mut EvalContext,
    input: &Expression,
) -> Outcome<TaskHandle> {
    let position = Expr::start_position(input);
    let value = context.eval_expression_tree(input)?;
    let Some(function) = value.read_lock::<FnPtr>().map(|function| function.clone()) else {
        return error("spawn starts a call or a closure, and this is a value already: spawn f()", position);
    };
    function::spawn(environment, context.global_runtime_state(), function, Vec::new(), position, |_| ())
}
