//! While the prompt waits: what tasks in the background print appears above it, in whole lines.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{JoinHandle, spawn};
use std::time::Duration;

use super::editor::Printer;
use crate::plain::plain_text;
use crate::runner::Record;
use crate::show::Look;
use crate::timeline::ConsoleKind;
use crate::trace::Collector;

/// How long to wait for news before looking whether the prompt is still there.
const PATIENCE: Duration = Duration::from_secs(1);
/// Lines printed at a time; of more that came at once, the rest is counted.
const MOST: usize = 1000;

/// A thread that prints above the prompt.
pub struct Attendant {
    thread: JoinHandle<usize>,
    collector: Arc<Collector>,
    leaving: Arc<AtomicBool>,
}

/// Starts to print what was said since the console line with the index `shown`.
pub fn attend(
    (record, collector): (Arc<Mutex<Record>>, Arc<Collector>),
    mut printer: Printer,
    look: Look,
    mut shown: usize,
) -> Attendant {
    let leaving = Arc::new(AtomicBool::new(false));
    let (told, news) = (leaving.clone(), collector.clone());
    let thread = spawn(move || {
        loop {
            let text = {
                let mut record = record.lock().unwrap_or_else(PoisonError::into_inner);
                record.take_in();
                said(&mut record, &look, &mut shown)
            };
            // An editor that is gone prints nothing; the lines stay in the record.
            if !text.is_empty() && printer.print(&text).is_err() {
                return shown;
            }
            if told.load(Ordering::Acquire) {
                return shown;
            }
            news.wait(PATIENCE);
        }
    });
    Attendant { thread, collector, leaving }
}

impl Attendant {
    /// Ends the printing. Gives the index of the first console line that was not shown.
    pub fn leave(self) -> usize {
        self.leaving.store(true, Ordering::Release);
        self.collector.nudge();
        self.thread.join().unwrap_or(usize::MAX)
    }
}

/// The lines said since `shown`, and the failures, as text.
fn said(record: &mut Record, look: &Look, shown: &mut usize) -> String {
    let mut out = String::new();
    let lines = record.timeline().console().get(*shown..).unwrap_or_default();
    let unseen = lines.len().saturating_sub(MOST);
    if unseen > 0 {
        out.push_str(&format!("… {unseen} lines (:output shows what a run printed)\n"));
    }
    for line in &lines[unseen..] {
        let name = record.timeline().lane(line.task).map_or("", |lane| record.texts().get(lane.name()));
        let name = look.dim(&format!("{} │", plain_text(name)));
        match line.kind {
            ConsoleKind::Printed => record
                .said(line)
                .split('\n')
                .for_each(|text| out.push_str(&format!("{name} {}\n", plain_text(text)))),
            ConsoleKind::Noted => {
                out.push_str(&format!(
                    "{name} note (line {}): {}\n",
                    line.line,
                    plain_text(record.said(line))
                ));
            }
        }
    }
    *shown = record.timeline().console().len();
    for task in record.take_failed() {
        let Some(lane) = record.timeline().lane(task).filter(|lane| lane.parent().is_some()) else {
            continue;
        };
        let name = plain_text(record.texts().get(lane.name()));
        let error = lane.ending().and_then(|ending| ending.text).map_or("", |text| record.texts().get(text));
        out.push_str(&format!("{name} failed: {}. To see where, await it.\n", plain_text(error)));
    }
    out
}
