//! Values that do not fit: numbers, indexes, types, constants; and the limits.

use super::{super::words, Scene};
use crate::diagnostics::{finding::Finding, scope};
use crate::syntax::lexer::is_in_word;
use rhai::EvalAltResult as E;

/// An error about values, in plain words.
pub(super) fn finding(error: &E, scene: &Scene) -> Finding {
    let word = scene.tokens.text(scene.at);
    match error {
        E::ErrorArithmetic(text, _) => arithmetic(text),
        E::ErrorArrayBounds(length, index, _) => bounds("array", "element", *length, *index),
        E::ErrorStringBounds(length, index, _) => bounds("string", "character", *length, *index),
        E::ErrorBitFieldBounds(length, index, _) => bounds("integer", "bit", *length, *index),
        E::ErrorIndexNotFound(..) => Finding::new("there is nothing at this index"),
        E::ErrorIndexingType(signature, _) => {
            let name = signature.split(" [").next().unwrap_or(signature);
            let finding = Finding::new(format!("{} has no elements", words::kind(name)));
            match words::kind(name).as_ref() {
                "a task" => finding.help("its value may: (await task)[0]"),
                "`()`" => {
                    finding.help("what stands before the bracket gave nothing; an empty map is written #{}")
                }
                _ => finding,
            }
        }
        E::ErrorMismatchDataType(wanted, given, _) => mismatch(wanted, given, word),
        E::ErrorMismatchOutputType(wanted, given, _) => Finding::new(format!(
            "{} is expected as the result, not {}",
            words::kind(wanted),
            words::kind(given)
        )),
        E::ErrorFor(_) => {
            let finding = Finding::new("a loop cannot take its values from this")
                .help("it takes them from an array, a range such as 0..3, or map.keys()");
            let has_tasks =
                scene.tokens.list.iter().any(|token| &scene.tokens.text[token.span.clone()] == "spawn");
            if has_tasks {
                finding.help("a task is not its value: for x in await task { … }")
            } else {
                finding
            }
        }
        E::ErrorAssignmentToConstant(name, _) if name.is_empty() || name == "this" => Finding::new(
            "`this` is a constant here, and cannot change",
        )
        .help("the value before the dot is not a variable, or one made with const: let makes a variable"),
        E::ErrorAssignmentToConstant(name, _) => {
            Finding::new(format!("`{name}` is a constant and cannot change"))
                .help(format!("let {name} = …; makes a variable"))
        }
        E::ErrorNonPureMethodCallOnConstant(method, _) => {
            let method = method.rsplit('$').next().unwrap_or(method);
            Finding::new(format!("a constant cannot change, and `{method}` would change it"))
                .help("let makes a variable")
        }
        E::ErrorStackOverflow(_) => {
            Finding::new("too many calls inside calls").help("does a function call itself without an end?")
        }
        E::ErrorDataRace(..) => in_use(scene),
        E::ErrorTooManyOperations(_) => Finding::new("the script ran for too long"),
        E::ErrorTooManyVariables(_) => Finding::new("there are too many variables"),
        E::ErrorTooManyModules(_) => {
            Finding::new("too many scripts are imported").help("do two scripts import each other?")
        }
        E::ErrorDataTooLarge(what, _) => Finding::new(format!("{} became too large", what.to_lowercase())),
        E::ErrorUnboundThis(_) => {
            Finding::new("`this` is known only in a function that is called as a method")
        }
        E::ErrorVariableExists(name, _) => Finding::new(format!("there is a variable `{name}` already")),
        E::ErrorForbiddenVariable(name, _) => {
            Finding::new(format!("`{name}` cannot be the name of a variable"))
        }
        E::LoopBreak(..) => Finding::new(format!("`{word}` works only inside a loop")),
        E::ErrorSystem(text, error) if text.is_empty() => Finding::new(error.to_string()),
        E::ErrorSystem(text, _) => Finding::new(text.clone()),
        E::ErrorCustomSyntax(text, ..) => Finding::new(text.clone()),
        other => Finding::new(other.to_string()),
    }
}

fn arithmetic(text: &str) -> Finding {
    let (what, expression) = text.split_once(": ").unwrap_or((text, ""));
    let title = |words: &str| match expression {
        "" => words.to_string(),
        expression => format!("{words}: {expression}"),
    };
    let lower = what.to_lowercase();
    if lower.starts_with("error parsing") {
        let kind = if lower.contains("integer") { "an integer" } else { "a number" };
        let given = what.split('\'').nth(1).unwrap_or_default();
        return Finding::new(format!("`{given}` is not {kind}"));
    }
    if lower.contains("division by zero") || lower.contains("divide by zero") {
        return Finding::new(title("division by zero"));
    }
    if lower.contains("overflow") {
        return Finding::new(title("the result is too large for an integer"))
            .help("a float can be larger: write 2.0 instead of 2");
    }
    Finding::new(title(&lower))
}

/// A variable that a method has for itself: one that calls a closure which looks at the variable, or one of another
/// task that waits.
fn in_use(scene: &Scene) -> Finding {
    let (tokens, name) = (scene.tokens, scene.tokens.text(scene.at));
    if !tokens.is_word(scene.at) {
        return Finding::new("this value is in use: a method of it is under way")
            .help("a closure cannot look at what the method that calls it works on");
    }
    if let Some((method, inside)) = own_method(scene) {
        let method_name = tokens.text(method);
        return Finding::new(format!("`{name}` is in use by its own `{method_name}`"))
            .mark(
                tokens.span(inside),
                format!("the closure that `{method_name}` calls cannot look at `{name}`"),
            )
            .mark(tokens.span(method), "this works on it until it is done")
            .help(format!("read what the closure needs first: let first = {name}[0];"))
            .help(format!("or look at a copy: let copy = {name};"));
    }
    Finding::new(format!("another task is in the middle of a method of `{name}`"))
        .mark(scene.here(), format!("until that is done, nobody else can use `{name}`"))
        .help("a method that changes what stands before its dot keeps it for itself, also while it waits")
        .help("wait before the method or after it, or give the function its values as arguments")
}

/// The method of the variable here in whose parentheses it stands once more, and where.
fn own_method(scene: &Scene) -> Option<(usize, usize)> {
    let (tokens, name) = (scene.tokens, scene.tokens.text(scene.at));
    let is_own = |open: usize| {
        tokens.text(open) == "("
            && matches!(tokens.before(open, 2), "." | "?.")
            && tokens.before(open, 3) == name
    };
    let mut open = tokens.enclosing(scene.at);
    while let Some(bracket) = open {
        if is_own(bracket) {
            return Some((bracket - 1, scene.at));
        }
        open = tokens.enclosing(bracket);
    }
    let bracket = scene.at + 3;
    let inside = (bracket..scope::close(tokens, bracket)).find(|&at| tokens.text(at) == name)?;
    is_own(bracket).then_some((scene.at + 2, inside))
}

fn bounds(whole: &str, part: &str, length: usize, index: i64) -> Finding {
    let has = match length {
        0 => format!("the {whole} is empty"),
        length => format!("the {whole} has {}", words::count(length, part)),
    };
    let finding = Finding::new(format!("there is no {part} {index}: {has}"));
    match length {
        0 => finding,
        1 => finding.help("counting starts at 0, so the only one is 0"),
        length => finding
            .help(format!("counting starts at 0, so the last one is {}, or -1 from the end", length - 1)),
    }
}

fn mismatch(wanted: &str, given: &str, word: &str) -> Finding {
    let (wanted, kind) = (words::kind(wanted), words::kind(given));
    if words::is_task(given) {
        let name = if word.chars().all(is_in_word) { word } else { "task" };
        return Finding::new(format!("{wanted} is needed here, not a task"))
            .help(format!("a task is not its value: write await {name}"));
    }
    let finding = Finding::new(format!("{wanted} is needed here, not {kind}"));
    match wanted.as_ref() {
        "a boolean" => finding.help(match kind.as_ref() {
            "a string" => "compare it: if x == \"yes\" { … }",
            "an array" | "a map" => "ask it: if x.len() > 0 { … }",
            "`()`" => "compare it: if x != () { … }",
            _ => "compare it: if x != 0 { … }",
        }),
        _ => finding,
    }
}
