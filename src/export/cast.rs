//! A run as a recording that asciinema plays: the live frame at its instants, and the finished one at the end.
//!
//! The formats are those of <https://docs.asciinema.org/manual/asciicast/v2/> and `v3`.

use serde_json::json;

use crate::render::{Anchors, ColorAbility, Fit, FrameOptions, Moment, frame, lines};
use crate::timeline::{Nanos, Timeline};
use crate::trace::{ClockKind, Trace};

/// Pictures a second, and at most in all: a long run gets fewer a second.
const RATE: Nanos = 20;
const MOST: Nanos = 1_200;
const SECOND: Nanos = 1_000_000_000;

/// Which format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CastVersion {
    /// What all players know.
    Two,
    Three,
}

/// How a recording is made.
#[derive(Clone, Debug)]
pub struct CastOptions {
    pub version: CastVersion,
    /// The window: its columns and rows, glyphs, theme and title.
    pub frame: FrameOptions,
}

/// The recording of a run by its index, as the lines of a file. `clock` is that of the trace's first run.
pub fn cast(trace: &Trace, clock: ClockKind, run: usize, options: &CastOptions) -> String {
    let mut recording = CastRecording::begin(options);
    recording.run(trace, clock, run);
    recording.text
}

/// A recording that is being made, as the lines of its file.
pub struct CastRecording {
    version: CastVersion,
    frame: FrameOptions,
    text: String,
    drawn: Vec<String>,
    /// Nanoseconds since its beginning at which it is.
    now: Nanos,
    /// Of the latest event.
    at: Nanos,
}

impl CastRecording {
    pub fn begin(options: &CastOptions) -> CastRecording {
        let FrameOptions { width, max_rows, .. } = options.frame;
        let title = options.frame.title.clone().unwrap_or_default();
        let header = match options.version {
            CastVersion::Two => json!({ "version": 2, "width": width, "height": max_rows, "title": title }),
            CastVersion::Three => {
                json!({ "version": 3, "term": { "cols": width, "rows": max_rows }, "title": title })
            }
        };
        let mut recording = CastRecording {
            version: options.version,
            frame: options.frame.clone(),
            text: format!("{header}\n"),
            drawn: Vec::new(),
            now: 0,
            at: 0,
        };
        // No cursor, and rows that are too long end at the edge.
        recording.event("o", "\x1b[?25l\x1b[?7l\x1b[2J");
        recording
    }

    /// The file's text.
    pub fn into_text(self) -> String {
        self.text
    }

    /// Nothing changes for so long.
    pub fn wait(&mut self, nanos: Nanos) {
        self.now = self.now.saturating_add(nanos);
    }

    /// The run by its index, from now on, in the whole window.
    pub fn run(&mut self, trace: &Trace, clock: ClockKind, run: usize) {
        let whole = {
            let mut timeline = Timeline::new(clock);
            timeline.extend(trace.events());
            timeline
        };
        let end = whole.view_of_run(run);
        let (began, ended, start) = (end.span.start, end.span.end, self.now);
        let step = (SECOND / RATE).max((ended - began).div_ceil(MOST)).max(1);
        let mut timeline = Timeline::new(clock);
        let mut rest = trace.events();
        let mut marks = end.marks().iter().peekable();
        let mut at = began;
        while at < ended {
            let count = rest.partition_point(|event| event.at <= at);
            timeline.extend(&rest[..count]);
            rest = &rest[count..];
            timeline.advance_to(at);
            while let Some(mark) = marks.next_if(|mark| mark.at <= at) {
                self.now = start + (mark.at - began);
                self.mark(trace.texts().get(mark.label));
            }
            let live = FrameOptions { moment: Moment::Live, fit: Fit::Window, ..self.frame.clone() };
            let picture = frame(&timeline.view_of_run(run), trace.texts(), &live);
            self.now = start + (at - began);
            self.draw(lines(&picture, ColorAbility::TrueColor, Anchors::Omitted));
            at = at.saturating_add(step);
        }
        for mark in marks {
            self.now = start + (mark.at - began);
            self.mark(trace.texts().get(mark.label));
        }
        let finished = FrameOptions { moment: Moment::Finished, fit: Fit::Window, ..self.frame.clone() };
        let picture = frame(&end, trace.texts(), &finished);
        self.now = start + (ended - began);
        self.draw(lines(&picture, ColorAbility::TrueColor, Anchors::Omitted));
    }

    /// Has the window show these rows; writes those that differ. What is in them steers a terminal: it must be harmless but
    /// for colours.
    pub fn draw(&mut self, rows: Vec<String>) {
        let mut text = String::new();
        let height = rows.len().max(self.drawn.len());
        for index in 0..height {
            let row = rows.get(index).map_or("", String::as_str);
            if self.drawn.get(index).map_or("", String::as_str) != row {
                text += &format!("\x1b[{};1H\x1b[2K{row}", index + 1);
            }
        }
        self.drawn = rows;
        if !text.is_empty() {
            self.event("o", &text);
        }
    }

    /// A mark that players can go to.
    pub fn mark(&mut self, label: &str) {
        let label: String = label.chars().filter(|it| !it.is_control()).collect();
        self.event("m", &label);
    }

    fn event(&mut self, code: &str, data: &str) {
        let at = self.now.max(self.at);
        let time = match self.version {
            CastVersion::Two => at,
            CastVersion::Three => at - self.at,
        };
        self.at = at;
        self.text += &format!("[{}, {}, {}]\n", seconds(time), json!(code), json!(data));
    }
}

/// Seconds with microseconds.
fn seconds(at: Nanos) -> String {
    format!("{}.{:06}", at / SECOND, at % SECOND / 1_000)
}
