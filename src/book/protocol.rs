//! mdBook's side: a book comes in as JSON, with what its `book.toml` says, and goes out as JSON.
//!
//! Only what is needed is read, so that books of all versions of mdBook are understood and all else in them is kept.

use std::io;

use serde::Deserialize;
use serde_json::Value;

use super::Warning;
use super::chapter::with_timelines;
use super::options::BookOptions;

/// Deeper than this chapters are not looked for.
const MAX_DEPTH: usize = 32;

/// Why a book could not be worked on.
#[derive(Debug, thiserror::Error)]
pub enum BookError {
    #[error(
        "this is mdBook's side of a preprocessor: it takes [context, book] as JSON on standard input. \
         Put `[preprocessor.meanwhile]` into book.toml, and run `mdbook build` ({0})"
    )]
    NoBook(String),
    #[error("book.toml: [preprocessor.meanwhile] {0}")]
    Options(String),
    #[error("there is no room to run a book's programs: {0}")]
    Io(#[from] io::Error),
}

/// Puts timelines into the book that mdBook hands over. Gives the book, and what is to be said.
///
/// # Errors
/// It is no book, its options are not understood, or the system has no room to run its programs. A program that fails is
/// no error: the book says so.
pub fn preprocess(input: &str) -> Result<(String, Vec<Warning>), BookError> {
    let no_book = |error: String| BookError::NoBook(error);
    let handed: Value = serde_json::from_str(input).map_err(|error| no_book(error.to_string()))?;
    let Value::Array(mut parts) = handed else { return Err(no_book("it is no list".to_owned())) };
    let (Some(mut book), Some(context), true) = (parts.pop(), parts.pop(), parts.is_empty()) else {
        return Err(no_book("it is no list of two".to_owned()));
    };
    let options = match context.pointer("/config/preprocessor/meanwhile") {
        Some(table) => BookOptions::deserialize(table).map_err(|it| BookError::Options(it.to_string()))?,
        None => BookOptions::default(),
    };
    let mut warnings = Vec::new();
    // mdBook calls them sections, and from version 0.5 on items.
    for name in ["sections", "items"] {
        if let Some(items) = book.get_mut(name) {
            work_on(items, &options, &mut warnings, 0)?;
        }
    }
    Ok((book.to_string(), warnings))
}

fn work_on(
    items: &mut Value,
    options: &BookOptions,
    warnings: &mut Vec<Warning>,
    depth: usize,
) -> Result<(), BookError> {
    let Value::Array(items) = items else { return Ok(()) };
    for chapter in items.iter_mut().filter_map(|item| item.get_mut("Chapter")) {
        let text_of = |key: &str| chapter.get(key).and_then(Value::as_str).map(str::to_owned);
        let name = text_of("source_path").or_else(|| text_of("path")).or_else(|| text_of("name"));
        if let Some(content) = text_of("content") {
            let name = name.unwrap_or_else(|| "a chapter".to_owned());
            chapter["content"] = with_timelines(&name, &content, options, warnings)?.into();
        }
        if depth < MAX_DEPTH
            && let Some(below) = chapter.get_mut("sub_items")
        {
            work_on(below, options, warnings, depth + 1)?;
        }
    }
    Ok(())
}
