//! stub
use super::{Report, Sources};
use rhai::AST;
/// stub
pub fn refuse(_ast: &AST, _sources: &Sources) -> Option<Report> { None }
