//! What a caller may choose about a frame.

use crate::style::Glyphs;

/// What the terminal's background is like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Light,
    Dark,
}

/// Whether the line that explains the glyphs is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Legend {
    Shown,
    Hidden,
}

/// How large the picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    Normal,
    /// For projectors: lanes of two rows over the whole width with words on their bars, the console below.
    Big,
}

/// Where a finished frame has to find room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// In a window of `max_rows`: of the console its first and last rows stay, with a word on those between.
    Window,
    /// On paper, in a file: lanes within `max_rows`, the console as long as it is.
    Page,
}

/// Whether the run is still going on.
///
/// A live frame never exceeds its height: it shows the latest console lines, each cut to one row, and its
/// axis reaches to the next round instant, so that the picture holds still while it fills. A finished frame
/// wraps console lines, and is as tall as [`Fit`] allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    Live,
    Finished,
}

/// How a frame is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrameOptions {
    /// Columns of the frame.
    pub width: u16,
    /// Rows of a frame at most; on a page, the rows that lanes may take.
    pub max_rows: u16,
    pub fit: Fit,
    pub scale: Scale,
    /// What shows the console lines that had no room, such as `:output`; empty where nothing does.
    pub whole_output: &'static str,
    pub glyphs: Glyphs,
    pub theme: Theme,
    pub legend: Legend,
    pub moment: Moment,
    /// What stands above the frame, such as `run 3` or a file's name.
    pub title: Option<String>,
}

impl Default for FrameOptions {
    /// A finished frame on a page, of 80 columns and 24 rows of lanes, with a legend, for a dark terminal.
    fn default() -> Self {
        FrameOptions {
            width: 80,
            max_rows: 24,
            fit: Fit::Page,
            scale: Scale::Normal,
            whole_output: "",
            glyphs: Glyphs::Unicode,
            theme: Theme::Dark,
            legend: Legend::Shown,
            moment: Moment::Finished,
            title: None,
        }
    }
}
