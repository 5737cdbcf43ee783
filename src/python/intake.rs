//! Takes the recorder's lines in as events.
//!
//! Threads of the program write at the same time, so a line can be late by a hair: it counts at the instant of the one
//! before. What comes after the program's own end, or is cut off, is passed over.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::timeline::PROGRAM_ENDED;
use crate::trace::{Event, EventKind, Header, LineReader, Outcome, ReadError, Recorder, TaskId};

/// The program's own lane.
const MAIN: TaskId = TaskId(0);
/// Blocking calls that wait for the keyboard, as the recorder calls them.
const ASKING: &[&str] = &["input", "stdin.readline", "stdin.read", "stdin.readlines"];

/// What has come so far.
pub struct Intake {
    recorder: Recorder,
    /// The latest instant, in nanoseconds since the run began.
    latest: u64,
    /// Lanes that have not ended.
    alive: BTreeSet<TaskId>,
    /// How the program ended by its own account; its exit code may know better.
    end: Option<Event>,
    /// Whether the program waits for somebody to type.
    is_asking: Arc<AtomicBool>,
}

impl Intake {
    pub fn new(recorder: Recorder, is_asking: Arc<AtomicBool>) -> Intake {
        Intake { recorder, latest: 0, alive: BTreeSet::new(), end: None, is_asking }
    }

    /// Takes all lines in until there are no more. `on_header` gets the first.
    ///
    /// # Errors
    /// Where the lines are no trace; what came before counts.
    pub fn take(&mut self, input: impl BufRead, on_header: impl FnOnce(Header)) -> Result<(), ReadError> {
        let mut lines = LineReader::new(input)?;
        on_header(lines.header().clone());
        while let Some(event) = lines.next_event(&mut self.recorder)? {
            self.record(event);
        }
        self.recorder.flush();
        Ok(())
    }

    fn record(&mut self, mut event: Event) {
        event.at = event.at.max(self.latest);
        self.latest = event.at;
        match event.kind {
            EventKind::Spawned { .. } => drop(self.alive.insert(event.task)),
            EventKind::Blocking { what } => {
                let asks = self.recorder.known(what).is_some_and(|it| ASKING.contains(&it));
                self.is_asking.store(asks, Ordering::Relaxed);
            }
            EventKind::Unblocked => self.is_asking.store(false, Ordering::Relaxed),
            EventKind::Finished { .. } if event.task == MAIN => {
                self.end = Some(event);
                return;
            }
            EventKind::Finished { .. } if !self.alive.remove(&event.task) => return,
            _ => {}
        }
        self.recorder.record(event);
    }

    /// Ends what is alive when the process has ended: other lanes with the program, then the program itself.
    /// `failure` says how, where its exit code is not 0.
    pub fn finish(&mut self, failure: Option<&str>) {
        let text = Some(self.recorder.name(PROGRAM_ENDED));
        let others: Vec<TaskId> = self.alive.iter().copied().filter(|task| *task != MAIN).collect();
        for task in others {
            let kind = EventKind::Finished { outcome: Outcome::Cancelled, text };
            self.recorder.record(Event { at: self.latest, task, line: 0, kind });
        }
        if self.alive.contains(&MAIN) {
            let own =
                self.end.filter(|it| matches!(it.kind, EventKind::Finished { outcome: Outcome::Failed, .. }));
            let kind = match failure {
                Some(failure) => {
                    EventKind::Finished { outcome: Outcome::Failed, text: Some(self.recorder.text(failure)) }
                }
                None => EventKind::Finished { outcome: Outcome::Done, text: None },
            };
            let event = own.unwrap_or(Event { at: self.latest, task: MAIN, line: 0, kind });
            self.recorder.record(Event { at: self.latest, ..event });
        }
        self.alive.clear();
        self.recorder.flush();
    }
}
