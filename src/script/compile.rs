//! From text to a checked program, before anything runs.

use rhai::{AST, Engine, LexError, ParseError, ParseErrorType, Position, Scope};

use super::environment::Environment;
use super::spawn;
use crate::runtime::on_large_stack;

/// Why a text is no program.
#[derive(Debug)]
pub enum CompileError {
    /// Rhai cannot read it.
    Parse(ParseError),
    /// It can be read, and a `spawn` in it cannot be: where, and what to write instead.
    Spawn(Position, String),
}

/// Parses `text`, whose first line has the number `first_line`. Rhai's parser recurses, so it gets a
/// stack of its own.
pub fn compile(
    environment: &Environment,
    engine: &Engine,
    scope: &Scope,
    text: &str,
    first_line: usize,
) -> Result<AST, CompileError> {
    environment.after_dot.set(false);
    let padded = "\n".repeat(first_line.saturating_sub(1)) + text;
    let compiled = on_large_stack(|| {
        let ast = engine.compile_with_scope(scope, &padded).map_err(CompileError::Parse)?;
        match spawn::refusals(&ast).into_iter().next() {
            Some((position, text)) => Err(CompileError::Spawn(position, text)),
            None => Ok(ast),
        }
    });
    if let Ok(Ok(ast)) = &compiled {
        environment.by_value.note(ast);
    }
    compiled.unwrap_or_else(|error| {
        let text = format!("the system has no memory for the parser ({error})");
        let kind = ParseErrorType::BadInput(LexError::ImproperSymbol(String::new(), text));
        Err(CompileError::Parse(ParseError(Box::new(kind), Position::NONE)))
    })
}
