//! A lane: what is known of one task.

use std::ops::Range;

use super::thread::Thread;
use super::{Nanos, Phase, Segment, Shares, Track};
use crate::trace::{Outcome, TaskId, TextId, Wait};

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ending {
    pub at: Nanos,
    pub outcome: Outcome,
    /// Its value or its error, shown.
    pub text: Option<TextId>,
}

/// One task's lane, looked at in its timeline.
#[derive(Clone, Copy)]
pub struct Lane<'a> {
    pub(super) thread: &'a Thread,
    /// The timeline's end.
    pub(super) now: Nanos,
    pub(super) record: &'a LaneRecord,
}

impl<'a> Lane<'a> {
    pub fn task(&self) -> TaskId {
        self.record.task
    }

    /// The task's name, numbered where its run has several of the same name.
    pub fn name(&self) -> TextId {
        self.record.name
    }

    /// Who spawned it; none for a run's main task.
    pub fn parent(&self) -> Option<TaskId> {
        self.record.parent
    }

    /// How many tasks it has started.
    pub fn children(&self) -> u64 {
        self.record.children.into()
    }

    /// The main task of its run.
    pub fn root(&self) -> TaskId {
        self.record.root
    }

    /// Whether it behaves as if it had a thread of its own.
    pub fn is_on_thread(&self) -> bool {
        self.record.is_on_thread
    }

    pub fn spawned_at(&self) -> Nanos {
        self.record.spawned_at
    }

    /// The source line of its spawn; 0 where it is not known.
    pub fn line(&self) -> u32 {
        self.record.line
    }

    /// Its finished stretches. The one still going on is in [`Lane::open`].
    pub fn track(&self) -> &'a Track {
        &self.record.track
    }

    pub fn ending(&self) -> Option<Ending> {
        self.record.ending
    }

    /// The stretch still going on, up to the timeline's end: one segment, or up to three where its wait
    /// is over and it has not been woken. Empty for a task that has ended.
    pub fn open(&self) -> Vec<Segment> {
        let open = self.record.open.as_ref();
        open.map_or_else(Vec::new, |open| open.segments(self.thread, self.now).collect())
    }

    /// The phase it is in at the timeline's end; none where it has ended.
    pub fn phase_at_end(&self) -> Option<Phase> {
        let phase = match self.record.open?.state {
            State::In(phase) => phase,
            State::Away => Phase::Blocking,
            State::Due { .. } => self.thread.late_phase(),
        };
        Some(phase)
    }

    /// The segments within the span, the ones still going on included.
    pub fn segments(&self, span: Range<Nanos>) -> impl Iterator<Item = Segment> + use<'a> {
        let open = self.open().into_iter();
        let within = open.filter({
            let span = span.clone();
            move |it| it.touches(&span)
        });
        self.record.track.within(span).iter().copied().chain(within)
    }

    /// The time in each phase within the span, the stretch still going on included.
    pub fn shares(&self, span: Range<Nanos>) -> Shares {
        let open: Shares = self.open().iter().map(|it| it.shares(&span)).sum();
        self.record.track.shares(span) + open
    }

    /// How long it has waited for sleeps and for the world outside, up to when the wait was over.
    pub fn waited_outside(&self) -> Nanos {
        let open = self.record.open.filter(Open::waits_outside);
        let since = open.map_or(0, |it| self.now.saturating_sub(it.since));
        self.record.waited_outside.saturating_add(since)
    }
}

/// What the fold keeps of a task.
#[derive(Clone, Debug)]
pub(super) struct LaneRecord {
    pub task: TaskId,
    pub name: TextId,
    pub parent: Option<TaskId>,
    /// How many tasks it has started.
    pub children: u32,
    /// The main task of its run, and that run's index while the run is kept.
    pub root: TaskId,
    pub run: Option<usize>,
    pub spawned_at: Nanos,
    pub line: u32,
    pub track: Track,
    /// The stretch still going on; none after the end.
    pub open: Option<Open>,
    pub ending: Option<Ending>,
    pub waited_outside: Nanos,
    pub is_on_thread: bool,
}

impl LaneRecord {
    /// The texts that are pointed to.
    pub fn texts(&self) -> impl Iterator<Item = TextId> {
        let waits = self.track.segments().iter().filter_map(|it| it.wait);
        let waits = waits.chain(self.open.and_then(|it| it.wait));
        let ending = self.ending.and_then(|it| it.text);
        [self.name].into_iter().chain(ending).chain(waits.flat_map(|it| it.texts()))
    }
}

// A task that only computes takes little more than this.
const _: () = assert!(size_of::<LaneRecord>() <= 168);

/// A stretch that has not ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    pub since: Nanos,
    pub state: State,
    pub line: u32,
    pub wait: Option<Wait>,
}

/// What a task that has not ended does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    In(Phase),
    /// It is in a blocking call that is made elsewhere: the loop's thread is free.
    Away,
    /// Its wait is over and it has not been woken: it is ready while another task holds the thread, and
    /// waiting otherwise. When the wait was over, the thread had been held for `held`, all in all, and `holds`
    /// is the index of the first of its segments that can matter.
    Due {
        held: Nanos,
        holds: usize,
    },
}

/// How many of the thread's segments are searched for the first with a length; without one the ready time
/// comes last. It bounds the cost of a file full of turns without length.
const LOOKED_AT: usize = 16;

impl Open {
    /// Some of the thread's segments are gone.
    pub fn segments_removed(&mut self, removed: &Range<usize>) {
        if let State::Due { holds, .. } = &mut self.state {
            *holds -= (*holds).clamp(removed.start, removed.end) - removed.start;
        }
    }

    pub fn waits_outside(&self) -> bool {
        matches!(self.state, State::In(Phase::Waiting) | State::Away)
            && self.wait.is_some_and(super::waits::is_outside)
    }

    /// The stretch as one segment up to now, in this phase.
    pub fn segment(&self, phase: Phase, now: Nanos) -> Segment {
        Segment { start: self.since, end: now, phase, line: self.line, wait: self.wait }
    }

    /// The stretch as segments up to now.
    ///
    /// A late task's ready time is given in one piece, right in length, from where the thread was first held.
    /// So it also covers the short gaps between other tasks' turns: a thousand late tasks that take turns
    /// would otherwise come in a million pieces.
    pub fn segments(&self, thread: &Thread, now: Nanos) -> impl Iterator<Item = Segment> + use<> {
        let steps = match self.state {
            State::In(phase) => [(phase, now), (Phase::Waiting, now), (Phase::Waiting, now)],
            State::Away => [(Phase::Blocking, now), (Phase::Waiting, now), (Phase::Waiting, now)],
            State::Due { held: before, holds } => {
                let ready = thread.held() - before;
                let holds = thread.track().segments().get(holds..).unwrap_or_default();
                let mut holds = holds.iter().take(LOOKED_AT);
                let first = holds.find(|it| it.end > self.since && it.length() > 0);
                let start = first.map_or(now, |it| it.start.max(self.since)).min(now - ready);
                [(Phase::Waiting, start), (Phase::Ready, start + ready), (Phase::Waiting, now)]
            }
        };
        let Open { since: mut start, line, wait, .. } = *self;
        let segment =
            move |(phase, end)| Segment { start: std::mem::replace(&mut start, end), end, phase, line, wait };
        steps.into_iter().map(segment).filter(|it| !it.is_nothing())
    }
}
