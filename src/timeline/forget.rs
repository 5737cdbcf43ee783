//! Where items of a list go when others of it are forgotten.

use std::ops::Range;

/// Where the items went that stayed.
pub(super) struct Moved {
    /// For each old index, and for the end, how many items before it stayed.
    stayed_before: Vec<usize>,
}

impl Moved {
    /// Keeps the items for which `stays` holds.
    pub fn keep<T>(items: &mut Vec<T>, mut stays: impl FnMut(&T) -> bool) -> Moved {
        let mut count = 0;
        let mut stayed_before = Vec::with_capacity(items.len() + 1);
        items.retain(|item| {
            stayed_before.push(count);
            let stays = stays(item);
            count += usize::from(stays);
            stays
        });
        stayed_before.push(count);
        if items.capacity() > 2 * items.len() {
            items.shrink_to_fit();
        }
        Moved { stayed_before }
    }

    /// The new index of an item; none where it has gone.
    pub fn get(&self, index: usize) -> Option<usize> {
        let (before, with) = (*self.stayed_before.get(index)?, *self.stayed_before.get(index + 1)?);
        (with > before).then_some(before)
    }

    /// The items of a range that stayed; an open end stays open.
    pub fn range(&self, range: &Range<usize>) -> Range<usize> {
        let moved = |index: usize| self.stayed_before.get(index).copied().unwrap_or(index);
        moved(range.start)..moved(range.end)
    }
}
