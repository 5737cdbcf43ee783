//! Untrusted text made harmless: what a script prints or a file holds must not steer the terminal.
//!
//! It replaces characters one for one. It does not break lines, measure widths or shorten.

use std::borrow::Cow;

/// The text without anything that steers a terminal or turns the reading direction. Printable text,
/// emoji and joiners stay; a tab becomes a space, an escape `␛`, a line feed `␊` and so on.
/// So break the text into lines before.
pub fn plain_text(text: &str) -> Cow<'_, str> {
    if text.chars().any(|it| stand_in(it).is_some()) {
        Cow::Owned(text.chars().map(|it| stand_in(it).unwrap_or(it)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// What to show in a character's place, where it cannot be shown itself.
fn stand_in(character: char) -> Option<char> {
    match character {
        '\t' => Some(' '),
        // The control pictures stand in the order of what they depict.
        '\0'..='\x1f' => char::from_u32('␀' as u32 + character as u32),
        '\x7f' => Some('␡'),
        // Controls of the second set (0x9b starts an escape sequence), and line separators.
        '\u{80}'..='\u{9f}' | '\u{2028}' | '\u{2029}' => Some('\u{fffd}'),
        // Direction marks, embeddings, overrides and isolates can show a text in another order.
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            Some('\u{fffd}')
        }
        // Invisible format characters that no ordinary text needs.
        '\u{206a}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}' => Some('\u{fffd}'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::plain_text;
    use proptest::prelude::*;
    use std::borrow::Cow;

    #[test]
    fn what_steers_the_terminal_is_shown_instead() {
        assert_eq!(plain_text("\x1b[31mred\x1b[0m\x07"), "␛[31mred␛[0m␇");
        assert_eq!(plain_text("a\tb\r\n\x7f\0"), "a b␍␊␡␀");
        assert_eq!(plain_text("\u{9b}31m \u{202e}gpj.exe"), "\u{fffd}31m \u{fffd}gpj.exe");
    }

    #[test]
    fn printable_text_is_not_even_copied() {
        for text in ["", "Größe 尺寸 שלום", "👩‍👩‍👧 🏴󠁧󠁢󠁥󠁮󠁧󠁿 e\u{301}", "“quoted” – dash"]
        {
            assert!(matches!(plain_text(text), Cow::Borrowed(it) if it == text));
        }
    }

    proptest! {
        #[test]
        fn nothing_of_a_control_is_left(text in any::<String>()) {
            let plain = plain_text(&text);
            prop_assert!(!plain.chars().any(char::is_control));
            prop_assert_eq!(plain.chars().count(), text.chars().count());
            prop_assert_eq!(plain_text(&plain), plain.as_ref());
        }
    }
}
