//! What can be said before a script runs: what will not do what it seems to, and what must not start at all.
//!
//! A remark that is wrong does more harm than one that is missing, so every rule stays silent where it is not
//! certain. Each rule is a file with a function; `RULES` lists them.

mod catch_value;
mod comparison;
mod copied_argument;
mod handle;
mod rewriting;
mod shared_variable;
mod spawned;
mod texts;

pub use rewriting::{Given, refuse_rewriting};

use super::{Report, Severity, Sources, finding::Finding, source::Place, tokens::Tokens};
use rhai::{AST, ASTNode, Array, Dynamic, Expr, FnPtr, Map, Position, Scope, Stmt};

/// What a rule has to go by.
pub(super) struct View<'a> {
    /// The text that is about to run.
    text: &'a AST,
    /// The same, with the functions of earlier texts.
    pub ast: &'a AST,
    pub scope: &'a Scope<'a>,
    pub tokens: &'a Tokens<'a>,
    sources: &'a Sources<'a>,
    source: usize,
}

type Rule = fn(&View) -> Vec<(usize, Finding)>;

/// Rules about tasks have a name: what they remark is also told after the run, among its findings.
const RULES: &[(&str, Rule)] = &[
    ("loop-variable", shared_variable::remarks),
    ("copied-argument", copied_argument::remarks),
    ("handle-as-value", handle::remarks),
    ("", catch_value::remarks),
    ("", comparison::remarks),
    ("", texts::empty_block),
    ("", texts::empty_loop),
    ("", texts::unending_comment),
    ("", texts::huge_integer),
    ("", texts::value_in_quotes),
];

/// Remarks on the text that is about to run: the newest of the sources, by line. `ast` has the functions
/// of earlier texts too, and `scope` the variables of the session. In the order of the text.
pub fn look_ahead(text: &AST, ast: &AST, scope: &Scope, sources: &Sources) -> Vec<Report> {
    let Some(source) = sources.newest() else { return vec![] };
    let tokens = sources.tokens(source);
    let view = View { text, ast, scope, tokens: &tokens, sources, source };
    let found = |(name, rule): &(&'static str, Rule)| {
        let name = *name;
        rule(&view).into_iter().map(move |(offset, finding)| (offset, name, finding))
    };
    let mut findings: Vec<_> = RULES.iter().flat_map(found).collect();
    findings.sort_by_key(|(offset, ..)| *offset);
    let report = |(_, rule, finding): (usize, &'static str, Finding)| Report {
        severity: Severity::Remark,
        rule,
        ..finding.report(source, sources)
    };
    findings.into_iter().map(report).collect()
}

/// The first `spawn` of the text that starts nothing: the script must not run. `None` where all is well.
pub fn refuse(ast: &AST, sources: &Sources) -> Option<Report> {
    let source = sources.newest()?;
    let tokens = sources.tokens(source);
    let scope = Scope::new();
    let view = View { text: ast, ast, scope: &scope, tokens: &tokens, sources, source };
    let first = spawned::refusals(&view).into_iter().min_by_key(|(offset, _)| *offset);
    first.map(|(_, finding)| finding.report(source, sources))
}

impl View<'_> {
    /// The token at a point, where it lies in the text that is about to run.
    pub fn token(&self, position: Position) -> Option<usize> {
        let Place { source, offset } = self.sources.place("", position)?;
        (source == self.source).then(|| self.tokens.at(offset))
    }

    /// The body of one function or closure, as a script that defines nothing else.
    pub fn body(&self, name: &str, parameters: usize) -> AST {
        self.ast.clone_functions_only_filtered(|_, _, _, one, count| one == name && count == parameters)
    }

    /// Every node of the text with its ancestors, the outermost first. Bodies of closures and functions have
    /// no ancestors outside themselves.
    pub fn each(&self, mut visit: impl FnMut(&[ASTNode])) {
        each_of(self.text, &mut visit);
    }
}

/// Every node of a script with its ancestors, functions and closures included.
pub(super) fn each_of(ast: &AST, mut visit: impl FnMut(&[ASTNode])) {
    ast.walk(&mut |path: &[ASTNode]| {
        visit(path);
        true
    });
}

/// What a `spawn` starts.
pub(super) fn spawned<'e>(node: &ASTNode<'e>) -> Option<(&'e Expr, Position)> {
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
pub(super) fn closure(expression: &Expr) -> Option<(String, Vec<(&str, Position)>)> {
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
pub(super) fn variable(expression: &Expr) -> Option<(&str, Position)> {
    match expression {
        Expr::Variable(variable, _, position) if variable.2.is_empty() => {
            Some((variable.1.as_str(), *position))
        }
        _ => None,
    }
}

/// Whether a value is an array or a map.
pub(super) fn is_collection(value: &Dynamic) -> bool {
    value.read_lock::<Array>().is_some() || value.read_lock::<Map>().is_some()
}

/// Whether an expression makes an array or a map.
pub(super) fn makes_collection(expression: &Expr) -> bool {
    match expression {
        Expr::Array(..) | Expr::Map(..) => true,
        Expr::DynamicConstant(value, _) => is_collection(value),
        _ => false,
    }
}

/// Visits statements and all that is in them.
pub(super) fn each_in<'a>(statements: impl IntoIterator<Item = &'a Stmt>, mut visit: impl FnMut(&[ASTNode])) {
    for statement in statements {
        statement.walk(&mut Vec::new(), &mut |path: &[ASTNode]| {
            visit(path);
            true
        });
    }
}
