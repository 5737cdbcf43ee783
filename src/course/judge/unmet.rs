//! An expectation that was not met, on its way out of a check.

use crate::course::verdict::{Failure, Focus};
use crate::plain::plain_text;
use rhai::{Dynamic, EvalAltResult, Position};

/// An expectation that was not met, on its way out of a check.
#[derive(Clone)]
pub struct Unmet(pub Failure);

impl Unmet {
    /// The error that ends a check.
    pub fn because(message: &str, expected: String, happened: String) -> Box<EvalAltResult> {
        Unmet::seen(message, expected, happened, None)
    }

    pub fn seen(
        message: &str,
        expected: String,
        happened: String,
        focus: Option<Focus>,
    ) -> Box<EvalAltResult> {
        let (message, happened) = (message.to_owned(), plain_text(&happened).into_owned());
        let unmet = Unmet(Failure { message, expected, happened, focus, scenario: None });
        Box::new(EvalAltResult::ErrorRuntime(Dynamic::from(unmet), Position::NONE))
    }
}
