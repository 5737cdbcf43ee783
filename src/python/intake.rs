//! Takes the recorder's lines in as events.
//!
//! Threads of the program write at the same time, so a line can be late by a hair: it counts at the instant of the one
//! before. What comes after the program's own end, or is cut off, is passed over.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError};

use crate::trace::PROGRAM_ENDED;
use crate::trace::{Event, EventKind, Header, LineReader, Outcome, ReadError, Recorder, TaskId};

/// The program's own lane.
const MAIN: TaskId = TaskId(0);
/// Blocking calls that wait for the keyboard, as the recorder calls them.
const ASKING: &[(&str, Prompt)] = &[
    ("input", Prompt::Shown),
    ("stdin.readline", Prompt::Shown),
    ("stdin.read", Prompt::Shown),
    ("stdin.readlines", Prompt::Shown),
    ("getpass.getpass", Prompt::Secret),
];

/// How a program waits for somebody to type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// What is typed is shown.
    Shown,
    /// It is not: a password.
    Secret,
}

/// What has come so far.
pub struct Intake {
    recorder: Recorder,
    /// The latest instant, in nanoseconds since the run began.
    latest: u64,
    /// Lanes that have not ended.
    alive: BTreeSet<TaskId>,
    /// How the program ended by its own account; its exit code may know better.
    end: Option<Event>,
    /// The lanes that wait for somebody to type, and what those who draw see of that.
    asking: BTreeMap<TaskId, Prompt>,
    prompt: Arc<Mutex<Option<Prompt>>>,
}

impl Intake {
    /// An intake that writes to `recorder`, and to `prompt` how the program waits for somebody to type.
    pub fn new(recorder: Recorder, prompt: Arc<Mutex<Option<Prompt>>>) -> Intake {
        let (alive, asking) = (BTreeSet::new(), BTreeMap::new());
        Intake { recorder, latest: 0, alive, end: None, asking, prompt }
    }

    /// Takes all lines in until there are no more. `on_header` gets the first.
    ///
    /// # Errors
    /// Where the lines are no trace; what came before counts.
    pub fn take(
        &mut self,
        input: BufReader<impl Read>,
        on_header: impl FnOnce(Header),
    ) -> Result<(), ReadError> {
        let mut lines = LineReader::new(input)?;
        on_header(lines.header().clone());
        while let Some(event) = lines.next_event(&mut self.recorder)? {
            self.record(event);
            if lines.is_drained() {
                // Those who draw want the last events before a rest, too.
                self.recorder.flush();
            }
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
                let what = self.recorder.known(what);
                let prompt = ASKING.iter().find(|(word, _)| what == Some(*word)).map(|(_, prompt)| *prompt);
                self.note_prompt(event.task, prompt);
            }
            EventKind::Unblocked => self.note_prompt(event.task, None),
            EventKind::Finished { .. } if event.task == MAIN => {
                self.end = Some(event);
                return;
            }
            EventKind::Finished { .. } if !self.alive.remove(&event.task) => return,
            _ => {}
        }
        self.recorder.record(event);
    }

    /// Notes whether a lane waits for somebody to type.
    fn note_prompt(&mut self, task: TaskId, prompt: Option<Prompt>) {
        let before = match prompt {
            Some(prompt) => self.asking.insert(task, prompt),
            None => self.asking.remove(&task),
        };
        if before != prompt {
            let prompt = self.asking.values().next_back().copied();
            *self.prompt.lock().unwrap_or_else(PoisonError::into_inner) = prompt;
        }
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
