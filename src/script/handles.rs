//! Values that stand for something that tasks share: a task, a channel, a database. A copy of one means the same thing.
//!
//! Each kind says itself how it is shown, so that what prints values knows none of them.

use std::any::TypeId;
use std::cell::RefCell;
use std::collections::HashMap;

use rhai::Dynamic;

/// How a value of some kind is shown; none where the value is in use.
type Show = fn(&Dynamic) -> Option<String>;

thread_local! {
    static KINDS: RefCell<HashMap<TypeId, Show>> = RefCell::default();
}

/// Makes `T` known as a kind whose copies mean the same thing. `show` gives its text.
pub fn know<T: Clone + 'static>(show: Show) {
    KINDS.with_borrow_mut(|kinds| kinds.insert(TypeId::of::<T>(), show));
}

/// Whether copies of this value mean the same thing.
pub fn is_handle(value: &Dynamic) -> bool {
    KINDS.with_borrow(|kinds| kinds.contains_key(&value.type_id()))
}

/// The text of such a value.
pub fn shown(value: &Dynamic) -> Option<String> {
    let show = KINDS.with_borrow(|kinds| kinds.get(&value.type_id()).copied());
    show.and_then(|show| show(value))
}
