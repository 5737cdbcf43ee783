//! What can be said before a script runs: what will not do what it seems to, and what must not start at all.
//!
//! A remark that is wrong does more harm than one that is missing, so every rule stays silent where it is not
//! certain. Each rule is a file with a function; `RULES` lists them.

mod catch_value;
mod comparison;
mod copied_argument;
mod handle;
mod rewriting;
mod shared_variable;
mod spawned;
mod texts;
mod view;

pub use rewriting::{Given, refuse_rewriting};
pub use view::function_alone;

use super::{Report, Severity, Sources, finding::Finding};
use rhai::{AST, Scope};
pub(super) use view::{View, closure, each_in, each_of, is_collection, makes_collection, spawned, variable};

type Rule = fn(&View) -> Vec<(usize, Finding)>;

/// Rules about tasks have a name: what they remark is also told after the run, among its findings.
const RULES: &[(&str, Rule)] = &[
    ("loop-variable", shared_variable::remarks),
    ("copied-argument", copied_argument::remarks),
    ("handle-as-value", handle::remarks),
    ("", catch_value::remarks),
    ("", comparison::remarks),
    ("", texts::empty_block),
    ("", texts::empty_loop),
    ("", texts::unending_comment),
    ("", texts::huge_integer),
    ("", texts::value_in_quotes),
];

/// Remarks on the text that is about to run: the newest of the sources, by line. `ast` has the functions
/// of earlier texts too, and `scope` the variables of the session. In the order of the text.
pub fn look_ahead(text: &AST, ast: &AST, scope: &Scope, sources: &Sources) -> Vec<Report> {
    let Some(source) = sources.newest() else { return vec![] };
    let tokens = sources.tokens(source);
    let view = View { text, ast, scope, tokens: &tokens, sources, source };
    let found = |(name, rule): &(&'static str, Rule)| {
        let name = *name;
        rule(&view).into_iter().map(move |(offset, finding)| (offset, name, finding))
    };
    let mut findings: Vec<_> = RULES.iter().flat_map(found).collect();
    findings.sort_by_key(|(offset, ..)| *offset);
    let report = |(_, rule, finding): (usize, &'static str, Finding)| Report {
        severity: Severity::Remark,
        rule,
        ..finding.report(source, sources)
    };
    findings.into_iter().map(report).collect()
}

/// The first `spawn` of the text that starts nothing: the script must not run. `None` where all is well.
pub fn refuse(ast: &AST, sources: &Sources) -> Option<Report> {
    let source = sources.newest()?;
    let tokens = sources.tokens(source);
    let scope = Scope::new();
    let view = View { text: ast, ast, scope: &scope, tokens: &tokens, sources, source };
    let first = spawned::refusals(&view).into_iter().min_by_key(|(offset, _)| *offset);
    first.map(|(_, finding)| finding.report(source, sources))
}
