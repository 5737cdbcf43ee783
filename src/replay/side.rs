//! One of the runs that are gone through, with all that is worked out of it once.

use std::cell::{OnceCell, RefCell};

use super::list::{self, TreeRow};
use super::steps::Steps;
use super::{ReplayRun, Stop};
use crate::explain::{RunAnalysis, Whys, findings};
use crate::timeline::{LaneInView, Nanos, SharedVariable, View, shared_variables};
use crate::trace::{TaskId, Trace};

/// A run on show.
pub(super) struct Side<'a> {
    pub title: String,
    pub view: &'a View<'a>,
    pub trace: &'a Trace,
    pub analysis: RunAnalysis<'a>,
    pub steps: Steps,
    pub variables: Vec<SharedVariable>,
    pub lanes: Vec<LaneInView>,
    /// The chosen lane, and the first one shown.
    pub chosen: usize,
    pub top: usize,
    tree: OnceCell<Vec<TreeRow>>,
    whys: RefCell<Whys>,
}

impl<'a> Side<'a> {
    pub fn new(run: ReplayRun<'a>) -> Side<'a> {
        let ReplayRun { title, view, trace } = run;
        Side {
            title,
            view,
            trace,
            analysis: RunAnalysis::new(view, trace),
            steps: Steps::of(trace, view),
            variables: shared_variables(trace, &view.span),
            lanes: view.lanes.clone(),
            chosen: 0,
            top: 0,
            tree: OnceCell::new(),
            whys: RefCell::default(),
        }
    }

    /// Its findings and marks. `side` is its number.
    pub fn stops(&self, side: usize) -> Vec<Stop> {
        let findings = findings(&self.analysis);
        let findings = findings.iter().map(|it| {
            let place = if it.line == 0 { String::new() } else { format!("line {}: ", it.line) };
            let text = format!("{place}{} {}", it.text, it.try_this);
            Stop { at: self.since(it.at), side, task: Some(it.task), text }
        });
        let marks = self.view.marks().iter().map(|it| {
            let text = format!("mark: {}", self.trace.texts().get(it.label));
            Stop { at: self.since(it.at), side, task: None, text }
        });
        findings.chain(marks).collect()
    }

    /// How long it took, in nanoseconds.
    pub fn length(&self) -> Nanos {
        self.view.span.end - self.view.span.start
    }

    /// How long after its beginning an instant of the trace is.
    pub fn since(&self, at: Nanos) -> Nanos {
        at.clamp(self.view.span.start, self.view.span.end) - self.view.span.start
    }

    /// The instant of the trace that is so long after its beginning; at its end time stands still.
    pub fn instant(&self, since: Nanos) -> Nanos {
        self.view.span.start.saturating_add(since).min(self.view.span.end)
    }

    /// The task whose lane is chosen.
    pub fn task(&self) -> Option<TaskId> {
        self.lanes.get(self.chosen).map(|it| it.task)
    }

    pub fn choose_task(&mut self, task: TaskId) {
        if let Some(index) = self.lanes.iter().position(|it| it.task == task) {
            self.chosen = index;
        }
    }

    /// Why a task is as it is so long after the beginning.
    pub fn why(&self, task: TaskId, since: Nanos) -> String {
        self.whys.borrow_mut().why(&self.analysis, task, self.instant(since)).join(" ")
    }

    /// Its tasks, each below the one that started it.
    pub fn tree(&self) -> &[TreeRow] {
        self.tree.get_or_init(|| list::tree(self))
    }
}
