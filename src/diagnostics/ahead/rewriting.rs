//! An answer to an exercise that defines a given function, or a word of the language, again. What is given would not
//! call it (see `provided`), but the learner would: most often a line pasted twice, and then nothing that was asked
//! for happens.

use std::collections::BTreeSet;

use rhai::{AST, FnAccess};

use crate::diagnostics::{Report, Sources, finding::Finding};
use crate::vocabulary;

/// What an exercise gives: functions by name and number of parameters.
#[derive(Default)]
pub struct Given {
    defined: BTreeSet<(String, usize)>,
}

impl Given {
    pub fn of(ast: &AST) -> Given {
        let functions =
            ast.iter_functions().filter(|it| it.access == FnAccess::Public && !it.name.starts_with("anon$"));
        let defined = functions.map(|it| (it.name.to_owned(), it.params.len())).collect();
        Given { defined }
    }
}

/// The first such function of the text: the answer must not run. `None` where all is well.
pub fn refuse_rewriting(ast: &AST, sources: &Sources, given: &Given) -> Option<Report> {
    let source = sources.newest()?;
    let tokens = sources.tokens(source);
    let is_word = |name: &str| vocabulary::words().any(|word| word.name == name);
    let mut found = Vec::new();
    for function in ast.iter_functions() {
        let key = (function.name.to_owned(), function.params.len());
        let title = match () {
            () if given.defined.contains(&key) => "is given by the exercise",
            () if is_word(function.name) => "is a word of the language",
            () => continue,
        };
        let name = (0..tokens.list.len())
            .find(|index| tokens.text(*index) == function.name && tokens.before(*index, 1) == "fn");
        let mut finding = Finding::new(format!("`{}` {title}", function.name));
        if let Some(name) = name {
            finding = finding.mark(tokens.span(name), "an exercise uses it as it is");
        }
        finding = finding.help("leave it out, or give your own function another name");
        found.push((name, finding));
    }
    found.sort_by_key(|(name, _)| *name);
    Some(found.into_iter().next()?.1.report(source, sources))
}
