//! Text as editors, spreadsheets and platforms write it: bytes become characters, or a sentence with the remedy.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// A text, and how it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    pub text: String,
    /// Where it is not UTF-8: how it was read.
    pub remark: Option<&'static str>,
}

/// What is said of a text that is not UTF-8 and does not say what it is.
const LATIN: &str =
    "is not UTF-8; it was read as Latin-1 (Windows-1252). Where letters look wrong, save it as UTF-8";
const REMEDY: &str = "this is not text: open it in an editor and save it as UTF-8";

/// Reads UTF-8, UTF-16 with a mark or without, and Latin-1 as Windows writes it (Windows-1252). A mark at the beginning
/// is left out.
///
/// # Errors
/// A sentence for the one whose file it is, where it is no text.
pub fn decode(bytes: &[u8]) -> Result<Decoded, String> {
    let wide = |bytes, encoding: &'static encoding_rs::Encoding| {
        let (text, has_errors) = encoding.decode_without_bom_handling(bytes);
        if has_errors {
            Err(REMEDY.to_owned())
        } else {
            Ok(Decoded { text: text.into_owned(), remark: None })
        }
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => return wide(rest, UTF_16LE),
        [0xfe, 0xff, rest @ ..] => return wide(rest, UTF_16BE),
        _ => {}
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        // What is nearly all ASCII in UTF-16 is valid UTF-8, too: every second byte is nothing.
        if !text.contains('\0') {
            return Ok(Decoded { text: text.to_owned(), remark: None });
        }
    }
    if bytes.contains(&0) {
        return match nothing_at(bytes) {
            [0, odd] if odd * 4 > bytes.len() => wide(bytes, UTF_16LE),
            [even, 0] if even * 4 > bytes.len() => wide(bytes, UTF_16BE),
            _ => Err(REMEDY.to_owned()),
        };
    }
    let is_control = |it: &u8| *it < 0x20 && !matches!(it, b'\t' | b'\n' | b'\r' | 0x0c);
    if bytes.iter().any(is_control) {
        return Err(REMEDY.to_owned());
    }
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(bytes);
    Ok(Decoded { text: text.into_owned(), remark: Some(LATIN) })
}

/// How many bytes are 0, at even and at odd places.
fn nothing_at(bytes: &[u8]) -> [usize; 2] {
    [0, 1].map(|first| bytes.iter().skip(first).step_by(2).filter(|it| **it == 0).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn every_way_to_write_a_text_is_read() {
        let text = "name;Größe\nZoë;1\n";
        let marked = format!("\u{feff}{text}");
        let latin: Vec<u8> = text.chars().map(|it| u8::try_from(it as u32).unwrap()).collect();
        for bytes in [
            text.as_bytes().to_vec(),
            marked.as_bytes().to_vec(),
            utf_16(&marked, u16::to_le_bytes),
            utf_16(&marked, u16::to_be_bytes),
            utf_16(text, u16::to_le_bytes),
            utf_16(text, u16::to_be_bytes),
        ] {
            assert_eq!(decode(&bytes), Ok(Decoded { text: text.to_owned(), remark: None }), "{bytes:?}");
        }
        assert_eq!(decode(&latin), Ok(Decoded { text: text.to_owned(), remark: Some(LATIN) }));
        assert_eq!(decode(b"\x80 5").unwrap().text, "€ 5");
    }

    #[test]
    fn what_is_no_text_gets_the_remedy() {
        for bytes in [
            &[0x80, 0xff, 0, 0x1b][..],
            b"\x89PNG\r\n\x1a\n",
            b"PK\x03\x04\x14\0\0\0\x08\0",
            &[0xff, 0xfe, 0, 0xd8],
        ] {
            assert_eq!(decode(bytes), Err(REMEDY.to_owned()), "{bytes:?}");
        }
        assert_eq!(decode(b"").unwrap().text, "");
    }
}
