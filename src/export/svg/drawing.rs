//! A panel drawn: its heading, the console, the axis and the lanes.

use super::lanes;
use super::layout::{COLUMN, Layout, PADDING, ROW};
use super::legend::Signs;
use super::page::{Anchor, Page, baseline};
use crate::render::{Console, Glyphs, Ink, Unit, ticks, window_ticks};
use crate::style::{cut, one_line, shorten};
use crate::timeline::Nanos;

use super::panel::Panel;

/// Rows of the console that a picture of few lanes has, at most.
const CONSOLE_ROWS: usize = 24;
/// The row of title and ticks, with room below.
const HEADER: f64 = ROW + 8.0;

impl Panel<'_> {
    /// Draws it from `y` on; gives where it ends.
    pub(super) fn draw(&self, page: &mut Page, layout: &Layout, y: f64, signs: &mut Signs) -> f64 {
        self.heading(page, layout, y);
        let top = y + HEADER;
        let sizes = (layout.console, layout.names);
        let console = Console::new(self.view, self.texts, Glyphs::Unicode, self.latest(layout), sizes);
        let mut said = top;
        // As many rows as stand beside the lanes, or a page's worth.
        let beside = (lanes::height(self) / ROW) as usize;
        for row in console.fitted_rows(beside.max(CONSOLE_ROWS), "") {
            said = page.row(PADDING, said, &row);
        }
        let bottom = top + lanes::height(self);
        let end = said.max(bottom);
        page.line([layout.border_x; 2], [y, end], page.colors.grid);
        self.axis(page, layout, y, bottom);
        lanes::draw(self, page, layout, top, signs);
        end
    }

    /// The latest instant on the axis, since the run began.
    fn latest(&self, layout: &Layout) -> Nanos {
        self.view.since(self.view.span.start).saturating_add(layout.length)
    }

    /// What it is, and in what the console counts.
    fn heading(&self, page: &mut Page, layout: &Layout, y: f64) {
        let title = self.title.map_or_else(|| "console".to_owned(), one_line);
        let unit = match Unit::of(self.latest(layout)) {
            Unit::Seconds | Unit::Minutes | Unit::Hours => String::new(),
            small => format!("({})", small.word()),
        };
        let room = layout.console.saturating_sub(unit.chars().count() + 1);
        page.text(PADDING, baseline(y), &shorten(&title, room, "…"), Ink::Strong, Anchor::Start);
        let x = PADDING + layout.console as f64 * COLUMN;
        if !unit.is_empty() {
            page.text(x, baseline(y), &unit, Ink::Faint, Anchor::End);
        }
        page.text(
            layout.names_x,
            baseline(y),
            &cut("timeline", layout.names, "…"),
            Ink::Strong,
            Anchor::Start,
        );
    }

    /// Ticks with their labels, and lines through the lanes. A label gives way to the last one, which stands
    /// over the end.
    fn axis(&self, page: &mut Page, layout: &Layout, y: f64, bottom: f64) {
        let from = self.view.since(self.view.span.start);
        let ticks = match self.view.is_window() {
            true => window_ticks(from..self.latest(layout), layout.plot_columns),
            false => ticks(layout.length, layout.plot_columns),
        };
        let half = |label: &str| label.chars().count() as f64 * COLUMN / 2.0;
        let last = ticks.last().map_or(0.0, |(at, label)| layout.x(*at - from) - half(label) - COLUMN);
        let heading_end = layout.names_x + ("timeline".len().min(layout.names) + 1) as f64 * COLUMN;
        let grid = page.colors.grid;
        for (index, (at, label)) in ticks.iter().enumerate() {
            let x = layout.x(*at - from);
            if index + 1 < ticks.len() && index > 0 && x + half(label) > last {
                continue;
            }
            page.line([x; 2], [y + ROW, bottom], grid);
            // The first label of a window may be long: it stands clear of the heading.
            match x - half(label) < heading_end {
                true => page.text(x.max(heading_end), baseline(y), label, Ink::Text, Anchor::Start),
                false => page.text(x, baseline(y), label, Ink::Text, Anchor::Middle),
            }
        }
    }
}
