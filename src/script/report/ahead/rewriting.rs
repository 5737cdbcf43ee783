//! An answer to an exercise that writes a given function, a word of the language, or another function that what is
//! given calls, anew: what is given would call it too, and the answer would be judged by something else than was
//! asked.

use std::collections::BTreeSet;

use rhai::{AST, ASTNode, Expr};

use crate::script::report::{Report, Sources, finding::Finding};
use crate::script::vocabulary;

/// What an exercise gives: functions by name and number of parameters.
#[derive(Default)]
pub struct Given {
    defined: BTreeSet<(String, usize)>,
    /// Those that it calls, also Rhai's own, such as `replace`.
    called: BTreeSet<(String, usize)>,
}

impl Given {
    pub fn of(ast: &AST) -> Given {
        let functions = ast.iter_functions().filter(|it| !it.name.starts_with("anon$"));
        let defined = functions.map(|it| (it.name.to_owned(), it.params.len())).collect();
        let mut called = BTreeSet::new();
        ast.walk(&mut |path: &[ASTNode]| {
            if let Some(ASTNode::Expr(Expr::FnCall(call, _) | Expr::MethodCall(call, _))) = path.last() {
                called.insert((call.name.to_string(), call.args.len()));
            }
            true
        });
        Given { defined, called }
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
            () if given.called.contains(&key) => "is called by what the exercise gives",
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
