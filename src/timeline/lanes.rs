//! The lanes of all tasks, in the order of their spawns, found by their tasks.

use std::collections::{BTreeSet, HashMap};
use std::ops::{Index, IndexMut, Range};

use super::Nanos;
use super::forget::Moved;
use super::lane::{Ending, LaneRecord};
use crate::trace::TaskId;

/// What the fold keeps of all tasks. Task numbers in a file may be anything, so they are looked up.
#[derive(Clone, Debug, Default)]
pub(super) struct Lanes {
    records: Vec<LaneRecord>,
    /// Those that are not where they are expected.
    by_task: HashMap<TaskId, usize>,
    /// Those of tasks that have not ended, and those of tasks that have, in the order of their ends.
    alive: BTreeSet<usize>,
    ended: Vec<usize>,
}

impl Lanes {
    pub fn len(&self) -> usize {
        self.records.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = &LaneRecord> {
        self.records.iter()
    }

    /// The index of a task's lane. A running program numbers its tasks one after the other, so most are found where they are
    /// expected.
    pub fn index_of(&self, task: TaskId) -> Option<usize> {
        let expected = expected_index(self.records.first()?.task, task);
        match self.records.get(expected) {
            Some(lane) if lane.task == task => Some(expected),
            _ => self.by_task.get(&task).copied(),
        }
    }

    pub fn of(&self, task: TaskId) -> Option<&LaneRecord> {
        self.index_of(task).map(|index| &self.records[index])
    }

    /// Adds the lane of a task that has none yet.
    pub fn push(&mut self, record: LaneRecord) {
        let index = self.records.len();
        let first = self.records.first().unwrap_or(&record).task;
        if expected_index(first, record.task) != index {
            self.by_task.insert(record.task, index);
        }
        self.alive.insert(index);
        self.records.push(record);
    }

    /// Says how a task has ended.
    pub fn end(&mut self, index: usize, ending: Ending) {
        self.records[index].ending = Some(ending);
        self.alive.remove(&index);
        self.ended.push(index);
    }

    /// The first lanes, up to the one with the index `before`, of tasks that had not ended at an instant, in their order. The
    /// cost does not grow with those that had.
    pub fn unended(&self, instant: Nanos, before: usize) -> Vec<usize> {
        let had_ended = |it: &usize| self.records[*it].ending.is_some_and(|ending| ending.at <= instant);
        let later = self.ended.partition_point(had_ended);
        let mut found: Vec<usize> = self.alive.range(..before).copied().collect();
        found.extend(self.ended[later..].iter().copied().filter(|it| *it < before));
        found.sort_unstable();
        found
    }

    /// Forgets the tasks that began and ended within the span, and segments there; `runs` says where their runs went.
    pub fn forget(&mut self, span: &Range<Nanos>, runs: &Moved) -> Moved {
        let is_gone = |lane: &LaneRecord| {
            span.contains(&lane.spawned_at) && lane.ending.is_some_and(|it| span.contains(&it.at))
        };
        let moved = Moved::keep(&mut self.records, |lane| !is_gone(lane));
        for lane in &mut self.records {
            lane.run = lane.run.and_then(|it| runs.get(it));
            lane.track.forget(span);
        }
        let first = self.records.first().map_or(TaskId(0), |it| it.task);
        let tasks = self.records.iter().map(|lane| lane.task).enumerate();
        let elsewhere = tasks.filter(|(index, task)| expected_index(first, *task) != *index);
        self.by_task = elsewhere.map(|(index, task)| (task, index)).collect();
        self.alive = self.alive.iter().filter_map(|it| moved.get(*it)).collect();
        self.ended = self.ended.iter().filter_map(|it| moved.get(*it)).collect();
        moved
    }

    /// Some of the thread's segments are gone.
    pub fn segments_removed(&mut self, removed: &Range<usize>) {
        for open in self.records.iter_mut().filter_map(|lane| lane.open.as_mut()) {
            open.segments_removed(removed);
        }
    }
}

/// Where a task's lane is if all tasks since the first lane's were numbered one after the other.
fn expected_index(first: TaskId, task: TaskId) -> usize {
    task.0.wrapping_sub(first.0) as usize
}

impl Index<usize> for Lanes {
    type Output = LaneRecord;

    fn index(&self, index: usize) -> &LaneRecord {
        &self.records[index]
    }
}

impl IndexMut<usize> for Lanes {
    fn index_mut(&mut self, index: usize) -> &mut LaneRecord {
        &mut self.records[index]
    }
}
