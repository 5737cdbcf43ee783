//! What is shared at this moment, and who follows it: whole for those who come, as changes for those who are here.
//!
//! A change is worked out and written once, whatever the number of readers. Nobody waits for a reader: who falls too far
//! behind gets the whole again.

use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use hyper::body::Bytes;
use serde_json::{Map, Value, json};
use tokio::sync::broadcast;

use super::Votes;
use super::patch::patch;
use super::token::Readers;
use super::vote::{Poll, Question, VoteProblem};

/// So many changes a reader may be behind; at most ten come in a second.
const MAX_BEHIND: usize = 16;
/// Runs before the latest that can be looked at, and the bytes that they take together.
const MAX_KEPT: usize = 32;
const MAX_KEPT_BYTES: usize = 16 << 20;

/// What is shared, and who follows.
pub struct Hub {
    state: Mutex<State>,
    changes: broadcast::Sender<Bytes>,
    pub readers: Readers,
    has_votes: AtomicBool,
}

#[derive(Default)]
struct State {
    /// What the page shows of the latest run.
    run: Value,
    /// Id and title of all runs that can be looked at.
    runs: Value,
    vote: Value,
    /// All of that as JSON, as long as it is as it was.
    whole: Option<Bytes>,
    kept: VecDeque<Kept>,
    /// Readers that are connected, and how often.
    present: HashMap<String, usize>,
    poll: Option<Poll>,
    polls: usize,
    /// Whether the question or its answers have changed since that was last told.
    has_news: bool,
    has_ended: bool,
}

/// A run before the latest.
struct Kept {
    id: u64,
    document: Bytes,
}

/// What a reader begins with.
pub struct Seed {
    /// The whole, as JSON.
    pub whole: Bytes,
    pub changes: broadcast::Receiver<Bytes>,
}

/// A reader who is connected, until this is dropped.
pub struct Presence<'h> {
    hub: &'h Hub,
    reader: String,
}

impl Drop for Presence<'_> {
    fn drop(&mut self) {
        let mut state = self.hub.lock();
        if let Some(count) = state.present.get_mut(&self.reader) {
            *count -= 1;
            if *count == 0 {
                state.present.remove(&self.reader);
            }
        }
        state.has_news = true;
    }
}

impl Hub {
    /// # Errors
    /// The system has no random bytes to give.
    pub fn new(votes: Votes) -> Result<Hub, getrandom::Error> {
        let state = Mutex::new(State { runs: json!([]), ..State::default() });
        let has_votes = AtomicBool::new(votes == Votes::On);
        Ok(Hub { state, changes: broadcast::channel(MAX_BEHIND).0, readers: Readers::new()?, has_votes })
    }

    /// Whether readers may answer questions.
    pub fn votes(&self) -> Votes {
        if self.has_votes.load(Ordering::Relaxed) { Votes::On } else { Votes::Off }
    }

    /// Lets readers answer from here on.
    pub fn allow_votes(&self) {
        self.has_votes.store(true, Ordering::Relaxed);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Notes that a reader is connected.
    pub fn enter(&self, reader: &str) -> Presence<'_> {
        let mut state = self.lock();
        *state.present.entry(reader.to_owned()).or_default() += 1;
        state.has_news = true;
        Presence { hub: self, reader: reader.to_owned() }
    }

    /// How many readers are connected.
    pub fn present(&self) -> usize {
        self.lock().present.len()
    }

    /// What a reader begins with; none where nothing is shared any more.
    pub fn seed(&self) -> Option<Seed> {
        let mut state = self.lock();
        if state.has_ended {
            return None;
        }
        let State { run, runs, vote, whole, .. } = &mut *state;
        let text = || Bytes::from(json!({ "run": run, "runs": runs, "vote": vote }).to_string());
        let whole = whole.get_or_insert_with(text).clone();
        // Under the same lock: no change comes twice, and none is left out.
        Some(Seed { whole, changes: self.changes.subscribe() })
    }

    /// A run that can be looked at, as JSON.
    pub fn run(&self, id: u64) -> Option<Bytes> {
        let state = self.lock();
        if state.run["id"] == id {
            return Some(Bytes::from(state.run.to_string()));
        }
        state.kept.iter().find(|it| it.id == id).map(|it| it.document.clone())
    }

    /// Shows a run, or what has become of it. It has an `id` and a `title`; the ids ascend.
    pub fn show(&self, run: Value) {
        let mut state = self.lock();
        let mut changes = Map::new();
        if state.run["id"] != run["id"] {
            state.keep();
        }
        if let Some(change) = patch(&state.run, &run) {
            changes.insert("run".into(), change);
            state.run = run;
        }
        let kept = state.kept.iter().map(|it| it.id).collect::<Vec<_>>();
        let mut runs: Vec<Value> = state.runs.as_array().cloned().unwrap_or_default();
        let latest = json!({ "id": state.run["id"], "title": state.run["title"] });
        runs.retain(|it| it["id"].as_u64().is_some_and(|it| kept.contains(&it)));
        runs.push(latest);
        let runs = Value::Array(runs);
        if let Some(change) = patch(&state.runs, &runs) {
            changes.insert("runs".into(), change);
            state.runs = runs;
        }
        self.tell(&mut state, changes);
    }

    fn tell(&self, state: &mut State, changes: Map<String, Value>) {
        if changes.is_empty() {
            return;
        }
        state.whole = None;
        // Nobody may be listening.
        let _ = self.changes.send(event("change", &json!([2, changes]).to_string()));
    }

    /// Tells readers that nothing more comes. Nobody is let in any more.
    pub fn end(&self) {
        self.lock().has_ended = true;
        let _ = self.changes.send(end_event());
    }

    /// Puts a question to the room, in the place of the one before.
    pub fn ask(&self, question: Question) {
        let mut state = self.lock();
        state.polls += 1;
        let id = state.polls;
        state.set_poll(Some(Poll::new(id, question)));
    }

    /// Changes the question that there is; gives it as it is then.
    pub fn with_poll(&self, change: impl FnOnce(&mut Poll)) -> Option<Poll> {
        let mut state = self.lock();
        let poll = state.poll.as_mut()?;
        change(poll);
        let poll = poll.clone();
        state.has_news = true;
        Some(poll)
    }

    /// Takes the question away.
    pub fn ask_nothing(&self) {
        self.lock().set_poll(None);
    }

    /// Counts an answer.
    ///
    /// # Errors
    /// It does not count, and why.
    pub fn vote(&self, reader: &str, poll: usize, round: usize, answer: &str) -> Result<String, VoteProblem> {
        let mut state = self.lock();
        // One answer each needs one connection each.
        if !self.readers.knows(reader) || !state.present.contains_key(reader) {
            return Err(VoteProblem::Unknown);
        }
        let asked = state.poll.as_mut().ok_or(VoteProblem::NotAsked)?;
        if asked.id != poll {
            return Err(VoteProblem::Closed);
        }
        let counted = asked.take(reader, round, answer)?;
        state.has_news = true;
        Ok(counted)
    }

    /// Tells how the vote stands, if that has changed. Gives how many have answered, and how many could, while one is
    /// open.
    pub fn tell_votes(&self) -> Option<(usize, usize)> {
        let mut state = self.lock();
        if !std::mem::take(&mut state.has_news) {
            return None;
        }
        let readers = state.present.len();
        let vote = state.poll.as_ref().map_or(Value::Null, |it| it.document(readers));
        let mut changes = Map::new();
        if let Some(change) = patch(&state.vote, &vote) {
            changes.insert("vote".into(), change);
            state.vote = vote;
        }
        self.tell(&mut state, changes);
        state.poll.as_ref().filter(|it| it.is_open()).map(|it| (it.answered(), readers))
    }
}

impl State {
    fn set_poll(&mut self, poll: Option<Poll>) {
        self.poll = poll;
        self.has_news = true;
    }

    /// Keeps the run that was the latest, and forgets what is too much.
    fn keep(&mut self) {
        if let Some(id) = self.run["id"].as_u64() {
            self.kept.push_back(Kept { id, document: Bytes::from(self.run.to_string()) });
        }
        let bytes = |kept: &VecDeque<Kept>| kept.iter().map(|it| it.document.len()).sum::<usize>();
        while self.kept.len() > MAX_KEPT || bytes(&self.kept) > MAX_KEPT_BYTES {
            self.kept.pop_front();
        }
    }
}

/// An event as it is sent. `data` has no line break in it, as JSON has none.
pub fn event(name: &str, data: &str) -> Bytes {
    Bytes::from(format!("event: {name}\ndata: {data}\n\n"))
}

/// What is sent last.
pub fn end_event() -> Bytes {
    event("end", "{}")
}
