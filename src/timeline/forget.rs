//! Forgetting what is no longer to be kept: tasks that have ended, runs, segments, lines and marks within a span.
//!
//! Sums stay: statistics, and each track's time per phase in the span. So does every task that is alive afterwards.

use std::ops::Range;

use super::{Nanos, Timeline};
use crate::trace::TextId;

/// Where the items went that stayed.
struct Moved {
    /// For each old index, and for the end, how many items before it stayed.
    stayed_before: Vec<usize>,
}

impl Moved {
    /// Keeps the items for which `stays` holds.
    fn keep<T>(items: &mut Vec<T>, mut stays: impl FnMut(&T) -> bool) -> Moved {
        let mut count = 0;
        let mut stayed_before = Vec::with_capacity(items.len() + 1);
        items.retain(|item| {
            stayed_before.push(count);
            let stays = stays(item);
            count += usize::from(stays);
            stays
        });
        stayed_before.push(count);
        if items.capacity() > 2 * items.len() {
            items.shrink_to_fit();
        }
        Moved { stayed_before }
    }

    /// The new index of an item; none where it has gone.
    fn get(&self, index: usize) -> Option<usize> {
        let (before, with) = (*self.stayed_before.get(index)?, *self.stayed_before.get(index + 1)?);
        (with > before).then_some(before)
    }

    /// The items of a range that stayed; an open end stays open.
    fn range(&self, range: &Range<usize>) -> Range<usize> {
        let moved = |index: usize| self.stayed_before.get(index).copied().unwrap_or(index);
        moved(range.start)..moved(range.end)
    }
}

impl Timeline {
    /// Forgets what began and ended before an instant: all runs up to there.
    pub fn forget_before(&mut self, instant: Nanos) {
        self.kept_from = self.kept_from.max(instant);
        self.forget(0..instant);
    }

    /// Forgets what began and ended within a span of the latest run.
    pub fn forget_middle(&mut self, span: Range<Nanos>) {
        if let Some(run) = self.runs.iter_mut().rev().find(|run| run.within.is_none()) {
            let start = run.gap.as_ref().map_or(span.start, |gap| gap.start.min(span.start));
            run.gap = Some(start..span.end);
        }
        self.forget(span);
    }

    fn forget(&mut self, span: Range<Nanos>) {
        let within = |at: Nanos| at >= span.start && at < span.end;
        let gone = |began: Nanos, ended: Option<Nanos>| within(began) && ended.is_some_and(within);
        let runs = Moved::keep(&mut self.runs, |run| !gone(run.began, run.ended));
        for run in &mut self.runs {
            run.within = run.within.and_then(|it| runs.get(it));
        }
        let lanes = Moved::keep(&mut self.lanes, |lane| !gone(lane.spawned_at, lane.ending.map(|it| it.at)));
        for lane in &mut self.lanes {
            lane.run = lane.run.and_then(|it| runs.get(it));
            lane.track.forget(&span);
        }
        let lines = Moved::keep(&mut self.console, |line| !within(line.at));
        for run in &mut self.runs {
            run.lanes = lanes.range(&run.lanes);
            run.lines = lines.range(&run.lines);
        }
        self.marks.retain(|mark| !within(mark.at));
        self.by_task = self.lanes.iter().enumerate().map(|(index, lane)| (lane.task, index)).collect();
        self.alive = self.alive.iter().filter_map(|it| lanes.get(*it)).collect();
        self.ended = self.ended.iter().filter_map(|it| lanes.get(*it)).collect();
        let moved = |it: usize| lanes.get(it).unwrap_or(usize::MAX);
        self.deadlines = self.deadlines.iter().map(|(at, lane)| (*at, moved(*lane))).collect();
        self.awaiting = self.awaiting.iter().map(|(task, lane)| (*task, moved(*lane))).collect();
        self.holder = self.holder.map(|(lane, phase)| (moved(lane), phase));
        let removed = self.thread.forget(&span);
        for open in self.lanes.iter_mut().filter_map(|lane| lane.open.as_mut()) {
            open.segments_removed(&removed);
        }
    }

    /// The texts that are pointed to.
    pub fn texts(&self) -> impl Iterator<Item = TextId> {
        let lanes = self.lanes.iter().flat_map(|lane| {
            let waits = lane.track.segments().iter().filter_map(|it| it.wait);
            let waits = waits.chain(lane.open.and_then(|it| it.wait));
            let ending = lane.ending.and_then(|it| it.text);
            [lane.name].into_iter().chain(ending).chain(waits.flat_map(|it| it.texts()))
        });
        lanes.chain(self.console.iter().map(|it| it.text)).chain(self.marks.iter().map(|it| it.label))
    }
}
