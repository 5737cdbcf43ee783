//! Values as text: for `print`, for the answer at the prompt, for the trace. Never deeper than a limit, so
//! that no data can use up a stack.

use std::ops::{Range, RangeInclusive};
use std::rc::Rc;

use rhai::{Array, Blob, Dynamic, FnPtr, ImmutableString, Map};

use super::caught::Caught;
use crate::host::http::Answer;
use crate::runtime::memory_room;
use crate::style::limit;
use crate::syntax::lexer::{begins_word, is_in_word};

/// Nesting that is shown; deeper data reads `…`.
const DEPTH: usize = 64;
/// Characters of a brief text.
const BRIEF: usize = 200;
/// Characters of an answer at the prompt.
const ANSWER: usize = 2_000;
/// Characters of what a shared variable holds, at an instant.
const GLIMPSE: usize = 40;
/// Bytes of a text that are quoted at a time.
const PIECE: usize = 64 << 10;

/// As `print` shows it: a text is itself.
pub fn plain(value: &Dynamic) -> String {
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return text.to_string();
    }
    if let Some(caught) = value.read_lock::<Caught>() {
        return caught.message().to_owned();
    }
    if let Some(letter) = value.read_lock::<char>() {
        return letter.to_string();
    }
    if value.read_lock::<()>().is_some() {
        return String::new();
    }
    nested(value)
}

/// As it is written into a file or sent: a blob is its bytes, anything else its text.
pub fn bytes(value: &Dynamic) -> Vec<u8> {
    match value.read_lock::<Blob>() {
        Some(blob) => blob.to_vec(),
        None => plain(value).into_bytes(),
    }
}

/// As `debug` and collections show it: a text has quotes.
pub fn nested(value: &Dynamic) -> String {
    // A text may be in a collection a thousand times without taking room there. Here it would.
    let mut out = Text { text: String::new(), limit: memory_room() / 2 };
    write(&mut out, value, DEPTH);
    if out.is_full() {
        out.text.push('…');
    }
    out.text
}

/// The answer at the prompt: like [`nested`], cut where it gets long.
pub fn answer(value: &Dynamic) -> String {
    cut(value, ANSWER)
}

/// A variable's value in a list: like [`nested`], cut where it gets long.
pub fn brief_nested(value: &Dynamic) -> String {
    cut(value, BRIEF)
}

/// What a shared variable holds: like [`nested`], cut where it gets a little long. Of a large value no more is looked at.
pub fn glimpse(value: &Dynamic) -> String {
    cut(value, GLIMPSE)
}

/// For one line in a trace: a text is itself; cut where it gets long.
pub fn brief(value: &Dynamic) -> String {
    let message = value.read_lock::<Caught>().map(|caught| caught.message().into());
    if let Some(text) = message.or_else(|| value.read_lock::<ImmutableString>().map(|text| text.clone())) {
        return limit(&text, BRIEF);
    }
    cut(value, BRIEF)
}

fn cut(value: &Dynamic, limit: usize) -> String {
    let mut out = Text { text: String::new(), limit };
    write(&mut out, value, DEPTH);
    if out.is_full() {
        out.text.push('…');
    }
    out.text
}

/// A text with an end.
struct Text {
    text: String,
    limit: usize,
}

impl Text {
    fn push(&mut self, text: &str) {
        let room = self.limit.saturating_sub(self.text.len());
        let end = (0..=text.len().min(room)).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        self.text.push_str(&text[..end]);
        if end < text.len() {
            self.limit = self.text.len();
        }
    }

    /// A text with quotes, which may be much longer than what there is room for.
    fn push_quoted(&mut self, text: &str) {
        let room = self.limit.saturating_sub(self.text.len());
        if text.len() > room {
            // Quoted, a text has at least as many bytes.
            let quoted = format!("{:?}", &text[..text.floor_char_boundary(room)]);
            self.push(quoted.strip_suffix('"').unwrap_or(&quoted));
            self.limit = self.text.len();
            return;
        }
        if text.len() <= PIECE {
            return self.push(&format!("{text:?}"));
        }
        self.push("\"");
        let mut rest = text;
        while !rest.is_empty() && !self.is_full() {
            let (piece, after) = rest.split_at(rest.floor_char_boundary(PIECE).max(1));
            let quoted = format!("{piece:?}");
            self.push(&quoted[1..quoted.len() - 1]);
            rest = after;
        }
        self.push("\"");
    }

    fn is_full(&self) -> bool {
        self.text.len() >= self.limit
    }
}

fn write(out: &mut Text, value: &Dynamic, depth: usize) {
    if depth == 0 {
        return out.push("…");
    }
    if value.is_shared() {
        return match value.read_lock::<Dynamic>() {
            Some(inner) => write(out, &inner, depth),
            // Another task is in the middle of changing it.
            None => out.push("<in use>"),
        };
    }
    if let Ok(number) = value.as_int() {
        return out.push(&number.to_string());
    }
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return out.push_quoted(&text);
    }
    if let Some(array) = value.read_lock::<Array>() {
        out.push("[");
        for (index, item) in array.iter().enumerate() {
            if out.is_full() {
                return;
            }
            out.push(if index == 0 { "" } else { ", " });
            write(out, item, depth - 1);
        }
        return out.push("]");
    }
    if let Some(map) = value.read_lock::<Map>() {
        out.push("#{");
        for (index, (key, item)) in map.iter().enumerate() {
            if out.is_full() {
                return;
            }
            out.push(if index == 0 { "" } else { ", " });
            match is_name(key) {
                true => out.push(key),
                false => out.push(&format!("{key:?}")),
            }
            out.push(": ");
            write(out, item, depth - 1);
        }
        return out.push("}");
    }
    if let Some(caught) = value.read_lock::<Caught>() {
        return out.push(&format!("{:?}", caught.message()));
    }
    if let Some(letter) = value.read_lock::<char>() {
        return out.push(&format!("{:?}", *letter));
    }
    if let Some(range) = value.read_lock::<Range<i64>>() {
        return out.push(&format!("{}..{}", range.start, range.end));
    }
    if let Some(range) = value.read_lock::<RangeInclusive<i64>>() {
        return out.push(&format!("{}..={}", range.start(), range.end()));
    }
    if let Some(text) = super::handles::shown(value) {
        return out.push(&text);
    }
    if let Some(answer) = value.read_lock::<Rc<Answer>>() {
        return out.push(&answer.shown());
    }
    if let Some(function) = value.read_lock::<FnPtr>() {
        let is_closure = function.is_anonymous();
        return out.push(&if is_closure {
            "<closure>".to_owned()
        } else {
            format!("<fn {}>", function.fn_name())
        });
    }
    if let Some(blob) = value.read_lock::<Blob>() {
        return out.push(&format!("<{} bytes>", blob.len()));
    }
    if value.is_unit() {
        return out.push("()");
    }
    if let Ok(number) = value.as_float() {
        return out.push(&float(number));
    }
    out.push(&value.to_string());
}

/// A float as everything shows it: to 15 digits, for the sixteenth of a difference of two times is noise.
pub fn float(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse().unwrap_or(number);
    Dynamic::from_float(rounded).to_string()
}

fn is_name(key: &str) -> bool {
    let mut characters = key.chars();
    characters.next().is_some_and(begins_word) && characters.all(is_in_word)
}
