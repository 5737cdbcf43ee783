//! stub
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    pub title: String,
}
pub struct Source<'a> {
    pub name: &'a str,
    pub text: &'a str,
    pub first_line: usize,
}
#[derive(Default)]
pub struct Sources<'a> {
    pub v: Vec<Source<'a>>,
}
impl<'a> Sources<'a> {
    pub fn new(t: impl IntoIterator<Item = Source<'a>>) -> Self {
        Sources { v: t.into_iter().collect() }
    }
}
#[derive(Default)]
pub struct Known;
impl Known {
    pub fn gather(_: &rhai::Engine, _: &rhai::Scope, _: &rhai::AST) -> Known {
        Known
    }
}
pub fn parse_error(e: &rhai::ParseError, _: &Sources, _: &Known) -> Report {
    Report { title: e.to_string() }
}
pub fn runtime_error(e: &rhai::EvalAltResult, _: &Sources, _: &Known) -> Report {
    Report { title: e.to_string() }
}
pub fn look_ahead(_: &rhai::AST, _: &Sources) -> Vec<Report> {
    vec![]
}
impl Report {
    pub fn of_text(t: &str) -> Report {
        Report { title: t.into() }
    }
}
