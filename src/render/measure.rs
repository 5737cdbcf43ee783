//! What a frame needs, before its columns are shared out.

use std::ops::Range;

use super::align::Slot;
use super::choose::telling_lanes;
use super::console::Console;
use super::ticks::{Unit, round_up};
use super::{Fit, FrameOptions, Glyphs, Moment};
use crate::style::{columns, one_line};
use crate::timeline::{Age, Lane, LaneInView, Nanos, View, count_text};
use crate::trace::Texts;

/// Columns that a heading is given at most: a longer title is shortened.
const HEADING: usize = 30;
/// Less computing than this, in nanoseconds, is nothing to be seen.
const NOTABLE: Nanos = 1_000_000;

/// What a frame needs; frames that share an axis share it.
#[derive(Clone, Debug)]
pub(crate) struct Measure {
    /// The stretches of time on the axis, from the view's beginning.
    pub pieces: Vec<Range<Nanos>>,
    /// From where the labels count, where the axis is a window of the view; none where it begins with the view.
    pub origin: Option<Nanos>,
    /// Names of instants, shown over the lanes.
    pub labels: Vec<(Nanos, String)>,
    /// What stands at the instant, before its name.
    pub label_sign: &'static str,
    pub lanes: Vec<LaneInView>,
    /// The rows of these lanes: of the tasks on the loop's thread, and of those with a thread of their own.
    pub rows: [Vec<Slot>; 2],
    /// What is to be said under a finished picture.
    pub remark: Option<&'static str>,
    /// Columns of the longest name, and of the console without wrapping.
    pub names: usize,
    pub console: usize,
}

impl Measure {
    /// For a frame of at most `limit` lanes.
    pub fn of(view: &View, texts: &Texts, options: &FrameOptions, limit: usize) -> Measure {
        let length = view.span.end.saturating_sub(view.span.start);
        let length = match options.moment {
            Moment::Live => round_up(length),
            Moment::Finished => length,
        };
        let lanes = telling_lanes(view, limit, length / u64::from(options.width.max(1)));
        let rest = view.lanes.len() - lanes.len();
        let name = |it: &LaneInView| {
            let lane = view.timeline.lane(it.task);
            let name = lane.map_or(0, |lane| columns(&one_line(texts.get(lane.name()))));
            name + usize::from(it.age == Age::Older)
        };
        let longest = lanes.iter().map(name).max().unwrap_or(0);
        let names =
            longest.max(thread_name(view).len()).max(if rest > 0 { "9,990 waiting".len() } else { 0 });
        let console = match options.moment {
            // What is still to come is not known; a layout that changes under way is worse.
            Moment::Live => usize::MAX,
            Moment::Finished => {
                let console = Console::new(view, texts, options.glyphs, length, (200, names));
                let heading = heading_width(length, options).min(HEADING);
                console.natural_width().max(heading).max(remark_width(view, options))
            }
        };
        let whole = view.span.start..view.span.start.saturating_add(length);
        let rows = rows(view, &lanes);
        Measure {
            pieces: vec![whole],
            origin: None,
            labels: Vec::new(),
            label_sign: "",
            lanes,
            rows,
            remark: None,
            names,
            console,
        }
    }

    /// The time on the axis, all in all.
    pub fn length(&self) -> Nanos {
        self.pieces.iter().map(|it| it.end - it.start).sum()
    }
}

/// The columns for what is said of console lines that have no room, where there may be such.
fn remark_width(view: &View, options: &FrameOptions) -> usize {
    let count = view.console.len();
    if options.fit == Fit::Page || options.whole_output.is_empty() || count + 4 < options.max_rows.into() {
        return 0;
    }
    columns(&format!("~ {} more - {}", count_text(count as u64), options.whole_output))
}

/// What the lane of the thread is called. It shows who computes; where tasks have threads of their own these take
/// turns with the loop's.
pub(super) fn thread_name(view: &View) -> &'static str {
    let computes = |lane: Lane| lane.is_on_thread() && lane.shares(view.span.clone()).running > NOTABLE;
    if view.lanes().any(computes) { "threads" } else { "thread" }
}

/// The rows of lanes, each its own.
pub(crate) fn rows(view: &View, lanes: &[LaneInView]) -> [Vec<Slot>; 2] {
    let is_on_thread = |it: &LaneInView| view.timeline.lane(it.task).is_some_and(|lane| lane.is_on_thread());
    let (off, on): (Vec<LaneInView>, Vec<LaneInView>) = lanes.iter().copied().partition(is_on_thread);
    [on, off].map(|part| part.into_iter().map(Slot::Lane).collect())
}

/// What the console is called, and in what it counts.
pub(super) fn console_heading(length: Nanos, glyphs: Glyphs) -> String {
    match Unit::of(length) {
        Unit::Seconds | Unit::Minutes | Unit::Hours => "console".to_owned(),
        small => glyphs.own_words(&format!("console ({})", small.word())),
    }
}

/// The columns of a heading that is not cut.
fn heading_width(length: Nanos, options: &FrameOptions) -> usize {
    let title = options.title.as_ref().map_or(0, |title| columns(&one_line(title)) + 3);
    title + columns(&console_heading(length, options.glyphs))
}
