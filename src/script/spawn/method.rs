//! `spawn account.pay_in(10)`: a method in a task of its own.
//!
//! What stands in the chain's parentheses and brackets is evaluated at once, as for any call. A variable at its
//! beginning is shared with the new task, as a closure would capture it, so that its changes are seen. Two kinds of
//! variables are not: a handle, of which a copy means the same thing, and the variable of a `for` loop, whose next
//! round would put another value under the task's feet.

use std::mem;
use std::rc::Rc;

use rhai::{
    ASTFlags, BinaryExpr, Caches, Dynamic, EvalAltResult, EvalContext, Expr, Expression, FnCallExpr,
    ImmutableString, Position, Scope,
};

use super::native_wait;
use crate::script::environment::Environment;
use crate::script::handle::TaskHandle;
use crate::script::handles::is_handle;
use crate::script::native_waits::PendingCall;
use crate::script::outcome::Outcome;
use crate::script::parts::root;

/// Calls the closure in a variable: `work.call(1)`.
const CALL: &str = "call";
/// What the beginning of a chain is called in the new task where it is no variable.
const RECEIVER: &str = "receiver";

/// Starts a task for a chain that ends with `call`.
pub fn spawn(
    environment: &Rc<Environment>,
    context: &mut EvalContext,
    chain: &Expr,
    call: &FnCallExpr,
) -> Outcome<TaskHandle> {
    let position = chain.start_position();
    let mut scope = Scope::new();
    let (name, value) = receiver(environment, context, root(chain))?;
    let settled = settled(context, chain, &name)?;
    let task = if call.name == CALL { name.as_str() } else { call.name.as_str() };
    if let Some(wait) = native_wait_of(environment, context, &value, &settled) {
        return TaskHandle::spawn_call(environment, task, position, wait);
    }
    scope.push_dynamic(name.as_str(), value);
    let engine = environment.engine();
    let global = environment.surroundings.of(context.global_runtime_state());
    TaskHandle::spawn(environment, Some(task), position, move || {
        let (mut caches, mut global) = (Caches::new(), (*global).clone());
        EvalContext::new(&engine, &mut global, &mut caches, &mut scope, None)
            .eval_expression_tree(&Expression::from(&settled))
            .map(Dynamic::flatten)
    })
}

/// The chain as a wait that needs no stack, where it is one of our words and nothing else.
fn native_wait_of(
    environment: &Rc<Environment>,
    context: &EvalContext,
    receiver: &Dynamic,
    settled: &Expr,
) -> Option<PendingCall> {
    let Expr::Dot(parts, options, _) = settled else { return None };
    let Expr::MethodCall(call, at) = &parts.rhs else { return None };
    if options.intersects(ASTFlags::NEGATED) {
        return None;
    }
    let given = call.args.iter().map(|it| match it {
        Expr::DynamicConstant(value, _) => Some((**value).clone()),
        _ => None,
    });
    let arguments: Option<Vec<Dynamic>> =
        std::iter::once(Some(receiver.flatten_clone())).chain(given).collect();
    let arguments = arguments?;
    let operations = if call.args.is_empty() { 3 } else { 4 + call.args.len() };
    native_wait(environment, context, call, &arguments, *at, operations)
}

/// The value that a chain begins with, and the name under which the new task knows it.
fn receiver(
    environment: &Environment,
    context: &mut EvalContext,
    first: &Expr,
) -> Outcome<(ImmutableString, Dynamic)> {
    if let Expr::Variable(variable, ..) = first
        && variable.2.is_empty()
        && let Some(value) = context.scope_mut().get_mut(&variable.1)
    {
        let name = variable.1.clone();
        let Some(is_handle) = value.read_lock::<Dynamic>().map(|value| is_handle(&value)) else {
            return Err(EvalAltResult::ErrorDataRace(name.into(), first.position()).into());
        };
        if is_handle || environment.by_value.is_of_loop(&variable.1) {
            return Ok((name, value.flatten_clone()));
        }
        *value = mem::take(value).into_shared();
        return Ok((name, value.clone()));
    }
    let value = context.eval_expression_tree(&Expression::from(first))?.flatten();
    let name = match first {
        Expr::Variable(variable, ..) => variable.1.clone(),
        _ => RECEIVER.into(),
    };
    Ok((name, value))
}

/// The same chain with values for arguments and indexes, of a variable that is looked up by its name.
fn settled(context: &mut EvalContext, chain: &Expr, name: &ImmutableString) -> Outcome<Expr> {
    Ok(match chain {
        Expr::Dot(parts, options, at) => {
            let lhs = settled(context, &parts.lhs, name)?;
            let rhs = settled_rest(context, &parts.rhs, Step::Member, *options)?;
            Expr::Dot(BinaryExpr { lhs, rhs }.into(), *options, *at)
        }
        Expr::Index(parts, options, at) => {
            let lhs = settled(context, &parts.lhs, name)?;
            let rhs = settled_rest(context, &parts.rhs, Step::Index, *options)?;
            Expr::Index(BinaryExpr { lhs, rhs }.into(), *options, *at)
        }
        // The same name, not an equal one: places are known by its address.
        Expr::Variable(variable, _, at) if variable.2.is_empty() => {
            let mut variable = variable.clone();
            variable.0 = None;
            Expr::Variable(variable, None, *at)
        }
        first => variable(name, first.position()),
    })
}

fn variable(name: &ImmutableString, at: Position) -> Expr {
    Expr::Variable(Box::new((None, name.clone(), rhai::Namespace::NONE, 0)), None, at)
}

/// What a step of a chain is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    Member,
    Index,
}

fn settled_rest(context: &mut EvalContext, rest: &Expr, step: Step, options: ASTFlags) -> Outcome<Expr> {
    let goes_on = !options.intersects(ASTFlags::BREAK);
    Ok(match rest {
        Expr::Dot(parts, inner, at) if goes_on => {
            let lhs = settled_step(context, &parts.lhs, step)?;
            let rhs = settled_rest(context, &parts.rhs, Step::Member, *inner)?;
            Expr::Dot(BinaryExpr { lhs, rhs }.into(), *inner, *at)
        }
        Expr::Index(parts, inner, at) if goes_on => {
            let lhs = settled_step(context, &parts.lhs, step)?;
            let rhs = settled_rest(context, &parts.rhs, Step::Index, *inner)?;
            Expr::Index(BinaryExpr { lhs, rhs }.into(), *inner, *at)
        }
        last => settled_step(context, last, step)?,
    })
}

fn settled_step(context: &mut EvalContext, part: &Expr, step: Step) -> Outcome<Expr> {
    match (step, part) {
        (Step::Member, Expr::MethodCall(call, at)) => {
            let mut call = call.clone();
            for argument in &mut call.args {
                *argument = constant(context, argument)?;
            }
            Ok(Expr::MethodCall(call, *at))
        }
        (Step::Member, member) => Ok(member.clone()),
        (Step::Index, index) => constant(context, index),
    }
}

/// What an expression comes to.
pub fn constant(context: &mut EvalContext, expression: &Expr) -> Outcome<Expr> {
    let value = context.eval_expression_tree(&Expression::from(expression))?.flatten();
    Ok(Expr::DynamicConstant(Box::new(value), expression.position()))
}
