//! What a rule about an error of the parser has to go by.

use crate::syntax::tokens::Tokens;
use rhai::ParseErrorType;

/// What a rule has to go by.
pub struct Clue<'a> {
    pub error: &'a ParseErrorType,
    pub tokens: &'a Tokens<'a>,
    /// The token at which the engine gave up; as many as there are tokens at the end of the text.
    pub at: usize,
    /// Where the engine gave up, in bytes.
    pub offset: usize,
}
