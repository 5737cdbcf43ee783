//! The lane that stands for all tasks that have none of their own: who has the thread among them, and how
//! many of them are ready and how many wait, as heights.

use super::bars::Stretch;
use super::lanes::{self, FINE};
use super::layout::{LANE, Layout};
use super::page::{Page, number};
use super::panel::Panel;
use crate::render::Ink;
use crate::timeline::{Lane, Nanos, Phase, Shares, count_text};

/// The room for heights, and what of it they fill.
const AREA: f64 = 2.0 * LANE;
const FULL: f64 = AREA - 8.0;

/// Its height; nothing where every task has a lane.
pub(super) fn height(panel: &Panel) -> f64 {
    if count(panel) == 0 { 0.0 } else { LANE + AREA }
}

/// Draws it from `y` on; gives where it ends.
pub(super) fn draw(panel: &Panel, page: &mut Page, layout: &Layout, y: f64) -> f64 {
    let count = count(panel);
    if count == 0 {
        return y;
    }
    lanes::name(page, layout, y, &format!("+{} more", count_text(count as u64)), Ink::Faint);
    lanes::name(page, layout, y + LANE, "how many", Ink::Faint);
    let cells = cells(panel, layout);
    let held: Vec<Stretch> = cells.iter().filter_map(Cell::hold).collect();
    lanes::bars(panel, page, layout, y, &held);
    let bottom = y + LANE + AREA - 4.0;
    let waiting = |cell: &Cell| cell.part(Phase::Waiting, count);
    let ready = |cell: &Cell| cell.part(Phase::Ready, count);
    let places: Vec<[f64; 2]> = cells.iter().map(|it| it.x(panel, layout)).collect();
    let ground: Vec<f64> = cells.iter().map(|_| bottom).collect();
    let middle: Vec<f64> = cells.iter().map(|it| bottom - waiting(it) * FULL).collect();
    let top: Vec<f64> = cells.iter().zip(&middle).map(|(it, middle)| middle - ready(it) * FULL).collect();
    for (phase, low, high) in [(Phase::Waiting, &ground, &middle), (Phase::Ready, &middle, &top)] {
        // The many tasks that wait should not weigh more than the few lanes above.
        let opacity = if phase == Phase::Waiting { "0.55" } else { "1" };
        let fill = [("fill", page.colors.fill(phase)), ("fill-opacity", opacity.to_owned())];
        page.path(&area(&places, low, high), &fill);
    }
    y + LANE + AREA
}

fn count(panel: &Panel) -> usize {
    panel.view.lanes.len() - panel.measure.lanes.len()
}

/// The time that the tasks without a lane spent in each phase, in a part of the run.
struct Cell {
    start: Nanos,
    end: Nanos,
    shares: Shares,
    /// Of the thread's time, what was theirs.
    thread: Shares,
}

fn cells(panel: &Panel, layout: &Layout) -> Vec<Cell> {
    let span = panel.view.span.clone();
    let length = span.end - span.start;
    let count = ((layout.x(length) - layout.plot_x) / FINE).ceil().max(1.0) as usize;
    let shown: Vec<Lane> =
        panel.measure.lanes.iter().filter_map(|it| panel.view.timeline.lane(it.task)).collect();
    let edge = |index: usize| span.start + (u128::from(length) * index as u128 / count as u128) as Nanos;
    let cell = |(index, all): (usize, Shares)| {
        let (start, end) = (edge(index), edge(index + 1));
        let shown: Shares = shown.iter().map(|lane| lane.shares(start..end)).sum();
        let thread = panel.view.timeline.thread().shares(start..end) - shown;
        Cell { start, end, shares: all - shown, thread }
    };
    panel.view.population(count).into_iter().enumerate().map(cell).collect()
}

impl Cell {
    /// Their hold of the thread: the whole cell where it is most of it, else a tick.
    fn hold(&self) -> Option<Stretch> {
        let Shares { running, blocking, .. } = self.thread;
        let phase = if blocking > running { Phase::Blocking } else { Phase::Running };
        let is_most = self.thread.held() > (self.end - self.start) / 2;
        let end = if is_most { self.end } else { self.start };
        (self.thread.held() > 0).then_some(Stretch { start: self.start, end, phase, title: None })
    }

    /// The part of them that was in a phase, from 0 to 1.
    fn part(&self, phase: Phase, count: usize) -> f64 {
        let whole = (self.end - self.start).max(1) as f64 * count as f64;
        (self.shares.get(phase) as f64 / whole).min(1.0)
    }

    fn x(&self, panel: &Panel, layout: &Layout) -> [f64; 2] {
        [self.start, self.end].map(|it| layout.x(it - panel.view.span.start))
    }
}

/// The outline of what lies between two heights, in steps.
fn area(places: &[[f64; 2]], low: &[f64], high: &[f64]) -> String {
    let mut data = String::new();
    let mut step = |x: f64, y: f64| {
        let command = if data.is_empty() { 'M' } else { 'L' };
        data.push_str(&format!("{command}{} {}", number(x), number(y)));
    };
    for ([start, end], y) in places.iter().zip(high) {
        step(*start, *y);
        step(*end, *y);
    }
    for ([start, end], y) in places.iter().zip(low).rev() {
        step(*end, *y);
        step(*start, *y);
    }
    data.push('Z');
    data
}
