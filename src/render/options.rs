//! What a caller may choose about a frame.

/// Which characters the picture is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    Unicode,
    Ascii,
}

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

/// Whether the run is still going on.
///
/// A live frame never exceeds its height: it shows the latest console lines, each cut to one row, and its
/// axis reaches to the next round instant, so that the picture holds still while it fills. A finished frame
/// wraps console lines and may be taller, so that nothing is lost.
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
    /// Rows of a live frame at most; of a finished frame, the rows that lanes may take.
    pub max_rows: u16,
    pub glyphs: Glyphs,
    pub theme: Theme,
    pub legend: Legend,
    pub moment: Moment,
    /// What stands above the frame, such as `run 3` or a file's name.
    pub title: Option<String>,
}

impl Default for FrameOptions {
    /// A finished frame of 80 columns and 24 rows, with a legend, for a dark terminal.
    fn default() -> Self {
        FrameOptions {
            width: 80,
            max_rows: 24,
            glyphs: Glyphs::Unicode,
            theme: Theme::Dark,
            legend: Legend::Shown,
            moment: Moment::Finished,
            title: None,
        }
    }
}
