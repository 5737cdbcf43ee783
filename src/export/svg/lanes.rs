//! The lanes of a panel: marks, each task, those that stand for the rest, the thread.

use std::ops::Range;

use super::bars::{Bar, Stretch, stretches};
use super::icons::RADIUS;
use super::layout::{COLUMN, FONT, LANE, Layout, ROW};
use super::legend::{OLDER, Sign, Signs};
use super::page::{Anchor, Page, baseline};
use super::panel::Panel;
use super::rest;
use crate::render::Ink;
use crate::style::{columns, cut, one_line, shorten};
use crate::timeline::{Age, ConsoleKind, Lane, LaneInView, Nanos};
use crate::trace::TaskId;

/// Shorter neighbours are gathered.
pub(super) const FINE: f64 = 4.0;
/// Prints nearer to each other than this are one sign.
const VOICES_APART: f64 = 2.0;
/// What is narrower does not show; only a hold of the thread is drawn all the same.
const LEAST: f64 = 0.05;
/// Between the tasks and the thread.
const ABOVE_THREAD: f64 = 6.0;

/// How high the lanes of a panel are.
pub(super) fn height(panel: &Panel) -> f64 {
    let marks = if panel.view.marks().is_empty() { 0.0 } else { ROW };
    marks
        + panel.measure.rows.iter().map(Vec::len).sum::<usize>() as f64 * LANE
        + rest::height(panel)
        + ABOVE_THREAD
        + LANE
}

/// Draws them from `y` on.
pub(super) fn draw(panel: &Panel, page: &mut Page, layout: &Layout, mut y: f64, signs: &mut Signs) {
    let bottom = y + height(panel);
    if !panel.view.marks().is_empty() {
        marks(panel, page, layout, [y, bottom], signs);
        y += ROW;
    }
    for slot in panel.measure.rows.iter().flatten() {
        if let Some(it) = slot.lane()
            && let Some(lane) = panel.view.timeline.lane(it.task)
        {
            task(panel, page, layout, y, (it, lane), signs);
        }
        y += LANE;
    }
    y = rest::draw(panel, page, layout, y);
    y += ABOVE_THREAD;
    let border = page.colors.border;
    page.line([layout.names_x, layout.plot_end()], [y - ABOVE_THREAD / 2.0; 2], border);
    name(page, layout, y, "thread", Ink::Faint);
    let segments = panel.view.thread_segments(whole(panel));
    let found = stretches(segments, &panel.view.span, layout.time(FINE));
    bars(panel, page, layout, y, &found);
}

fn task(
    panel: &Panel,
    page: &mut Page,
    layout: &Layout,
    y: f64,
    (it, lane): (LaneInView, Lane),
    signs: &mut Signs,
) {
    let text = one_line(panel.texts.get(lane.name()));
    match it.age {
        Age::OfThisRun => name(page, layout, y, &text, Ink::Text),
        Age::Older => {
            signs.note(Sign::Older);
            name(page, layout, y, &format!("{OLDER}{text}"), Ink::Faint);
        }
    }
    let span = panel.view.span.clone();
    let found = stretches(lane.segments(whole(panel)), &span, layout.time(FINE));
    let end = bars(panel, page, layout, y, &found);
    let middle = y + LANE / 2.0;
    let mut latest = f64::NEG_INFINITY;
    for at in voices(panel, it.task) {
        let x = layout.x(at - span.start);
        if x - latest >= VOICES_APART {
            signs.note(Sign::Printed);
            page.voice([x, middle]);
            latest = x;
        }
    }
    if let Some(ending) = panel.view.ending_of(&lane, panel.texts) {
        signs.note(Sign::Ending(ending.outcome));
        let x = layout.x(ending.at - span.start).max(end).max(latest);
        page.ending([x + RADIUS + 6.0, middle], ending.outcome);
    }
}

/// The run's span. What happens at its very end, without any length, belongs to it.
fn whole(panel: &Panel) -> Range<Nanos> {
    panel.view.span.start..panel.view.span.end.saturating_add(1)
}

/// When a task printed.
fn voices(panel: &Panel, task: TaskId) -> impl Iterator<Item = Nanos> {
    let lines = panel.view.console.iter();
    lines.filter(move |it| it.task == task && it.kind == ConsoleKind::Printed).map(|it| it.at)
}

/// Draws stretches, holds of the thread over the others; gives where the last one ends.
pub(super) fn bars(panel: &Panel, page: &mut Page, layout: &Layout, y: f64, found: &[Stretch]) -> f64 {
    let start = panel.view.span.start;
    let mut end = layout.plot_x;
    let (holds, others): (Vec<_>, Vec<_>) = found.iter().partition(|it| it.phase.holds_thread());
    for it in others.into_iter().chain(holds) {
        let x = layout.x(it.start - start)..layout.x(it.end - start);
        end = end.max(x.end);
        if x.end - x.start < LEAST && !it.phase.holds_thread() {
            continue;
        }
        page.bar(&Bar { x, phase: it.phase, title: it.title.clone() }, y + LANE / 2.0);
    }
    end
}

pub(super) fn name(page: &mut Page, layout: &Layout, y: f64, text: &str, ink: Ink) {
    let y = y + LANE / 2.0 + FONT * 0.35;
    page.text(layout.names_x, y, &shorten(text, layout.names, "…"), ink, Anchor::Start);
}

/// The instants that the script marked, through all lanes; a label gives way to the one before.
fn marks(panel: &Panel, page: &mut Page, layout: &Layout, [top, bottom]: [f64; 2], signs: &mut Signs) {
    let mut free = layout.plot_x - 4.0;
    for mark in panel.view.marks() {
        let x = layout.x(mark.at - panel.view.span.start);
        if x - 4.0 < free {
            continue;
        }
        signs.note(Sign::Marked);
        page.line([x; 2], [top + ROW / 2.0, bottom], &page.colors.ink(Ink::Faint));
        page.flag([x, top + ROW / 2.0]);
        let label = one_line(panel.texts.get(mark.label));
        let columns_of = |width: f64| (width / COLUMN).max(0.0) as usize;
        let (before, after) = (columns_of(x - 8.0 - free), columns_of(layout.width - 28.0 - x));
        // At the right edge the words stand before their flag.
        let is_before = columns(&label) > after && before > after;
        let label = cut(&label, if is_before { before } else { after }, "…");
        let (place, anchor) = if is_before { (x - 8.0, Anchor::End) } else { (x + 8.0, Anchor::Start) };
        page.text(place, baseline(top), &label, Ink::Text, anchor);
        let width = columns(&label) as f64 * COLUMN;
        free = if is_before { x + 8.0 } else { place + width + 2.0 * COLUMN };
    }
}
