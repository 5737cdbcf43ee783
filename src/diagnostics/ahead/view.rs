//! What a rule about a text that is about to run has to go by, and what many rules ask of its tree.

use crate::diagnostics::{Sources, source::Place};
use crate::syntax::tokens::Tokens;
use rhai::{AST, ASTNode, Array, Dynamic, Expr, FnPtr, Map, Position, Scope, Stmt};

/// What a rule has to go by.
pub struct View<'a> {
    /// The text that is about to run.
    pub(super) text: &'a AST,
    /// The same, with the functions of earlier texts.
    pub ast: &'a AST,
    pub scope: &'a Scope<'a>,
    pub tokens: &'a Tokens<'a>,
    pub(super) sources: &'a Sources<'a>,
    pub(super) source: usize,
}

impl View<'_> {
    /// The token at a point, where it lies in the text that is about to run.
    pub fn token(&self, position: Position) -> Option<usize> {
        let Place { source, offset } = self.sources.place("", position)?;
        (source == self.source).then(|| self.tokens.at(offset))
    }

    /// The body of one function or closure, as a script that defines nothing else.
    pub fn body(&self, name: &str, parameters: usize) -> AST {
        function_alone(self.ast, name, parameters)
    }

    /// Every node of the text with its ancestors, the outermost first. Bodies of closures and functions have
    /// no ancestors outside themselves.
    pub fn each(&self, mut visit: impl FnMut(&[ASTNode])) {
        each_of(self.text, &mut visit);
    }
}

/// One function or closure, as a script that defines nothing else. Rhai's own clone with a filter clones all of them.
pub fn function_alone(ast: &AST, name: &str, parameters: usize) -> AST {
    let mut alone = ast.clone_functions_only();
    alone.retain_functions(|_, _, one, count| one == name && count == parameters);
    alone
}

/// Every node of a script with its ancestors, functions and closures included.
pub fn each_of(ast: &AST, mut visit: impl FnMut(&[ASTNode])) {
    ast.walk(&mut |path: &[ASTNode]| {
        visit(path);
        true
    });
}

/// What a `spawn` starts.
pub fn spawned<'e>(node: &ASTNode<'e>) -> Option<(&'e Expr, Position)> {
    match node {
        ASTNode::Expr(Expr::Custom(custom, position))
            if custom.tokens.first().is_some_and(|word| word == "spawn") =>
        {
            custom.inputs.first().map(|operand| (operand, *position))
        }
        _ => None,
    }
}

/// The closure that an expression makes: its engine name, and the variables that it captures.
pub fn closure(expression: &Expr) -> Option<(String, Vec<(&str, Position)>)> {
    match expression {
        Expr::DynamicConstant(value, _) => {
            let name = value.read_lock::<FnPtr>()?.fn_name().to_string();
            Some((name, vec![]))
        }
        Expr::FnCall(call, _) if call.name == "curry" => {
            let (function, captured) = call.args.split_first()?;
            let captured = captured.iter().filter_map(variable).collect();
            Some((closure(function)?.0, captured))
        }
        // What a closure captures is made shared first.
        Expr::Stmt(block) => match block.statements() {
            [Stmt::Share(_), Stmt::Expr(made)] => closure(made),
            _ => None,
        },
        _ => None,
    }
}

/// The name of a plain variable.
pub fn variable(expression: &Expr) -> Option<(&str, Position)> {
    match expression {
        Expr::Variable(variable, _, position) if variable.2.is_empty() => {
            Some((variable.1.as_str(), *position))
        }
        _ => None,
    }
}

/// Whether a value is an array or a map.
pub fn is_collection(value: &Dynamic) -> bool {
    value.read_lock::<Array>().is_some() || value.read_lock::<Map>().is_some()
}

/// Whether an expression makes an array or a map.
pub fn makes_collection(expression: &Expr) -> bool {
    match expression {
        Expr::Array(..) | Expr::Map(..) => true,
        Expr::DynamicConstant(value, _) => is_collection(value),
        _ => false,
    }
}

/// Visits statements and all that is in them.
pub fn each_in<'a>(statements: impl IntoIterator<Item = &'a Stmt>, mut visit: impl FnMut(&[ASTNode])) {
    for statement in statements {
        statement.walk(&mut Vec::new(), &mut |path: &[ASTNode]| {
            visit(path);
            true
        });
    }
}
