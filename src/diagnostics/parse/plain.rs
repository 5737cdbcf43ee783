//! What is left: every error of the parser in plain words, with a hint where there is one to give.

use super::Clue;
use crate::diagnostics::{finding::Finding, words};
use crate::syntax::lexer::is_in_word;
use crate::syntax::tokens::Kind;
use rhai::{LexError, ParseErrorType as E};

/// The answer that always is one.
pub(super) fn finding(clue: &Clue) -> Finding {
    let found = clue.tokens.text(clue.at);
    let finding = sentence(clue.error, found);
    if finding.has_marks() {
        return finding;
    }
    // What is missing is missing after the token before.
    let end = clue.at.checked_sub(1).map_or(0, |before| clue.tokens.span(before).end);
    match clue.error {
        E::MissingToken(token, _) if clue.at > 0 => {
            let finding = finding.mark(end..end, format!("write `{token}` here"));
            if token == "{" { finding.help(block_help(clue)) } else { finding }
        }
        E::VariableExpected => finding.mark(clue.tokens.span(clue.at), "write a name here"),
        E::PropertyExpected if clue.tokens.kind(clue.at) == Some(Kind::Number) => finding
            .mark(clue.tokens.span(clue.at), "")
            .help(format!("an element of an array is taken with [{found}]")),
        E::Reserved(symbol) if !symbol.chars().all(is_in_word) => {
            Finding::new(format!("`{symbol}` has no meaning here")).mark(clue.tokens.span(clue.at), "")
        }
        E::FnMissingParams(_) => finding.mark(end..end, "write `()` here"),
        E::FnMissingBody(_) => finding.mark(end..end, "write `{ … }` here"),
        E::UnexpectedEOF => finding.mark(end..end, "something is missing here"),
        E::BadInput(LexError::MalformedEscapeSequence(escape)) => {
            let span = clue.tokens.span(clue.at);
            let inside = &clue.tokens.text[span.clone()];
            match inside.find(escape.as_str()) {
                Some(at) => finding.mark(span.start + at..span.start + at + escape.len(), ""),
                None => finding.mark(span, ""),
            }
        }
        _ => finding.mark(clue.tokens.span(clue.at), ""),
    }
}

/// A block of the kind that the line begins.
fn block_help(clue: &Clue) -> &'static str {
    let first = clue.tokens.line_start(clue.at.saturating_sub(1));
    let help = |word: &str| {
        Some(match word {
            "loop" => "loop { … }",
            "while" => "while x > 0 { … }",
            "for" => "for i in 0..3 { … }",
            "else" => "if x > 0 { … } else { … }",
            "try" | "catch" => "try { … } catch (error) { … }",
            "if" => "if x > 0 { … }",
            _ => return None,
        })
    };
    (first..clue.at).rev().find_map(|index| help(clue.tokens.text(index))).unwrap_or("{ … }")
}

/// An error in words, without a place. `found` is the token at which the engine gave up.
pub(super) fn sentence(error: &E, found: &str) -> Finding {
    match error {
        E::UnexpectedEOF => Finding::new("the text ends too early"),
        E::BadInput(LexError::UnexpectedInput(token)) => {
            let found = if found.is_empty() { token } else { found };
            Finding::new(format!("`{found}` does not belong here"))
        }
        E::BadInput(LexError::MalformedEscapeSequence(escape)) => {
            Finding::new(format!("`{escape}` has no meaning in a text"))
                .help("a backslash is written \\\\, a new line \\n, a tab \\t, a quote \\\"")
        }
        E::BadInput(LexError::ImproperSymbol(symbol, _)) if symbol == "this" => {
            Finding::new("`this` is known only in a function that is called as a method")
        }
        E::BadInput(LexError::ImproperSymbol(_, text)) if !text.is_empty() => Finding::new(lower(text)),
        E::BadInput(error) => Finding::new(lower(&error.to_string())),
        E::UnknownOperator(operator) => Finding::new(format!("`{operator}` is not an operator")),
        E::MissingToken(token, _) if token == "," => {
            Finding::new("a `,` is missing").help("items are separated by commas")
        }
        E::MissingToken(token, text) if token == "{" && text.contains("block") => {
            Finding::new("a block stands in `{ … }`")
        }
        E::MissingToken(token, text) if token == "catch" => {
            Finding::new(format!("a `catch` is missing {text}").replace('\'', "`"))
                .help("try { … } catch (error) { … }")
        }
        E::MissingToken(token, text) if token == "=>" || text.contains("switch") => {
            Finding::new(format!("a `{token}` is missing")).help("switch x { 1 => \"one\", _ => \"other\" }")
        }
        E::MissingToken(token, _) => Finding::new(format!("a `{token}` is missing")),
        E::DuplicatedProperty(name) => Finding::new(format!("the map has two properties named `{name}`")),
        E::DuplicatedVariable(name) => Finding::new(format!("the name `{name}` is used twice")),
        E::PropertyExpected => Finding::new("the name of a property is expected"),
        E::VariableExpected => Finding::new("the name of a variable is expected"),
        E::ForbiddenVariable(name) => Finding::new(format!("`{name}` cannot be the name of a variable")),
        E::Reserved(word) if matches!(word.as_str(), "null" | "nil") => {
            Finding::new(format!("`{word}` is written `()`")).help("it stands for nothing")
        }
        E::Reserved(word) => {
            Finding::new(format!("`{word}` is a word of the language and does not belong here"))
        }
        E::MismatchedType(wanted, given) if wanted.contains("boolean") => {
            let help = if given.contains("string") {
                "compare it: if x == \"yes\" { … }"
            } else {
                "compare it: if x != 0 { … }"
            };
            Finding::new(format!("a condition is true or false, not {}", words::kind(given))).help(help)
        }
        E::MismatchedType(wanted, given) if wanted.contains("iterable") => {
            Finding::new(format!("a loop cannot take its values from {}", words::kind(given)))
                .help("for i in 0..3 { … } counts 0, 1, 2")
        }
        E::MismatchedType(wanted, given) => {
            Finding::new(format!("{} is expected, not {}", words::kind(wanted), words::kind(given)))
        }
        E::MalformedIndexExpr(text) => {
            let given = text.split(", not ").nth(1).unwrap_or("this");
            match text.starts_with("Object map") {
                true => Finding::new(format!("a map is asked by the name of a property, not by {given}")),
                false => Finding::new(format!("an index is an integer, not {given}")),
            }
        }
        E::ExprExpected(what) => {
            Finding::new(format!("a value is expected: {}", what.trim_start_matches("a ")))
        }
        E::WrongFnDefinition => Finding::new("a function cannot stand inside a block or another function")
            .help("write it outside, or use a closure: let add = |a, b| { a + b };"),
        E::FnDuplicatedDefinition(name, parameters) => Finding::new(format!(
            "there are two functions `{name}` with {}",
            words::count(*parameters, "parameter")
        ))
        .help("give one of them another name"),
        E::FnMissingName => Finding::new("the function has no name").help("fn work() { … }"),
        E::FnMissingParams(name) => Finding::new(format!("the parentheses of `{name}` are missing"))
            .help(format!("fn {name}() {{ … }}")),
        E::FnMissingBody(name) if name.is_empty() => {
            Finding::new("the closure has no body").help("|x| { x + 1 }")
        }
        E::FnMissingBody(name) => {
            Finding::new(format!("the function `{name}` has no body")).help(format!("fn {name}() {{ … }}"))
        }
        E::FnDuplicatedParam(_, name) => Finding::new(format!("two parameters are named `{name}`")),
        E::WrongExport => Finding::new("`export` cannot stand inside a block or a function"),
        E::AssignmentToConstant(name) if name.is_empty() => Finding::new("only a variable can be set"),
        E::AssignmentToConstant(name) => Finding::new(format!("`{name}` is a constant and cannot change"))
            .help(format!("let {name} = …; makes a variable")),
        E::AssignmentToInvalidLHS(_) => Finding::new("only a variable, an element or a property can be set")
            .help("two values are compared with `==`"),
        E::ExprTooDeep => {
            Finding::new("this is nested too deeply").help("split it into steps: let part = …;")
        }
        E::LiteralTooLarge(what, most) => Finding::new(format!("{} is longer than {most}", lower(what))),
        E::LoopBreak => Finding::new(format!("`{found}` works only inside a loop")),
        E::WrongDocComment => Finding::new("a comment with `///` stands before a function")
            .help("a plain comment starts with `//`"),
        E::WrongSwitchDefaultCase => Finding::new("the case `_` comes last"),
        E::WrongSwitchCaseCondition => Finding::new("this case cannot have a condition"),
        E::WrongSwitchIntegerCase => Finding::new("a number cannot come after a range in a `switch`"),
        other => Finding::new(lower(&other.to_string())),
    }
}

/// The engine's own words, in our manner: no capital, backticks.
fn lower(text: &str) -> String {
    let text = text.replace('\'', "`");
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_lowercase().chain(letters).collect())
}
