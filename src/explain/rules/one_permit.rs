//! A semaphore that let only one task at a time go on.

use crate::explain::{Account, Finding};

pub fn check(_: &Account) -> Vec<Finding> {
    Vec::new()
}
