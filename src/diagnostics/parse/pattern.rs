//! Small patterns over tokens, so that an idiom of another language is one line in a table.
//!
//! Items are separated by spaces. `~` before an item: it is underlined. `NAME` is a name, `TEXT` a text in any
//! quotes, `VALUE` something that ends a value, `START` and `END` those of a line, `…` any tokens of the
//! same statement, `a/b` one of several words. Anything else stands for itself. `NAME`, `TEXT`, `VALUE`, `…` and
//! `a/b` are kept, and `{1}` in an answer is the first that was kept.

use crate::diagnostics::words::is_reserved;
use crate::syntax::tokens::{Kind, Tokens};
use std::ops::Range;

/// Where a pattern was found.
#[derive(Clone, Debug)]
pub(super) struct Match<'a> {
    /// The underlined bytes.
    pub mark: Range<usize>,
    kept: Vec<&'a str>,
}

impl Match<'_> {
    /// The answer with what was kept in place of `{1}`, `{2}`…
    pub fn fill(&self, answer: &str) -> String {
        let mut filled = answer.to_string();
        for (index, kept) in self.kept.iter().enumerate() {
            filled = filled.replace(&format!("{{{}}}", index + 1), kept);
        }
        filled.replace("  ", " ")
    }
}

/// The pattern where it touches the token `at`: covers it or ends before it.
pub(super) fn find<'a>(pattern: &str, tokens: &Tokens<'a>, at: usize) -> Option<Match<'a>> {
    let items: Vec<&str> = pattern.split(' ').collect();
    let line = tokens.line_start(at.saturating_sub(1));
    let in_bracket = matches!(tokens.before(line, 1), "(" | "[" | "{" | "#{");
    let first = if in_bracket { tokens.line_start(line - 1) } else { line };
    (first..=at.min(tokens.list.len())).find_map(|start| {
        let mut walk = Walk { tokens, first: start, at, marks: vec![], kept: vec![] };
        walk.items(&items, start)?;
        let mark = walk.marks.first()?.start..walk.marks.last()?.end;
        Some(Match { mark, kept: walk.kept })
    })
}

struct Walk<'a, 't> {
    tokens: &'t Tokens<'a>,
    first: usize,
    at: usize,
    marks: Vec<Range<usize>>,
    kept: Vec<&'a str>,
}

impl<'a> Walk<'a, '_> {
    /// The token after the match of these items from `index` on.
    fn items(&mut self, items: &[&str], index: usize) -> Option<usize> {
        let Some((item, rest)) = items.split_first() else { return (index >= self.at).then_some(index) };
        let (marked, item) = item.strip_prefix('~').map_or((false, *item), |item| (true, item));
        match item {
            "START" => return if self.tokens.begins_line(index) { self.items(rest, index) } else { None },
            "END" => {
                return if index > 0 && self.tokens.ends_line(index - 1) {
                    self.items(rest, index)
                } else {
                    None
                };
            }
            "…" => return self.run(rest, index),
            _ => {}
        }
        if index >= self.tokens.list.len() || self.leaves_line(index) || !self.one(item, index) {
            return None;
        }
        if marked {
            self.marks.push(self.tokens.span(index));
        }
        if matches!(item, "NAME" | "TEXT" | "VALUE") || is_choice(item) {
            self.kept.push(self.tokens.text(index));
        }
        self.items(rest, index + 1)
    }

    /// Any tokens, as few as will do. What is underlined does not lie beyond the error.
    fn run(&mut self, rest: &[&str], index: usize) -> Option<usize> {
        let (marks, kept) = (self.marks.len(), self.kept.len());
        for end in index..=self.tokens.list.len() {
            let skipped = match end > index {
                true => self.tokens.span(index).start..self.tokens.span(end - 1).end,
                false => 0..0,
            };
            self.kept.push(&self.tokens.text[skipped]);
            if let Some(found) = self.items(rest, end) {
                return Some(found);
            }
            self.marks.truncate(marks);
            self.kept.truncate(kept);
            let far = end >= self.at
                && (self.tokens.ends_line(end) || rest.iter().any(|item| item.starts_with('~')));
            if far || self.tokens.text(end) == ";" {
                return None;
            }
        }
        None
    }

    /// Whether the match would go on in another line, other than inside a bracket just opened.
    fn leaves_line(&self, index: usize) -> bool {
        let inside = matches!(self.tokens.before(index, 1), "(" | "[" | "{" | "#{" | ",");
        index > self.first && self.tokens.begins_line(index) && !inside
    }

    fn one(&self, item: &str, index: usize) -> bool {
        let text = self.tokens.text(index);
        let kind = self.tokens.kind(index);
        match item {
            "NAME" => kind == Some(Kind::Word) && !is_reserved(text),
            "TEXT" => matches!(kind, Some(Kind::Text | Kind::Quoted | Kind::Template)),
            "VALUE" => match kind {
                Some(Kind::Word) => !is_reserved(text) || matches!(text, "true" | "false"),
                Some(Kind::Symbol) => matches!(text, ")" | "]"),
                _ => true,
            },
            _ if is_choice(item) => item.split('/').any(|one| one == text),
            _ => item == text,
        }
    }
}

fn is_choice(item: &str) -> bool {
    item.len() > 2 && item.contains('/')
}
