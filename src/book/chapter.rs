//! A chapter's text: its programs are found, run one after another in one session, and what they come to stands below them.
//! All else stays as it is, to the byte, but
//! for the words of such a program's first line.

use std::io;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::Warning;
use super::block;
use super::options::{BlockKind, BookOptions, CodeOfBlock, words_of_others};
use crate::course::document::Fixture;
use crate::course::judge::{Bounds, Stage};

/// A block of the chapter that is this program's business.
struct Block {
    /// Its place in the text, without what its first line has before it.
    range: Range<usize>,
    kind: BlockKind,
    /// The words after its ticks.
    info: String,
    text: String,
    line: usize,
}

/// The chapter with its timelines. `name` is its file, for warnings and pictures.
///
/// # Errors
/// Where the system has no thread or folder for a session.
pub(super) fn with_timelines(
    name: &str,
    text: &str,
    options: &BookOptions,
    warnings: &mut Vec<Warning>,
) -> io::Result<String> {
    let blocks = blocks(text);
    if !blocks.iter().any(|it| matches!(it.kind, BlockKind::Timeline { .. })) {
        return Ok(text.to_owned());
    }
    let mut files: Vec<Fixture> = Vec::new();
    for block in &blocks {
        let BlockKind::File(file) = &block.kind else { continue };
        if is_plain(file) {
            files.retain(|it| it.name != *file);
            files.push(Fixture { name: file.clone(), text: block.text.clone() });
        } else {
            let text = format!("`{file}` is no plain name of a file, so no program finds it");
            warnings.push(Warning { chapter: name.to_owned(), line: block.line, text });
        }
    }
    let stage = Stage::open_document(&files, &Bounds::default())?;
    let (mut out, mut at, mut number) = (String::with_capacity(text.len()), 0, 0);
    for block in blocks {
        let BlockKind::Timeline { show, expected, code } = block.kind else { continue };
        number += 1;
        let title = format!("{name}, program {number}");
        let show = show.unwrap_or(options.show);
        let outcome = block::run(&stage, (&title, &block.text), (show, expected), options)?;
        if let Some(text) = outcome.trouble {
            warnings.push(Warning { chapter: name.to_owned(), line: block.line, text });
        }
        out.push_str(&text[at..block.range.start]);
        if code == CodeOfBlock::Shown {
            let own = &text[block.range.clone()];
            out.push_str(&own.replacen(&block.info, &words_of_others(&block.info), 1));
        }
        at = block.range.end;
        let prefix = prefix(text, &block.range);
        if code == CodeOfBlock::Shown {
            // A paragraph of its own, as deep in lists and quotes as the block.
            out.push_str(&format!("\n{}\n{prefix}", prefix.trim_end()));
        }
        out.push_str(&format!("{}\n{}", outcome.markup, prefix.trim_end()));
    }
    out.push_str(&text[at..]);
    Ok(out)
}

/// The fenced blocks with words that mean something here.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    // Tables and the like do not change where code is.
    for (event, range) in Parser::new_ext(text, Options::all()).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                let line = text[..range.start].matches('\n').count() + 1;
                let kind = BlockKind::of(&info);
                open =
                    kind.map(|kind| Block { range, kind, info: info.to_string(), text: String::new(), line });
            }
            Event::Text(part) => {
                if let Some(block) = &mut open {
                    block.text.push_str(&part);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

/// What the lines after a block's first one have before them: the signs of quotes and the blanks of lists.
fn prefix(text: &str, block: &Range<usize>) -> String {
    let line_start = text[..block.start].rfind('\n').map_or(0, |it| it + 1);
    // A list's own sign stands only before its first line.
    text[line_start..block.start].chars().map(|it| if it == '>' { '>' } else { ' ' }).collect()
}

fn is_plain(name: &str) -> bool {
    let is_allowed = name.chars().all(|it| it.is_alphanumeric() || "._-".contains(it));
    is_allowed && !name.is_empty() && !name.starts_with('.')
}
