//! What has come and nobody has taken.

use std::cell::RefCell;

use super::part::Part;

/// Bytes of a line.
const MAX_LINE: usize = 1 << 20;

/// Bytes in the order in which they came.
#[derive(Default)]
pub(super) struct Received(RefCell<Vec<u8>>);

impl Received {
    pub fn add(&self, bytes: &[u8]) {
        self.0.borrow_mut().extend_from_slice(bytes);
    }

    /// What is wanted, if it is there.
    pub fn take(&self, part: Part) -> Result<Option<String>, String> {
        let mut bytes = self.0.borrow_mut();
        let end = match part {
            Part::Line => bytes.iter().position(|byte| *byte == b'\n').map(|it| it + 1),
            Part::All => Some(whole_characters(&bytes)).filter(|it| *it > 0),
        };
        let Some(end) = end else {
            return match bytes.len() > MAX_LINE {
                true => Err(format!("a line of more than {} MB has come", MAX_LINE >> 20)),
                false => Ok(None),
            };
        };
        let mut taken: Vec<u8> = bytes.drain(..end).collect();
        if matches!(part, Part::Line) {
            taken.pop();
            taken.pop_if(|byte| *byte == b'\r');
        }
        text(taken).map(Some)
    }

    /// What is left when nothing more comes; none where that is nothing.
    pub fn take_rest(&self) -> Result<Option<String>, String> {
        let rest = self.0.take();
        if rest.is_empty() { Ok(None) } else { text(rest).map(Some) }
    }
}

/// How many bytes there are before a character of which more is to come.
fn whole_characters(bytes: &[u8]) -> usize {
    match str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    }
}

fn text(bytes: Vec<u8>) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| "what has come is not UTF-8 text".to_owned())
}
