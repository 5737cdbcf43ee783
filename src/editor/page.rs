//! What the screen shows of an entry that is being typed: rows, no wider than the window and no more than it has,
//! with the cursor always among them.
//!
//! Pure. What is above or below the window's part is marked in the margin.

use super::Hint;
use super::highlight::{self, Styled};
use super::listing::cut;
use crate::style::Colors;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns of a tab.
const TAB: usize = 4;

/// What is to be shown.
pub struct View<'v> {
    pub prompt: &'v str,
    /// Columns that lines after the first one are moved in.
    pub margin: usize,
    pub text: &'v str,
    /// The cursor's place in the text, in bytes.
    pub cursor: usize,
    /// Whether the bracket at the cursor stands out.
    pub is_edited: bool,
    /// Stands behind the text, in the background.
    pub hint: Option<&'v Hint>,
    /// Rows that stand below it, each of what is to be read first and what explains it.
    pub below: &'v [Row],
    pub colors: Colors,
}

/// A row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    pub name: String,
    pub meaning: String,
    pub is_chosen: bool,
}

/// Rows as they go to the terminal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub rows: Vec<PageRow>,
    /// Row and column of the cursor, from 0.
    pub cursor: (usize, usize),
}

/// A row, and how many columns it takes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PageRow {
    pub text: String,
    pub width: usize,
}

/// A row of the entry before it is painted.
#[derive(Default)]
struct Line {
    pieces: Vec<(Styled, usize)>,
    width: usize,
    /// Whether a line of the text begins here, so that it has a margin.
    is_first: bool,
}

/// The whole entry, however many rows it takes.
pub fn whole(view: &View, columns: usize) -> Page {
    let (lines, cursor) = lines(view, columns);
    let paint = |(index, line): (usize, &Line)| painted(line, index, '·', columns, view);
    Page { rows: lines.iter().enumerate().map(paint).collect(), cursor }
}

/// The part of the entry, with what stands below it, that a window of this size shows. `top` is the first row that
/// was shown last, and becomes the one that is shown now: the part moves no more than the cursor needs.
pub fn window(view: &View, columns: usize, rows: usize, top: &mut usize) -> Page {
    let (lines, cursor) = lines(view, columns);
    let below = view.below.len().min(rows.saturating_sub(lines.len()).max(rows / 2));
    let height = rows.saturating_sub(below).clamp(1, lines.len().max(1));
    *top = (*top).min(lines.len() - height).clamp((cursor.0 + 1).saturating_sub(height), cursor.0);
    let shown = *top..*top + height;
    let mut page = Page { rows: Vec::new(), cursor: (cursor.0 - *top, cursor.1) };
    for (index, line) in lines.iter().enumerate().skip(*top).take(height) {
        let more = index == shown.start && index > 0 || index + 1 == shown.end && shown.end < lines.len();
        page.rows.push(painted(line, index, if more { '⋮' } else { '·' }, columns, view));
    }
    for row in &view.below[..below] {
        page.rows.push(listed(row, columns, view.colors));
    }
    page
}

/// The rows of the entry, and where the cursor is among them.
fn lines(view: &View, columns: usize) -> (Vec<Line>, (usize, usize)) {
    let columns = columns.max(2);
    let margin = view.margin.min(columns - 1);
    let styles = highlight::styles(view.text, view.is_edited.then_some(view.cursor));
    let first = view.prompt.width().min(columns - 1);
    let mut lines = vec![Line { width: first, is_first: true, ..Line::default() }];
    let mut cursor = None;
    for (at, grapheme) in view.text.grapheme_indices(true) {
        let width = if grapheme == "\t" { columns.min(TAB) } else { grapheme.width() };
        let last = &mut lines.last_mut().expect("a row");
        let is_full = last.width + width > columns && grapheme != "\n";
        if is_full {
            lines.push(Line::default());
        }
        let row = lines.len() - 1;
        let last = &mut lines[row];
        if at == view.cursor {
            cursor = Some((row, last.width));
        }
        if grapheme == "\n" || grapheme == "\r\n" {
            lines.push(Line { width: margin, is_first: true, ..Line::default() });
            continue;
        }
        let text = match grapheme {
            "\t" => " ".repeat(width),
            _ => grapheme.chars().filter(|c| !c.is_control()).collect(),
        };
        last.pieces.push((Styled { text, style: styles.get(at).copied().unwrap_or_default() }, width));
        last.width += width;
    }
    let cursor = cursor.unwrap_or_else(|| {
        // Behind a full row the cursor needs a place of its own.
        if lines.last().is_some_and(|line| line.width >= columns) {
            lines.push(Line::default());
        }
        (lines.len() - 1, lines.last().map_or(0, |line| line.width))
    });
    if let Some(hint) = view.hint {
        let last = lines.last_mut().expect("a row");
        let shown = cut(&hint.shown, columns.saturating_sub(last.width + 1));
        if shown.width() > 1 {
            let width = shown.width();
            last.pieces.push((Styled { text: shown, style: highlight::DIM }, width));
            last.width += width;
        }
    }
    // The cursor at the edge would stand behind it.
    (lines, (cursor.0, cursor.1.min(columns - 1)))
}

/// A row as it goes to the terminal. `mark` stands before a line that is not the first.
fn painted(line: &Line, index: usize, mark: char, columns: usize, view: &View) -> PageRow {
    let mut painter = highlight::Painter::new(view.colors);
    if index == 0 {
        painter.push("", &cut(view.prompt, columns.max(2) - 1));
    } else if line.is_first {
        let margin = view.margin.min(columns.max(2) - 1);
        let dots = format!("{mark:>0$} ", margin.saturating_sub(1));
        painter.push(highlight::DIM, &dots.chars().take(margin).collect::<String>());
    }
    for (piece, _) in &line.pieces {
        painter.push(piece.style, &piece.text);
    }
    PageRow { text: painter.finish(), width: line.width }
}

fn listed(row: &Row, columns: usize, colors: Colors) -> PageRow {
    let name = cut(&row.name, columns);
    let meaning = cut(&row.meaning, columns.saturating_sub(name.width()));
    let width = name.width() + meaning.width();
    let mut painter = highlight::Painter::new(colors);
    painter.push(if row.is_chosen { highlight::CHOSEN } else { "" }, &name);
    painter.push(highlight::DIM, &meaning);
    PageRow { text: painter.finish(), width }
}
