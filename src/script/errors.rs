//! Errors of the engine as data: kept, given again at every await, read back from what a `catch` makes of them, and said in one line.

use crate::script::caught::Caught;
use rhai::{Dynamic, EvalAltResult, ImmutableString, Map, Position};

/// The same error once more. Rhai's errors cannot be cloned as a whole because one kind, a system error,
/// cannot; that one comes again as its text.
pub fn clone_error(error: &EvalAltResult) -> Box<EvalAltResult> {
    use EvalAltResult as E;
    // Errors of tasks that wait in a row hold one another, a thousand deep: no recursion over them.
    let (mut around, mut inner) = (Vec::new(), error);
    while let E::ErrorInFunctionCall(.., next, _) | E::ErrorInModule(_, next, _) = inner {
        around.push(inner);
        inner = next;
    }
    around.into_iter().rev().fold(clone_innermost(inner), |inner, outer| {
        Box::new(match outer {
            E::ErrorInFunctionCall(name, source, _, at) => {
                E::ErrorInFunctionCall(name.clone(), source.clone(), inner, *at)
            }
            E::ErrorInModule(name, _, at) => E::ErrorInModule(name.clone(), inner, *at),
            _ => *inner,
        })
    })
}

/// The same for an error that holds no other one.
pub(super) fn clone_innermost(error: &EvalAltResult) -> Box<EvalAltResult> {
    use EvalAltResult as E;
    Box::new(match error {
        E::ErrorInFunctionCall(..) | E::ErrorInModule(..) => return clone_error(error),
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
        E::ErrorNonPureMethodCallOnConstant(name, at) => {
            E::ErrorNonPureMethodCallOnConstant(name.clone(), *at)
        }
        E::ErrorStackOverflow(at) => E::ErrorStackOverflow(*at),
        E::ErrorDataTooLarge(what, at) => E::ErrorDataTooLarge(what.clone(), *at),
        E::ErrorArithmetic(text, at) => E::ErrorArithmetic(text.clone(), *at),
        E::ErrorParsing(kind, at) => E::ErrorParsing(kind.clone(), *at),
        other => E::ErrorRuntime(message(other).into(), other.position()),
    })
}

/// The error that [`in_words`] was given, for its report.
pub fn whole(error: &EvalAltResult) -> Box<EvalAltResult> {
    let mut error = clone_error(error);
    let inner = innermost_mut(&mut error);
    let original = match inner {
        EvalAltResult::ErrorRuntime(value, _) => {
            value.read_lock::<Caught>().map(|it| clone_error(it.error()))
        }
        _ => None,
    };
    if let Some(original) = original {
        *inner = *original;
    }
    error
}

/// The error of the engine that a map describes which `catch` has made of it.
pub(super) fn of_map(map: &Map) -> Option<EvalAltResult> {
    use EvalAltResult as E;
    let text = |key: &str| {
        let value = map.get(key).and_then(|value| value.read_lock::<ImmutableString>());
        value.map(|text| text.to_string()).unwrap_or_default()
    };
    let number = |key: &str| map.get(key).and_then(|value| value.as_int().ok()).unwrap_or_default();
    let kind = text("error");
    let message = text("message");
    if !kind.starts_with("Error") || message.is_empty() {
        return None;
    }
    // A place in an imported script is none in this one.
    let place = |key: &str| u16::try_from(number(key)).unwrap_or(0);
    let at = match place("line") {
        0 => Position::NONE,
        _ if map.contains_key("source") => Position::NONE,
        line => Position::new(line, place("position")),
    };
    let length = usize::try_from(number("length")).unwrap_or(0);
    Some(match kind.as_str() {
        "ErrorFunctionNotFound" => E::ErrorFunctionNotFound(text("function"), at),
        "ErrorNonPureMethodCallOnConstant" => E::ErrorNonPureMethodCallOnConstant(text("function"), at),
        "ErrorMismatchDataType" => E::ErrorMismatchDataType(text("requested"), text("actual"), at),
        "ErrorMismatchOutputType" => E::ErrorMismatchOutputType(text("requested"), text("actual"), at),
        "ErrorArrayBounds" => E::ErrorArrayBounds(length, number("index"), at),
        "ErrorStringBounds" => E::ErrorStringBounds(length, number("index"), at),
        "ErrorBitFieldBounds" => E::ErrorBitFieldBounds(length, number("index"), at),
        "ErrorVariableExists" => E::ErrorVariableExists(text("variable"), at),
        "ErrorForbiddenVariable" => E::ErrorForbiddenVariable(text("variable"), at),
        "ErrorVariableNotFound" => E::ErrorVariableNotFound(text("variable"), at),
        "ErrorPropertyNotFound" => E::ErrorPropertyNotFound(text("variable"), at),
        "ErrorDataRace" => E::ErrorDataRace(text("variable"), at),
        "ErrorAssignmentToConstant" => E::ErrorAssignmentToConstant(text("variable"), at),
        "ErrorModuleNotFound" => E::ErrorModuleNotFound(text("module"), at),
        "ErrorDotExpr" => E::ErrorDotExpr(text("property"), at),
        "ErrorIndexingType" => E::ErrorIndexingType(text("type"), at),
        "ErrorIndexNotFound" => E::ErrorIndexNotFound(map.get("index").cloned().unwrap_or_default(), at),
        "ErrorUnboundThis" => E::ErrorUnboundThis(at),
        "ErrorFor" => E::ErrorFor(at),
        "ErrorInFunctionCall" | "ErrorInModule" => of_text(message.lines().next().unwrap_or_default()),
        _ => E::ErrorArithmetic(message, at),
    })
}

/// The error in a function that was called: of it the map has no more than the engine's sentence, with its place.
pub(super) fn of_text(text: &str) -> EvalAltResult {
    use EvalAltResult as E;
    let (text, at) = text.rsplit_once(" (line ").map_or((text, None), |(text, place)| {
        let numbers = place.strip_suffix(')').and_then(|place| place.split_once(", position "));
        let numbers = numbers.and_then(|(line, column)| Some((line.parse().ok()?, column.parse().ok()?)));
        (text, numbers.map(|(line, column)| Position::new(line, column)))
    });
    // A place in an imported script is none in this one.
    let (text, at) = match text.split_once(" @ '") {
        Some((text, _)) => (text, Position::NONE),
        None => (text, at.unwrap_or(Position::NONE)),
    };
    let rest = |prefix: &str| text.strip_prefix(prefix).map(str::to_owned);
    let bounds = |whole: &str| {
        let (index, length) =
            rest(whole)?.split_once(" out of bounds: ").map(|(a, b)| (a.to_owned(), b.to_owned()))?;
        let number = length.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or(0);
        Some((number, index.parse().ok()?))
    };
    if let Some((length, index)) = bounds("Array index ") {
        return E::ErrorArrayBounds(length, index, at);
    }
    if let Some((length, index)) = bounds("String index ") {
        return E::ErrorStringBounds(length, index, at);
    }
    type Make = fn(String, Position) -> EvalAltResult;
    const KINDS: &[(&str, Make)] = &[
        ("Function not found: ", E::ErrorFunctionNotFound),
        ("Variable not found: ", E::ErrorVariableNotFound),
        ("Property not found: ", E::ErrorPropertyNotFound),
        ("Module not found: ", E::ErrorModuleNotFound),
        ("Data race detected on ", E::ErrorDataRace),
        ("Indexer unavailable: ", E::ErrorIndexingType),
        ("Cannot modify constant ", E::ErrorAssignmentToConstant),
        ("Unknown property ", |text, at| E::ErrorDotExpr(format!("Unknown property {text}"), at)),
    ];
    if let Some((rest, make)) = KINDS.iter().find_map(|(prefix, make)| Some((rest(prefix)?, make))) {
        return make(rest, at);
    }
    match text {
        "'this' not bound" => E::ErrorUnboundThis(at),
        "For loop expects iterable type" => E::ErrorFor(at),
        _ => match rest("Data type incorrect: ")
            .as_deref()
            .and_then(|it| it.strip_suffix(')')?.split_once(" (expecting "))
        {
            Some((actual, requested)) => E::ErrorMismatchDataType(requested.into(), actual.into(), at),
            None => E::ErrorArithmetic(text.to_owned(), at),
        },
    }
}

pub(super) fn innermost(error: &EvalAltResult) -> &EvalAltResult {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) | EvalAltResult::ErrorInModule(_, inner, _) => {
            innermost(inner)
        }
        error => error,
    }
}

pub(super) fn innermost_mut(error: &mut EvalAltResult) -> &mut EvalAltResult {
    match error {
        EvalAltResult::ErrorInFunctionCall(_, _, inner, _) | EvalAltResult::ErrorInModule(_, inner, _) => {
            innermost_mut(inner)
        }
        error => error,
    }
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

pub(super) fn message(error: &EvalAltResult) -> String {
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
