//! The window of a replay: a heading, the lanes, source and console, the sentence on the chosen task, the keys.

use ratatui_core::buffer::Buffer;

use super::{Drawn, KEYS, Mode, Pace, Player, SPEEDS, source};
use crate::render::{Console, Glyphs, Ink, Row, Scene, Theme, ink_of, moved, paint};
use crate::style::{columns, cut, one_line, shorten, wrap};
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
        let count = self.sides.len();
        // Of two runs in a small window the lanes are what is compared.
        let thread = usize::from(count == 1 || height >= AMPLE);
        // Each further run has a row for its title and its marks.
        let room = height.saturating_sub(OTHERS + count - 1 + why);
        let shown = self.share_out((room * 3 / 5).max(2 * count), thread);
        let names = self.sides.iter().map(|it| Scene::names(it.view, it.trace.texts(), width)).max();
        let mut rows = vec![self.heading(width, glyphs)];
        let mut drawn = Drawn::default();
        for (number, shown) in shown.iter().copied().enumerate() {
            let side = &mut self.sides[number];
            side.top = side.top.min(side.chosen).max((side.chosen + 1).saturating_sub(shown));
            side.top = side.top.min(side.lanes.len().saturating_sub(shown));
            let side = &self.sides[number];
            let start = side.view.span.start;
            let scene = Scene {
                view: side.view,
                texts: side.trace.texts(),
                window: start + self.time.shown.start..start.saturating_add(self.time.shown.end),
                at: start.saturating_add(self.time.at),
                lanes: &side.lanes[side.top..side.top + shown],
                chosen: side.chosen.checked_sub(side.top).filter(|_| number == self.focus),
                width,
                names: names.unwrap_or(0),
                glyphs,
            };
            let mut picture = scene.draw();
            if count > 1 {
                let ink = if number == self.focus { Ink::Strong } else { Ink::Text };
                let title = shorten(&one_line(&side.title), picture.first - 1, glyphs.ellipsis());
                picture.rows[1].insert(0, (0, title, ink));
            }
            // One axis is enough.
            picture.rows.drain(..usize::from(number > 0));
            if thread == 0 {
                picture.rows.pop();
            }
            let above = if number == 0 { 2 } else { 1 };
            drawn.groups.push((rows.len() + above, shown));
            drawn.first_column = picture.first;
            drawn.cells = picture.cells.iter().map(|cell| cell.start - start.min(cell.start)).collect();
            rows.extend(picture.rows);
        }
        self.drawn = Some(drawn);
        let title = if count > 1 { format!(" {} ", one_line(&self.side().title)) } else { String::new() };
        let hidden = vec![(self.hidden_lanes(shown[self.focus]), Ink::Faint)];
        rows.push(rule((title, hidden), width, glyphs));
        let below = height.saturating_sub(rows.len() + 1 + why + 1);
        rows.extend(self.below(width, below, glyphs));
        rows.resize(height.saturating_sub(1 + why + 1), Row::new());
        rows.push(rule((String::new(), self.values(width, glyphs)), width, glyphs));
        rows.extend(self.sentence((width, why), glyphs));
        rows.resize(height - 1, Row::new());
        rows.push(self.last_row(width, glyphs));
        rows
    }

    /// How many lanes of each run are shown in so many rows. Lanes have most of the room, the thread's among them; what
    /// they do not need is for source and console.
    fn share_out(&self, room: usize, thread: usize) -> Vec<usize> {
        let needed: Vec<usize> = self.sides.iter().map(|it| it.lanes.len() + thread).collect();
        let mut left = room;
        let mut shown = Vec::new();
        for (index, side) in self.sides.iter().enumerate() {
            let others: usize = needed[index + 1..].iter().sum();
            let share = left / (needed.len() - index);
            let rows = needed[index].min(share.max(left.saturating_sub(others)));
            left -= rows.min(left);
            shown.push(rows.saturating_sub(thread).max(1).min(side.lanes.len()));
        }
        shown
    }

    /// What the variables that tasks share hold at the instant.
    fn values(&self, width: usize, glyphs: Glyphs) -> Vec<(String, Ink)> {
        let (side, texts) = (self.side(), self.side().trace.texts());
        let at = side.instant(self.time.at);
        let before = side.steps.before(at).map(|step| step.at);
        let mut shown: Vec<(String, Ink)> = Vec::new();
        let mut room = width.saturating_sub(2);
        for variable in &side.variables {
            let Some((since, value)) = variable.at(at) else { continue };
            // What has just changed stands out.
            let is_new = before.is_none_or(|before| since > before);
            let [name, value] = [variable.name, value].map(|it| one_line(texts.get(it)));
            let text = format!(" {name} = {value} ");
            if columns(&text) > room {
                let text = cut(&text, room, glyphs.ellipsis());
                shown.push((text, Ink::Faint));
                break;
            }
            room -= columns(&text);
            shown.push((text, if is_new { Ink::Strong } else { Ink::Text }));
        }
        shown
    }

    /// Title, instant, and how time goes.
    fn heading(&self, width: usize, glyphs: Glyphs) -> Row {
        let dot = if glyphs == Glyphs::Ascii { "-" } else { "·" };
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
        let when = format!(
            "{} of {}",
            glyphs.own_words(&exact(self.time.at)),
            glyphs.own_words(&duration_text(self.time.end))
        );
        let rest = format!(" {dot} {when} {dot} {state} {speed}");
        let room = width.saturating_sub(columns(&rest)).max(4);
        let titles: Vec<String> = self.sides.iter().map(|it| one_line(&it.title)).collect();
        let title = shorten(&titles.join(" and "), room, glyphs.ellipsis());
        let end = columns(&title);
        vec![(0, title, Ink::Strong), (end, rest, Ink::Text)]
    }

    /// What says that there are more lanes than have room.
    fn hidden_lanes(&self, shown: usize) -> String {
        let (top, lanes) = (self.side().top, self.side().lanes.len());
        let below = lanes - top - shown;
        match (top, below) {
            (0, 0) => String::new(),
            (0, below) => format!(" {below} more below "),
            (above, 0) => format!(" {above} more above "),
            (above, below) => format!(" {above} more above, {below} below "),
        }
    }

    /// Source and console.
    fn below(&self, width: usize, height: usize, glyphs: Glyphs) -> Vec<Row> {
        let sources = self.side().trace.sources();
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
        let (side, at) = (self.side(), self.side().instant(self.time.at));
        let said = side.view.console.partition_point(|line| line.at <= at);
        let view = View {
            lanes: Vec::new(),
            console: &side.view.console[..said],
            span: side.view.span.clone(),
            whole: side.view.whole.clone(),
            ..*side.view
        };
        let console = Console::new(&view, side.trace.texts(), glyphs, side.length(), (width, width / 3));
        console.live_rows(height)
    }

    /// The line at which the chosen task is; 0 where it is not known.
    fn line(&self) -> u32 {
        let (side, at) = (self.side(), self.side().instant(self.time.at));
        let Some(lane) = side.task().and_then(|task| side.view.timeline.lane(task)) else { return 0 };
        let here = at..at.saturating_add(1);
        let now = lane.segments(here).map(|it| it.line).find(|line| *line > 0);
        let last = || {
            let before = side.view.span.start..at.saturating_add(1);
            lane.track().within(before).iter().rev().take(1_000).map(|it| it.line).find(|line| *line > 0)
        };
        now.or_else(last).unwrap_or(lane.line())
    }

    /// Why the chosen task is as it is; or a message.
    fn sentence(&self, (width, height): (usize, usize), glyphs: Glyphs) -> Vec<Row> {
        let said = match self.task() {
            _ if !self.message.is_empty() => self.message.clone(),
            Some(task) => self.side().why(task, self.time.at),
            None => String::new(),
        };
        let ink = self.task().and_then(|task| self.phase_of(task)).map_or(Ink::Text, ink_of);
        let lines: Vec<String> =
            wrap(&one_line(&glyphs.own_words(&said)), width).map(str::to_owned).collect();
        let mut rows: Vec<Row> = lines.iter().take(height).map(|line| vec![(0, line.clone(), ink)]).collect();
        if lines.len() > height
            && let Some((_, text, _)) = rows.last_mut().and_then(|row| row.first_mut())
        {
            let ellipsis = glyphs.ellipsis();
            *text = format!("{}{ellipsis}", cut(text, width.saturating_sub(columns(ellipsis)), ""));
        }
        rows
    }

    fn phase_of(&self, task: crate::trace::TaskId) -> Option<Phase> {
        let at = self.side().instant(self.time.at);
        let lane = self.side().view.timeline.lane(task)?;
        lane.segments(at..at.saturating_add(1)).map(|it| it.phase).last()
    }

    /// A text that is being typed, a message, or the keys.
    fn last_row(&self, width: usize, glyphs: Glyphs) -> Row {
        let ellipsis = glyphs.ellipsis();
        let typed = |sign: &str, text: &str| (format!("{sign}{}_", one_line(text)), Ink::Strong);
        let (text, ink) = match &self.mode {
            Mode::Search(text) => typed("/", text),
            Mode::Jump(text) => typed(":", text),
            _ => {
                let arrows = match glyphs {
                    Glyphs::Unicode => "← → step  ↑ ↓ task",
                    Glyphs::Ascii => "arrows step, task",
                };
                let rest = match self.sides.len() {
                    1 => "+ - zoom  n finding  / find  ? keys  q quit",
                    _ => "Tab run  + - zoom  n finding  ? keys  q quit",
                };
                (format!("Space play  {arrows}  {rest}"), Ink::Faint)
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
        let (sign, ellipsis) = (glyphs.own_words("▸ "), glyphs.ellipsis());
        let all = self.side().tree();
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
                row.push((0, sign.clone(), Ink::Strong));
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

/// A line across the window, with a text at its beginning and texts at its end.
fn rule((before, after): (String, Vec<(String, Ink)>), width: usize, glyphs: Glyphs) -> Row {
    let line = if glyphs == Glyphs::Ascii { "-" } else { "─" };
    let taken: usize = after.iter().map(|(text, _)| columns(text)).sum();
    let mut place = width.saturating_sub(taken);
    let before = cut(&before, place.saturating_sub(2), glyphs.ellipsis());
    let mut row: Row = vec![(0, line.repeat(place), Ink::Faint)];
    if !before.is_empty() {
        row.push((2, before, Ink::Text));
    }
    for (text, ink) in after {
        let columns = columns(&text);
        row.push((place, text, ink));
        place += columns;
    }
    row
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
