//! A small hash that is the same on every machine and in every version (FNV-1a). Not against attackers.

/// The hash of some bytes.
pub fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

/// Shuffles, always in the same way for the same `seed`.
pub fn shuffle<T>(seed: &str, items: &mut [T]) {
    let mut state = hash(seed.as_bytes()) | 1;
    for last in (1..items.len()).rev() {
        // Xorshift: any would do.
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        items.swap(last, (state % (last as u64 + 1)) as usize);
    }
}
