//! An engine with the syntax of `spawn` and `await` and no event loop: `spawn` evaluates at once and keeps the
//! outcome in the handle. Enough to make every error that a report is written for.

use rhai::{Dynamic, Engine, EvalAltResult, EvalContext, Expr, Expression, ImmutableString, Position, Token};
use std::{cell::RefCell, rc::Rc};

type Outcome = Result<Dynamic, Box<EvalAltResult>>;

/// A handle: the task's name, and its error until an `await` takes it.
#[derive(Clone)]
struct Task {
    name: String,
    outcome: Rc<RefCell<Option<Outcome>>>,
}

fn wait(task: &Task, position: Position) -> Outcome {
    match task.outcome.borrow_mut().take() {
        Some(Err(error)) => {
            let name = format!("await {}", task.name);
            Err(EvalAltResult::ErrorInFunctionCall(name, String::new(), error, position).into())
        }
        Some(Ok(value)) => Ok(value),
        None => Ok(Dynamic::UNIT),
    }
}

fn spawn(context: &mut EvalContext, inputs: &[Expression], _state: &Dynamic) -> Outcome {
    let expression: &Expr = &inputs[0];
    let (name, outcome) = match expression {
        Expr::FnCall(call, _) => (call.name.to_string(), context.eval_expression_tree(&inputs[0])),
        _ => {
            let value = context.eval_expression_tree(&inputs[0])?;
            match value.try_cast::<rhai::FnPtr>() {
                Some(closure) => {
                    let name = format!("closure at line {}", expression.position().line().unwrap_or(0));
                    let global = context.global_runtime_state();
                    let function = closure.fn_name().to_string();
                    let call = rhai::NativeCallContext::new_with_all_fields(
                        context.engine(),
                        &function,
                        None,
                        global,
                        expression.position(),
                    );
                    (name, closure.call_within_context(&call, ()))
                }
                None if matches!(expression, Expr::Dot(..)) => ("method".into(), Ok(Dynamic::UNIT)),
                None => return Err("spawn starts a call or a closure".into()),
            }
        }
    };
    Ok(Dynamic::from(Task { name, outcome: Rc::new(RefCell::new(Some(outcome))) }))
}

/// Makes the engine.
pub fn engine() -> Engine {
    let mut engine = Engine::new();
    engine.set_optimization_level(rhai::OptimizationLevel::None);
    engine.set_max_expr_depths(64, 64);
    engine.set_max_call_levels(50);
    engine.register_type_with_name::<Task>("task");
    engine.register_custom_syntax_with_state_raw(
        "spawn",
        |symbols: &[ImmutableString], ahead: &str, _state: &mut Dynamic| {
            Ok((symbols.len() == 1)
                .then(|| if matches!(ahead, "{" | "|" | "||") { "$func$".into() } else { "$expr$".into() }))
        },
        false,
        spawn,
    );
    engine.register_fn("+", |context: rhai::NativeCallContext, value: Dynamic| {
        let position = context.call_position();
        match value.clone().try_cast::<Task>() {
            Some(task) => wait(&task, position),
            None => Ok(value),
        }
    });
    engine.register_get("await", |context: rhai::NativeCallContext, task: &mut Task| {
        wait(task, context.call_position())
    });
    for name in ["sleep", "sleep_blocking", "busy"] {
        engine.register_fn(name, |_: rhai::FLOAT| ());
        engine.register_fn(name, |_: rhai::INT| ());
    }
    // The words that start a task with a closure do nothing here.
    engine.register_fn("spawn_thread", |_: rhai::FnPtr| ());
    engine.register_fn("spawn_child", |_: &mut rhai::INT, _: rhai::FnPtr| ());
    engine.register_fn("now", || 0.0);
    engine.register_fn("yield_now", || ());
    let after_dot = std::cell::Cell::new(false);
    #[allow(deprecated)]
    engine.on_parse_token(move |token, _, _| {
        let dot = after_dot.replace(matches!(token, Token::Period | Token::Elvis));
        match &token {
            Token::Reserved(word) if word.as_str() == "await" && dot => {
                Token::Identifier(Box::new("await".into()))
            }
            Token::Custom(word) | Token::Reserved(word) if word.as_str() == "spawn" && dot => {
                Token::Identifier(Box::new("spawn_child".into()))
            }
            Token::Reserved(word) if word.as_str() == "await" => Token::UnaryPlus,
            _ => token,
        }
    });
    engine.on_print(|_| {});
    engine
}
