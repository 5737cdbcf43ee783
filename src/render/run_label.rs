//! What a run is called above its picture.

use crate::timeline::Nanos;

/// What a run is called, over its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RunLabel {
    pub at: Nanos,
    pub text: String,
}
