//! Who narrates a view: what it knows, and the sentences so far.

use std::collections::HashMap;

use crate::plain::plain_text;
use crate::style::limit;
use crate::timeline::{Age, ConsoleLine, Nanos, View, count_text};
use crate::trace::{TaskId, TextId, Texts};

/// Longer texts are cut.
const LONGEST_TEXT: usize = 200;

/// In which order to tell what happened at the same instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Starts,
    Says,
    Does,
    Ends,
    EndsRun,
}

pub struct Teller<'a> {
    pub view: &'a View<'a>,
    pub texts: &'a Texts,
    pub said: HashMap<TaskId, Vec<ConsoleLine>>,
    pub told: Vec<(Nanos, Rank, String)>,
}

impl<'a> Teller<'a> {
    pub fn tell(&mut self, at: Nanos, rank: Rank, sentence: String) {
        self.told.push((at, rank, sentence));
    }

    /// The tasks that were there already.
    pub fn older_text(&self) -> Option<String> {
        let older = self.view.lanes.iter().filter(|it| it.age == Age::Older);
        let names: Vec<String> = older.map(|it| self.name(it.task)).collect();
        let (shown, more) =
            (names.iter().take(5).cloned().collect::<Vec<_>>().join(", "), names.len().saturating_sub(5));
        let more = if more > 0 { format!(" and {} more", count_text(more as u64)) } else { String::new() };
        (!names.is_empty()).then(|| format!("From before, and still alive: {shown}{more}."))
    }

    pub fn name(&self, task: TaskId) -> String {
        self.view.timeline.lane(task).map_or_else(|| format!("task {}", task.0), |it| self.text(it.name()))
    }

    /// A text in one line, harmless and not too long.
    pub fn text(&self, id: TextId) -> String {
        let text = self.texts.get(id).lines().collect::<Vec<_>>().join(" / ");
        limit(&plain_text(&text), LONGEST_TEXT)
    }
}

pub fn said_by_task(console: &[ConsoleLine]) -> HashMap<TaskId, Vec<ConsoleLine>> {
    let mut said: HashMap<TaskId, Vec<ConsoleLine>> = HashMap::new();
    console.iter().for_each(|it| said.entry(it.task).or_default().push(*it));
    said
}

pub fn line_text(line: u32) -> String {
    if line == 0 { String::new() } else { format!(" (line {line})") }
}
