//! One check: a script of the course that looks at `run`. It sees nothing of the answer's code or values.

use std::rc::Rc;

use rhai::packages::{Package, StandardPackage};
use rhai::{Engine, EvalAltResult, Position, Scope};

use super::expect::{self, Unmet};
use super::run_object::{self, Run};
use super::{Facts, time};
use crate::lesson::document::Check;
use crate::lesson::verdict::CheckOutcome;

/// Operations of one check.
const MOST_OPERATIONS: u64 = 2_000_000;

/// Runs checks.
pub struct Checker {
    engine: Engine,
}

impl Checker {
    pub fn new() -> Checker {
        let mut engine = Engine::new_raw();
        engine.register_global_module(StandardPackage::new().as_shared_module());
        engine.set_max_operations(MOST_OPERATIONS);
        engine.set_max_call_levels(32);
        engine.disable_symbol("eval").disable_symbol("import");
        time::register(&mut engine);
        run_object::register(&mut engine);
        expect::register(&mut engine);
        Checker { engine }
    }

    /// Asks one check about a run.
    pub fn check(&self, check: &Check, facts: &Facts) -> CheckOutcome {
        let mut scope = Scope::new();
        scope.push_constant("run", Run(Rc::new(facts.clone())));
        match self.engine.run_with_scope(&mut scope, &check.code.text) {
            Ok(()) => CheckOutcome::Passed,
            Err(error) => outcome_of(*error, check),
        }
    }
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
    CheckOutcome::Broken(format!("line {line}: {error}"))
}
