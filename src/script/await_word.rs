//! The word `await`, as a prefix operator and as a property, and `_`, the last value.
//!
//! Rhai knows neither. While a text is parsed, `await` is handed on as the unary plus, or, after a dot, as
//! a name; the places are kept, so that a written `+x` is told from an await.

use std::rc::Rc;

use rhai::{Array, Dynamic, Engine, EvalAltResult, NativeCallContext, Position, Token};

use super::environment::Environment;
use super::handle::TaskHandle;
use super::outcome::{Outcome, interrupted, line_of};
use crate::runtime::{Join, Until};
use crate::syntax::lexer::is_in_word;

/// Adds word and operator to the engine.
pub fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let it = environment.clone();
    #[allow(deprecated)] // Not deprecated: Rhai marks what may change between its versions like this.
    engine.on_parse_token(move |token, position, _| map_token(&it, token, position));
    let it = environment.clone();
    let plus = move |context: NativeCallContext, value: Dynamic| prefix(&it, value, context.call_position());
    // Rhai's own plus for numbers would be found before one for all values.
    let (whole, fraction) = (plus.clone(), plus.clone());
    engine.register_fn("+", move |context: NativeCallContext, value: i64| whole(context, value.into()));
    engine.register_fn("+", move |context: NativeCallContext, value: f64| fraction(context, value.into()));
    engine.register_fn("+", plus);
}

fn map_token(environment: &Environment, token: Token, position: Position) -> Token {
    let is_dot = matches!(token, Token::Period | Token::Elvis);
    let after_dot = environment.after_dot.replace(is_dot);
    match &token {
        Token::Reserved(word) if word.as_str() == "await" && after_dot => {
            Token::Identifier(Box::new("await".into()))
        }
        // A method of this name: `group.spawn(…)`. Under its own name Rhai would take it for the syntax.
        Token::Custom(word) | Token::Reserved(word) if word.as_str() == "spawn" && after_dot => {
            Token::Identifier(Box::new("spawn_child".into()))
        }
        Token::Reserved(word) if word.as_str() == "await" => {
            environment.awaits.borrow_mut().insert(position);
            Token::UnaryPlus
        }
        Token::Underscore if !is_switch_default(environment, position) => {
            Token::Identifier(Box::new("_".into()))
        }
        _ => token,
    }
}

/// Whether the `_` at this place is followed by `=>` or `if`, as in a `switch`. Blanks, comments and the ends of
/// lines between them do not count; where the text ends, it is a name.
fn is_switch_default(environment: &Environment, position: Position) -> bool {
    let sources = environment.sources.borrow();
    let (Some(line), Some(column)) = (position.line(), position.position()) else { return true };
    let Some(rest) = sources.rest(line, column) else { return true };
    let next = after_blanks(rest.get(1..).unwrap_or_default());
    let is_if = next.strip_prefix("if").is_some_and(|it| !it.starts_with(is_in_word));
    next.starts_with("=>") || is_if
}

/// The text behind white space and comments.
fn after_blanks(text: &str) -> &str {
    let text = text.trim_start();
    let comment = if text.starts_with("//") {
        text.split_once('\n')
    } else if text.starts_with("/*") {
        text.split_once("*/")
    } else {
        return text;
    };
    comment.map_or("", |(_, rest)| after_blanks(rest))
}

fn prefix(environment: &Environment, value: Dynamic, position: Position) -> Outcome {
    if !environment.awaits.borrow().contains(&position) {
        if value.is_int() || value.is_float() {
            return Ok(value);
        }
        let missing = format!("+ ({})", value.type_name());
        return Err(Box::new(EvalAltResult::ErrorFunctionNotFound(missing, position)));
    }
    let handle = value.read_lock::<TaskHandle>().map(|handle| handle.clone());
    if let Some(handle) = handle {
        return environment.runtime.suspend_on(handle.wait(environment, position));
    }
    let is_of_tasks = |array: &Array| array.is_empty() || array.iter().any(Dynamic::is::<TaskHandle>);
    if value.read_lock::<Array>().is_some_and(|array| is_of_tasks(&array)) {
        let tasks = value.into_array().unwrap_or_default();
        return environment.runtime.suspend_on(all(environment, tasks, position));
    }
    if value.is_fnptr() {
        let name = awaited_name(environment, position).filter(|it| !it.is_empty());
        let name = name.as_deref().unwrap_or("this");
        let what = format!("{name} is a closure, and nobody has started it");
        let instead = if name == "this" { "spawn || …".to_owned() } else { format!("spawn {name}()") };
        if environment.remark(position, "await", &format!("{what}; write await {instead}.")) {
            let advice = format!("start it: await {instead}");
            environment.remark_by_rule(position, ["awaited-closure", &what, &advice]);
        }
        return Ok(value);
    }
    environment.remark(position, "await", &already(environment, position));
    Ok(value)
}

/// Waits for all tasks of an array and gives their values in its order. The first error in time is thrown at
/// once; the other tasks go on.
async fn all(environment: &Environment, tasks: Array, position: Position) -> Outcome {
    let handle = |item: &Dynamic| item.read_lock::<TaskHandle>().map(|handle| handle.clone());
    let handles: Vec<_> = tasks.iter().filter_map(handle).collect();
    let mut values = join(environment, &handles, position).await?.into_iter();
    let value = |item: Dynamic| match handle(&item) {
        Some(_) => values.next().unwrap_or(Dynamic::UNIT),
        None => item,
    };
    Ok(Dynamic::from_array(tasks.into_iter().map(value).collect()))
}

/// Waits for all tasks and gives their values. The first error in time is thrown at once; the others go on.
pub async fn join(
    environment: &Environment,
    tasks: &[TaskHandle],
    position: Position,
) -> Outcome<Vec<Dynamic>> {
    let join = Join::of(&environment.runtime, tasks.iter().map(TaskHandle::awaited).collect());
    let failed = join.wait(Until::OneFailed, line_of(position)).await;
    // What the others come to, this task has asked for as well.
    tasks.iter().for_each(|handle| handle.task.observe());
    let failed = failed.map_err(|reason| interrupted(reason, position))?;
    let failed = failed.map(|index| &tasks[index]).into_iter();
    let mut values = Vec::with_capacity(tasks.len());
    for handle in failed.chain(tasks) {
        values.push(handle.wait(environment, position).await?);
    }
    Ok(values)
}

/// The name that stands after an `await`, if a name is all that stands there.
fn awaited_name(environment: &Environment, position: Position) -> Option<String> {
    let sources = environment.sources.borrow();
    let (line, column) = (position.line()?, position.position()?);
    let rest = sources.rest_of_line(line, column)?.strip_prefix("await")?.trim_start();
    let end = rest.find(|it| !is_in_word(it)).unwrap_or(rest.len());
    let is_all =
        rest[end..].trim_start().starts_with([';', ')', ',', '}', '/']) || rest[end..].trim().is_empty();
    is_all.then(|| rest[..end].to_owned())
}

/// What to tell somebody who awaits a plain value.
fn already(environment: &Environment, position: Position) -> String {
    let sources = environment.sources.borrow();
    let rest = match (position.line(), position.position()) {
        (Some(line), Some(column)) => sources.rest_of_line(line, column).unwrap_or_default(),
        _ => "",
    };
    let rest = rest.strip_prefix("await").unwrap_or_default().trim_start_matches([' ', '\t', '(']);
    let end =
        rest.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':' | '.'))).unwrap_or(rest.len());
    match &rest[..end] {
        "" => "this was a value already when await saw it; only spawn starts a task.".to_owned(),
        name if rest[end..].trim_start().starts_with('(') => {
            format!("{name}() had finished before await saw it; only spawn starts a task.")
        }
        name => format!("{name} is a value, not a task; only spawn starts a task."),
    }
}
