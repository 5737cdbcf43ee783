//! A run that has ended, as text for the terminal: its frame or its lines, and reports.

use ratatui_core::buffer::Buffer;

use super::hints::{differences_text, hints};
use super::look::{Look, TimelineChoice};
use crate::diagnostics::Report;
use crate::plain::plain_text;
use crate::render::{self, Moment, RunLabel, Side, compare, frame, lines};
use crate::runner::Record;
use crate::script::{EntryBegin, EntryEnd, Sources};
use crate::timeline::{Age, ConsoleKind, ConsoleLine, Lane, Timeline, Titled, View, words};
use crate::trace::{Outcome, TaskId, Texts, Trace};

/// A run shorter than this with nothing else to see gets no frame.
const WORTH_SEEING: u64 = 100_000_000;

/// A run shorter than this that did nothing but start tasks gets no frame: there is nothing to see of them yet.
const ONLY_SPAWNED: u64 = 1_000_000;

/// What has been recorded: by a runner, or in a file.
#[derive(Clone, Copy)]
pub struct Recorded<'a> {
    pub timeline: &'a Timeline,
    pub trace: &'a Trace,
}

impl<'a> Recorded<'a> {
    /// What a runner has recorded so far.
    pub fn by(record: &'a Record) -> Recorded<'a> {
        Recorded { timeline: record.timeline(), trace: record.trace() }
    }
}

/// The index of the run whose main task this is.
pub fn run_of(record: &Record, main: TaskId) -> Option<usize> {
    record.timeline().runs().iter().rposition(|run| run.main == main)
}

/// Whether there is something to see: it spawned, waited, held the thread or took its time.
pub fn is_worth_a_frame(view: &View) -> bool {
    let statistics = &view.statistics;
    let main = view.lanes.first().map(|main| view.shares_of(main.task)).unwrap_or_default();
    (statistics.tasks > 0 && !only_spawned(view))
        || statistics.waits_one_by_one > 0
        || main.waiting > 0
        || statistics.thread.blocking > 0
        || statistics.elapsed >= WORTH_SEEING
}

/// Whether it was over at once, and all its tasks go on.
fn only_spawned(view: &View) -> bool {
    let own = view.lanes.iter().zip(view.lanes()).filter(|(it, _)| it.age == Age::OfThisRun);
    let mut tasks = own.map(|(_, lane)| lane).filter(|lane| lane.parent().is_some());
    // What ends later is reported then; a task that was cancelled is drawn as such.
    let goes_on =
        |lane: Lane| lane.ending().is_none_or(|it| it.at > view.span.end && it.outcome != Outcome::Cancelled);
    view.statistics.elapsed < ONLY_SPAWNED && tasks.all(goes_on)
}

/// The run with that index, as the look demands: a frame, sentences, or just what was printed. Runs that it
/// has within (`compare`) are drawn on one axis below.
pub fn finished(record: Recorded, run: usize, look: &Look, title: Option<String>) -> String {
    pointed(record, run, look, title, None)
}

/// The same, with an instant pointed at in the frame.
pub fn pointed(
    record: Recorded,
    run: usize,
    look: &Look,
    title: Option<String>,
    place: Option<RunLabel>,
) -> String {
    let view = record.timeline.view_of_run(run);
    let worth = is_worth_a_frame(&view);
    let mut below = String::new();
    if look.timeline != TimelineChoice::Never {
        for (first, second) in within(record, run) {
            below.push_str(&compared(record, first, second, ["first", "second"], look));
        }
        if worth {
            below.push_str(&hints(&view, record.trace, look));
        }
    }
    let out = match look.timeline {
        TimelineChoice::Words => told(&view, record.trace.texts(), look),
        TimelineChoice::Never => console_text(record, view.console, look),
        _ if !worth => console_text(record, view.console, look),
        _ => {
            let options = look.above(&below).frame(Moment::Finished, title);
            let picture = match &place {
                Some(place) => render::pointed(&view, record.trace.texts(), place, &options),
                None => frame(&view, record.trace.texts(), &options),
            };
            drawn(&picture, look)
        }
    };
    out + below.as_str()
}

/// The view in sentences, a row each.
pub fn told(view: &View, texts: &Texts, look: &Look) -> String {
    words(view, texts).iter().map(|line| look.glyphs.own_words(line) + "\n").collect()
}

/// The pairs of runs that `compare` made during the run with that index.
fn within(record: Recorded, run: usize) -> Vec<(usize, usize)> {
    let runs = record.timeline.runs();
    let Some(outer) = runs.get(run) else { return Vec::new() };
    let end = outer.ended.unwrap_or(u64::MAX);
    let inner: Vec<usize> = (run + 1..runs.len()).filter(|index| runs[*index].began <= end).collect();
    let inner: Vec<usize> =
        inner.into_iter().filter(|index| runs[*index].ended.is_some_and(|it| it <= end)).collect();
    inner.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect()
}

/// Two runs of one record on one axis, with the sentence on how they differ.
pub fn compared(record: Recorded, first: usize, second: usize, titles: [&str; 2], look: &Look) -> String {
    let views = [record.timeline.view_of_run(first), record.timeline.view_of_run(second)];
    let side = |index: usize| Side {
        titled: Titled { title: titles[index], view: &views[index] },
        texts: record.trace.texts(),
    };
    let [one, two] = &views;
    let differences = differences_text([(one, record.trace), (two, record.trace)], look);
    let options = look.above(&differences).frame(Moment::Finished, None);
    drawn(&compare([side(0), side(1)], &options), look) + differences.as_str()
}

/// A picture as text.
pub fn drawn(buffer: &Buffer, look: &Look) -> String {
    lines(buffer, look.ability, look.anchors()).into_iter().map(|line| line + "\n").collect()
}

/// What was said, a line each, without a frame.
pub fn console_text(record: Recorded, said: &[ConsoleLine], look: &Look) -> String {
    let mut out = String::new();
    for line in said {
        let texts = record.trace.texts().get(line.text);
        match line.kind {
            ConsoleKind::Printed => texts.split('\n').for_each(|text| {
                out.push_str(&plain_text(text));
                out.push('\n');
            }),
            ConsoleKind::Noted => {
                let note = format!("note (line {}): {}", line.line, plain_text(texts));
                out.push_str(&look.dim(&note));
                out.push('\n');
            }
        }
    }
    out
}

/// A report, drawn.
pub fn report_text(report: &Report, sources: &Sources, look: &Look) -> String {
    let report = report.clone().in_words(|text| look.glyphs.own_words(text));
    let (color, columns) = (look.report_color(), look.columns().into());
    report.render_with(&sources.for_reports(), color, columns, &look.glyphs.own_words("…"))
}

/// Calls that can never be right and whose errors a `catch` has hidden: otherwise nobody would notice them.
pub fn hidden_mistakes(end: &EntryEnd, look: &Look) -> String {
    let report = |it| {
        format!(
            "A catch has hidden a mistake in the program itself:\n{}",
            report_text(it, &end.sources, look)
        )
    };
    end.swallowed.iter().map(report).collect()
}

/// What is to be said before an entry runs.
pub fn remark_text(begin: &EntryBegin, look: &Look) -> String {
    begin.remarks.iter().map(|remark| report_text(remark, &begin.sources, look)).collect()
}
