//! What the page's script reads: runs as JSON, compact and free of what a page could take for markup.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;

use super::AnalysedRun;
use super::intern::Interned;
use super::reasons::Reasons;
use super::segments::{flat, segments, unit};
use crate::explain::MAX_AWAITED;
use crate::export::escape;
use crate::plain::plain_text;
use crate::style::one_line;
use crate::timeline::{ConsoleKind, Nanos, Phase, summary};
use crate::trace::{Outcome, TaskId};

/// A run's phase, line, why it is so, and what others say of it.
pub(super) type Kind = [usize; 4];

#[derive(Serialize)]
struct Data {
    runs: Vec<Run>,
    /// Kinds of segments, the first has number 1.
    kinds: Vec<Kind>,
    /// Templates, the first has number 1.
    texts: Vec<String>,
    /// How many of the tasks that another one awaits are named.
    awaited: usize,
}

#[derive(Serialize)]
struct Run {
    title: String,
    summary: String,
    /// In how many nanoseconds the run's times count.
    unit: Nanos,
    length: Nanos,
    /// Where the page opens, in nanoseconds since the run began, if not on all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<[Nanos; 2]>,
    lanes: Vec<Lane>,
    console: Vec<Line>,
    /// Instants, lanes that marked them, and what the script calls them.
    marks: Vec<(Nanos, i64, String)>,
    /// What shared variables hold, from each of these instants on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    variables: Vec<(String, Vec<(Nanos, String)>)>,
    /// Instants, lanes and lines of the findings, in the order of the page's list.
    findings: Vec<(Nanos, i64, u32)>,
}

/// One task.
#[derive(Serialize)]
struct Lane {
    name: String,
    /// Its spawn: the instant, and the line.
    at: Nanos,
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    end: Option<(Nanos, usize)>,
    #[serde(skip_serializing_if = "is_false")]
    older: bool,
    /// It has a row only once it is chosen.
    #[serde(skip_serializing_if = "is_false")]
    hidden: bool,
    /// What it blocks on leaves the loop's thread free.
    #[serde(skip_serializing_if = "is_false")]
    threaded: bool,
    /// Templates for the times before it exists and after it ended.
    around: [usize; 2],
    /// Where its first segment begins; length and kind of each.
    from: Nanos,
    segments: Vec<u64>,
}

/// Instant, lane, line, whether it is a remark, text.
type Line = (Nanos, i64, u32, u8, String);

/// The data of a page, as it may stand in it.
pub(super) fn json(runs: &[AnalysedRun]) -> String {
    let (mut kinds, mut texts) = (Interned::new(), Interned::new());
    let runs = runs.iter().map(|analysed| run(analysed, &mut kinds, &mut texts, None)).collect();
    let data =
        Data { runs, kinds: kinds.values().to_vec(), texts: texts.values().to_vec(), awaited: MAX_AWAITED };
    // Nothing in it can fail to be written as JSON.
    escape::json_in_html(&serde_json::to_string(&data).unwrap_or_default())
}

/// The data of one run that goes on. What is numbered once keeps its number, and times count in nanoseconds, so that
/// what is there already stays as it is.
pub(super) fn followed(
    analysed: &AnalysedRun,
    kinds: &mut Interned<Kind>,
    texts: &mut Interned<String>,
) -> Value {
    let runs = vec![run(analysed, kinds, texts, Some(1))];
    let data =
        Data { runs, kinds: kinds.values().to_vec(), texts: texts.values().to_vec(), awaited: MAX_AWAITED };
    serde_json::to_value(&data).unwrap_or_default()
}

/// `fixed` is the unit of its times; else it is the largest that fits.
fn run(
    analysed: &AnalysedRun,
    kinds: &mut Interned<Kind>,
    texts: &mut Interned<String>,
    fixed: Option<Nanos>,
) -> Run {
    let (view, trace_texts) = (analysed.run.view, analysed.run.trace.texts());
    let (start, end) = (view.span.start, view.span.end);
    let segments = segments(analysed);
    let reasons = Reasons::of(analysed, &segments, texts);
    let since = |at: Nanos| at.clamp(start, end) - start;
    let endings: Vec<_> = view.lanes().map(|lane| view.ending_of(&lane, trace_texts)).collect();
    let times = segments.iter().flatten().flat_map(|it| [it.start, it.end]);
    let times = times.chain(endings.iter().flatten().map(|it| it.at));
    let times = times.chain(view.lanes().map(|it| it.spawned_at()));
    let times = times.chain(view.console.iter().map(|it| it.at)).chain(view.marks().iter().map(|it| it.at));
    let times = times.chain(analysed.findings.iter().map(|it| it.at)).chain([end]);
    let times = times.chain(analysed.variables.iter().flat_map(|it| it.values.iter().map(|value| value.0)));
    let unit = fixed.unwrap_or_else(|| unit(times.map(since)));
    let scale = |at: Nanos| since(at) / unit;
    let lanes = view.lanes().enumerate().map(|(index, lane)| {
        let numbers =
            segments[index].iter().zip(&reasons.of_segments[index]).map(|(segment, [why, doing])| {
                kinds.number([phase_number(segment.phase), segment.line as usize, *why, *doing])
            });
        let numbers: Vec<usize> = numbers.collect();
        let (from, segments) = flat(&segments[index], &numbers, scale);
        Lane {
            name: one_line(trace_texts.get(lane.name())),
            at: scale(lane.spawned_at()),
            line: lane.line(),
            end: endings[index].map(|it| (scale(it.at), outcome_number(it.outcome))),
            older: view.lanes[index].age == crate::timeline::Age::Older,
            hidden: !analysed.run.part.tasks.is_empty() && !analysed.run.part.tasks.contains(&lane.task()),
            threaded: lane.is_on_thread(),
            around: reasons.of_lanes[index],
            from,
            segments,
        }
    });
    let lanes = lanes.collect();
    let places: HashMap<TaskId, i64> =
        view.lanes.iter().enumerate().map(|(index, it)| (it.task, index as i64)).collect();
    let place = |task: TaskId| places.get(&task).copied().unwrap_or(-1);
    let lines = view.console.iter().map(|it| {
        let text = trace_texts.get(it.text).lines().map(plain_text).collect::<Vec<_>>().join("\n");
        (scale(it.at), place(it.task), it.line, u8::from(it.kind == ConsoleKind::Noted), text)
    });
    Run {
        title: one_line(analysed.run.title),
        summary: summary(view),
        unit,
        length: scale(end),
        window: analysed.run.part.window.as_ref().map(|it| [since(it.start), since(it.end)]),
        lanes,
        console: lines.collect(),
        marks: view
            .marks()
            .iter()
            .map(|it| (scale(it.at), place(it.task), one_line(trace_texts.get(it.label))))
            .collect(),
        variables: analysed
            .variables
            .iter()
            .map(|it| {
                let values =
                    it.values.iter().map(|(at, text)| (scale(*at), one_line(trace_texts.get(*text))));
                (one_line(trace_texts.get(it.name)), values.collect())
            })
            .collect(),
        findings: analysed.findings.iter().map(|it| (scale(it.at), place(it.task), it.line)).collect(),
    }
}

/// As the script numbers phases.
fn phase_number(phase: Phase) -> usize {
    match phase {
        Phase::Running => 0,
        Phase::Blocking => 1,
        Phase::Ready => 2,
        Phase::Waiting => 3,
    }
}

/// As the script numbers endings.
fn outcome_number(outcome: Outcome) -> usize {
    match outcome {
        Outcome::Done => 0,
        Outcome::Failed => 1,
        Outcome::Cancelled => 2,
    }
}

fn is_false(value: &bool) -> bool {
    !value
}
