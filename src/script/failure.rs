//! Errors of the engine as data: kept, given again at every await, and said in one line.

use rhai::{Dynamic, EvalAltResult, Map, Position};

/// The same error once more. Rhai's errors cannot be cloned as a whole because one kind, a system error,
/// cannot; that one comes again as its text.
pub fn again(error: &EvalAltResult) -> Box<EvalAltResult> {
    use EvalAltResult as E;
    Box::new(match error {
        E::ErrorInFunctionCall(name, source, inner, at) => {
            E::ErrorInFunctionCall(name.clone(), source.clone(), again(inner), *at)
        }
        E::ErrorInModule(name, inner, at) => E::ErrorInModule(name.clone(), again(inner), *at),
        E::ErrorRuntime(value, at) => E::ErrorRuntime(value.clone(), *at),
        E::ErrorTerminated(value, at) => E::ErrorTerminated(value.clone(), *at),
        E::ErrorVariableExists(name, at) => E::ErrorVariableExists(name.clone(), *at),
        E::ErrorForbiddenVariable(name, at) => E::ErrorForbiddenVariable(name.clone(), *at),
        E::ErrorVariableNotFound(name, at) => E::ErrorVariableNotFound(name.clone(), *at),
        E::ErrorPropertyNotFound(name, at) => E::ErrorPropertyNotFound(name.clone(), *at),
        E::ErrorIndexNotFound(index, at) => E::ErrorIndexNotFound(index.clone(), *at),
        E::ErrorFunctionNotFound(name, at) => E::ErrorFunctionNotFound(name.clone(), *at),
        E::ErrorModuleNotFound(name, at) => E::ErrorModuleNotFound(name.clone(), *at),
        E::ErrorUnboundThis(at) => E::ErrorUnboundThis(*at),
        E::ErrorMismatchDataType(a, b, at) => E::ErrorMismatchDataType(a.clone(), b.clone(), *at),
        E::ErrorMismatchOutputType(a, b, at) => E::ErrorMismatchOutputType(a.clone(), b.clone(), *at),
        E::ErrorIndexingType(name, at) => E::ErrorIndexingType(name.clone(), *at),
        E::ErrorArrayBounds(length, index, at) => E::ErrorArrayBounds(*length, *index, *at),
        E::ErrorStringBounds(length, index, at) => E::ErrorStringBounds(*length, *index, *at),
        E::ErrorBitFieldBounds(length, index, at) => E::ErrorBitFieldBounds(*length, *index, *at),
        E::ErrorFor(at) => E::ErrorFor(*at),
        E::ErrorDataRace(name, at) => E::ErrorDataRace(name.clone(), *at),
        E::ErrorAssignmentToConstant(name, at) => E::ErrorAssignmentToConstant(name.clone(), *at),
        E::ErrorDotExpr(text, at) => E::ErrorDotExpr(text.clone(), *at),
        E::ErrorArithmetic(text, at) => E::ErrorArithmetic(text.clone(), *at),
        E::ErrorParsing(kind, at) => E::ErrorParsing(kind.clone(), *at),
        other => E::ErrorRuntime(message(other).into(), other.position()),
    })
}

/// What an error says, without its position, on one line: a thrown value as itself.
pub fn first_line(error: &EvalAltResult) -> String {
    let text = message(error);
    text.lines().next().unwrap_or_default().to_owned()
}

/// What a `catch` gets of an error: what was thrown, or a map that describes it.
pub fn thrown(error: &EvalAltResult) -> Dynamic {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) | EvalAltResult::ErrorInModule(_, inner, _) => {
            thrown(inner)
        }
        EvalAltResult::ErrorRuntime(value, _) => value.clone(),
        other => {
            let mut map = Map::from([("message".into(), message(other).into())]);
            if let Some(line) = other.position().line() {
                map.insert("line".into(), Dynamic::from(i64::try_from(line).unwrap_or(0)));
            }
            map.into()
        }
    }
}

fn message(error: &EvalAltResult) -> String {
    use EvalAltResult as E;
    match error {
        E::ErrorInFunctionCall(_, _, inner, _) | E::ErrorInModule(_, inner, _) => message(inner),
        E::ErrorRuntime(value, _) | E::ErrorTerminated(value, _) => super::display::brief(value),
        other => {
            let mut copy = other.to_string();
            if other.position() != Position::NONE
                && let Some(end) = copy.rfind(" (line ")
            {
                copy.truncate(end);
            }
            copy
        }
    }
}
