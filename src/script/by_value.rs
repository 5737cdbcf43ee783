//! Captured variables whose methods wait: `ch.recv()`, `task.await`, `forks[i].lock(…)`, `account.load()`.
//!
//! A variable that closures share is locked by Rhai as long as one of its methods runs. For a method that
//! waits this would be the whole wait, and another task that so much as looks at the variable would fail.
//! So at exactly these places the variable is given as a copy. What is copied are handles, and a copy of a
//! handle means the same object; and closures in maps that do not look at `this`, which a copy of the map would do
//! as well. Everywhere else variables stay what they are. The same holds for a closure that is called,
//! `work.call()`: what it does may wait. And `list.filter(|x| x > list[0])` gets a copy of the list, for
//! otherwise its closure would find it locked.

use std::cell::RefCell;
use std::collections::HashSet;
use std::rc::Rc;

use foldhash::HashMap;
use rhai::{
    AST, ASTFlags, ASTNode, Array, BinaryExpr, Dynamic, EvalAltResult, Expr, FnCallExpr, FnPtr,
    ImmutableString, Map, Module, Position, Stmt,
};

use super::handles::is_handle;
use super::noted::Noted;
use super::parts::receiver_of;
use crate::script::outcome::Outcome;

/// The methods and properties that may suspend, and one that is often handed a closure with the object in it.
const WAITING: &[&str] = &[
    "await",
    "recv",
    "accept",
    "read",
    "read_line",
    "write",
    "send",
    "lock",
    "acquire",
    "wait",
    "wait_for",
    "join",
    "tick",
    "spawn_child",
    "execute",
    "query",
    "transaction",
    "execute_blocking",
    "query_blocking",
    "transaction_blocking",
];

/// Methods of collections that call a closure and change nothing.
const LOOKING: &[&str] = &[
    "all",
    "filter",
    "filter_map",
    "find",
    "find_index",
    "find_map",
    "index_of",
    "map",
    "reduce",
    "reduce_rev",
    "some",
];

/// Methods of collections that call a closure and change the collection, so that a copy would not do.
const CHANGING: &[&str] = &["dedup", "drain", "for_each", "retain", "sort"];

/// Calls a closure; of other values it is the closure's `this`.
const CALL: &str = "call";

/// How deep in arrays and maps handles are looked for.
const DEPTH: usize = 3;

/// Where in the programs so far a variable is to be given as a copy. A place is known by the address of the
/// variable's name there: each occurrence has a name of its own, because names are not interned.
#[derive(Default)]
pub struct CopySites {
    places: RefCell<HashMap<usize, Place>>,
    noted: Rc<Noted>,
    /// Closures that look at `this`.
    of_this: RefCell<HashSet<ImmutableString>>,
}

/// An occurrence of a variable. Its name is kept, so that its address stays taken.
struct Place {
    name: ImmutableString,
    wanted: Vec<Wanted>,
}

/// Of which values a copy is given.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Wanted {
    Handles,
    Closures,
    /// Maps with a closure there. So little is copied of them as is needed to find it.
    Method(Vec<Step>),
    All,
    /// None: the method changes the value and calls a closure that looks at it.
    Itself,
    /// None: it is the variable of a `for` loop that begins the chain after a `spawn`.
    OfLoop,
    /// None: it is the variable of a `catch`.
    OfCatch,
}

/// A step from a value to a part of it.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Member(ImmutableString),
    Index,
}

impl CopySites {
    /// None yet. Their addresses are added to what is noted.
    pub fn new(noted: &Rc<Noted>) -> CopySites {
        CopySites { noted: noted.clone(), ..CopySites::default() }
    }

    /// Notes the places in a program.
    pub fn note(&self, ast: &AST) {
        self.note_closures(ast);
        ast.walk(&mut |path: &[ASTNode]| {
            let Some((node, ancestors)) = path.split_last() else { return true };
            let expression = match node {
                ASTNode::Expr(expression) => expression,
                ASTNode::Stmt(Stmt::TryCatch(parts, _)) => {
                    self.note_caught(&parts.expr, parts.branch.statements());
                    return true;
                }
                _ => return true,
            };
            match expression {
                Expr::Dot(parts, options, _) | Expr::Index(parts, options, _) => {
                    if let Expr::Variable(variable, ..) = &parts.lhs {
                        let is_index = matches!(expression, Expr::Index(..));
                        let wanted = wanted(&variable.1, parts, *options, is_index);
                        wanted.into_iter().for_each(|it| self.add(&variable.1, it));
                    }
                }
                Expr::Custom(custom, _) => {
                    if let Some(name) = custom.inputs.first().and_then(|it| receiver_of(it))
                        && is_of_loop(name, ancestors)
                    {
                        self.add(name, Wanted::OfLoop);
                    }
                }
                _ => {}
            }
            true
        });
    }

    /// Notes the uses of a `catch`'s variable.
    fn note_caught(&self, variable: &Expr, branch: &[Stmt]) {
        let Expr::Variable(caught, ..) = variable else { return };
        for statement in branch {
            statement.walk(&mut Vec::new(), &mut |path: &[ASTNode]| {
                if let Some(ASTNode::Expr(Expr::Variable(variable, ..))) = path.last()
                    && variable.1 == caught.1
                {
                    self.add(&variable.1, Wanted::OfCatch);
                }
                true
            });
        }
    }

    fn note_closures(&self, ast: &AST) {
        for function in ast.iter_fn_def().filter(|it| it.name.starts_with("anon$")) {
            let mut module = Module::new();
            module.set_script_fn(function.clone());
            let mut looks_at_this = false;
            AST::new([], module).walk(&mut |path: &[ASTNode]| {
                looks_at_this |= matches!(path.last(), Some(ASTNode::Expr(Expr::ThisPtr(_))));
                !looks_at_this
            });
            if looks_at_this {
                self.of_this.borrow_mut().insert(function.name.clone());
            }
        }
    }

    /// How many of the references to this closure's name are held here.
    pub fn holds_closure(&self, name: &str) -> usize {
        usize::from(self.of_this.borrow().contains(name))
    }

    pub fn forget_closure(&self, name: &str) {
        self.of_this.borrow_mut().remove(name);
    }

    /// The occurrences that are noted here.
    pub fn occurrences(&self) -> Vec<ImmutableString> {
        self.places.borrow().values().map(|place| place.name.clone()).collect()
    }

    pub fn forget_occurrences(&self, addresses: &HashSet<usize>) {
        self.places.borrow_mut().retain(|address, _| !addresses.contains(address));
    }

    fn add(&self, name: &ImmutableString, wanted: Wanted) {
        self.noted.add(name);
        let mut places = self.places.borrow_mut();
        let place = places.entry(address(name));
        let place = place.or_insert_with(|| Place { name: name.clone(), wanted: Vec::new() });
        place.wanted.push(wanted);
    }

    /// Whether this occurrence is the variable of a `for` loop that begins the chain after a `spawn`.
    pub fn is_of_loop(&self, name: &str) -> bool {
        self.is(name, &Wanted::OfLoop)
    }

    /// Whether this occurrence is the variable of a `catch`.
    pub fn is_of_catch(&self, name: &str) -> bool {
        self.is(name, &Wanted::OfCatch)
    }

    fn is(&self, name: &str, wanted: &Wanted) -> bool {
        let is_wanted = |place: &Place| place.wanted.contains(wanted);
        self.noted.may_have(name) && self.places.borrow().get(&address(name)).is_some_and(is_wanted)
    }

    /// The copy that is to be given of a variable's value at this place, if one is.
    ///
    /// # Errors
    ///
    /// Where the variable's own method would find it in use.
    pub fn copy(&self, name: &str, find: impl FnOnce() -> Option<Dynamic>) -> Outcome<Option<Dynamic>> {
        if !self.noted.may_have(name) {
            return Ok(None);
        }
        let places = self.places.borrow();
        let Some((place, value)) = places.get(&address(name)).and_then(|place| Some((place, find()?))) else {
            return Ok(None);
        };
        let is_list = || value.read_lock::<Array>().is_some_and(|items| !items.is_empty());
        if place.wanted.contains(&Wanted::Itself) && is_list() {
            return Err(in_use(name));
        }
        let copy = |wanted: &Wanted| match wanted {
            Wanted::Handles => holds_handle(&value, DEPTH).then(|| value.flatten_clone()),
            Wanted::Closures => value.is_fnptr().then(|| value.flatten_clone()),
            Wanted::All => value.read_lock::<Dynamic>().map(|value| value.clone()),
            Wanted::Method(steps) => self.only(&value, steps),
            Wanted::Itself | Wanted::OfLoop | Wanted::OfCatch => None,
        };
        Ok(place.wanted.iter().find_map(copy))
    }

    /// So little of a value that these steps lead to the same closure; none where they lead to no closure, or to
    /// one that looks at `this`.
    fn only(&self, value: &Dynamic, steps: &[Step]) -> Option<Dynamic> {
        let Some((step, rest)) = steps.split_first() else {
            let function = value.read_lock::<FnPtr>()?;
            return (!self.of_this.borrow().contains(function.fn_name())).then(|| function.clone().into());
        };
        match step {
            Step::Member(name) => {
                let map = value.read_lock::<Map>()?;
                let part = self.only(map.get(name.as_str())?, rest)?;
                Some(Map::from([(name.as_str().into(), part)]).into())
            }
            Step::Index => {
                if let Some(items) = value.read_lock::<Array>() {
                    return items
                        .iter()
                        .map(|item| self.only(item, rest))
                        .collect::<Option<Array>>()
                        .map(Into::into);
                }
                let map = value.read_lock::<Map>()?;
                let parts = map.iter().map(|(name, item)| Some((name.clone(), self.only(item, rest)?)));
                parts.collect::<Option<Map>>().map(Into::into)
            }
        }
    }
}

/// Rhai would say so, too, but not where.
pub fn in_use(name: &str) -> Box<EvalAltResult> {
    EvalAltResult::ErrorDataRace(name.to_owned(), Position::NONE).into()
}

fn address(name: &str) -> usize {
    name.as_ptr().addr()
}

/// What is to be copied of the variable of that name before these parts.
fn wanted(name: &str, parts: &BinaryExpr, options: ASTFlags, is_index: bool) -> Vec<Wanted> {
    let first = match &parts.rhs {
        Expr::Dot(rest, ..) | Expr::Index(rest, ..) => &rest.lhs,
        last => last,
    };
    let mut wanted = Vec::new();
    if is_chain_waiting(parts, options) {
        wanted.push(Wanted::Handles);
    }
    if let Expr::MethodCall(call, _) = first {
        if call.name == CALL {
            wanted.push(Wanted::Closures);
        } else if LOOKING.contains(&call.name.as_str()) && captures(call, name) {
            wanted.push(Wanted::All);
        } else if CHANGING.contains(&call.name.as_str()) && captures(call, name) {
            wanted.push(Wanted::Itself);
        }
    }
    let mut steps = Vec::new();
    if leads_to_method(&mut steps, parts, options, is_index) {
        wanted.push(Wanted::Method(steps));
    }
    wanted
}

/// Whether the parts lead to a method, by which steps.
fn leads_to_method(steps: &mut Vec<Step>, parts: &BinaryExpr, options: ASTFlags, is_index: bool) -> bool {
    let goes_on = !options.intersects(ASTFlags::BREAK);
    let (step, rest) = match &parts.rhs {
        Expr::Dot(rest, inner, _) if goes_on => (&rest.lhs, Some((rest, *inner, false))),
        Expr::Index(rest, inner, _) if goes_on => (&rest.lhs, Some((rest, *inner, true))),
        last => (last, None),
    };
    match step {
        _ if is_index => steps.push(Step::Index),
        Expr::Property(property, _) => steps.push(Step::Member(property.2.clone())),
        Expr::MethodCall(call, _) => {
            steps.push(Step::Member(call.name.clone()));
            return true;
        }
        _ => return false,
    }
    rest.is_some_and(|(rest, inner, is_index)| leads_to_method(steps, rest, inner, is_index))
}

/// Whether a closure among the arguments captures the variable of that name.
fn captures(call: &FnCallExpr, name: &str) -> bool {
    let mut found = false;
    for argument in &call.args {
        argument.walk(&mut Vec::new(), &mut |path: &[ASTNode]| {
            if let Some(ASTNode::Stmt(Stmt::Share(shared))) = path.last() {
                found |= shared.iter().any(|(one, _)| one.name == name);
            }
            true
        });
    }
    found
}

/// Whether a variable of that name is that of a `for` loop around, and not of a block in it.
fn is_of_loop(name: &str, ancestors: &[ASTNode]) -> bool {
    let makes = |statement: &Stmt| matches!(statement, Stmt::Var(parts, ..) if parts.0.name == name);
    for node in ancestors.iter().rev() {
        match node {
            ASTNode::Stmt(Stmt::For(parts, _)) => {
                if parts.2.body.iter().any(makes) {
                    return false;
                }
                let is_counter = parts.1.as_ref().is_some_and(|counter| counter.name == name);
                if parts.0.name == name || is_counter {
                    return true;
                }
            }
            ASTNode::Stmt(Stmt::Block(block)) if block.iter().any(makes) => return false,
            _ => {}
        }
    }
    false
}

/// Whether some part of `variable.part.part` or `variable[index].part` waits.
fn is_chain_waiting(parts: &BinaryExpr, options: ASTFlags) -> bool {
    match &parts.rhs {
        Expr::Dot(rest, inner, _) | Expr::Index(rest, inner, _) if !options.intersects(ASTFlags::BREAK) => {
            is_waiting(&rest.lhs) || is_chain_waiting(rest, *inner)
        }
        last => is_waiting(last),
    }
}

fn is_waiting(part: &Expr) -> bool {
    match part {
        Expr::MethodCall(call, _) => WAITING.contains(&call.name.as_str()),
        Expr::Property(property, _) => WAITING.contains(&property.2.as_str()),
        _ => false,
    }
}

/// Whether this is a handle, or a collection with a handle in it.
fn holds_handle(value: &Dynamic, depth: usize) -> bool {
    if value.is_locked() || depth == 0 {
        return false;
    }
    if let Some(items) = value.read_lock::<Array>() {
        return items.iter().any(|item| holds_handle(item, depth - 1));
    }
    if let Some(items) = value.read_lock::<Map>() {
        return items.values().any(|item| holds_handle(item, depth - 1));
    }
    is_handle(value)
}
