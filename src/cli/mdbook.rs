//! `meanwhile mdbook`: one step of mdBook, which puts timelines below the programs of a book.

use std::io::{self, Read, Write};

use anyhow::{Context, bail};
use clap::Args;

use crate::book::preprocess;
use crate::plain::plain_text;

/// The most bytes of a book.
const MAX_BOOK: u64 = 256 << 20;
/// What the timelines are made for.
const RENDERERS: &[&str] = &["html"];

#[derive(Debug, Args)]
pub struct BookArguments {
    #[command(subcommand)]
    question: Option<Question>,
}

#[derive(Debug, clap::Subcommand)]
enum Question {
    /// Say by the exit code whether a renderer's books can have timelines
    Supports { renderer: String },
}

/// Answers mdBook's question, or works on the book that it hands over.
pub fn run(arguments: &BookArguments) -> anyhow::Result<i32> {
    if let Some(Question::Supports { renderer }) = &arguments.question {
        return Ok(i32::from(!RENDERERS.contains(&renderer.as_str())));
    }
    let mut input = String::new();
    let read = io::stdin().lock().take(MAX_BOOK + 1).read_to_string(&mut input);
    let length = read.context("the book on standard input cannot be read")?;
    if length as u64 > MAX_BOOK {
        bail!("the book on standard input is larger than {} MB", MAX_BOOK >> 20);
    }
    let (book, warnings) = preprocess(&input)?;
    for warning in warnings {
        let place = format!("{}, line {}", warning.chapter, warning.line);
        eprintln!("meanwhile: {}:", plain_text(&place));
        for line in warning.text.trim_end().lines() {
            eprintln!("    {}", plain_text(line));
        }
    }
    let mut out = io::stdout().lock();
    out.write_all(book.as_bytes())?;
    out.flush()?;
    Ok(0)
}
