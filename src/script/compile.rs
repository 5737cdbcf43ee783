//! From text to program, before anything runs.

use rhai::{AST, Engine, ParseError, Scope};

use super::environment::Environment;
use crate::runtime::on_large_stack;

/// A program without these words cancels no task.
const CANCELLING: [&str; 3] = ["cancel", "timeout", "task_group"];

/// Parses `text`, whose first line has the number `first_line`. Rhai's parser recurses, so it gets a
/// stack of its own.
pub fn compile(
    environment: &Environment,
    engine: &Engine,
    scope: &Scope,
    text: &str,
    first_line: usize,
) -> Result<AST, ParseError> {
    environment.after_dot.set(false);
    let ast = parse(engine, scope, text, first_line)?;
    if CANCELLING.iter().any(|word| text.contains(word)) {
        environment.runtime.expect_cancels();
    }
    environment.by_value.note(&ast);
    environment.known_names.note(&ast);
    environment.call_sites.note(&ast);
    environment.shared_variables.note(&ast);
    on_large_stack(|| {
        environment.task_names.note(&ast);
        environment.powers.note(&ast);
    });
    Ok(ast)
}

/// Parses a text and does nothing else.
pub fn parse(engine: &Engine, scope: &Scope, text: &str, first_line: usize) -> Result<AST, ParseError> {
    let mut padded = lines_above(first_line.saturating_sub(1)) + text;
    if text.starts_with("#!") {
        // A line for the system's shell, that says which program runs the script.
        let start = padded.len() - text.len();
        padded.replace_range(start..start + 2, "//");
    }
    on_large_stack(|| engine.compile_with_scope(scope, &padded))
}

/// So many lines without a token. Rhai is through with a comment sooner than with empty lines, of which a session may have
/// very many above its latest entry.
fn lines_above(count: usize) -> String {
    match count {
        0 => String::new(),
        1.. => format!("/*{}*/\n", "\n".repeat(count - 1)),
    }
}
