//! Whether readers may vote.

/// Whether readers may answer questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Votes {
    /// The page is read and nothing else.
    #[default]
    Off,
    On,
}
