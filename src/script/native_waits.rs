//! Words that only wait: those of which a call is a whole task that needs no stack. How they are made is in
//! `waiting_word.rs`.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use rhai::{Dynamic, Position};

use super::outcome::Outcome;

/// The future of one call.
pub type PendingCall = Pin<Box<dyn Future<Output = Outcome>>>;

/// Makes that of a call with these arguments at a position, in `E`, if they are of the word's types. The number is how many
/// operations the script would have counted before the call.
pub type Begin<E> = Rc<dyn Fn(&Rc<E>, &[Dynamic], Position, usize) -> Option<PendingCall>>;

/// One word. A method's object is its first argument.
struct Word<E> {
    arguments: usize,
    begin: Begin<E>,
}

/// The words, under the names that call them.
pub struct NativeWaits<E>(RefCell<HashMap<String, Vec<Word<E>>>>);

impl<E> Default for NativeWaits<E> {
    fn default() -> Self {
        NativeWaits(RefCell::default())
    }
}

impl<E> NativeWaits<E> {
    /// One more. Several may have a name.
    pub fn add(&self, name: &str, arguments: usize, begin: Begin<E>) {
        self.0.borrow_mut().entry(name.to_owned()).or_default().push(Word { arguments, begin });
    }

    /// The future of a call of the word `name`, if there is one that takes these arguments. `operations` is how many the script
    /// would have counted before the call.
    pub fn begin(
        &self,
        environment: &Rc<E>,
        name: &str,
        arguments: &[Dynamic],
        position: Position,
        operations: usize,
    ) -> Option<PendingCall> {
        let words = self.0.borrow();
        let mut of_count = words.get(name)?.iter().filter(|word| word.arguments == arguments.len());
        of_count.find_map(|word| (word.begin)(environment, arguments, position, operations))
    }

    /// Forgets the words, so that all tasks have stacks.
    #[cfg(test)]
    pub fn clear(&self) {
        self.0.borrow_mut().clear();
    }
}
