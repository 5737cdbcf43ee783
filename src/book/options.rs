//! What a book chooses, in its `book.toml`, and what a block says of itself.

use serde::Deserialize;

use crate::render::Theme;

/// What stands below a program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Shown {
    #[default]
    Picture,
    /// The page to move through.
    Page,
}

/// Columns of pictures where the book says nothing.
const COLUMNS: u16 = 90;

/// The table `[preprocessor.meanwhile]`. What mdBook reads itself (`command`, `after`, …) is passed over.
#[derive(Clone, Debug, Deserialize)]
#[serde(default)]
pub(super) struct BookOptions {
    pub show: Shown,
    /// Columns of a picture.
    pub width: u16,
    theme: ThemeName,
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum ThemeName {
    #[default]
    Light,
    Dark,
}

impl Default for BookOptions {
    fn default() -> Self {
        BookOptions { show: Shown::default(), width: COLUMNS, theme: ThemeName::default() }
    }
}

impl BookOptions {
    pub fn theme(&self) -> Theme {
        match self.theme {
            ThemeName::Light => Theme::Light,
            ThemeName::Dark => Theme::Dark,
        }
    }
}

/// What the words after a block's ticks say: `rhai,timeline,page`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum BlockKind {
    Timeline {
        /// What it says of itself; else the book's choice.
        show: Option<Shown>,
        expected: Expected,
        code: CodeOfBlock,
    },
    /// A file that the chapter's programs find in their folder.
    File(String),
}

/// How a program is meant to end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expected {
    Well,
    /// Its error is the point of it.
    Error,
}

/// Whether the program itself is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodeOfBlock {
    Shown,
    Hidden,
}

/// The words that are this program's business.
const OWN_WORDS: &[&str] = &["timeline", "page", "picture", "throws", "hidden"];

/// The words after a block's ticks that are others' business. mdBook makes a class of each word, and `page` is the name of
/// one of its own.
pub(super) fn words_of_others(info: &str) -> String {
    let words = info.split([',', ' ']).map(str::trim).filter(|it| !it.is_empty());
    words.filter(|it| !OWN_WORDS.contains(it)).collect::<Vec<_>>().join(",")
}

impl BlockKind {
    /// What a block is to this program; none for blocks of others.
    pub fn of(info: &str) -> Option<BlockKind> {
        let mut words = info.split([',', ' ']).map(str::trim).filter(|it| !it.is_empty());
        let language = words.next()?;
        let words: Vec<&str> = words.collect();
        let has = |word: &str| words.contains(&word);
        if let Some(name) = words.iter().find_map(|it| it.strip_prefix("file=")) {
            return Some(BlockKind::File(name.trim_matches('"').to_owned()));
        }
        if !language.eq_ignore_ascii_case("rhai") || !has("timeline") {
            return None;
        }
        let show = match (has("page"), has("picture")) {
            (true, _) => Some(Shown::Page),
            (false, true) => Some(Shown::Picture),
            (false, false) => None,
        };
        let expected = if has("throws") { Expected::Error } else { Expected::Well };
        let code = if has("hidden") { CodeOfBlock::Hidden } else { CodeOfBlock::Shown };
        Some(BlockKind::Timeline { show, expected, code })
    }
}
