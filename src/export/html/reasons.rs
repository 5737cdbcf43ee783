//! Why a task stood where it stood, for each segment: templates that the page fills in.
//!
//! Many segments share a template: where the segment's own name and instants stand, it has a sign. Signs begin with `~`:
//! `~n` is the name, `~a` and `~b` are the beginning and the end, `~t` is the instant looked at, `~~` is the character
//! itself. Each line is a part: a sentence; `~w` with lanes, of which the first that exist are named; `~h` with the lane
//! that has what is waited for.

use std::collections::{HashMap, HashSet};

use super::AnalysedRun;
use super::intern::Interned;
use crate::explain::{Part, RunAnalysis, doing, why, why_segment};
use crate::timeline::Segment;
use crate::trace::TaskId;

/// The longest segments get a sentence of their own; others get that of their phase.
const MAX_SEGMENTS: usize = 20_000;
/// What all templates may take together, in bytes.
const MAX_BYTES: usize = 600_000;
/// Looks at other tasks that are made for all sentences together.
const MAX_LOOKS: usize = 20_000_000;
/// Lanes that are listed of those awaited together.
const MAX_LISTED: usize = 64;

/// What a run's templates say.
pub(super) struct Reasons {
    /// By lane and segment: the numbers of why it is so, and of what others say of it. 0 where there is none.
    pub of_segments: Vec<Vec<[usize; 2]>>,
    /// By lane: what is said before it exists, and after it ended.
    pub of_lanes: Vec<[usize; 2]>,
}

impl Reasons {
    /// Works them out; templates are added to `texts`. `segments` are those of the lanes, in order.
    pub fn of(analysed: &AnalysedRun, segments: &[Vec<Segment>], texts: &mut Interned<String>) -> Reasons {
        let analysis = analysed.analysis;
        let lanes: HashMap<TaskId, usize> =
            analysed.run.view.lanes.iter().enumerate().map(|(index, it)| (it.task, index)).collect();
        let bytes = texts.values().iter().map(String::len).sum();
        let mut writer = Writer { analysis, lanes, mentioned: HashSet::new(), texts, bytes };
        let mut of_segments: Vec<Vec<[usize; 2]>> =
            segments.iter().map(|lane| vec![[0, 0]; lane.len()]).collect();
        let task = |lane: usize| analysed.run.view.lanes[lane].task;
        for (lane, index) in longest(segments, analysis.tasks.len()) {
            of_segments[lane][index][0] = writer.why(task(lane), &segments[lane][index]);
        }
        let mentioned: Vec<usize> = writer.mentioned.iter().copied().collect();
        for lane in mentioned {
            for (segment, numbers) in segments[lane].iter().zip(&mut of_segments[lane]) {
                numbers[1] = writer.doing(segment);
            }
        }
        let of_lanes = (0..segments.len()).map(|lane| writer.around(task(lane))).collect();
        Reasons { of_segments, of_lanes }
    }
}

/// The lane and the place of each segment that gets a sentence, the longest first.
fn longest(segments: &[Vec<Segment>], tasks: usize) -> Vec<(usize, usize)> {
    let of_lane = |(lane, them): (usize, &Vec<Segment>)| {
        let lengths: Vec<_> = them.iter().map(Segment::length).enumerate().collect();
        lengths.into_iter().filter(|it| it.1 > 0).map(move |(index, length)| (length, lane, index))
    };
    let mut all: Vec<_> = segments.iter().enumerate().flat_map(of_lane).collect();
    all.sort_by_key(|it| (std::cmp::Reverse(it.0), it.1, it.2));
    all.truncate(MAX_SEGMENTS.min(MAX_LOOKS / tasks.max(1)));
    all.into_iter().map(|(_, lane, index)| (lane, index)).collect()
}

struct Writer<'a> {
    analysis: &'a RunAnalysis<'a>,
    lanes: HashMap<TaskId, usize>,
    /// Lanes of which others tell what they do.
    mentioned: HashSet<usize>,
    texts: &'a mut Interned<String>,
    /// What the templates take so far.
    bytes: usize,
}

impl Writer<'_> {
    fn why(&mut self, task: TaskId, segment: &Segment) -> usize {
        let parts = why_segment(self.analysis, task, segment);
        let name = self.analysis.name(task);
        let lines: Vec<String> =
            parts.into_iter().filter_map(|part| self.line(part, &name, segment)).collect();
        self.add(lines.join("\n"))
    }

    fn line(&mut self, part: Part, name: &str, segment: &Segment) -> Option<String> {
        match part {
            Part::Sentence(sentence) => {
                let (own, rest) = match sentence.strip_prefix(name) {
                    Some(rest) => ("~n", rest),
                    None => ("", sentence.as_str()),
                };
                Some(format!("{own}{}", self.signs(rest, segment)))
            }
            Part::Awaited(ids) => {
                let is_there = |id: &TaskId| {
                    self.analysis
                        .task(*id)
                        .and_then(|it| it.segments.last())
                        .is_some_and(|it| it.end > segment.start)
                };
                let listed =
                    ids.iter().filter(|id| is_there(id)).filter_map(|id| self.lanes.get(id).copied());
                let listed: Vec<usize> = listed.take(MAX_LISTED).collect();
                self.mentioned.extend(&listed);
                let numbers: Vec<String> = listed.iter().map(usize::to_string).collect();
                (!numbers.is_empty()).then(|| format!("~w{}", numbers.join(",")))
            }
            Part::Holder(id) => Some(match self.lanes.get(&id).copied() {
                Some(lane) => {
                    self.mentioned.insert(lane);
                    format!("~h{lane}")
                }
                None => format!("{} had it.", escaped(&self.analysis.name(id))),
            }),
        }
    }

    /// What others say that a task does in a segment.
    fn doing(&mut self, segment: &Segment) -> usize {
        if segment.length() == 0 {
            return 0;
        }
        let said = doing(self.analysis, segment);
        let template = self.signs(&said, segment);
        self.add(template)
    }

    /// What is said before a task exists, and after it ended.
    fn around(&mut self, task: TaskId) -> [usize; 2] {
        let Some(known) = self.analysis.task(task) else { return [0, 0] };
        let (start, end) = (self.analysis.view.span.start, self.analysis.view.span.end);
        let said = |instant| escaped(&why(self.analysis, task, instant).join("\n"));
        let yet = format!(" yet at {}:", self.analysis.at(start));
        let before = (known.spawned_at > start).then(|| said(start).replacen(&yet, " yet at ~t:", 1));
        let after = known.ending.map(|_| said(end.saturating_add(1)));
        [before, after].map(|it| it.map_or(0, |it| self.add(it)))
    }

    /// The text with signs for the instants of its segment.
    fn signs(&self, text: &str, segment: &Segment) -> String {
        let [from, to] = [segment.start, segment.end].map(|it| self.analysis.at(it));
        escaped(text).replace(&to, "~b").replace(&from, "~a")
    }

    /// The number of a template; 0 where there is no room for another one.
    fn add(&mut self, template: String) -> usize {
        let before = self.texts.values().len();
        if template.is_empty() || self.bytes > MAX_BYTES {
            return 0;
        }
        let length = template.len();
        let number = self.texts.number(template);
        if number > before {
            self.bytes += length;
        }
        number
    }
}

fn escaped(text: &str) -> String {
    text.replace('~', "~~")
}
