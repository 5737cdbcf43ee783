//! The page: elements in user units. The only place that writes markup; every text in it is escaped.

use std::fmt::Write;

use super::bars::Bar;
use super::colors::Colors;
use super::layout::{COLUMN, FONT, PADDING, ROW};
use crate::export::escape;
use crate::render::{Ink, Row, Theme};
use crate::timeline::Phase;

const FONTS: &str =
    "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', monospace";
/// Heights of bars.
pub(super) const BAR: f64 = 16.0;
const WAITING: f64 = 4.0;
/// The least width of a hold of the thread.
const TICK: f64 = 2.0;

/// Where a text stands about its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

pub(super) struct Page {
    pub colors: Colors,
    markup: String,
}

impl Page {
    pub fn new(theme: Theme) -> Page {
        Page { colors: Colors::of(theme), markup: String::new() }
    }

    /// A text with its baseline at `y`.
    pub fn text(&mut self, x: f64, y: f64, text: &str, ink: Ink, anchor: Anchor) {
        let mut attributes = vec![("x", number(x)), ("y", number(y)), ("fill", self.colors.ink(ink))];
        if ink == Ink::Strong {
            attributes.push(("font-weight", "bold".into()));
        }
        match anchor {
            Anchor::Start => {}
            Anchor::Middle => attributes.push(("text-anchor", "middle".into())),
            Anchor::End => attributes.push(("text-anchor", "end".into())),
        }
        self.element("text", &attributes, Some(text), None);
    }

    /// A row of the frame, its top at `y`. Gives where the next one begins.
    pub fn row(&mut self, x: f64, y: f64, row: &Row) -> f64 {
        for (column, text, ink) in row {
            // Blanks at the beginning would be lost on readers that collapse them.
            let trimmed = text.trim_start();
            let column = column + text.chars().count() - trimmed.chars().count();
            if !trimmed.is_empty() {
                self.text(x + column as f64 * COLUMN, baseline(y), trimmed, *ink, Anchor::Start);
            }
        }
        y + ROW
    }

    /// A phase's bar with its middle at `y`.
    pub fn bar(&mut self, bar: &Bar, y: f64) {
        let height = if bar.phase == Phase::Waiting { WAITING } else { BAR };
        let width = bar.x.end - bar.x.start;
        let width = if bar.phase.holds_thread() { width.max(TICK) } else { width };
        let narrow = width <= TICK;
        // A pattern does not show in so little room.
        let fill = if narrow { self.colors.phase(bar.phase) } else { self.colors.fill(bar.phase) };
        let mut attributes = self.rectangle([bar.x.start, y - height / 2.0], [width, height], fill);
        if !narrow && matches!(bar.phase, Phase::Ready | Phase::Blocking) {
            // The outline lies within the bar.
            attributes = self.rectangle(
                [bar.x.start + 0.5, y - height / 2.0 + 0.5],
                [width - 1.0, height - 1.0],
                self.colors.fill(bar.phase),
            );
            attributes.push(("stroke", self.colors.phase(bar.phase)));
        }
        self.element("rect", &attributes, None, bar.title.as_deref());
    }

    pub fn line(&mut self, [x1, x2]: [f64; 2], [y1, y2]: [f64; 2], color: &str) {
        let places = [("x1", x1), ("x2", x2), ("y1", y1), ("y2", y2)].map(|(name, it)| (name, number(it)));
        let attributes = [&places[..], &[("stroke", color.to_owned())]].concat();
        self.element("line", &attributes, None, None);
    }

    /// A stroked or filled outline, as path data.
    pub fn path(&mut self, data: &str, attributes: &[(&str, String)]) {
        self.element("path", &[&[("d", data.to_owned())], attributes].concat(), None, None);
    }

    pub fn circle(&mut self, [x, y]: [f64; 2], radius: f64, attributes: &[(&str, String)]) {
        let place = [("cx", number(x)), ("cy", number(y)), ("r", number(radius))];
        self.element("circle", &[&place[..], attributes].concat(), None, None);
    }

    /// The whole document.
    pub fn finish(self, [width, height]: [f64; 2], title: &str, description: &str) -> String {
        let Page { colors, markup } = self;
        let (width, height) = (width.ceil(), height.ceil());
        let prefix = colors.prefix;
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" aria-labelledby=\"{prefix}-title {prefix}-desc\" \
             font-family=\"{}\" font-size=\"{FONT}\" xml:space=\"preserve\">\n",
            escape::xml(FONTS)
        );
        let _ = writeln!(out, "<title id=\"{prefix}-title\">{}</title>", escape::xml(title));
        let _ = writeln!(out, "<desc id=\"{prefix}-desc\">{}</desc>", escape::xml(description));
        out.push_str(&colors.patterns());
        let _ = writeln!(
            out,
            "<rect x=\"0.5\" y=\"0.5\" width=\"{}\" height=\"{}\" rx=\"{}\" fill=\"{}\" stroke=\"{}\"/>",
            width - 1.0,
            height - 1.0,
            PADDING / 2.5,
            colors.background,
            colors.border
        );
        out.push_str(&markup);
        out.push_str("</svg>\n");
        out
    }

    fn rectangle(
        &self,
        [x, y]: [f64; 2],
        [width, height]: [f64; 2],
        fill: String,
    ) -> Vec<(&'static str, String)> {
        let places = [("x", x), ("y", y), ("width", width), ("height", height)];
        let mut attributes: Vec<_> = places.into_iter().map(|(name, it)| (name, number(it))).collect();
        attributes.push(("fill", fill));
        attributes
    }

    fn element(
        &mut self,
        name: &str,
        attributes: &[(&str, String)],
        text: Option<&str>,
        title: Option<&str>,
    ) {
        let out = &mut self.markup;
        let _ = write!(out, "<{name}");
        for (key, value) in attributes {
            let _ = write!(out, " {key}=\"{}\"", escape::xml(value));
        }
        match (text, title) {
            (None, None) => out.push_str("/>\n"),
            _ => {
                out.push('>');
                if let Some(title) = title {
                    let _ = write!(out, "<title>{}</title>", escape::xml(title));
                }
                let _ = writeln!(out, "{}</{name}>", escape::xml(text.unwrap_or_default()));
            }
        }
    }
}

/// The baseline of a row of text whose top is at `y`.
pub(super) fn baseline(y: f64) -> f64 {
    y + FONT
}

/// A length with at most two decimals.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
