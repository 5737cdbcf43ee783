//! Where an error happened, for the rules that explain it.

use crate::diagnostics::Known;
use crate::syntax::tokens::Tokens;
use std::ops::Range;

/// Where an error happened, for the rules that explain it.
pub struct Scene<'a> {
    pub tokens: &'a Tokens<'a>,
    /// The token that the engine points at.
    pub at: usize,
    pub known: &'a Known,
    /// The texts of the imported scripts.
    pub modules: &'a [Tokens<'a>],
}

impl Scene<'_> {
    /// The place that the engine points at.
    pub fn here(&self) -> Range<usize> {
        self.tokens.span(self.at)
    }
}
