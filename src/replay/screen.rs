//! The window of a replay: a heading, the lanes, source and console, the sentence on the chosen task, the keys.

use ratatui::buffer::Buffer;

use super::{Drawn, Mode, Pace, Player, SPEEDS, keys::KEYS, list, source};
use crate::explain;
use crate::render::{
    Console, Glyphs, Ink, Row, Scene, Theme, columns, cut, ink_of, moved, one_line, paint, shorten, wrap,
};
use crate::timeline::{Nanos, Phase, View, duration_text, instant_text};

/// Columns from which source and console stand side by side.
const SIDE_BY_SIDE: usize = 60;
/// Rows of the sentence, in a small window and in one with so many rows.
const WHY: usize = 2;
const AMPLE_WHY: usize = 3;
const AMPLE: usize = 20;
/// Rows beside lanes, source, console and sentence: heading, axis, pointer, two rules, keys.
const OTHERS: usize = 6;
/// A smaller window shows that it is too small.
const LEAST: (usize, usize) = (30, 10);

impl Player<'_> {
    /// The picture, for a window of this size in columns and rows.
    pub fn draw(&mut self, (width, height): (u16, u16), glyphs: Glyphs, theme: Theme) -> Buffer {
        let (columns, rows) = (usize::from(width), usize::from(height));
        let mut drawn = if columns < LEAST.0 || rows < LEAST.1 {
            vec![vec![(0, "The window is too small.".to_owned(), Ink::Text)]]
        } else {
            match self.mode {
                Mode::Keys(top) => self.keys(top, columns, rows),
                Mode::Tree(chosen) => self.tree(chosen, columns, rows, glyphs),
                _ => self.run(columns, rows, glyphs),
            }
        };
        drawn.resize(rows, Row::new());
        paint(&drawn, width, theme)
    }

    fn run(&mut self, width: usize, height: usize, glyphs: Glyphs) -> Vec<Row> {
        let why = if height < AMPLE { WHY } else { AMPLE_WHY };
        let room = height.saturating_sub(OTHERS + why);
        // Lanes have most of the room, the thread's among them; what they do not need is for source and console.
        let lanes_room = (self.lanes.len() + 1).min((room * 3 / 5).max(2));
        let shown = lanes_room.saturating_sub(1).max(1).min(self.lanes.len());
        self.top = self.top.min(self.chosen).max((self.chosen + 1).saturating_sub(shown));
        self.top = self.top.min(self.lanes.len().saturating_sub(shown));
        let texts = self.trace.texts();
        let lanes = &self.lanes[self.top..self.top + shown];
        let scene = Scene {
            view: self.view,
            texts,
            window: self.window.clone(),
            at: self.at,
            lanes,
            chosen: self.chosen.checked_sub(self.top),
            width,
            names: Scene::names(self.view, texts, width),
            glyphs,
        };
        let picture = scene.draw();
        self.drawn =
            Some(Drawn { first_row: 3, lanes: shown, first_column: picture.first, cells: picture.cells });
        let mut rows = vec![self.heading(width, glyphs)];
        rows.extend(picture.rows);
        rows.push(self.rule(self.hidden_lanes(shown), width, glyphs));
        let below = height.saturating_sub(rows.len() + 1 + why + 1);
        rows.extend(self.below(width, below, glyphs));
        rows.resize(height.saturating_sub(1 + why + 1), Row::new());
        rows.push(self.rule(String::new(), width, glyphs));
        rows.extend(self.sentence((width, why), glyphs));
        rows.resize(height - 1, Row::new());
        rows.push(self.last_row(width, glyphs));
        rows
    }

    /// Title, instant, and how time goes.
    fn heading(&self, width: usize, glyphs: Glyphs) -> Row {
        let dot = if glyphs == Glyphs::Ascii { "-" } else { "·" };
        let (length, at) = (self.view.span.end - self.view.span.start, self.at - self.view.span.start);
        let state = match (self.is_playing, glyphs) {
            (true, Glyphs::Unicode) => "▶",
            (true, Glyphs::Ascii) => ">",
            (false, _) => "paused",
        };
        let speed = match self.pace {
            Pace::Speed(index) => {
                let (times, part) = SPEEDS[index];
                let times =
                    if part == 1 { times.to_string() } else { format!("{}", times as f64 / part as f64) };
                format!("{times}{}", if glyphs == Glyphs::Ascii { "x" } else { "×" })
            }
            Pace::Beat => "one event a beat".to_owned(),
        };
        let when =
            format!("{} of {}", glyphs.own_words(&exact(at)), glyphs.own_words(&duration_text(length)));
        let rest = format!(" {dot} {when} {dot} {state} {speed}");
        let room = width.saturating_sub(columns(&rest)).max(4);
        let title = shorten(&one_line(&self.title), room, if glyphs == Glyphs::Ascii { "..." } else { "…" });
        let end = columns(&title);
        vec![(0, title, Ink::Strong), (end, rest, Ink::Text)]
    }

    /// What says that there are more lanes than have room.
    fn hidden_lanes(&self, shown: usize) -> String {
        let below = self.lanes.len() - self.top - shown;
        match (self.top, below) {
            (0, 0) => String::new(),
            (0, below) => format!(" {below} more below "),
            (above, 0) => format!(" {above} more above "),
            (above, below) => format!(" {above} more above, {below} below "),
        }
    }

    fn rule(&self, text: String, width: usize, glyphs: Glyphs) -> Row {
        let line = if glyphs == Glyphs::Ascii { "-" } else { "─" };
        let rest = width.saturating_sub(columns(&text));
        vec![(0, line.repeat(rest), Ink::Faint), (rest, text, Ink::Faint)]
    }

    /// Source and console.
    fn below(&self, width: usize, height: usize, glyphs: Glyphs) -> Vec<Row> {
        let sources = self.trace.sources();
        let console_width = if sources.is_empty() { width } else { width.saturating_sub(width / 2 + 2) };
        if sources.is_empty() || width < SIDE_BY_SIDE {
            return self.console(width, height, glyphs);
        }
        let left = width - console_width - 2;
        let source = source::rows(sources, self.line(), (left, height), glyphs);
        let console = self.console(console_width, height, glyphs);
        let border = if glyphs == Glyphs::Ascii { "|" } else { "│" };
        let row = |index: usize| {
            let mut row = source.get(index).cloned().unwrap_or_default();
            row.push((left, border.to_owned(), Ink::Faint));
            row.extend(moved(console.get(index).cloned().unwrap_or_default(), left + 2));
            row
        };
        (0..height).map(row).collect()
    }

    /// What was printed up to the instant: the latest.
    fn console(&self, width: usize, height: usize, glyphs: Glyphs) -> Vec<Row> {
        let said = self.view.console.partition_point(|line| line.at <= self.at);
        let view = View {
            timeline: self.view.timeline,
            span: self.view.span.clone(),
            clock: self.view.clock,
            lanes: Vec::new(),
            console: &self.view.console[..said],
            statistics: self.view.statistics,
        };
        let longest = self.view.span.end - self.view.span.start;
        let console = Console::new(&view, self.trace.texts(), glyphs, longest, (width, width / 3));
        console.live_rows(height)
    }

    /// The line at which the chosen task is; 0 where it is not known.
    fn line(&self) -> u32 {
        let Some(lane) = self.task().and_then(|task| self.view.timeline.lane(task)) else { return 0 };
        let here = self.at..self.at.saturating_add(1);
        let now = lane.segments(here).map(|it| it.line).find(|line| *line > 0);
        let last = || {
            let before = self.view.span.start..self.at.saturating_add(1);
            lane.track().within(before).iter().rev().take(1_000).map(|it| it.line).find(|line| *line > 0)
        };
        now.or_else(last).unwrap_or(lane.line())
    }

    /// Why the chosen task is as it is; or a message.
    fn sentence(&self, (width, height): (usize, usize), glyphs: Glyphs) -> Vec<Row> {
        let said = match self.task() {
            _ if !self.message.is_empty() => self.message.clone(),
            Some(task) => explain::why(&self.account, task, self.at).join(" "),
            None => String::new(),
        };
        let ink = self.task().and_then(|task| self.phase_of(task)).map_or(Ink::Text, ink_of);
        let lines: Vec<String> =
            wrap(&one_line(&glyphs.own_words(&said)), width).map(str::to_owned).collect();
        let mut rows: Vec<Row> = lines.iter().take(height).map(|line| vec![(0, line.clone(), ink)]).collect();
        if lines.len() > height
            && let Some((_, text, _)) = rows.last_mut().and_then(|row| row.first_mut())
        {
            let ellipsis = if glyphs == Glyphs::Ascii { "..." } else { "…" };
            *text = format!("{}{ellipsis}", cut(text, width.saturating_sub(columns(ellipsis)), ""));
        }
        rows
    }

    fn phase_of(&self, task: crate::trace::TaskId) -> Option<Phase> {
        let lane = self.view.timeline.lane(task)?;
        lane.segments(self.at..self.at.saturating_add(1)).map(|it| it.phase).last()
    }

    /// A text that is being typed, a message, or the keys.
    fn last_row(&self, width: usize, glyphs: Glyphs) -> Row {
        let ellipsis = if glyphs == Glyphs::Ascii { "..." } else { "…" };
        let typed = |sign: &str, text: &str| (format!("{sign}{}_", one_line(text)), Ink::Strong);
        let (text, ink) = match &self.mode {
            Mode::Search(text) => typed("/", text),
            Mode::Jump(text) => typed(":", text),
            _ => {
                let keys = match glyphs {
                    Glyphs::Unicode => {
                        "Space play  ← → step  ↑ ↓ task  + - zoom  n finding  / find  ? keys  q quit"
                    }
                    Glyphs::Ascii => {
                        "Space play  arrows step, task  + - zoom  n finding  / find  ? keys  q quit"
                    }
                };
                let keys = keys.to_owned();
                (keys, Ink::Faint)
            }
        };
        vec![(0, cut(&text, width, ellipsis), ink)]
    }

    fn keys(&self, top: usize, width: usize, height: usize) -> Vec<Row> {
        let name = KEYS.iter().map(|(keys, _)| columns(keys)).max().unwrap_or(0) + 2;
        let heading = vec![(0, "Keys".to_owned(), Ink::Strong)];
        let room = height.saturating_sub(3);
        let top = top.min(KEYS.len().saturating_sub(room));
        let row = |(keys, what): &(&str, &str)| {
            let what = cut(what, width.saturating_sub(name), "");
            vec![(0, (*keys).to_owned(), Ink::Text), (name, what, Ink::Faint)]
        };
        let rows = KEYS.iter().skip(top).take(room).map(row);
        let mut rows: Vec<Row> = [heading, Row::new()].into_iter().chain(rows).collect();
        rows.resize(height - 1, Row::new());
        rows.push(vec![(0, "Esc goes back".to_owned(), Ink::Faint)]);
        rows
    }

    fn tree(&self, chosen: usize, width: usize, height: usize, glyphs: Glyphs) -> Vec<Row> {
        let (sign, ellipsis) = match glyphs {
            Glyphs::Unicode => ("▸ ", "…"),
            Glyphs::Ascii => ("> ", "..."),
        };
        let all = list::tree(self);
        let room = height.saturating_sub(3);
        let top = chosen.saturating_sub(room / 2).min(all.len().saturating_sub(room));
        let mut rows: Vec<Row> = vec![vec![(0, "Tasks".to_owned(), Ink::Strong)], Row::new()];
        for (index, tree_row) in all.iter().enumerate().skip(top).take(room) {
            let indent = 2 + 2 * tree_row.depth;
            let is_chosen = index == chosen;
            let name = shorten(&one_line(&tree_row.name), (width / 3).max(8), ellipsis);
            let about = indent + columns(&name) + 2;
            let mut row = Row::new();
            if is_chosen {
                row.push((0, sign.to_owned(), Ink::Strong));
            }
            row.push((indent, name, if is_chosen { Ink::Strong } else { Ink::Text }));
            let text = glyphs.own_words(&one_line(&tree_row.about));
            row.push((about, cut(&text, width.saturating_sub(about), ellipsis), Ink::Faint));
            rows.push(row);
        }
        rows.resize(height - 1, Row::new());
        rows.push(vec![(0, "Enter chooses the task, Esc goes back".to_owned(), Ink::Faint)]);
        rows
    }
}

/// An instant, so exact that steps differ.
fn exact(at: Nanos) -> String {
    match at {
        0 => "0 s".to_owned(),
        1..1_000_000 => format!("{} µs", at / 1_000),
        1_000_000..1_000_000_000 => {
            let exact = format!("{}.{:03}", at / 1_000_000, at / 1_000 % 1_000);
            format!("{} ms", exact.trim_end_matches('0').trim_end_matches('.'))
        }
        _ => format!("{} s", instant_text(at)),
    }
}
