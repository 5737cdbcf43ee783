//! stub
use super::{Report, Sources};
use rhai::AST;
/// stub
pub fn look_ahead(_ast: &AST, _sources: &Sources) -> Vec<Report> { vec![] }
