//! The thread that looks at the runs that are to be shown, and tells what has changed: at most ten times a second, and
//! more seldom where working a run out takes its time. It works each out once, for all readers.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::hub::Hub;
use crate::export::{Code, Followed};
use crate::runner::Record;
use crate::timeline::{View, summary};
use crate::trace::TaskId;

/// Between two looks.
const PACE: Duration = Duration::from_millis(100);
/// It rests so many times as long as it has worked.
const REST: u32 = 9;
/// Behind a run's end its tasks may still say how they ended.
const SETTLED: Duration = Duration::from_secs(1);
/// A run that would take more bytes is not sent.
const MAX_BYTES: usize = 4 << 20;
/// A run of more events is not worked out.
const MAX_EVENTS: usize = 100_000;
/// Runs that wait to be looked at. More of them are too short to be seen anyway.
const MAX_WAITING: usize = 64;

/// Whether a run is to be seen at all.
pub type IsWorthShowing = fn(&View) -> bool;
/// Is told how many have answered, and how many could.
pub type OnVotes = Box<dyn FnMut(usize, usize) + Send>;

/// Runs that are to be shown, in the order in which they begin.
#[derive(Default)]
pub struct Queue {
    inner: Mutex<Waiting>,
    news: Condvar,
}

#[derive(Default)]
struct Waiting {
    announced: VecDeque<Announced>,
    has_ended: bool,
}

/// A run that is to be shown.
pub struct Announced {
    pub(super) record: Arc<Mutex<Record>>,
    pub(super) title: String,
    /// The latest main task before it.
    pub(super) after: Option<TaskId>,
}

impl Queue {
    pub fn announce(&self, run: Announced) {
        let mut waiting = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.announced.len() >= MAX_WAITING {
            waiting.announced.pop_front();
        }
        waiting.announced.push_back(run);
        self.news.notify_all();
    }

    pub fn end(&self) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).has_ended = true;
        self.news.notify_all();
    }

    /// What has been announced, after a rest; none at the end.
    fn wait(&self, rest: Duration) -> Option<VecDeque<Announced>> {
        let until = Instant::now() + rest;
        let mut waiting = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        while !waiting.has_ended {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Some(std::mem::take(&mut waiting.announced));
            }
            waiting = self.news.wait_timeout(waiting, left).unwrap_or_else(PoisonError::into_inner).0;
        }
        None
    }
}

/// Looks on until the queue ends.
pub fn watch(queue: &Queue, hub: &Hub, is_worth_showing: IsWorthShowing, mut on_votes: OnVotes) {
    let mut present: Option<Watched> = None;
    let (mut rest, mut next) = (PACE, 1);
    while let Some(announced) = queue.wait(rest) {
        let began = Instant::now();
        for run in announced {
            if let Some(before) = present.take() {
                before.look_last(&run, hub, is_worth_showing);
            }
            present = Some(Watched::new(run, next));
            next += 1;
        }
        if let Some(watched) = &mut present {
            watched.look(None, hub, is_worth_showing);
        }
        if let Some((answered, readers)) = hub.tell_votes() {
            on_votes(answered, readers);
        }
        let worked = began.elapsed();
        rest = PACE.saturating_sub(worked).max(worked * REST);
    }
}

/// A run that is being looked at.
struct Watched {
    run: Announced,
    id: u64,
    followed: Followed,
    /// How many events there were, and the latest instant, when it was looked at last.
    seen: (u64, u64),
    ended: Option<Instant>,
}

impl Watched {
    fn new(run: Announced, id: u64) -> Watched {
        Watched { run, id, followed: Followed::default(), seen: (0, 0), ended: None }
    }

    /// Before the next one is looked at. In the same record it may be there already, and this one may never have been.
    fn look_last(mut self, next: &Announced, hub: &Hub, is_worth_showing: IsWorthShowing) {
        let is_same = Arc::ptr_eq(&self.run.record, &next.record);
        self.look(next.after.filter(|_| is_same), hub, is_worth_showing);
    }

    /// Shows what has become of it, if that is something else. It is the first run behind `after`, up to `last`.
    fn look(&mut self, last: Option<TaskId>, hub: &Hub, is_worth_showing: IsWorthShowing) {
        if self.ended.is_some_and(|it| it.elapsed() > SETTLED) {
            return;
        }
        let kept = {
            let mut record = self.run.record.lock().unwrap_or_else(PoisonError::into_inner);
            record.take_in();
            record.advance();
            let (timeline, trace) = (record.timeline(), record.trace());
            let seen = (trace.events().len() as u64 + trace.left_out(), timeline.end());
            if std::mem::replace(&mut self.seen, seen) == seen {
                return;
            }
            let is_it = |main: TaskId| {
                self.run.after.is_none_or(|after| main > after) && last.is_none_or(|last| main <= last)
            };
            let runs = timeline.runs();
            let Some(index) = runs.iter().position(|it| it.within.is_none() && is_it(it.main)) else {
                return;
            };
            if runs[index].ended.is_some() {
                self.ended.get_or_insert_with(Instant::now);
            }
            let view = timeline.view_of_run(index);
            if !is_worth_showing(&view) {
                return;
            }
            let first = trace.events().partition_point(|event| event.at < view.span.start);
            if trace.events().len() - first > MAX_EVENTS {
                Err(summary(&view))
            } else {
                // The session goes on while this is worked out.
                Ok((timeline.clone(), trace.clone(), index))
            }
        };
        let mut document = match kept {
            Ok((timeline, trace, index)) => {
                let (view, code) = (timeline.view_of_run(index), Code::of(&trace));
                self.followed.document(&self.run.title, &view, &trace, &code)
            }
            Err(about) => too_large(&self.run.title, &about),
        };
        let mut size = Size(0);
        if serde_json::to_writer(&mut size, &document).is_err() || size.0 > MAX_BYTES {
            document = too_large(&self.run.title, document["about"].as_str().unwrap_or_default());
        }
        document["id"] = json!(self.id);
        document["ended"] = json!(self.ended.is_some());
        hub.show(document);
    }
}

/// What is shown of a run that is too large: what it came to.
fn too_large(title: &str, about: &str) -> Value {
    let about = format!("{about} · too large to be followed here");
    let run = json!({ "title": title, "summary": "", "unit": 1, "length": 0, "lanes": [], "console": [], "marks": [],
        "findings": [] });
    let data = json!({ "runs": [run], "kinds": [], "texts": [], "awaited": 0 });
    json!({ "title": title, "about": about, "data": data, "code": "", "tasks": "", "words": "" })
}

/// Counts what is written.
struct Size(usize);

impl std::io::Write for Size {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
