//! How a picture is drawn.

use crate::render::Theme;

/// How a picture is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SvgOptions {
    /// Columns of text that the picture is wide; fewer than 76 are taken for 76.
    pub columns: u16,
    pub theme: Theme,
    /// What stands above the picture, such as a file's name. A comparison's runs have their own.
    pub title: Option<String>,
}

impl Default for SvgOptions {
    /// 110 columns, for a light background.
    fn default() -> Self {
        SvgOptions { columns: 110, theme: Theme::Light, title: None }
    }
}
