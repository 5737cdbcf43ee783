//! What tests try at random, and how much of it: a few fixed samples each time, many in the long run. `PROPTEST_CASES`
//! decides, as for properties.

/// What `.cargo/config.toml` says for `cargo test`.
const FEW_CASES: usize = 32;

fn cases() -> usize {
    std::env::var("PROPTEST_CASES").ok().and_then(|it| it.parse().ok()).unwrap_or(FEW_CASES)
}

/// So many in `cargo test`, and in the long run as many times more as there are cases of a property.
pub fn samples(few: usize) -> usize {
    few * cases().max(FEW_CASES) / FEW_CASES
}

/// Every `step`th of them in `cargo test`, and all in the long run: for sizes and the like, of which one stands for its
/// neighbours. Cases that differ in kind are all tried, if need be by `.ci/run` alone.
pub fn sampled<T>(all: impl IntoIterator<Item = T>, step: usize) -> impl Iterator<Item = T> {
    all.into_iter().step_by(if cases() > FEW_CASES { 1 } else { step })
}

/// Numbers that a seed alone decides (SplitMix64).
pub struct Numbers(pub u64);

impl Numbers {
    /// The next of them, from 0 to below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end
    }

    /// One of these.
    pub fn choose<T: Copy>(&mut self, all: &[T]) -> T {
        all[usize::try_from(self.below(all.len() as u64)).unwrap()]
    }
}
