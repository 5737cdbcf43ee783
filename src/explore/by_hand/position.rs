//! How far a run has come when somebody is to choose: its record up to there, and who could go on.
//!
//! A run cannot be held still. So it is repeated for each choice, up to there and no further, and once more for each
//! task that could go on, to know what that one would do. Under the virtual clock all of them are the same run.

use std::cell::Cell;
use std::io;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use crate::explore::choosing::has_no_end;
use crate::explore::outcome::Outcome;
use crate::explore::program::{Program, outcome, too_long};
use crate::runner::{Leftovers, Runner, Setup};
use crate::runtime::schedule::{Chooser, GIVEN_UP, Identity, Occasion, Step, Touch, variable};
use crate::script::{Answer, EntryEnd};
use crate::timeline::{Nanos, Timeline, View};
use crate::trace::{ClockKind, Event, EventKind, TaskId, Trace, Wait};

/// Ready tasks whose next step is shown; of more, the first ones.
pub const MAX_TOLD: usize = 9;
/// Between two looks whether somebody has interrupted.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

/// A run up to a choice, or to its end.
pub struct Position {
    /// What happened so far.
    pub trace: Trace,
    pub timeline: Timeline,
    /// The run's index in the timeline.
    pub run: usize,
    /// How many tasks could go on; 0 at the end.
    pub ready: usize,
    /// The first of them, the one that has been ready longest before all.
    pub candidates: Vec<Candidate>,
    /// What it came to, at its end.
    pub end: Option<End>,
}

/// What a run came to.
pub struct End {
    pub outcome: Outcome,
    /// The title of the error that it ended with.
    pub error: Option<String>,
}

/// A task that could go on.
pub struct Candidate {
    pub name: String,
    pub stands: Stands,
    /// What it would do until somebody has to choose again, or it waits.
    pub next: Vec<Event>,
    /// The shared variables that it would use, by name, as far as `next` does not say so.
    pub uses: Vec<String>,
    /// The run in which it goes on, for its texts and for the next position.
    pub(super) run: Reached,
}

/// Where a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stands {
    NotBegun,
    /// It has the thread, and another one may interrupt it.
    Running,
    /// It has waited in this line, from 1; 0 where it was interrupted.
    After(u32),
}

/// A run that was made.
pub(super) struct Reached {
    pub trace: Trace,
    main: TaskId,
    steps: Vec<Step>,
    halt: Halt,
    end: EntryEnd,
    printed: Vec<String>,
}

/// Where a run was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Halt {
    /// Nowhere.
    Ended,
    /// At a choice among so many.
    Choice(usize),
    TooLong,
}

/// How far a run is to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Until {
    /// Until somebody has to choose again.
    NextChoice,
    /// To its end, where the first that is ready goes on.
    End,
}

impl Position {
    /// The view of the run so far.
    pub fn view(&self) -> View<'_> {
        self.timeline.view_of_run(self.run)
    }

    /// When it is, since the run began.
    pub fn at(&self) -> Nanos {
        let view = self.view();
        view.whole.end.saturating_sub(view.whole.start)
    }

    /// After these choices. None where the program cannot be run, or somebody interrupts.
    ///
    /// # Errors
    /// Where the system has no thread or folder to give.
    pub(super) fn after(program: &Program, picks: &[usize], until: Until) -> io::Result<Option<Position>> {
        match reach(program, picks, until)? {
            Some(reached) => Position::of(program, picks, reached),
            None => Ok(None),
        }
    }

    /// Where a run stands that was made with these choices.
    pub(super) fn of(program: &Program, picks: &[usize], reached: Reached) -> io::Result<Option<Position>> {
        let events = reached.trace.events();
        let is_cut = |event: &Event| matches!(event.kind, EventKind::Mark { label } if reached.trace.texts().get(label) == GIVEN_UP);
        let mark = match reached.halt {
            Halt::Ended => None,
            Halt::Choice(_) | Halt::TooLong => events.iter().rposition(is_cut),
        };
        let cut = mark.unwrap_or(events.len());
        let until = mark.map_or(0, |it| events[it].at);
        let ready = if let Halt::Choice(ready) = reached.halt { ready } else { 0 };
        let mut candidates = Vec::new();
        for pick in 0..ready.min(MAX_TOLD) {
            let further: Vec<usize> = picks.iter().copied().chain([pick]).collect();
            let Some(run) = reach(program, &further, Until::NextChoice)? else { return Ok(None) };
            candidates.extend(Candidate::new(program.text(), picks.len(), cut, run));
        }
        let count = Cell::new(0);
        let trace = reached.trace.chosen(|_| count.replace(count.get() + 1) < cut);
        let mut timeline = Timeline::of(&trace, ClockKind::Virtual);
        // Time may have jumped to the choice.
        timeline.advance_to(until);
        let run = timeline.runs().iter().rposition(|run| run.main == reached.main).unwrap_or(0);
        let end = match reached.halt {
            Halt::Choice(_) => None,
            Halt::TooLong => Some(End { outcome: too_long(reached.printed), error: None }),
            Halt::Ended => {
                let error = match &reached.end.answer {
                    Answer::Failed(report) => Some(report.title.clone()),
                    _ => None,
                };
                Some(End { outcome: outcome(&reached.end, reached.printed), error })
            }
        };
        Ok(Some(Position { trace, timeline, run, ready, candidates, end }))
    }
}

impl Candidate {
    /// Who went on at that choice in a run whose events up to there are `cut`.
    fn new(text: &str, choice: usize, cut: usize, run: Reached) -> Option<Candidate> {
        let step = run.steps.iter().filter(|step| step.ready.len() > 1).nth(choice)?;
        let task = step.id;
        let (before, after) = run.trace.events().split_at(cut.min(run.trace.events().len()));
        let is_end = |event: &Event| {
            matches!(event.kind, EventKind::Suspended { .. } | EventKind::Finished { .. })
                || matches!(event.kind, EventKind::Mark { label } if run.trace.texts().get(label) == GIVEN_UP)
        };
        // One that is interrupted gives the thread up before the one that was chosen has it.
        let is_resumed = |it: &Event| it.task == task && matches!(it.kind, EventKind::Resumed);
        let goes_on = step.occasion == Occasion::Interruption && step.chosen == 0;
        let begins = after.iter().position(is_resumed).filter(|_| !goes_on).map_or(0, |it| it + 1);
        let of_turn = after.get(begins..).unwrap_or_default();
        let end = of_turn.iter().position(|it| is_end(it) && (it.task == task || is_mark(it)));
        let end = end.map_or(of_turn.len(), |it| if is_mark(&of_turn[it]) { it } else { it + 1 });
        let is_of_task = |event: &&Event| {
            event.task == task
                || matches!(event.kind, EventKind::Spawned { parent, .. } if parent == Some(task))
        };
        let closures = closures(text);
        // That a closure is looked at to be called is no news.
        let is_news = |event: &&Event| match event.kind {
            EventKind::Read { variable } => !closures.contains(&run.trace.texts().get(variable)),
            _ => true,
        };
        let next = of_turn[..end].iter().filter(is_of_task).filter(is_news).copied().collect::<Vec<Event>>();
        let known: Vec<&str> = next.iter().filter_map(|it| run.text_of(it)).collect();
        let is_known = |name: &str| known.iter().any(|it| has_word(it, name));
        let touched = changed_names(text)
            .into_iter()
            .filter(|name| step.touches.contains(&Touch::Write(variable(name))) && !is_known(name));
        let uses = touched.map(str::to_owned).collect();
        let stands = stands(before, task);
        let candidate = Candidate { name: String::new(), stands, next, uses, run };
        Some(Candidate { name: candidate.task_name(task), ..candidate })
    }
}

impl Candidate {
    /// The name of a task, as it is called where this one has gone on.
    pub(super) fn task_name(&self, task: TaskId) -> String {
        let names = self.run.trace.events().iter().filter(|it| it.task == task);
        let mut names = names.filter_map(|it| match it.kind {
            EventKind::Spawned { name, .. } | EventKind::Named { name } => Some(name),
            _ => None,
        });
        let name = names.next_back().map(|it| self.run.trace.texts().get(it));
        name.map_or_else(|| format!("task {}", task.0), |it| crate::plain::plain_text(it).into_owned())
    }
}

impl Reached {
    /// The name of what an event is about, where that is something shared.
    fn text_of(&self, event: &Event) -> Option<&str> {
        match event.kind {
            EventKind::Read { variable }
            | EventKind::Checked { variable, .. }
            | EventKind::Wrote { variable }
            | EventKind::Updated { variable } => Some(self.trace.texts().get(variable)),
            EventKind::Did { object, .. } => Some(self.trace.texts().get(object)),
            EventKind::Suspended { on: Wait::Object { name, .. } } => Some(self.trace.texts().get(name)),
            _ => None,
        }
    }
}

fn is_mark(event: &Event) -> bool {
    matches!(event.kind, EventKind::Mark { .. })
}

/// Where a task is after these events.
fn stands(before: &[Event], task: TaskId) -> Stands {
    let own = before.iter().rev().filter(|it| it.task == task);
    let mut found = own.filter_map(|it| match it.kind {
        EventKind::Spawned { parent: Some(_), .. } => Some(Stands::NotBegun),
        EventKind::Suspended { .. } => Some(Stands::After(it.line)),
        EventKind::Resumed => Some(Stands::Running),
        _ => None,
    });
    found.next().unwrap_or(Stands::NotBegun)
}

/// The names in a text that something is assigned to after they were made.
fn changed_names(text: &str) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    let mut before = "";
    crate::explore::each_name(text, |name| {
        let rest = &text[name.as_ptr().addr() - text.as_ptr().addr() + name.len()..];
        let rest = rest.trim_start();
        let rest = rest.strip_prefix(['+', '-', '*', '/', '%']).unwrap_or(rest);
        let is_set = rest.starts_with('=') && !rest.starts_with("==") && !rest.starts_with("=>");
        if is_set && !["let", "const"].contains(&before) && !names.contains(&name) {
            names.push(name);
        }
        before = name;
    });
    names
}

/// The names of variables that are made to be closures.
fn closures(text: &str) -> Vec<&str> {
    let made = text.split("let ").skip(1).filter_map(|it| it.split_once('='));
    let is_closure = |value: &str| value.trim_start().starts_with('|');
    made.filter(|(_, value)| is_closure(value)).map(|(name, _)| name.trim()).collect()
}

/// Whether a name such as `account.balance #2` has this word in it.
fn has_word(text: &str, word: &str) -> bool {
    text.split(|it: char| !it.is_alphanumeric() && it != '_').any(|it| it == word)
}

/// Runs a program with these choices. None where it cannot be run, or somebody interrupts.
fn reach(program: &Program, picks: &[usize], until: Until) -> io::Result<Option<Reached>> {
    let (outside, _folder) = program.outside()?;
    let printed = Arc::new(Mutex::new(Vec::new()));
    let said = printed.clone();
    let mut setup = Setup::new(ClockKind::Virtual, Leftovers::Cancel).within(outside);
    setup.output = Box::new(move |text| {
        said.lock().unwrap_or_else(PoisonError::into_inner).push(text.to_owned());
    });
    let runner = Runner::start(setup)?;
    if let Some(given) = program.given() {
        runner.wait(&runner.begin(given.clone()));
    }
    let (log, ended) = channel();
    let chooser = Picking { picks: picks.to_vec(), until, choices: 0, halt: Halt::Ended, log: Some(log) };
    let running = runner.begin_choosing(program.entry().clone(), program.slack(), Box::new(chooser));
    let is_interrupted = || program.interrupted().load(Ordering::Acquire);
    let end = loop {
        match running.end.recv_timeout(POLL_INTERVAL) {
            Ok(end) => break Some(end),
            Err(RecvTimeoutError::Disconnected) => break None,
            Err(RecvTimeoutError::Timeout) => drop(runner.record()),
        }
        if is_interrupted() {
            runner.stop();
        }
    };
    let trace = runner.record().trace().clone();
    runner.retire();
    let ended = ended.try_recv().ok().filter(|_| !is_interrupted());
    let printed = std::mem::take(&mut *printed.lock().unwrap_or_else(PoisonError::into_inner));
    let reached = end.zip(ended).and_then(|(end, (steps, halt))| {
        let main = end.main?;
        Some(Reached { trace, main, steps, halt, end, printed })
    });
    Ok(reached)
}

/// Chooses as somebody did, and then halts, or goes on as usual.
struct Picking {
    picks: Vec<usize>,
    until: Until,
    choices: usize,
    halt: Halt,
    log: Option<Sender<(Vec<Step>, Halt)>>,
}

impl Chooser for Picking {
    fn choose(&mut self, steps: &[Step], ready: &[Identity], _: Occasion) -> Option<usize> {
        if has_no_end(steps) {
            self.halt = Halt::TooLong;
            return None;
        }
        if ready.len() < 2 {
            return Some(0);
        }
        let pick = self.picks.get(self.choices).copied();
        self.choices += 1;
        match (pick, self.until) {
            (Some(pick), _) => Some(pick.min(ready.len() - 1)),
            (None, Until::End) => Some(0),
            (None, Until::NextChoice) => {
                self.halt = Halt::Choice(ready.len());
                None
            }
        }
    }

    fn ended(&mut self, steps: Vec<Step>, _: Vec<String>) {
        if let Some(log) = self.log.take() {
            let _ = log.send((steps, self.halt));
        }
    }
}
