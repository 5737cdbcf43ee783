//! What a script prints where no frame shows it: at once, as it is into a file or pipe, harmless on a terminal.

use std::io::{self, Write};

use crate::plain::plain_text;

/// What standard output or standard error leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    ToTerminal,
    Elsewhere,
}

impl Leads {
    pub fn of(stream: &impl io::IsTerminal) -> Leads {
        if stream.is_terminal() { Leads::ToTerminal } else { Leads::Elsewhere }
    }
}

/// Writes one printed text and a line end.
///
/// # Errors
/// Those of `out`.
pub fn write_printed(out: &mut dyn Write, text: &str, leads: Leads) -> io::Result<()> {
    match leads {
        Leads::ToTerminal => text.split('\n').try_for_each(|line| writeln!(out, "{}", plain_text(line))),
        Leads::Elsewhere => writeln!(out, "{text}"),
    }
}
