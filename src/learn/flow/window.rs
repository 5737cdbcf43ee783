//! How large the learner's window is.

use crate::learn::markdown::Style;

/// Where it is shown.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    pub style: Style,
    /// As many as there may be where nothing scrolls away.
    pub rows: usize,
}
