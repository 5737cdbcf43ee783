//! Who could go on, and what an order came to, in plain words.

use super::position::{Candidate, Position, Stands};
use crate::plain::plain_text;
use crate::style::cut;
use crate::trace::{Action, Event, EventKind, Outcome, Texts, Wait};

/// Things that are told of what a task would do; of more the first.
const MAX_NEXT: usize = 4;
/// Characters of a line of the program, and of a text that is printed.
const MAX_CODE: usize = 48;
const MAX_TEXT: usize = 24;

/// A task that could go on, in two lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    pub name: String,
    /// Where it is: `at line 7: sleep(0.01);`
    pub stands: String,
    /// What it would do: `next: updates balance (line 8), ends`
    pub next: String,
}

/// Those who could go on, the usual one first.
pub(super) fn offers(position: &Position, text: &str) -> Vec<Offer> {
    position.candidates.iter().map(|it| offer(it, text)).collect()
}

fn offer(candidate: &Candidate, text: &str) -> Offer {
    let stands = match candidate.stands {
        Stands::NotBegun => "has not begun".to_owned(),
        Stands::Running => "is running, and can be interrupted here".to_owned(),
        Stands::After(0) => "was interrupted".to_owned(),
        Stands::After(line) => match text.lines().nth(line as usize - 1).map(str::trim) {
            Some(code) if !code.is_empty() => format!("at line {line}: {}", shortened(code, MAX_CODE)),
            _ => format!("at line {line}"),
        },
    };
    Offer { name: plain_text(&candidate.name).into_owned(), stands, next: next(candidate) }
}

/// What a task would do: `next: uses n, lets others go first (line 3)`.
fn next(candidate: &Candidate) -> String {
    let texts = candidate.run.trace.texts();
    let mut parts: Vec<(String, u32)> = Vec::new();
    if !candidate.uses.is_empty() {
        parts.push((format!("uses {}", candidate.uses.join(" and ")), 0));
    }
    let done = candidate.next.iter().filter_map(|it| Some((deed(it, texts, candidate)?, it.line)));
    parts.extend(done);
    parts.dedup();
    let is_cut = parts.len() > MAX_NEXT;
    parts.truncate(MAX_NEXT);
    let mut said: Vec<String> = Vec::new();
    for (index, (what, line)) in parts.iter().enumerate() {
        // The line is said behind the last of what happens there.
        let is_last = parts.get(index + 1).is_none_or(|(_, other)| other != line);
        said.push(if *line > 0 && is_last { format!("{what} (line {line})") } else { what.clone() });
    }
    if said.is_empty() {
        said.push(if candidate.stands == Stands::NotBegun { "begins" } else { "goes on" }.to_owned());
    }
    if is_cut {
        said.push("…".to_owned());
    }
    format!("next: {}", said.join(", "))
}

/// What an event of a task is, where that is worth telling.
fn deed(event: &Event, texts: &Texts, candidate: &Candidate) -> Option<String> {
    let text = |id| shortened(texts.get(id), MAX_TEXT);
    Some(match event.kind {
        EventKind::Spawned { name, .. } => format!("starts {}", text(name)),
        EventKind::Read { variable } => format!("reads {}", text(variable)),
        EventKind::Checked { variable, .. } => format!("looks at {} to decide", text(variable)),
        EventKind::Wrote { variable } => format!("sets {}", text(variable)),
        EventKind::Updated { variable } => format!("updates {}", text(variable)),
        EventKind::Printed { text: printed } => format!("prints {}", text(printed)),
        EventKind::Did { action, object, .. } => {
            let object = text(object);
            match action {
                Action::Sent => format!("sends to {object}"),
                Action::Received => format!("takes from {object}"),
                Action::Closed => format!("closes {object}"),
                Action::Took => format!("takes {object}"),
                Action::GaveBack => format!("gives {object} back"),
            }
        }
        EventKind::Called { name, .. } => format!("calls {}", text(name)),
        EventKind::Blocking { what } => format!("blocks in {}", text(what)),
        EventKind::Suspended { on } => match on {
            Wait::Yield if event.line == 0 => return None,
            Wait::Yield => "lets others go first".to_owned(),
            Wait::Sleep { .. } => "sleeps".to_owned(),
            Wait::Task { id } | Wait::Timeout { id, .. } => format!("waits for {}", candidate.task_name(id)),
            Wait::Tasks { .. } => "waits for several tasks".to_owned(),
            Wait::Object { kind, name, .. } => format!("waits for {} {}", text(kind), text(name)),
            Wait::Io { what } => format!("waits for {}", text(what)),
            Wait::Unknown { .. } => "waits".to_owned(),
        },
        EventKind::Finished { outcome, .. } => match outcome {
            Outcome::Done => "ends".to_owned(),
            Outcome::Failed => "fails".to_owned(),
            Outcome::Cancelled => "ends, cancelled".to_owned(),
        },
        _ => return None,
    })
}

/// A text in one line, of so many characters at most.
fn shortened(text: &str, most: usize) -> String {
    cut(&plain_text(text).replace('\n', " "), most, "…")
}
