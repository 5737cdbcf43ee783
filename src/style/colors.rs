//! Colours in text: the sixteen of the terminal's own palette, so that they suit its background.

/// Whether a text may have colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colors {
    /// No escape sequences at all.
    None,
    #[default]
    Ansi,
}

impl Colors {
    /// The text in a style, where there are colours. `codes` are numbers of a terminal's escape sequence, such as `1;31`;
    /// without any the text stays as it is. It must be free of control characters.
    pub fn paint(self, text: &str, codes: &str) -> String {
        match self {
            Colors::Ansi if !codes.is_empty() && !text.is_empty() => format!("\x1b[{codes}m{text}\x1b[0m"),
            _ => text.to_owned(),
        }
    }
}
