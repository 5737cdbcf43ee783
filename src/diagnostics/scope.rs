//! What a text defines and where it can be seen, read from its tokens.
//!
//! Not a parser: it knows `fn`, `let`, `const`, `for` and braces, which is enough to explain a missing name.

use crate::syntax::tokens::Tokens;
use std::ops::Range;

/// A function as it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Definition<'a> {
    pub name: &'a str,
    pub parameters: Vec<&'a str>,
    /// From `fn` to the bracket that closes the parameters, in bytes.
    pub head: Range<usize>,
    /// The tokens of the body.
    pub body: Range<usize>,
}

/// All functions of the text.
pub(super) fn definitions<'a>(tokens: &Tokens<'a>) -> Vec<Definition<'a>> {
    let heads =
        (0..tokens.list.len()).filter(|&index| tokens.text(index) == "fn" && tokens.text(index + 2) == "(");
    heads
        .map(|index| {
            let close = close(tokens, index + 2);
            let parameters =
                (index + 3..close).filter(|&at| tokens.is_word(at)).map(|at| tokens.text(at)).collect();
            let head = tokens.span(index).start..tokens.span(close).end;
            let body = close + 1..self::close(tokens, close + 1);
            Definition { name: tokens.text(index + 1), parameters, head, body }
        })
        .collect()
}

/// The function whose body holds the token.
pub(super) fn function_around<'a>(tokens: &Tokens<'a>, index: usize) -> Option<Definition<'a>> {
    definitions(tokens).into_iter().find(|definition| definition.body.contains(&index))
}

/// Where a variable of that name is made: by `let`, `const`, `for` or as a closure's parameter.
pub(super) fn made(tokens: &Tokens, name: &str) -> Vec<usize> {
    (1..tokens.list.len())
        .filter(|&index| tokens.text(index) == name)
        .filter(|&index| match tokens.text(index - 1) {
            "let" | "const" | "for" => true,
            "(" => tokens.before(index, 2) == "for",
            "|" => matches!(tokens.text(index + 1), "|" | ","),
            _ => false,
        })
        .collect()
}

/// The names of all variables that are made inside the tokens.
pub(super) fn variables<'a>(tokens: &Tokens<'a>, within: Range<usize>) -> Vec<&'a str> {
    within
        .filter(|&index| tokens.is_word(index) && matches!(tokens.before(index, 1), "let" | "const" | "for"))
        .map(|index| tokens.text(index))
        .collect()
}

/// The bracket that closes the one at `open`; the end of the text where there is none.
pub(super) fn close(tokens: &Tokens, open: usize) -> usize {
    let mut depth = 0;
    for index in open..tokens.list.len() {
        match tokens.text(index) {
            "(" | "[" | "{" | "#{" | "?[" => depth += 1,
            ")" | "]" | "}" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return index;
        }
    }
    tokens.list.len()
}

/// The bar that ends a closure's parameters.
pub(super) fn bars_end(tokens: &Tokens, first: usize) -> usize {
    (first + 1..tokens.list.len()).find(|&index| tokens.text(index) == "|").unwrap_or(first)
}
