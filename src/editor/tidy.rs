//! What an entry is cleaned of.

/// An entry as it leaves the editor: [`clean`], without empty lines before and after it.
pub fn tidy(text: &str) -> String {
    let text = clean(text);
    let text = text.trim_end();
    let start = text.find(|c: char| !c.is_whitespace()).unwrap_or(0);
    let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    text[line..].to_string()
}

/// `text` without what a paste may bring along by accident: control characters other than the line's end and the
/// tab, and marks without width that Rhai would stumble over.
pub fn clean(text: &str) -> String {
    let unwanted = |c: char| c.is_control() && c != '\n' && c != '\t' || matches!(c, '\u{200B}' | '\u{FEFF}');
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(|c| !unwanted(*c)).collect()
}
