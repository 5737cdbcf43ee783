//! Entries from something that is no terminal, or from a terminal that can do nothing but print.

use super::tidy::tidy;
use super::{Input, Wanted, entry};
use std::io::{self, BufRead, Read};

/// The most bytes of an entry.
const MAX_BYTES: usize = 8 << 20;

/// Reads one entry, line by line, until no block is open or the input ends; or one line, where an answer is wanted. `ask` is called before every line;
/// its argument says whether the line goes on with an entry.
///
/// # Errors
/// As the input's. Bytes that are no UTF-8 are none: they become `�`.
pub fn read(input: &mut dyn BufRead, wanted: Wanted, mut ask: impl FnMut(PlainPrompt)) -> io::Result<Input> {
    let mut text = String::new();
    let mut asked = PlainPrompt::Entry;
    loop {
        ask(asked);
        let mut line = vec![];
        // What never ends a line, or an entry, is no program.
        let room = MAX_BYTES.saturating_sub(text.len()) as u64;
        let read = Read::take(&mut *input, room).read_until(b'\n', &mut line)?;
        if room == 0 || (read as u64 == room && !line.ends_with(b"\n")) {
            let problem = format!("an entry has more than {} MB", MAX_BYTES >> 20);
            return Err(io::Error::new(io::ErrorKind::InvalidData, problem));
        }
        if read == 0 {
            // What is still open the parser explains.
            let entry = tidy(&text);
            return Ok(if entry.is_empty() { Input::Left } else { Input::Entry(entry) });
        }
        text.push_str(&String::from_utf8_lossy(&line));
        if text.trim().is_empty() {
            return Ok(Input::Blank);
        }
        if wanted == Wanted::Answer || entry::open(text.trim_end_matches(['\n', '\r'])).is_none() {
            return Ok(Input::Entry(tidy(&text)));
        }
        asked = PlainPrompt::Continuation;
    }
}

/// What the next line will be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlainPrompt {
    Entry,
    Continuation,
}
