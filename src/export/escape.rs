//! Untrusted text on its way into a file: nothing in it is taken for markup or steers a reader.

use std::borrow::Cow;

use crate::plain::plain_text;

/// The text as it may stand in an XML text or attribute. Controls become visible stand-ins, and characters
/// that XML cannot hold a replacement character.
pub(crate) fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in shown(text).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            _ => out.push(character),
        }
    }
    out
}

/// JSON as it may stand in a script element of a page: nothing in it ends the element, opens a comment or counts as a
/// line break of JavaScript's.
pub(super) fn json_in_html(json: &str) -> String {
    json.replace('<', "\\u003c").replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029")
}

/// The text on one line and free of controls, for formats that quote by themselves.
pub(super) fn shown(text: &str) -> Cow<'_, str> {
    plain_text(text)
}
