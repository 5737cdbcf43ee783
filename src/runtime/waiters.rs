//! Who waits for something, in the order in which they began. Each comes and goes at the same cost, however many there are.

use super::counting::look_at;

/// Those who wait, by their numbers.
pub(super) struct Waiters<T> {
    /// In the order of their numbers. One who has gone leaves a gap, until half are gaps.
    list: Vec<(u64, Option<T>)>,
    gone: usize,
}

impl<T> Default for Waiters<T> {
    fn default() -> Self {
        Waiters { list: Vec::new(), gone: 0 }
    }
}

impl<T> Waiters<T> {
    /// One more. Gives its number.
    pub fn add(&mut self, waiter: T) -> u64 {
        // After all that are known, gone or not.
        let number = self.list.last().map_or(0, |(last, _)| last + 1);
        self.list.push((number, Some(waiter)));
        number
    }

    pub fn get_mut(&mut self, number: u64) -> Option<&mut T> {
        let index = self.list.binary_search_by_key(&number, |(number, _)| *number).ok()?;
        self.list[index].1.as_mut()
    }

    pub fn remove(&mut self, number: u64) {
        let Ok(index) = self.list.binary_search_by_key(&number, |(number, _)| *number) else { return };
        self.gone += usize::from(self.list[index].1.take().is_some());
        look_at(1);
        if 2 * self.gone > self.list.len() {
            look_at(self.list.len());
            self.list.retain(|(_, waiter)| waiter.is_some());
            self.gone = 0;
        }
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn len(&self) -> usize {
        self.list.len() - self.gone
    }

    /// Takes all of them, the first first.
    pub fn take(&mut self) -> impl Iterator<Item = T> + use<T> {
        self.gone = 0;
        std::mem::take(&mut self.list).into_iter().filter_map(|(_, waiter)| waiter)
    }
}
