//! Reads and writes of variables that several tasks share, as events: what a lost update is told from.
//!
//! Only what a closure captures can be shared, so only variables of such a name are looked at; and only from
//! the second task on that looks at one. A task's turn tells each variable's first read and first write, for
//! within a turn nobody else can come between.

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::rc::Rc;

use foldhash::HashMap;
use rhai::{AST, ASTNode, Dynamic, Expr, ImmutableString, Scope, Stmt};

use super::checks::{each_check, writes};
use super::data_flow::updates;
use super::noted::Noted;
use super::parts::named;
use super::parts::receiver_of;
use super::shared_values::Told;
use crate::runtime::Runtime;
use crate::script::outcome::line_of;
use crate::trace::{EventKind, TaskId, TextId};

/// How a variable was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    Free,
    /// A method of it is under way.
    InUse,
}

/// What happens to a variable at a place of a program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Access {
    /// A closure captures it here, or something is done to it that cannot be told in these words.
    Touch,
    Read,
    /// Read to decide what to do; what is decided may write it, in a line up to this one.
    Check {
        until: u32,
    },
    Write,
    /// Written, with what was made of a value read from it.
    Update,
    /// Read and written at once: `count += 1`.
    ReadAndUpdate,
}

/// A place where a program names a variable.
struct Place {
    /// Kept, so that its address stays taken.
    name: ImmutableString,
    /// The variable, or the part of it: `account.balance`.
    part: ImmutableString,
    access: Access,
    line: u32,
    /// Which value was seen here last, and in which turn: the second time in a turn tells nothing new.
    last: Cell<(usize, u64)>,
}

/// A variable that exists.
struct Variable {
    first: TaskId,
    is_shared: bool,
    /// Which of its name it is.
    number: u32,
    parts: Vec<Part>,
}

/// What has been told of a variable or a part of it.
struct Part {
    name: ImmutableString,
    text: TextId,
    /// The latest turns in which it was told to be read, to be checked, and to be written.
    read: u64,
    checked: u64,
    written: u64,
    value: Told,
}

/// The places of all programs so far, and the variables seen there in this run.
#[derive(Default)]
pub struct SharedVariables {
    /// By the address of the name, as in [`super::by_value`].
    places: RefCell<HashMap<usize, Place>>,
    noted: Rc<Noted>,
    /// By the address of the value, and the name: an address can be used again.
    variables: RefCell<HashMap<(usize, ImmutableString), Variable>>,
    /// How many there are of a name.
    names: RefCell<HashMap<ImmutableString, u32>>,
}

impl SharedVariables {
    /// None yet. The addresses of their names are added to what is noted.
    pub fn new(noted: &Rc<Noted>) -> SharedVariables {
        SharedVariables { noted: noted.clone(), ..SharedVariables::default() }
    }

    /// Notes the places in a program.
    pub fn note(&self, ast: &AST) {
        let captured = captured(ast);
        if captured.is_empty() {
            return;
        }
        let (places, updates) = (&mut *self.places.borrow_mut(), updates(ast));
        let writes = writes(ast);
        ast.walk(&mut |path: &[ASTNode]| {
            if let Some(ASTNode::Stmt(Stmt::If(flow, _) | Stmt::While(flow, _))) = path.last() {
                each_check(flow, &writes, |condition, until| {
                    note(places, &captured, condition, Access::Check { until });
                });
            }
            let (expression, access) = match path.last() {
                Some(ASTNode::Stmt(Stmt::Assignment(parts))) => {
                    let access = match () {
                        () if parts.0.is_op_assignment() => Access::ReadAndUpdate,
                        () if updates.contains(&parts.1.lhs.start_position()) => Access::Update,
                        () => Access::Write,
                    };
                    (&parts.1.lhs, access)
                }
                Some(ASTNode::Expr(expression)) => match expression {
                    Expr::FnCall(call, _) if call.name == "curry" => {
                        for argument in &call.args {
                            note(places, &captured, argument, Access::Touch);
                        }
                        return true;
                    }
                    _ => (*expression, Access::Read),
                },
                _ => return true,
            };
            note(places, &captured, expression, access);
            true
        });
        places.values().for_each(|place| self.noted.add(&place.name));
    }

    /// The running task is about to use the variable of that name, named at this place.
    #[inline]
    pub fn seen(&self, name: &str, scope: &Scope, runtime: &Runtime) -> Seen {
        if !self.noted.may_have(name) {
            return Seen::Free;
        }
        let places = self.places.borrow();
        if let Some(place) = places.get(&name.as_ptr().addr())
            && let Some(value) = scope.get(name).filter(|it| it.is_shared())
        {
            let Some(address) = address(value) else { return Seen::InUse };
            if place.last.replace((address, runtime.turn())) != (address, runtime.turn()) {
                self.tell(place, value, address, runtime);
            }
        }
        Seen::Free
    }

    /// The occurrences that are noted here.
    pub fn occurrences(&self) -> Vec<ImmutableString> {
        self.places.borrow().values().map(|place| place.name.clone()).collect()
    }

    pub fn forget_occurrences(&self, addresses: &HashSet<usize>) {
        self.places.borrow_mut().retain(|address, _| !addresses.contains(address));
    }

    /// Forgets the variables of the run before.
    pub fn begin_run(&self) {
        self.variables.borrow_mut().clear();
        self.names.borrow_mut().clear();
    }

    fn tell(&self, place: &Place, value: &Dynamic, address: usize, runtime: &Runtime) {
        let Some(me) = runtime.current().map(|task| task.id()) else { return };
        let mut variables = self.variables.borrow_mut();
        let variable = variables.entry((address, place.name.clone())).or_insert_with(|| Variable {
            first: me,
            is_shared: false,
            number: 0,
            parts: Vec::new(),
        });
        variable.is_shared |= variable.first != me;
        if !variable.is_shared || place.access == Access::Touch {
            return;
        }
        if variable.number == 0 {
            let mut names = self.names.borrow_mut();
            let count = names.entry(place.name.clone()).or_default();
            *count += 1;
            variable.number = *count;
        }
        let number = variable.number;
        let index = variable.parts.iter().position(|it| it.name == place.part).unwrap_or_else(|| {
            let name = if number == 1 { place.part.to_string() } else { format!("{} #{number}", place.part) };
            let text = runtime.recording().name(&name);
            variable.parts.push(Part {
                name: place.part.clone(),
                text,
                read: 0,
                checked: 0,
                written: 0,
                value: Told::default(),
            });
            variable.parts.len() - 1
        });
        let (part, turn) = (&mut variable.parts[index], runtime.turn());
        let variable = part.text;
        let path = place.part.strip_prefix(place.name.as_str()).unwrap_or_default();
        part.value.used((me, place.line), value, path, variable, runtime);
        let reads = matches!(place.access, Access::Read | Access::ReadAndUpdate);
        if let Access::Check { until } = place.access
            && std::mem::replace(&mut part.checked, turn) != turn
        {
            part.read = turn;
            runtime.recording().record(me, place.line, EventKind::Checked { variable, until });
        }
        if reads && std::mem::replace(&mut part.read, turn) != turn {
            runtime.recording().record(me, place.line, EventKind::Read { variable });
        }
        let written = match place.access {
            Access::Write => EventKind::Wrote { variable },
            Access::Update | Access::ReadAndUpdate => EventKind::Updated { variable },
            Access::Read | Access::Check { .. } | Access::Touch => return,
        };
        if std::mem::replace(&mut part.written, turn) != turn {
            runtime.recording().record(me, place.line, written);
        }
    }
}

/// The names of all variables that closures capture, or that begin the chain after a `spawn`.
fn captured(ast: &AST) -> Vec<ImmutableString> {
    let mut names: Vec<ImmutableString> = Vec::new();
    ast.walk(&mut |path: &[ASTNode]| {
        match path.last() {
            Some(ASTNode::Stmt(Stmt::Share(shared))) => {
                names.extend(shared.iter().map(|(one, _)| one.name.clone()));
            }
            Some(ASTNode::Expr(Expr::Custom(custom, _))) => {
                names.extend(custom.inputs.first().and_then(|it| receiver_of(it)).cloned());
            }
            _ => {}
        }
        true
    });
    names.sort();
    names.dedup();
    names
}

fn note(places: &mut HashMap<usize, Place>, captured: &[ImmutableString], expression: &Expr, access: Access) {
    let (root, position, part) = match named(expression) {
        Some(named) => named,
        None => return,
    };
    if !captured.contains(root) {
        return;
    }
    // What is said of `account.balance` is not said again of the `account` in it.
    let access = if part.is_some() { access } else { Access::Touch };
    let part = part.unwrap_or_default().into();
    let place = Place { name: root.clone(), part, access, line: line_of(position), last: Cell::default() };
    places.entry(root.as_ptr().addr()).or_insert(place);
}

/// Where a shared value lies; none while it is in use.
fn address(value: &Dynamic) -> Option<usize> {
    value.read_lock::<Dynamic>().map(|inner| std::ptr::from_ref(&*inner).addr())
}
