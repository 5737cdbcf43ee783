//! What to call the task of a closure: after the variable it is assigned to, else after the one function that
//! it calls. A task of neither kind has only its number.
//!
//! A name never looks like a place in the text: `line 3 waits for line 2` could mean either.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use rhai::{AST, ASTNode, Expr, FnCallExpr, FnPtr, ImmutableString, Module, Stmt};

/// The words that start a closure as a task. What stands inside them belongs to that other task.
const STARTERS: &[&str] = &["spawn", "spawn_child", "spawn_thread"];
/// Calls that Rhai makes of something else.
const MADE_UP: &[&str] = &["curry", "call", "Fn"];

/// Names for the closures of all programs so far. A closure is known by the address of its function's name, as
/// in [`super::by_value`]: each has one of its own, also where two have the same text.
#[derive(Default)]
pub struct TaskNames {
    names: RefCell<HashMap<usize, (FnPtr, String)>>,
    /// The functions that scripts have defined.
    functions: RefCell<HashSet<ImmutableString>>,
}

impl TaskNames {
    /// Notes the closures of a program.
    pub fn note(&self, ast: &AST) {
        let mut functions = self.functions.borrow_mut();
        let defined = ast.iter_functions().map(|it| (ImmutableString::from(it.name), it.params.len()));
        let parameters: HashMap<ImmutableString, usize> = defined.collect();
        functions.extend(parameters.keys().filter(|name| !name.starts_with("anon$")).cloned());
        let bodies = Bodies { ast, parameters, functions: &functions };
        let mut names = self.names.borrow_mut();
        ast.walk(&mut |path: &[ASTNode]| {
            if let Some((closure, ancestors)) = path.split_last()
                && let Some(function) = made(closure)
                && let Some(name) = assigned_to(ancestors).or_else(|| bodies.only_call(function.fn_name()))
            {
                names.insert(function.fn_name().as_ptr().addr(), (function, name));
            }
            true
        });
    }

    /// How many of the references to this closure's name are held here.
    pub fn holds_closure(&self, name: &str) -> usize {
        usize::from(self.names.borrow().contains_key(&name.as_ptr().addr()))
    }

    pub fn forget_closure(&self, name: &str) {
        self.names.borrow_mut().remove(&name.as_ptr().addr());
    }

    /// The name for a task that runs this function, if there is a good one.
    pub fn of(&self, function: &FnPtr) -> Option<String> {
        if !function.is_anonymous() {
            return Some(function.fn_name().to_owned());
        }
        self.names.borrow().get(&function.fn_name().as_ptr().addr()).map(|(_, name)| name.clone())
    }
}

/// The closure that a node makes.
fn made(node: &ASTNode) -> Option<FnPtr> {
    let ASTNode::Expr(Expr::DynamicConstant(value, _)) = node else { return None };
    let function = value.read_lock::<FnPtr>()?;
    function.is_anonymous().then(|| function.clone())
}

/// The variable that a closure, or the task of it, is assigned to.
fn assigned_to(ancestors: &[ASTNode]) -> Option<String> {
    for node in ancestors.iter().rev() {
        match node {
            ASTNode::Stmt(Stmt::Var(parts, ..)) => return Some(parts.0.name.to_string()),
            ASTNode::Stmt(Stmt::Assignment(parts)) if !parts.0.is_op_assignment() => {
                return target(&parts.1.lhs);
            }
            // What a closure captures is made shared first, in a block of its own.
            ASTNode::Stmt(Stmt::Expr(..)) | ASTNode::Expr(Expr::Stmt(..) | Expr::Dot(..)) => {}
            ASTNode::Expr(Expr::FnCall(call, _)) if call.name == "curry" || starts_task(call) => {}
            ASTNode::Expr(Expr::MethodCall(call, _)) if starts_task(call) => {}
            ASTNode::Expr(Expr::Custom(custom, _)) if custom.tokens.first().is_some_and(is_spawn) => {}
            _ => return None,
        }
    }
    None
}

/// `task` of `task = …` and of `state.task = …`.
fn target(left: &Expr) -> Option<String> {
    match left {
        Expr::Variable(variable, ..) => Some(variable.1.to_string()),
        Expr::Dot(parts, ..) => match &parts.rhs {
            Expr::Property(property, _) => Some(property.2.to_string()),
            rest => target(rest),
        },
        _ => None,
    }
}

fn is_spawn(word: &ImmutableString) -> bool {
    word == "spawn"
}

fn starts_task(call: &FnCallExpr) -> bool {
    STARTERS.contains(&call.name.as_str())
}

/// What the closures of a program do.
struct Bodies<'a> {
    ast: &'a AST,
    /// How many parameters each function has, closures with what they capture.
    parameters: HashMap<ImmutableString, usize>,
    functions: &'a HashSet<ImmutableString>,
}

impl Bodies<'_> {
    /// The only function of the script that a closure calls; where it calls none, the word of the language that it
    /// is nothing but a call of.
    fn only_call(&self, closure: &str) -> Option<String> {
        let mut called = Vec::new();
        let is_a_call = self.calls(closure, &mut called);
        called.sort();
        called.dedup();
        let own: Vec<&ImmutableString> = called.iter().filter(|it| self.functions.contains(*it)).collect();
        match (own.as_slice(), called.as_slice()) {
            ([name], _) => Some(name.to_string()),
            ([], [name]) if is_a_call => Some(name.to_string()),
            _ => None,
        }
    }

    /// Adds what a closure calls. Says whether it is a call and nothing else.
    fn calls(&self, closure: &str, called: &mut Vec<ImmutableString>) -> bool {
        let parameters = self.parameters.get(closure).copied();
        let body = parameters.and_then(|count| self.ast.shared_lib().get_script_fn(closure, count));
        let Some(body) = body else { return false };
        let mut only = Module::new();
        only.set_script_fn(body.clone());
        let body = AST::new([], only);
        let is_call = |statement: &Stmt| match statement {
            Stmt::FnCall(call, _) => call.op_token.is_none(),
            Stmt::Expr(expression) => {
                matches!(&**expression, Expr::FnCall(call, _) if call.op_token.is_none())
                    || matches!(&**expression, Expr::Dot(parts, ..) if matches!(parts.rhs, Expr::MethodCall(..)))
            }
            _ => false,
        };
        let (mut statements, mut is_a_call) = (0, false);
        let mut inner = Vec::new();
        body.walk(&mut |path: &[ASTNode]| {
            let Some((node, ancestors)) = path.split_last() else { return true };
            if let (ASTNode::Stmt(statement), []) = (node, ancestors) {
                (statements, is_a_call) = (statements + 1, is_call(statement));
            }
            if ancestors.iter().any(is_start) {
                return true;
            }
            match node {
                ASTNode::Expr(Expr::FnCall(call, _) | Expr::MethodCall(call, _))
                    if call.op_token.is_none() && !MADE_UP.contains(&call.name.as_str()) =>
                {
                    called.push(call.name.clone());
                }
                node => inner.extend(made(node)),
            }
            true
        });
        let inner = inner.iter().map(FnPtr::fn_name).filter(|it| *it != closure);
        for it in inner {
            self.calls(it, called);
        }
        is_a_call && statements == 1
    }
}

/// Whether what stands inside this belongs to another task.
fn is_start(node: &ASTNode) -> bool {
    match node {
        ASTNode::Expr(Expr::Custom(custom, _)) => custom.tokens.first().is_some_and(is_spawn),
        ASTNode::Expr(Expr::FnCall(call, _) | Expr::MethodCall(call, _)) => starts_task(call),
        _ => false,
    }
}
