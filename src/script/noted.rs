//! Which occurrences of variables are noted, roughly: most are told from those by one look at a bit. An occurrence is known
//! by the address of its name.

use std::cell::Cell;

const WORDS: usize = 64;

/// A bit for each so many addresses. What is forgotten elsewhere stays noted here.
pub struct Noted([Cell<u64>; WORDS]);

impl Default for Noted {
    fn default() -> Self {
        Noted([const { Cell::new(0) }; WORDS])
    }
}

impl Noted {
    pub fn add(&self, name: &str) {
        self.add_address(name.as_ptr().addr());
    }

    /// Whether this occurrence may have been added. If not, it has not been.
    #[inline]
    pub fn may_have(&self, name: &str) -> bool {
        self.may_have_address(name.as_ptr().addr())
    }

    fn add_address(&self, address: usize) {
        let (word, bit) = place(address);
        word_of(&self.0, word).set(word_of(&self.0, word).get() | bit);
    }

    #[inline]
    fn may_have_address(&self, address: usize) -> bool {
        let (word, bit) = place(address);
        word_of(&self.0, word).get() & bit != 0
    }
}

#[inline]
fn place(address: usize) -> (usize, u64) {
    // What is allocated lies at multiples of 8 or 16.
    let mixed = (address >> 4) ^ (address >> 16);
    (mixed >> 6, 1 << (mixed & 63))
}

#[inline]
fn word_of(words: &[Cell<u64>; WORDS], word: usize) -> &Cell<u64> {
    &words[word % WORDS]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_added_is_found_and_little_else() {
        let noted = Noted::default();
        let address = |index: usize| 0x7f00_0000_1000 + 48 * index;
        (0..100).for_each(|index| noted.add_address(address(index)));
        assert!((0..100).all(|index| noted.may_have_address(address(index))));
        let mistaken = (100..1_100).filter(|index| noted.may_have_address(address(*index))).count();
        assert!(mistaken < 200, "{mistaken}");
    }
}
