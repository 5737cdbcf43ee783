//! What tasks know of the script around them: its functions, modules and constants. Those that one place starts share it.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use rhai::{GlobalRuntimeState, Module};

/// What the latest task was given, while a task that has not begun has it.
#[derive(Default)]
pub struct Surroundings(RefCell<Weak<GlobalRuntimeState>>);

impl Surroundings {
    /// What a new task knows whose starter knows this: the same, at the bottom of a stack.
    pub fn of(&self, starter: &GlobalRuntimeState) -> Rc<GlobalRuntimeState> {
        let latest = self.0.borrow().upgrade();
        latest.filter(|it| is_same(it, starter)).unwrap_or_else(|| {
            let mut global = starter.clone();
            global.level = 0;
            let global = Rc::new(global);
            *self.0.borrow_mut() = Rc::downgrade(&global);
            global
        })
    }
}

/// Whether two are the same but for how deep in calls they are, and what they have counted.
fn is_same(one: &GlobalRuntimeState, other: &GlobalRuntimeState) -> bool {
    fn is_same_place<T: ?Sized>(one: Option<&Rc<T>>, other: Option<&Rc<T>>) -> bool {
        one.map(Rc::as_ptr) == other.map(Rc::as_ptr)
    }
    fn functions(it: &GlobalRuntimeState) -> impl Iterator<Item = *const Module> {
        it.lib.iter().map(Rc::as_ptr)
    }
    fn imports(it: &GlobalRuntimeState) -> impl Iterator<Item = (&str, *const Module)> {
        it.iter_imports_raw().map(|(name, module)| (name.as_str(), Rc::as_ptr(module)))
    }
    functions(one).eq(functions(other))
        && imports(one).eq(imports(other))
        && is_same_place(one.constants.as_ref(), other.constants.as_ref())
        && is_same_place(one.embedded_module_resolver.as_ref(), other.embedded_module_resolver.as_ref())
        && one.source == other.source
        && (one.num_modules_loaded, one.scope_level, one.always_search_scope)
            == (other.num_modules_loaded, other.scope_level, other.always_search_scope)
        && one.tag.is_unit()
        && other.tag.is_unit()
}
