//! One check: a script of the course that looks at `run`. It sees nothing of the answer's code or values.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use rhai::packages::{Package, StandardPackage};
use rhai::{Array, Dynamic, Engine, EvalAltResult, FnPtr, NativeCallContext, Position, Scope, Token};

use super::expect::{self, Unmet};
use super::run_object::{self, Run};
use super::{Facts, call_object, time};
use crate::course::document::Check;
use crate::course::verdict::CheckOutcome;

/// Operations of one check.
const MAX_OPERATIONS: u64 = 2_000_000;
/// How long a check may take by the computer's clock. The operations end first, but for single long ones.
const TIME_LIMIT: Duration = Duration::from_secs(5);
/// Bytes of one text, items of one array or map, variables at once. An answer prints at most 1 MB.
const MAX_TEXT: usize = 4 << 20;
const MAX_ITEMS: usize = 1 << 20;
const MAX_VARIABLES: usize = 60;
/// Bytes that a check may use at once, however it comes to them. They are counted for the process as a whole, and
/// tests share one.
const MAX_MEMORY: usize = if cfg!(test) { 4 << 30 } else { 256 << 20 };
/// Operations between two looks at the clock and the memory.
const LOOK_EVERY: u64 = 256;

/// Runs checks.
pub struct Checker {
    engine: Engine,
    limits: Rc<Cell<Limits>>,
}

/// What a check may use from when it begins.
#[derive(Clone, Copy)]
struct Limits {
    until: Instant,
    /// Bytes of the process.
    memory: usize,
}

impl Limits {
    fn from_now() -> Limits {
        let memory = crate::runtime::memory_in_use().saturating_add(MAX_MEMORY);
        Limits { until: Instant::now() + TIME_LIMIT, memory }
    }

    /// What is used up, if anything is.
    fn overrun(self) -> Option<&'static str> {
        match () {
            () if Instant::now() > self.until => Some("this check takes more than 5 s"),
            () if crate::runtime::memory_in_use() > self.memory => Some("this check uses more than 256 MB"),
            () => None,
        }
    }
}

const NO_SLEEP: &str = "a check looks at a run that has ended, so there is nothing to wait for";
const NO_CLOCK: &str = "a check has no clock: the times of the run are in `run`";

fn refused(text: &str) -> Result<(), Box<EvalAltResult>> {
    Err(text.into())
}

impl Checker {
    pub fn new() -> Checker {
        let mut engine = Engine::new_raw();
        engine.register_global_module(StandardPackage::new().as_shared_module());
        engine.set_max_operations(MAX_OPERATIONS);
        engine.set_max_call_levels(32);
        engine.set_max_string_size(MAX_TEXT);
        engine.set_max_array_size(MAX_ITEMS);
        engine.set_max_map_size(MAX_ITEMS);
        engine.set_max_variables(MAX_VARIABLES);
        engine.disable_symbol("eval").disable_symbol("import");
        engine.register_fn("numbers", |from: i64, to: i64| -> Array {
            (from..=to).take(MAX_ITEMS).map(Dynamic::from).collect()
        });
        // A check is a pure function of the run.
        engine.register_fn("sleep", |_: i64| refused(NO_SLEEP));
        engine.register_fn("sleep", |_: f64| refused(NO_SLEEP));
        engine.register_fn("timestamp", || refused(NO_CLOCK));
        let limits = Rc::new(Cell::new(Limits::from_now()));
        let it = limits.clone();
        engine.on_progress(move |operations| {
            (operations % LOOK_EVERY == 0).then(|| it.get().overrun()).flatten().map(Dynamic::from)
        });
        call_is_a_method(&mut engine);
        engine.on_print(|_| {});
        engine.on_debug(|_, _, _| {});
        time::register(&mut engine);
        call_object::register(&mut engine);
        run_object::register(&mut engine);
        expect::register(&mut engine);
        Checker { engine, limits }
    }

    /// Asks one check about a run.
    pub fn check(&self, check: &Check, facts: &Facts) -> CheckOutcome {
        self.limits.set(Limits::from_now());
        let mut scope = Scope::new();
        scope.push_constant("run", Run(Rc::new(facts.clone())));
        match self.engine.run_with_scope(&mut scope, &check.code.text) {
            Ok(()) => CheckOutcome::Passed,
            Err(error) => outcome_of(*error, check),
        }
    }
}

/// Rhai keeps `.call(…)` for closures; in a check it is also `run.call("save", 0)`.
fn call_is_a_method(engine: &mut Engine) {
    let is_after_dot = Cell::new(false);
    #[allow(deprecated)] // Not deprecated: Rhai marks what may change between its versions like this.
    engine.on_parse_token(move |token, _, _| {
        let was_after_dot = is_after_dot.replace(matches!(token, Token::Period | Token::Elvis));
        match &token {
            Token::Identifier(name) | Token::Reserved(name) if was_after_dot && name.as_str() == "call" => {
                Token::Identifier(Box::new(run_object::CALL.into()))
            }
            // And what a variable is called.
            Token::Reserved(name) if name.as_str() == "call" => Token::Identifier(Box::new("call".into())),
            _ => token,
        }
    });
    engine.register_fn(run_object::CALL, |context: NativeCallContext, function: FnPtr| {
        function.call_raw(&context, None, [])
    });
    engine.register_fn(run_object::CALL, |context: NativeCallContext, function: FnPtr, one: Dynamic| {
        function.call_raw(&context, None, [one])
    });
    engine.register_fn(
        run_object::CALL,
        |context: NativeCallContext, function: FnPtr, one: Dynamic, other: Dynamic| {
            function.call_raw(&context, None, [one, other])
        },
    );
}

fn outcome_of(error: EvalAltResult, check: &Check) -> CheckOutcome {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) => outcome_of(*inner, check),
        EvalAltResult::ErrorRuntime(value, position) => match value.try_cast_result::<Unmet>() {
            Ok(unmet) => CheckOutcome::Failed(unmet.0),
            Err(value) => broken(EvalAltResult::ErrorRuntime(value, position), check),
        },
        other => broken(other, check),
    }
}

fn broken(mut error: EvalAltResult, check: &Check) -> CheckOutcome {
    let line = error.position().line().map_or(check.code.line, |line| check.code.line + line - 1);
    error.set_position(Position::NONE);
    let text = match &error {
        EvalAltResult::ErrorTerminated(text, _) => text.to_string(),
        EvalAltResult::ErrorTooManyOperations(_) => {
            format!("this check takes more than {} million operations", MAX_OPERATIONS / 1_000_000)
        }
        other => other.to_string(),
    };
    CheckOutcome::Broken(format!("line {line}: {text}"))
}
