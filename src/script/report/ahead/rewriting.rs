//! An answer to an exercise that writes a given function, or a word of the language, anew: what is given would
//! call it too, and the answer would be judged by something else than was asked.

use std::collections::BTreeSet;

use rhai::AST;

use crate::script::report::{Report, Sources, finding::Finding};
use crate::script::vocabulary;

/// The first such function of the text: the answer must not run. `given` are names with their numbers of
/// parameters. `None` where all is well.
pub fn refuse_rewriting(ast: &AST, sources: &Sources, given: &BTreeSet<(String, usize)>) -> Option<Report> {
    let source = sources.newest()?;
    let tokens = sources.tokens(source);
    let is_word = |name: &str| vocabulary::words().any(|word| word.name == name);
    let mut found = Vec::new();
    for function in ast.iter_functions() {
        let is_given = given.contains(&(function.name.to_owned(), function.params.len()));
        if !is_given && !is_word(function.name) {
            continue;
        }
        let name = (0..tokens.list.len())
            .find(|index| tokens.text(*index) == function.name && tokens.before(*index, 1) == "fn");
        let title = match is_given {
            true => format!("`{}` is given by the exercise", function.name),
            false => format!("`{}` is a word of the language", function.name),
        };
        let mut finding = Finding::new(title);
        if let Some(name) = name {
            finding = finding.mark(tokens.span(name), "an exercise uses it as it is");
        }
        finding = finding.help("leave it out, or give your own function another name");
        found.push((name, finding));
    }
    found.sort_by_key(|(name, _)| *name);
    Some(found.into_iter().next()?.1.report(source, sources))
}
