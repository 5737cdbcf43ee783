//! Values that are written once and pointed to by number.

use std::collections::HashMap;
use std::hash::Hash;

/// Values in the order in which they came. Number 0 is for none.
pub(super) struct Interned<T> {
    values: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T: Clone + Eq + Hash> Interned<T> {
    pub fn new() -> Interned<T> {
        Interned { values: Vec::new(), numbers: HashMap::new() }
    }

    /// The number of a value, from 1.
    pub fn number(&mut self, value: T) -> usize {
        if let Some(number) = self.numbers.get(&value) {
            return *number;
        }
        self.values.push(value.clone());
        self.numbers.insert(value, self.values.len());
        self.values.len()
    }

    /// The first of them has number 1.
    pub fn values(&self) -> &[T] {
        &self.values
    }
}
