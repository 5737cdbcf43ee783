//! The cell rule, on random programs.

use proptest::collection::vec;
use proptest::prelude::*;

use super::programs::{Step, scheduled};
use crate::render::Glyphs;
use crate::render::axis::{Axis, Cell};
use crate::render::glyphs::{Picture, Voice, picture};
use crate::render::lanes::{Lanes, Strip};
use crate::render::measure::rows;
use crate::timeline::{Phase, Shares};

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (0..2_000u64).prop_map(Step::Run),
        (0..2_000u64).prop_map(Step::Block),
        (0..5_000u64).prop_map(Step::Sleep),
        Just(Step::Yield),
        Just(Step::Print),
    ]
}

const HOLDS: [&str; 7] = ["█", "▓", "▀", "▒", "┃", "┇", "╋"];
const FILLED: [&str; 4] = ["█", "▓", "▀", "▒"];

proptest! {
    #[test]
    fn no_two_tasks_fill_a_column_and_no_hold_is_lost(
        tasks in vec(vec(step(), 0..12), 1..6),
        room in 2..130usize,
    ) {
        let story = scheduled(&tasks);
        let timeline = story.timeline();
        let view = timeline.view_of_run(0);
        let axis = Axis::new(std::slice::from_ref(&view.span), room);
        prop_assert!(axis.width <= room.max(2));
        let mut lanes = Lanes::new(&view, story.trace.texts(), &axis, Glyphs::Unicode);
        let strips = lanes.strips(&view.lanes, &rows(&view, &view.lanes));
        let (thread, tasks) = strips.split_last().unwrap();
        let shows = |strip: &Strip, cell: usize, wanted: &[&str]| wanted.contains(&strip.cells[cell].0);
        for (cell, _) in axis.cells.iter().enumerate() {
            let filled = tasks.iter().filter(|strip| shows(strip, cell, &FILLED)).count();
            prop_assert!(filled <= 1, "{filled} tasks fill cell {cell}");
        }
        for (lane, strip) in view.lanes().zip(tasks) {
            for hold in lane.segments(view.span.start..view.span.end + 1).filter(|it| it.phase.holds_thread()) {
                let cell = axis.cell_near(hold.start).min(axis.cell_near((view.span.end).saturating_sub(1)));
                prop_assert!(shows(strip, cell, &HOLDS), "{hold:?} is not in {:?}", strip.cells[cell]);
                prop_assert!(shows(thread, cell, &HOLDS), "{hold:?} is not in the thread's lane");
            }
        }
    }

    #[test]
    fn cells_cover_the_span_without_a_gap(start in 0..1u64 << 50, length in 0..1u64 << 50, room in 1..300usize) {
        let axis = Axis::new(std::slice::from_ref(&(start..start + length)), room);
        let mut reached = start;
        for cell in &axis.cells {
            let Cell::Time(span) = cell else { panic!("a fold") };
            prop_assert_eq!(span.start, reached);
            prop_assert!(span.end > span.start);
            reached = span.end;
        }
        prop_assert!(reached >= start + length);
        prop_assert!(axis.labels.windows(2).all(|two| two[0].column + two[0].text.len() < two[1].column));
        prop_assert_eq!(axis.labels[0].column, 0);
    }
}

#[test]
fn a_cell_shows_what_holds_most_of_it() {
    let shares = |running, blocking, ready, waiting| Shares { running, blocking, ready, waiting };
    let of_ten = |it| picture(it, 10, None);
    assert_eq!(of_ten(shares(6, 0, 4, 0)), Picture::Filled(Phase::Running));
    assert_eq!(of_ten(shares(5, 0, 5, 0)), Picture::Sliver(Phase::Running));
    assert_eq!(of_ten(shares(1, 6, 0, 3)), Picture::Filled(Phase::Blocking));
    assert_eq!(of_ten(shares(1, 2, 0, 7)), Picture::Sliver(Phase::Blocking));
    assert_eq!(of_ten(shares(0, 0, 6, 4)), Picture::Filled(Phase::Ready));
    assert_eq!(of_ten(shares(0, 0, 1, 2)), Picture::Filled(Phase::Waiting));
    assert_eq!(of_ten(shares(0, 0, 0, 0)), Picture::Blank);
    assert_eq!(picture(shares(0, 0, 0, 10), 10, Some(Phase::Running)), Picture::Sliver(Phase::Running));
}

#[test]
fn phases_differ_without_colour() {
    for glyphs in [Glyphs::Unicode, Glyphs::Ascii] {
        let pictures = Phase::ALL.map(Picture::Filled).into_iter().chain([Picture::Blank]);
        let pictures = pictures.chain([Phase::Running, Phase::Blocking].map(Picture::Sliver));
        let mut symbols: Vec<_> = pictures.map(|it| glyphs.symbol(it, Voice::Silent)).collect();
        symbols.extend(
            [Phase::Running, Phase::Blocking].map(|it| glyphs.symbol(Picture::Filled(it), Voice::Printed)),
        );
        symbols.push(glyphs.symbol(Picture::Sliver(Phase::Running), Voice::Printed));
        let count = symbols.len();
        symbols.sort();
        symbols.dedup();
        assert_eq!(symbols.len(), count, "{symbols:?}");
    }
}
