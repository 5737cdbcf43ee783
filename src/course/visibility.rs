//! Who sees a check.

use serde::{Deserialize, Serialize};

/// Who may see what a check looks at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Visibility {
    #[default]
    Shown,
    /// Learners see its name and its message, not its code.
    Hidden,
    /// From a teacher's overlay: learners never see it.
    Overlay,
}
