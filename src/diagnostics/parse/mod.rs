//! Errors of the parser. The engine says where it gave up and what it would have liked; the rules here look at
//! what is written around that place and say what was meant.
//!
//! The rules are asked in turn and the first answer counts: the more a rule knows, the earlier it stands.

mod brackets;
mod characters;
mod clue;
mod idioms;
mod names;
mod pattern;
mod plain;
mod quotes;
mod statements;

use super::{Known, Report, Sources, finding::Finding, foreign};
pub(super) use clue::Clue;
use rhai::{ParseErrorType, Position};
pub use statements::MISSING_SEMICOLON;

/// A parse error in words, where there is no place to show.
pub(super) fn in_words(error: &ParseErrorType) -> Finding {
    plain::sentence(error, "")
}

type Rule = fn(&Clue) -> Option<Finding>;

const RULES: &[Rule] = &[
    characters::lookalike,
    characters::comment,
    quotes::python_prefix,
    quotes::triple,
    quotes::single,
    quotes::unterminated,
    statements::lone_else,
    statements::operand_missing,
    names::reserved,
    idioms::comprehension,
    idioms::find,
    names::number,
    names::letters,
    brackets::stray,
    brackets::unclosed,
    statements::floor_division,
    statements::await_list,
    statements::misspelled_word,
    statements::text_without_quotes,
    statements::semicolon,
];

/// Answers a parse error in the script, or in the module `origin`.
pub(super) fn report(
    error: &ParseErrorType,
    position: Position,
    origin: &str,
    sources: &Sources,
    known: &Known,
) -> Report {
    let Some(place) = sources.place(origin, position) else {
        return plain::sentence(error, "").report(0, sources);
    };
    let tokens = sources.tokens(place.source);
    let clue = Clue { error, at: tokens.at(place.offset), offset: place.offset, tokens: &tokens };
    let mut finding = RULES.iter().find_map(|rule| rule(&clue)).unwrap_or_else(|| plain::finding(&clue));
    // Where a word is misspelled, the rest of the line may be right.
    if statements::misspelled_word(&clue).is_none()
        && let Some(foreign) = foreign::on_line(&tokens, clue.at, known)
    {
        finding = finding.help(foreign.advice());
    }
    finding.report(place.source, sources)
}
