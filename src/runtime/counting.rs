//! How many entries of lists have been looked through: for tests, which count that what is done often costs the same
//! however often it is done. Elsewhere it does nothing.

#[cfg(test)]
thread_local! {
    static LOOKED_AT: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// So many entries are looked through.
#[inline]
pub(super) fn look_at(entries: usize) {
    #[cfg(test)]
    LOOKED_AT.set(LOOKED_AT.get() + entries);
    let _ = entries;
}

/// How many have been on this thread.
#[cfg(test)]
pub(super) fn looked_at() -> usize {
    LOOKED_AT.get()
}
