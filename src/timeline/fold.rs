//! The fold: what each event does to the timeline.
//!
//! A file may hold any events in any order. What makes no sense is passed over: an event of a task that was
//! never spawned or has ended, a task that is spawned twice, an end of blocking that never began. Whoever is
//! resumed has the thread; another that still held it is ready from then on.

use super::density::Density;
use super::lane::{LaneRecord, Open, State};
use super::waits::Waits;
use super::{ConsoleKind, ConsoleLine, Ending, MarkPoint, Nanos, Phase, Run, Timeline, Track};
use crate::trace::{Event, EventKind, TaskId, TextId, Wait};

/// This many of the latest runs keep a density of their own; older ones show that of the session.
const RUNS_WITH_DENSITY: usize = 256;

impl Timeline {
    /// Takes further events in.
    pub fn extend(&mut self, events: &[Event]) {
        for event in events {
            self.apply(event);
        }
    }

    /// Takes the next event in. One that claims an earlier instant than the last happens at the last.
    pub fn apply(&mut self, event: &Event) {
        self.advance_to(event.at);
        self.detail.count(self.end);
        match event.kind {
            EventKind::Spawned { name, parent } => self.spawn(event, name, parent),
            EventKind::ClockSet { clock } => self.clock = clock,
            EventKind::Printed { text } => self.say(event, text, ConsoleKind::Printed),
            EventKind::Noted { text } => self.say(event, text, ConsoleKind::Noted),
            EventKind::Mark { label } if self.detail.is_kept() => {
                self.marks.push(MarkPoint { at: self.end, task: event.task, label });
            }
            EventKind::Ending => {
                let run = self.lanes.index_of(event.task).and_then(|lane| self.lanes[lane].run);
                if let Some(run) = run {
                    self.runs[run].ends_with_its_tasks = true;
                }
            }
            EventKind::Awaited { .. } | EventKind::Unseen | EventKind::Remarked { .. } => {}
            EventKind::Read { .. } | EventKind::Checked { .. } => {}
            EventKind::Wrote { .. } | EventKind::Updated { .. } | EventKind::Holds { .. } => {}
            EventKind::Called { .. } | EventKind::Returned { .. } | EventKind::Threw { .. } => {}
            EventKind::Did { .. } | EventKind::Over => {}
            EventKind::Mark { .. } | EventKind::Unknown { .. } => {}
            _ => {
                if let Some(lane) = self.lanes.index_of(event.task)
                    && let Some(open) = self.lanes[lane].open
                {
                    self.step(lane, open, event);
                }
            }
        }
    }

    /// Lets time pass without events, as it does while a run is drawn live.
    pub fn advance_to(&mut self, now: Nanos) {
        while let Some((deadline, lane)) = self.expected.pop_due(now) {
            self.pass(deadline);
            self.wait_is_over(lane);
        }
        self.pass(now);
    }

    /// Lets time pass in which no task changes.
    fn pass(&mut self, now: Nanos) {
        if now <= self.end {
            return;
        }
        let (stretch, time) = (self.end..now, now - self.end);
        let late = self.thread.late_phase();
        self.density.record(stretch.clone(), &self.population, late);
        for run in self.latest_runs() {
            if let Some(density) = &mut self.runs[run].density {
                density.record(stretch.clone(), &self.population, late);
            }
        }
        self.population.pass(time, late);
        self.thread.pass(stretch, &self.detail);
        self.end = now;
    }

    /// One event of a task that has not ended.
    fn step(&mut self, lane: usize, open: Open, event: &Event) {
        let line = event.line;
        match (event.kind, open.state) {
            (EventKind::Named { name }, _) => self.lanes[lane].name = name,
            (EventKind::OnThread, _) => self.lanes[lane].is_on_thread = true,
            // A call that is made elsewhere goes on until the task says that it is over.
            (EventKind::Blocking { what }, State::In(Phase::Running)) if self.lanes[lane].is_on_thread => {
                let wait = Some(Wait::Io { what });
                self.begin(lane, Open { since: self.end, state: State::Away, line, wait });
            }
            (EventKind::Unblocked, State::Away) => self.take_thread(lane, line),
            (EventKind::Resumed | EventKind::Suspended { .. }, State::Away) => {}
            (EventKind::Resumed, state) if state != State::In(Phase::Running) => self.take_thread(lane, line),
            (EventKind::Suspended { on }, _) => {
                let phase = if on == Wait::Yield { Phase::Ready } else { Phase::Waiting };
                self.enter(lane, phase, line, Some(on));
            }
            (EventKind::Woken { .. }, State::In(Phase::Waiting) | State::Due { .. }) => {
                self.enter(lane, Phase::Ready, open.line, open.wait);
            }
            (EventKind::Blocking { what }, State::In(Phase::Running)) => {
                self.enter(lane, Phase::Blocking, line, Some(Wait::Io { what }));
            }
            (EventKind::Unblocked, State::In(Phase::Blocking)) => {
                self.enter(lane, Phase::Running, line, None);
            }
            (EventKind::Finished { outcome, text }, _) => {
                self.leave(lane);
                self.lanes.end(lane, Ending { at: self.end, outcome, text });
                self.finished(lane);
            }
            _ => {}
        }
    }

    /// The task runs; another that still had the thread is ready from here on.
    fn take_thread(&mut self, lane: usize, line: u32) {
        if let Some(other) = self.thread.holder().filter(|other| *other != lane) {
            self.enter(other, Phase::Ready, 0, None);
        }
        self.enter(lane, Phase::Running, line, None);
    }

    fn spawn(&mut self, event: &Event, name: TextId, parent: Option<TaskId>) {
        let lane = self.lanes.len();
        if self.lanes.index_of(event.task).is_some() {
            return;
        }
        let parents_run = parent.and_then(|it| self.lanes.index_of(it));
        let run = match (parent, parents_run) {
            (_, Some(parent)) => self.lanes[parent].run,
            (Some(_), None) if !self.runs.is_empty() => Some(self.runs.len() - 1),
            _ => Some(self.begin_run(event.task)),
        };
        let root = match (run, parents_run) {
            (Some(run), _) => self.runs[run].main,
            (None, Some(parent)) => self.lanes[parent].root,
            (None, None) => event.task,
        };
        if let Some(parent) = parents_run {
            self.lanes[parent].children += 1;
        }
        for run in self.with_outer(run) {
            self.runs[run].alive += 1;
        }
        if root != event.task {
            self.spawned += 1;
            for run in self.with_outer(run) {
                self.runs[run].spawned += 1;
            }
        }
        self.lanes.push(LaneRecord {
            task: event.task,
            name,
            parent,
            children: 0,
            root,
            run,
            spawned_at: self.end,
            line: event.line,
            track: Track::default(),
            open: None,
            ending: None,
            waited_outside: 0,
            is_on_thread: false,
        });
        self.enter(lane, Phase::Ready, event.line, None);
    }

    fn begin_run(&mut self, main: TaskId) -> usize {
        let (at, sums) = (self.end, self.population.sums);
        let latest = self.runs.len().checked_sub(1);
        let within = latest.map(|it| self.runs[it].within.unwrap_or(it));
        let within = within.filter(|it| self.runs[*it].ended.is_none());
        if let Some(latest) = latest.filter(|it| within != Some(*it)) {
            self.runs[latest].close_density(at, sums);
        }
        if let Some(old) = self.runs.len().checked_sub(RUNS_WITH_DENSITY) {
            self.runs[old].density = None;
        }
        self.runs.push(Run {
            main,
            clock: self.clock,
            began: at,
            ended: None,
            within,
            gap: None,
            spawned: 0,
            alive: 0,
            ends_with_its_tasks: false,
            lanes: self.lanes.len()..usize::MAX,
            lines: self.console.len()..usize::MAX,
            waits: Waits::default().at(at),
            thread_before: self.thread().total(),
            statistics: None,
            density: Some(Density::new(at, sums)),
        });
        self.runs.len() - 1
    }

    /// Wakes the tasks that wait for the task, and ends the run with its main task, or, where it ends with all its tasks,
    /// with the last one.
    fn finished(&mut self, lane: usize) {
        let LaneRecord { task, run, .. } = self.lanes[lane];
        for waiter in self.expected.waiters_of(task) {
            self.wait_is_over(waiter);
        }
        for run in self.with_outer(run) {
            self.runs[run].alive = self.runs[run].alive.saturating_sub(1);
        }
        let is_over = |run: usize| {
            let Run { main, ends_with_its_tasks, alive, ended, .. } = &self.runs[run];
            ended.is_none() && if *ends_with_its_tasks { *alive == 0 } else { *main == task }
        };
        let over: Vec<usize> = self.with_outer(run).filter(|run| is_over(*run)).collect();
        for run in over {
            let thread = self.thread.track().total();
            let run = &mut self.runs[run];
            let statistics = run.statistics_at(self.end, thread);
            run.close_density(self.end, self.population.sums);
            run.ended = Some(self.end);
            run.statistics = Some(statistics);
            run.lanes.end = self.lanes.len();
            run.lines.end = self.console.len();
        }
    }

    fn say(&mut self, event: &Event, text: TextId, kind: ConsoleKind) {
        if !self.detail.is_kept() {
            return;
        }
        self.console.push(ConsoleLine { at: self.end, task: event.task, line: event.line, text, kind });
        // A remark on the run's end, at its end, belongs to it.
        for run in self.latest_runs() {
            let run = &mut self.runs[run];
            if run.ended == Some(self.end) && kind == ConsoleKind::Noted {
                run.lines.end = self.console.len();
            }
        }
    }

    /// The latest run, and the one that it is within.
    fn latest_runs(&self) -> impl Iterator<Item = usize> + use<> {
        self.with_outer(self.runs.len().checked_sub(1))
    }

    /// A run, and the one that it is within.
    pub(super) fn with_outer(&self, run: Option<usize>) -> impl Iterator<Item = usize> + use<> {
        run.into_iter().chain(run.and_then(|it| self.runs[it].within))
    }
}
