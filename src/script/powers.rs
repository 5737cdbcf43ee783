//! Which functions only keep themselves going: nothing that they call can let a waiting task go on. A ticker is one.
//!
//! What is not known for certain counts as being able to.

use std::cell::RefCell;
use std::collections::HashSet;

use foldhash::HashMap;
use rhai::{AST, ASTNode, Expr, FnCallExpr, FnPtr, Module, Stmt};

/// Calls that let nobody go on. Operators are none of these.
const HARMLESS: &[&str] = &[
    "abs",
    "busy",
    "curry",
    "debug",
    "floor",
    "is_empty",
    "len",
    "max",
    "min",
    "mark",
    "now",
    "pop",
    "print",
    "push",
    "range",
    "round",
    "sleep",
    "sleep_blocking",
    "sqrt",
    "to_float",
    "to_int",
    "to_string",
    "yield_now",
];

/// What a function calls.
#[derive(Default)]
struct Calls {
    /// Functions, as [`key`] has them, and methods by their bare names.
    names: Vec<String>,
    /// Whether it does something of which more cannot be known.
    is_unknown: bool,
}

/// A function by its name and the number of its parameters; a closure by the engine's name for it alone.
pub fn key(name: &str, parameters: usize) -> String {
    if name.starts_with("anon$") { name.to_owned() } else { format!("{name}/{parameters}") }
}

/// The functions and closures of all programs so far, by [`key`].
#[derive(Default)]
pub struct Powers {
    functions: RefCell<HashMap<String, Calls>>,
    /// What has been found out about them since they last changed.
    known: RefCell<HashMap<String, bool>>,
}

impl Powers {
    /// Notes the functions of a program.
    pub fn note(&self, ast: &AST) {
        self.known.borrow_mut().clear();
        let mut functions = self.functions.borrow_mut();
        let defined: Vec<(String, usize)> =
            ast.iter_functions().map(|it| (it.name.to_owned(), it.params.len())).collect();
        for (name, parameters) in defined {
            let Some(function) = ast.shared_lib().get_script_fn(&name, parameters) else { continue };
            let mut only = Module::new();
            only.set_script_fn(function.clone());
            // One that is defined again is both.
            let calls = functions.entry(key(&name, parameters)).or_default();
            AST::new([], only).walk(&mut |path: &[ASTNode]| {
                if let Some(node) = path.last() {
                    calls.add(node);
                }
                true
            });
        }
    }

    pub fn forget_closure(&self, name: &str) {
        self.known.borrow_mut().clear();
        self.functions.borrow_mut().remove(name);
    }

    /// Whether nothing that the function of this [`key`] does can let another task go on, but its end.
    pub fn keeps_to_itself(&self, key: &str) -> bool {
        if let Some(known) = self.known.borrow().get(key) {
            return *known;
        }
        let found = self.look_through(key);
        self.known.borrow_mut().insert(key.to_owned(), found);
        found
    }

    fn look_through(&self, key: &str) -> bool {
        let functions = self.functions.borrow();
        let (mut open, mut seen) = (vec![key], HashSet::from([key]));
        while let Some(name) = open.pop() {
            let Some(calls) = functions.get(name).filter(|it| !it.is_unknown) else { return false };
            for called in &calls.names {
                let is_own = functions.contains_key(called);
                let bare = called.split('/').next().unwrap_or_default();
                if !is_own && !HARMLESS.contains(&bare) {
                    return false;
                }
                if is_own && seen.insert(called) {
                    open.push(called);
                }
            }
        }
        true
    }
}

impl Calls {
    fn add(&mut self, node: &ASTNode) {
        match node {
            ASTNode::Expr(Expr::FnCall(call, _)) => self.add_call(call),
            ASTNode::Expr(Expr::MethodCall(call, _)) => self.names.push(call.name.to_string()),
            ASTNode::Expr(Expr::DynamicConstant(value, _)) => {
                self.names.extend(value.read_lock::<FnPtr>().map(|it| it.fn_name().to_owned()));
            }
            ASTNode::Expr(Expr::Custom(custom, _)) => {
                self.is_unknown |= custom.tokens.first().is_none_or(|word| word != "spawn");
            }
            // A loop may take messages out of a channel, and so make room.
            ASTNode::Stmt(Stmt::For(parts, _)) => self.is_unknown |= !is_plain(&parts.2.expr),
            ASTNode::Stmt(Stmt::FnCall(call, _)) => self.add_call(call),
            ASTNode::Stmt(Stmt::Import(..)) => self.is_unknown = true,
            _ => {}
        }
    }

    fn add_call(&mut self, call: &FnCallExpr) {
        if call.op_token.is_none() {
            self.is_unknown |= !call.namespace.is_empty();
            self.names.push(key(&call.name, call.args.len()));
        }
    }
}

/// Whether this is a range or an array, as it is written.
fn is_plain(expression: &Expr) -> bool {
    match expression {
        Expr::Array(..) | Expr::IntegerConstant(..) | Expr::DynamicConstant(..) => true,
        Expr::FnCall(call, _) => call.op_token.is_some() || call.name == "range",
        _ => false,
    }
}
