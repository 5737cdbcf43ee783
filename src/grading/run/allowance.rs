//! How long one answer may take to be judged.

use std::time::Duration;

/// A judging process is killed after this time. An answer's own limits come long before, also where the computer is busy.
pub const JUDGE_TIMEOUT: Duration = Duration::from_secs(120);

/// What it may use of a processor. So a busy computer does not change a grade.
pub const PROCESSOR_SECONDS: u64 = 10;
