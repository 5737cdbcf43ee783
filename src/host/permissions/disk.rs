//! How much a sandbox's scripts may write to the disk.

use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes that the scripts of one sandbox may write in all.
const MAX_BYTES: u64 = 256 << 20;
/// What a write counts as at least: files take room in whole blocks.
const BLOCK: u64 = 4096;

/// What may still be written. What is removed or written over is not given back.
#[derive(Debug)]
pub struct DiskQuota {
    most: u64,
    left: AtomicU64,
}

impl Default for DiskQuota {
    fn default() -> Self {
        DiskQuota::of(MAX_BYTES)
    }
}

impl DiskQuota {
    /// One of that many bytes in all.
    pub fn of(most: u64) -> DiskQuota {
        DiskQuota { most, left: AtomicU64::new(most) }
    }

    /// Counts a write, before it is made.
    ///
    /// # Errors
    /// Where it would be too much; the text says so, and nothing is counted.
    pub fn charge(&self, bytes: u64) -> Result<(), String> {
        let cost = bytes.max(BLOCK);
        let charged =
            self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(cost));
        charged
            .map(drop)
            .map_err(|_| format!("the sandbox is full: its scripts may write {} MB in all", self.most >> 20))
    }

    /// Counts what has been written already.
    pub fn spend(&self, bytes: u64) {
        let spend = |left: u64| Some(left.saturating_sub(bytes));
        let _ = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend);
    }

    /// Bytes that may still be written.
    pub fn left(&self) -> u64 {
        self.left.load(Ordering::Relaxed)
    }
}
