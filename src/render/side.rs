//! One of two runs that are compared.

use crate::timeline::Titled;
use crate::trace::Texts;

/// One of two runs: its view with what to call it, and the texts of its trace.
#[derive(Clone, Copy)]
pub struct Side<'a> {
    pub titled: Titled<'a>,
    pub texts: &'a Texts,
}
