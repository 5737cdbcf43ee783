//! What exploring came to, as text for the terminal: words, then the usual run and one that ends otherwise on one axis.

use std::io::{self, IsTerminal};
use std::time::{Duration, Instant};

use super::finished::drawn;
use super::hints::hints;
use super::look::{Look, TimelineChoice};
use super::paragraph::paragraphs;
use crate::explore::{self, Budget, Exploration, Program, Shown, deadlock, difference, lost_update, summary};
use crate::render::{Moment, Side, compare};
use crate::runner::{Deviation, Leftovers, Order, Runner, Setup};
use crate::script::Answer;
use crate::timeline::{Timeline, Titled};
use crate::trace::{ClockKind, Trace};

/// Between two lines on how far exploring is.
const PROGRESS: Duration = Duration::from_millis(200);
/// What is done faster than that needs no such line.
const LONG: Duration = Duration::from_millis(700);

/// Explores a program, and says how far it is where that takes long. None where not even one run came to an end.
pub fn explore(program: &mut Program, budget: Budget) -> Option<Exploration> {
    let is_noted = program.is_noted();
    let mut progress = Progress::new();
    let exploration = explore::explore(program, budget, is_noted, &mut |runs| progress.tell(runs));
    progress.clear();
    exploration
}

/// A run that was made once more, to be looked at.
struct Shot {
    trace: Trace,
    timeline: Timeline,
    run: usize,
    /// The title of the error that it ended with.
    error: Option<String>,
}

/// Words, pictures and findings, rows with a line end each. `repeat` says with a code how that
/// order is run again.
///
/// # Errors
/// Where the system has no thread or folder to give.
pub fn explored(
    program: &Program,
    exploration: &Exploration,
    look: &Look,
    repeat: impl FnOnce(&str) -> String,
) -> io::Result<String> {
    let other = exploration.found.iter().position(|it| !it.deviations.is_empty());
    let Some(index) = other.filter(|_| exploration.found.len() > 1) else {
        return Ok(paragraphs(&summary(exploration, None), look));
    };
    let deviations = &exploration.found[index].deviations;
    let usual = shot(program, &[], deviations)?;
    let broken = shot(program, deviations, deviations)?;
    let (Some(usual), Some(broken)) = (usual, broken) else {
        return Ok(paragraphs(&summary(exploration, None), look));
    };
    let views = [usual.timeline.view_of_run(usual.run), broken.timeline.view_of_run(broken.run)];
    let shown = Shown {
        index,
        reasons: [usual.reason(), broken.reason()],
        difference: difference(&views[1], &broken.trace),
    };
    let titles = ["usual".to_owned(), format!("outcome {}", index + 1)];
    let sides = [0, 1].map(|side| Side {
        titled: Titled { title: &titles[side], view: &views[side] },
        texts: [&usual, &broken][side].trace.texts(),
    });
    // Findings are those of the run that went wrong.
    let wrong = usize::from(shown.reasons[0].is_none() || shown.reasons[1].is_some());
    let mut below = hints(&views[wrong], &[&usual, &broken][wrong].trace, look);
    let code = program.schedule(deviations.clone()).code(program.text());
    below.push_str(&paragraphs(&[repeat(&code)], look));
    let words = paragraphs(&summary(exploration, Some(&shown)), look);
    let picture = match look.timeline {
        TimelineChoice::Never => String::new(),
        TimelineChoice::Words => titles
            .iter()
            .zip(&views)
            .zip([&usual, &broken])
            .map(|((title, view), shot)| format!("{title}:\n{}", super::told(view, shot.trace.texts(), look)))
            .collect(),
        TimelineChoice::Auto | TimelineChoice::Always => {
            let options = look.above(&below).above(&words).frame(Moment::Finished, None);
            drawn(&compare(sides, &options), look)
        }
    };
    Ok(words + picture.as_str() + below.as_str())
}

impl Shot {
    /// Why it came to what it did, if that can be said in a few words.
    fn reason(&self) -> Option<String> {
        let of_end = self.error.as_deref().and_then(deadlock);
        of_end.or_else(|| lost_update(&self.timeline.view_of_run(self.run), &self.trace))
    }
}

/// Runs the program once more in that order, with the first place marked where it differs from the usual one.
fn shot(program: &Program, order: &[Deviation], marked: &[Deviation]) -> io::Result<Option<Shot>> {
    let (outside, _folder) = program.outside()?;
    let schedule = program.schedule(order.to_vec());
    let marks = marked.first().copied().into_iter().collect();
    let setup = Setup::new(ClockKind::Virtual, Leftovers::Cancel).within(outside);
    let runner = Runner::start(setup.in_order(Order { schedule, marks }))?;
    let running = runner.begin(program.entry().clone());
    let end = runner.wait(&running);
    let main = end.as_ref().and_then(|end| end.main);
    let error = match end.map(|end| end.answer) {
        Some(Answer::Failed(report)) => Some(report.title),
        _ => None,
    };
    let record = runner.record();
    let run = main.and_then(|main| super::run_of(&record, main));
    let (trace, timeline) = (record.trace().clone(), record.timeline().clone());
    drop(record);
    runner.retire();
    Ok(run.map(|run| Shot { trace, timeline, run, error }))
}

/// A line on standard error that says how far it is, where somebody reads it.
struct Progress {
    began: Instant,
    told: Option<Instant>,
    is_read: bool,
}

impl Progress {
    fn new() -> Progress {
        Progress { began: Instant::now(), told: None, is_read: io::stderr().is_terminal() }
    }

    fn tell(&mut self, runs: usize) {
        let is_due = self.told.is_none_or(|it| it.elapsed() >= PROGRESS);
        if self.is_read && is_due && self.began.elapsed() >= LONG {
            self.told = Some(Instant::now());
            eprint!("\r{runs} runs so far, each in another order; Ctrl-C tells what is known \x1b[K");
        }
    }

    fn clear(&self) {
        if self.told.is_some() {
            eprint!("\r\x1b[K");
        }
    }
}
