//! The lane that stands for all tasks that have none of their own.

use std::ops::Range;

use super::axis::Cell;
use super::glyphs::{Voice, ink_of};
use super::lanes::{BLANK, Lanes, Part, Sign, Strip};
use super::palette::Ink;
use crate::timeline::{Lane, Nanos, Phase, Shares, count_text};

impl<'a> Lanes<'a> {
    /// One lane for all that are not shown: on its first row who has the thread among them, then how many
    /// block on threads of their own, are ready, and wait, as heights beside the most there were at once.
    pub fn rest(&mut self, count: usize, shown: &[Lane<'a>]) -> Vec<Strip> {
        let thread = self.view.timeline.thread();
        let held = |span: Range<Nanos>| shown.iter().map(|lane| lane.shares(span.clone())).sum::<Shares>();
        // What blocks on a thread of its own leaves the loop's thread free.
        let on_loop = |lane: &Lane, span| match lane.shares(span) {
            it if lane.is_on_thread() => Shares { blocking: 0, ready: 0, waiting: 0, ..it },
            it => Shares { ready: 0, waiting: 0, ..it },
        };
        let held_on_loop = |span: Range<Nanos>| -> Shares {
            thread.shares(span.clone()) - shown.iter().map(|lane| on_loop(lane, span.clone())).sum::<Shares>()
        };
        let pictures = self.pictures(held_on_loop, |_| std::iter::empty());
        let cells = self.draw(&pictures, &vec![Voice::Silent; pictures.len()]);
        let name = format!("+{} more", count_text(count as u64));
        let mut strips = vec![Strip::new(&name, Ink::Text, cells, Part::Rest)];
        let others = self.others(held);
        let is_shown = |it: &Lane| shown.iter().any(|lane| lane.task() == it.task());
        if self.view.lanes().any(|it| it.is_on_thread() && !is_shown(&it)) {
            let away = others.iter().zip(&self.axis.cells).map(|(it, cell)| match cell {
                Cell::Time(span) => {
                    let on_loop = held_on_loop(span.clone()).blocking;
                    Shares { blocking: it.blocking.saturating_sub(on_loop), ..*it }
                }
                Cell::Fold | Cell::Blank => *it,
            });
            let away: Vec<Shares> = away.collect();
            strips.extend(self.density(count, Phase::Blocking, &away));
        }
        for phase in [Phase::Ready, Phase::Waiting] {
            strips.extend(self.density(count, phase, &others));
        }
        strips
    }

    /// The time per phase, in each cell, of all tasks but the shown ones.
    fn others(&self, shown: impl Fn(Range<Nanos>) -> Shares) -> Vec<Shares> {
        let cells = &self.axis.cells;
        let mut others = Vec::with_capacity(cells.len());
        for stretch in cells.chunk_by(|a, b| is_time(a) == is_time(b)) {
            match (stretch.first(), stretch.last()) {
                (Some(Cell::Time(first)), Some(Cell::Time(last))) => {
                    let mut all = self.view.timeline.population(first.start..last.end, stretch.len());
                    // The cell in which the view ends: what comes after is not of the run.
                    let end = self.view.span.end;
                    let ends =
                        |cell: &Cell| matches!(cell, Cell::Time(span) if span.start < end && end < span.end);
                    if let Some(index) = stretch.iter().position(ends)
                        && let Cell::Time(span) = &stretch[index]
                    {
                        all[index] = self.view.timeline.population(span.start..end, 1)[0];
                    }
                    let spans = stretch.iter().filter_map(|cell| match cell {
                        Cell::Time(span) => Some(span.clone()),
                        Cell::Fold | Cell::Blank => None,
                    });
                    let is_seen = |span: &Range<Nanos>| span.start < self.view.span.end;
                    let other =
                        |(all, span)| if is_seen(&span) { all - shown(span) } else { Shares::default() };
                    others.extend(all.into_iter().zip(spans).map(other));
                }
                _ => others.extend(stretch.iter().map(|_| Shares::default())),
            }
        }
        others
    }

    /// How many others were in a phase; nothing where none ever was.
    fn density(&mut self, count: usize, phase: Phase, others: &[Shares]) -> Option<Strip> {
        let mut most = 0;
        let mut cells = Vec::with_capacity(others.len());
        for (shares, cell) in others.iter().zip(&self.axis.cells) {
            cells.push(match cell {
                Cell::Fold => self.fold(),
                Cell::Blank => BLANK,
                Cell::Time(span) => {
                    let length = u128::from((span.end - span.start).max(1));
                    let time = u128::from(shares.get(phase));
                    most = most.max((time + length / 2) / length);
                    // Sums over all tasks are sampled; a trace of one is no task.
                    match time * 10 < length {
                        true => BLANK,
                        false => (self.glyphs.height(time, length * count as u128), ink_of(phase)),
                    }
                }
            });
        }
        if most == 0 && cells.iter().all(|(_, ink)| *ink != ink_of(phase)) {
            return None;
        }
        self.note(Sign::Height);
        let most = count_text((most as u64).clamp(1, count as u64));
        Some(Strip::new(&format!("{most} {}", phase.word()), Ink::Text, cells, Part::Rest))
    }
}

fn is_time(cell: &Cell) -> bool {
    matches!(cell, Cell::Time(_))
}
