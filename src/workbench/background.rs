//! While the prompt waits: what tasks in the background say appears above it, in whole lines, in the order in which it
//! was said. Nothing is left out.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::editor::Printer;
use crate::plain::plain_text;
use crate::runner::{Background, BackgroundLine, Record};
use crate::show::Look;
use crate::timeline::{ConsoleKind, Nanos};

/// Shows what is said above the prompt, while `is_at_prompt`.
pub fn show_above(printer: Printer, look: Look, is_at_prompt: Arc<AtomicBool>) -> Background {
    Box::new(move |record| {
        // The session asks for the rest when the prompt is closed, and has the record then.
        if is_at_prompt.load(Ordering::Relaxed) {
            let mut out = String::new();
            while out.len() < printer.room()
                && let Some(line) = record.take_background_line()
            {
                push(&mut out, &line, &look);
            }
            push_failures(&mut out, record, &look);
            printer.print(&out);
        }
    })
}

/// All that was said up to an instant and has not been shown.
pub fn said_until(record: &mut Record, instant: Nanos, look: &Look) -> String {
    let mut out = String::new();
    while record.next_background_line().is_some_and(|at| at <= instant)
        && let Some(line) = record.take_background_line()
    {
        push(&mut out, &line, look);
    }
    if instant == Nanos::MAX {
        push_failures(&mut out, record, look);
    }
    out
}

fn push(out: &mut String, line: &BackgroundLine, look: &Look) {
    let name = look.dim(&format!("{} │", plain_text(&line.task)));
    match line.kind {
        ConsoleKind::Printed => {
            line.text.split('\n').for_each(|text| out.push_str(&format!("{name} {}\n", plain_text(text))));
        }
        ConsoleKind::Noted => {
            out.push_str(&format!("{name} note (line {}): {}\n", line.line, plain_text(&line.text)));
        }
    }
}

/// The failures that nobody has looked at.
fn push_failures(out: &mut String, record: &mut Record, look: &Look) {
    for task in record.take_failed() {
        let Some(lane) = record.timeline().lane(task).filter(|lane| lane.parent().is_some()) else {
            continue;
        };
        let name = look.dim(&format!("{} │", plain_text(record.texts().get(lane.name()))));
        let error = lane.ending().and_then(|ending| ending.text).map_or("", |text| record.texts().get(text));
        out.push_str(&format!("{name} failed: {}. To see where, await it.\n", plain_text(error)));
    }
}
