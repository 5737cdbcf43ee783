//! Where variables are asked for by the engine: thread tasks let others go on there, and what is to be a copy is one.

use crate::runtime::{schedule, thread_task};
use crate::script::by_value::in_use;
use crate::script::environment::Environment;
use crate::script::failure::put_in_words;
use crate::script::outcome::{Outcome, interrupted};
use crate::script::shared_variables::Seen;
use rhai::{Dynamic, Engine, EvalContext, FnPtr, Position};
use std::rc::Rc;

/// Has the engine ask for variables at these places. Where a variable is asked for no value is locked, so that
/// is also where a thread task lets the others go on.
pub fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let environment = environment.clone();
    #[allow(deprecated)] // Not deprecated: Rhai marks what may change between its versions like this.
    engine.on_var(move |name, _, mut context| {
        if is_plain(&environment, name) { Ok(None) } else { asked(&environment, name, &mut context) }
    });
}

/// Whether nothing is to be done where this variable is asked for. Most are plain, and there are very many of them.
#[inline]
fn is_plain(environment: &Environment, name: &str) -> bool {
    let runtime = &environment.runtime;
    let is_noted = environment.noted.may_have(name);
    !is_noted && !thread_task::is_slice_over(runtime) && !schedule::is_on() && !environment.gives_any()
}

/// A variable is asked for, and there may be something to do. Gives what it is to be instead of itself, if that is
/// something else.
#[cold]
fn asked(environment: &Environment, name: &str, context: &mut EvalContext) -> Outcome<Option<Dynamic>> {
    let went_on = thread_task::let_others_go_on(&environment.runtime);
    went_on.map_err(|reason| interrupted(reason, Position::NONE))?;
    if schedule::is_on() && context.scope().get(name).is_some_and(|it| it.is_shared()) {
        let went_on = thread_task::may_be_interrupted(&environment.runtime);
        went_on.map_err(|reason| interrupted(reason, Position::NONE))?;
        schedule::touch_variable(name);
    }
    if environment.shared_variables.seen(name, context.scope(), &environment.runtime) == Seen::InUse {
        return Err(in_use(name));
    }
    if environment.by_value.is_of_catch(name) {
        put_in_words(environment, context, name);
    }
    let find = || context.scope().get(name).filter(|value| value.is_shared()).cloned();
    let copy = environment.by_value.copy(name, find)?;
    // Rhai takes a function's name for a value where a script defines it; what is given is native here.
    let is_given = copy.is_none() && environment.gives(name) && context.scope().get(name).is_none();
    if is_given { FnPtr::new(name).map(|it| Some(it.into())) } else { Ok(copy) }
}
