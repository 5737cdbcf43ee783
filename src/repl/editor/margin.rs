//! The continuation prompt of an entry of several lines.
//!
//! rustyline knows a prompt for the first line only. So the other lines begin, while they are edited, with
//! characters that stand for the prompt: noncharacters, which Unicode keeps free for such use. The highlighter
//! shows them as `· `, and whatever leaves the editor is without them.

/// Shown as a dot.
const DOT: char = '\u{FDD0}';
/// Shown as a space.
const SPACE: char = '\u{FDD1}';

/// A margin as wide as a prompt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Margin(String);

impl Margin {
    /// The margin for a prompt of so many columns.
    pub fn new(columns: usize) -> Margin {
        let place = columns.saturating_sub(2);
        Margin((0..columns).map(|column| if column == place { DOT } else { SPACE }).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `text` as it is edited.
    pub fn add(&self, text: &str) -> String {
        clean(text).replace('\n', &format!("\n{}", self.0))
    }
}

/// `text` without any margin.
pub fn remove(text: &str) -> String {
    text.chars().filter(|c| glyph(*c).is_none()).collect()
}

/// How a character of the margin is shown; `None` for any other character.
pub fn glyph(c: char) -> Option<char> {
    match c {
        DOT => Some('·'),
        SPACE => Some(' '),
        _ => None,
    }
}

/// An entry as it leaves the editor: [`clean`], without empty lines before and after it.
pub fn tidy(text: &str) -> String {
    let text = clean(text);
    let text = text.trim_end();
    let start = text.find(|c: char| !c.is_whitespace()).unwrap_or(0);
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    text[line..].to_string()
}

/// `text` without what a paste may bring along by accident: margins, control characters other than the line's end
/// and the tab, and marks without width that Rhai would stumble over.
pub fn clean(text: &str) -> String {
    let unwanted = |c: char| c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{200B}' | '\u{FEFF}');
    remove(&text.replace("\r\n", "\n").replace('\r', "\n")).chars().filter(|c| !unwanted(*c)).collect()
}
