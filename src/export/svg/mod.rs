//! The frame as a vector picture: console on the left, lanes on the right, text as text.
//!
//! Phases are told apart by height and pattern as well as by colour, so that a print without colour will do.
//! Layout is counted in columns, as in the frame: the fonts asked for are of one width.

mod bars;
pub(super) mod colors;
mod drawing;
mod icons;
mod lanes;
mod layout;
mod legend;
mod options;
mod page;
mod panel;
mod rest;

use crate::render::{Glyphs, Side, align, remarks, sentence};
use crate::timeline::{View, comparison, duration_text, summary};
use crate::trace::Texts;
use layout::{Layout, PADDING};
use legend::Signs;
pub use options::SvgOptions;
use page::Page;
use panel::{Panel, description};

/// Between parts of the picture.
const GAP: f64 = 18.0;

/// The picture of a view, as a whole SVG document.
pub fn svg(view: &View, texts: &Texts, options: &SvgOptions) -> String {
    let title = options.title.as_deref();
    let panel = Panel::new(view, texts, title, options);
    let layout = Layout::of(&[&panel.measure], options);
    let about = match view.is_window() {
        true => {
            let [from, to] = [view.span.start, view.span.end].map(|it| duration_text(view.since(it)));
            format!("From {from} to {to} of the whole run: {}", summary(view))
        }
        false => summary(view),
    };
    let heading = title.map_or_else(|| "Timeline".to_owned(), |title| format!("Timeline of {title}"));
    draw(&[panel], &layout, options, [&heading, &about])
}

/// Both runs, one above the other, in one scale, and the sentence on how they differ.
pub fn svg_comparison(sides: [Side; 2], options: &SvgOptions) -> String {
    let [first, second] = sides.map(|side| side.titled);
    let mut panels =
        sides.map(|side| Panel::new(side.titled.view, side.texts, Some(side.titled.title), options));
    let mut measures = panels.each_ref().map(|it| it.measure.clone());
    align(&mut measures, sides);
    panels.iter_mut().zip(measures).for_each(|(panel, measure)| panel.measure = measure);
    let layout = Layout::of(&[&panels[0].measure, &panels[1].measure], options);
    let about = comparison(first, second);
    let heading = format!("Timelines of {} and {}", first.title, second.title);
    draw(&panels, &layout, options, [&heading, &about])
}

fn draw(panels: &[Panel], layout: &Layout, options: &SvgOptions, [heading, about]: [&str; 2]) -> String {
    let mut page = Page::new(options.theme);
    let mut signs = Signs::default();
    let mut y = PADDING;
    for panel in panels {
        y = panel.draw(&mut page, layout, y, &mut signs);
        for row in remarks(panel.view, Glyphs::Unicode, layout.columns) {
            y = page.row(PADDING, y, &row);
        }
        y += GAP;
    }
    page.line([PADDING, layout.width - PADDING], [y - GAP / 2.0; 2], page.colors.grid);
    y = legend::draw(&mut page, layout, y, &signs);
    for row in sentence(about, crate::render::Ink::Text, Glyphs::Unicode, layout.columns) {
        y = page.row(PADDING, y, &row);
    }
    let told: Vec<String> = panels.iter().map(description).collect();
    page.finish([layout.width, y + PADDING / 2.0], heading, &format!("{about}. {}", told.join(" ")))
}
