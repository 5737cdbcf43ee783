//! Whatever the events and their order, the fold keeps its promises.

use proptest::collection::vec;
use proptest::prelude::*;

use super::naive::{Naive, UNIT};
use super::told;
use crate::timeline::{Nanos, Phase, Shares, Timeline};
use crate::trace::{Action, ClockKind, Event, EventKind, Holder, Outcome, TaskId, TextId, Texts, Wait};

const TEXT: TextId = TextId::OMITTED;

fn any_task() -> impl Strategy<Value = TaskId> {
    prop_oneof![20 => 0..5_u32, 1 => Just(u32::MAX), 1 => 1_000_000..1_000_003_u32].prop_map(TaskId)
}

/// What happens, and how many units of time after the last.
fn any_event() -> impl Strategy<Value = (Nanos, TaskId, EventKind)> {
    let outcome = prop_oneof![Just(Outcome::Done), Just(Outcome::Failed), Just(Outcome::Cancelled)];
    let wait = prop_oneof![
        4 => (0..80_u64).prop_map(|until| Wait::Sleep { until: until * UNIT }),
        2 => any_task().prop_map(|id| Wait::Task { id }),
        1 => (any_task(), 0..80_u64).prop_map(|(id, until)| Wait::Timeout { id, until: until * UNIT }),
        1 => Just(Wait::Yield),
        1 => Just(Wait::Io { what: TEXT }),
        1 => Just(Wait::Object { kind: TEXT, name: TEXT, holder: Holder::NOBODY }),
    ];
    let kind = prop_oneof![
        4 => proptest::option::weighted(0.9, any_task())
            .prop_map(|parent| EventKind::Spawned { name: TEXT, parent }),
        1 => Just(EventKind::Named { name: TEXT }),
        1 => Just(EventKind::OnThread),
        8 => Just(EventKind::Resumed),
        8 => wait.prop_map(|on| EventKind::Suspended { on }),
        2 => proptest::option::of(any_task()).prop_map(|by| EventKind::Woken { by }),
        3 => Just(EventKind::Blocking { what: TEXT }),
        3 => Just(EventKind::Unblocked),
        1 => Just(EventKind::Printed { text: TEXT }),
        1 => outcome.prop_map(|outcome| EventKind::Finished { outcome, text: None }),
        1 => Just(EventKind::Mark { label: TEXT }),
        1 => Just(EventKind::Read { variable: TEXT }),
        1 => Just(EventKind::Updated { variable: TEXT }),
        1 => Just(EventKind::Holds { variable: TEXT, value: TEXT }),
        1 => Just(EventKind::Checked { variable: TEXT, until: 3 }),
        1 => Just(EventKind::Did { action: Action::Sent, object: TEXT, value: Some(TEXT) }),
        1 => Just(EventKind::Did { action: Action::GaveBack, object: TEXT, value: None }),
        1 => Just(EventKind::Over),
        1 => Just(EventKind::Ending),
        1 => Just(EventKind::Remarked { rule: TEXT, text: TEXT, advice: TEXT }),
    ];
    (prop_oneof![2 => Just(0), 3 => 1..6_u64], any_task(), kind)
}

/// Events in time order, at whole units of time, the first four tasks having been spawned.
pub(crate) fn any_events(length: usize) -> impl Strategy<Value = Vec<Event>> {
    vec(any_event(), 0..length).prop_map(|steps| {
        let spawned = |id: u32| {
            let parent = (id > 0).then_some(TaskId(0));
            Event { at: 0, task: TaskId(id), line: 0, kind: EventKind::Spawned { name: TEXT, parent } }
        };
        let mut events: Vec<Event> = (0..4).map(spawned).collect();
        let mut at = 0;
        events.extend(steps.into_iter().map(|(units, task, kind)| {
            at += units * UNIT;
            Event { at, task, line: 0, kind }
        }));
        events
    })
}

fn folded(events: &[Event]) -> Timeline {
    let mut timeline = Timeline::new(ClockKind::Virtual);
    timeline.extend(events);
    timeline
}

proptest! {
    #[test]
    fn it_agrees_with_the_naive_fold(events in any_events(60)) {
        let (timeline, naive) = (folded(&events), Naive::of(&events));
        let end = timeline.end();
        prop_assert_eq!(end / UNIT, naive.phases.len() as Nanos);

        let population = timeline.view_of_session().population(naive.phases.len());
        for (cell, phases) in population.iter().zip(&naive.phases) {
            let expected: Shares = phases.values().map(|phase| Shares::of(*phase, UNIT)).sum();
            prop_assert_eq!(*cell, expected);
        }
        for lane in timeline.lanes() {
            prop_assert_eq!(lane.shares(0..end), naive.total(lane.task()));
        }
        let statistics = timeline.view_of_session().statistics;
        prop_assert_eq!(statistics.waits_one_by_one, naive.one_by_one);
        prop_assert_eq!(statistics.waits_together, naive.together);
        prop_assert_eq!(statistics.most_waiting, naive.most_waiting);
        prop_assert_eq!(timeline.lanes().map(|it| it.waited_outside()).sum::<Nanos>(), naive.one_by_one);
    }

    #[test]
    fn lanes_are_in_the_phases_of_the_naive_fold(events in any_events(60)) {
        let (timeline, naive) = (folded(&events), Naive::of(&events));
        for lane in timeline.lanes() {
            let units: Vec<usize> = (0..naive.phases.len()).collect();
            let is_late = |unit: usize| naive.late[unit].contains(&lane.task());
            for stretch in units.chunk_by(|a, b| is_late(*a) == is_late(*b)) {
                let phases = stretch.iter().map(|unit| naive.phases[*unit].get(&lane.task()).copied());
                let phases: Vec<Option<Phase>> = phases.collect();
                // Ready time of a late task is told in one piece; of several, only the sum is right.
                let pieces = phases.chunk_by(|a, b| a == b).filter(|it| it[0] == Some(Phase::Ready)).count();
                let cells = if is_late(stretch[0]) && pieces > 1 { phases.len() } else { 1 };
                for (units, phases) in stretch.chunks(cells).zip(phases.chunks(cells)) {
                    let start = units[0] as Nanos * UNIT;
                    let expected = phases.iter().flatten().map(|it| Shares::of(*it, UNIT)).sum::<Shares>();
                    prop_assert_eq!(lane.shares(start..start + units.len() as Nanos * UNIT), expected);
                }
            }
        }
    }

    #[test]
    fn a_lane_is_without_gaps_from_spawn_to_end(events in any_events(200)) {
        let timeline = folded(&events);
        for lane in timeline.lanes() {
            let mut reached = lane.spawned_at();
            for segment in lane.segments(0..Nanos::MAX) {
                prop_assert_eq!(segment.start, reached);
                prop_assert!(segment.end > segment.start || segment.phase.holds_thread());
                reached = segment.end;
            }
            prop_assert_eq!(reached, lane.ending().map_or(timeline.end(), |it| it.at));
            prop_assert_eq!(lane.phase_at_end().is_none(), lane.ending().is_some());
        }
    }

    #[test]
    fn one_task_at_most_has_the_thread(events in any_events(200), from in 0..300_u64, length in 0..300_u64) {
        let timeline = folded(&events);
        let span = from * UNIT / 2..(from + length) * UNIT / 2;
        let lanes: Shares = timeline.lanes().map(|it| it.shares(span.clone())).sum();
        let thread = timeline.thread().shares(span.clone());
        prop_assert_eq!(lanes.running, thread.running);
        // A call that is made elsewhere blocks its task and not the thread.
        let is_on_thread = |it: &Event| it.kind == EventKind::OnThread;
        prop_assert!(lanes.blocking == thread.blocking || events.iter().any(is_on_thread));
        prop_assert!(lanes.blocking >= thread.blocking);
        prop_assert!(thread.total() <= span.end - span.start);
        let plain: Shares = timeline.thread().segments().iter().map(|it| it.shares(&span)).sum();
        prop_assert_eq!(thread, plain);
    }

    #[test]
    fn time_that_passes_unasked_changes_nothing(events in any_events(100), steps in vec(0..4_u64, 100)) {
        let mut timeline = Timeline::new(ClockKind::Virtual);
        for (event, step) in events.iter().zip(steps.iter().cycle()) {
            timeline.advance_to((timeline.end() + step * UNIT / 2).min(event.at));
            timeline.apply(event);
        }
        let texts = Texts::default();
        prop_assert_eq!(told(&timeline, &texts), told(&folded(&events), &texts));
        prop_assert_eq!(
            timeline.view_of_session().statistics,
            folded(&events).view_of_session().statistics
        );
    }

    #[test]
    fn sums_stay_exact_past_the_detail_limit(events in any_events(100), limit in 0..100_usize) {
        let (whole, mut part) = (folded(&events), Timeline::new(ClockKind::Virtual));
        part.set_detail_limit(limit);
        part.extend(&events);
        prop_assert_eq!(part.is_truncated(), events.len() > limit);
        prop_assert_eq!(part.view_of_session().statistics, whole.view_of_session().statistics);
        prop_assert_eq!(part.view_of_run(0).statistics, whole.view_of_run(0).statistics);
        prop_assert_eq!(part.thread().total(), whole.thread().total());
        prop_assert!(part.thread().segments().len() <= limit);
        for (part, whole) in part.lanes().zip(whole.lanes()) {
            prop_assert!(part.track().segments().len() <= limit);
            prop_assert_eq!(part.shares(0..Nanos::MAX), whole.shares(0..Nanos::MAX));
            prop_assert_eq!(part.waited_outside(), whole.waited_outside());
        }
    }

    #[test]
    fn sums_stay_exact_where_something_is_forgotten(
        events in any_events(100), cut in 0..100_usize, from in 0..60_u64, length in 0..60_u64
    ) {
        let (first, last) = events.split_at(cut.min(events.len()));
        // A task that has ended may be forgotten, and nothing is said of it afterwards.
        let ended = |task: TaskId| {
            first.iter().any(|it| it.task == task && matches!(it.kind, EventKind::Finished { .. }))
        };
        let names_ended = |event: &&Event| match event.kind {
            EventKind::Suspended { on: Wait::Task { id } } => ended(id),
            EventKind::Spawned { parent: Some(parent), .. } => ended(parent),
            _ => ended(event.task),
        };
        let last: Vec<Event> = last.iter().filter(|it| !names_ended(it) && !ended(it.task)).copied().collect();
        let whole = folded(&[first, &last[..]].concat());
        let mut part = Timeline::new(ClockKind::Virtual);
        part.extend(first);
        let span = from * UNIT / 2..((from + length) * UNIT / 2).min(part.end());
        part.forget_middle(span.clone());
        part.extend(&last);
        prop_assert_eq!(part.view_of_session().statistics, whole.view_of_session().statistics);
        prop_assert_eq!(part.thread().total(), whole.thread().total());
        for lane in part.lanes() {
            let known = whole.lane(lane.task()).unwrap();
            prop_assert_eq!(lane.shares(0..Nanos::MAX), known.shares(0..Nanos::MAX));
            prop_assert_eq!(lane.root(), known.root());
            prop_assert_eq!(lane.waited_outside(), known.waited_outside());
        }
        for (run, lanes) in (0..part.runs().len()).map(|it| (it, part.view_of_run(it))) {
            prop_assert_eq!(lanes.lanes[0].task, part.runs()[run].main);
        }
        let gone = whole.lanes().filter(|lane| part.lane(lane.task()).is_none());
        for lane in gone {
            prop_assert!(lane.spawned_at() >= span.start && lane.ending().unwrap().at < span.end);
        }
    }

    #[test]
    fn a_run_by_itself_is_as_in_a_session(events in any_events(60), pause in 0..50_u64) {
        let alone = folded(&events);
        prop_assume!(alone.runs().len() == 1);
        let later = |event: &Event| {
            let kind = match event.kind {
                EventKind::Suspended { on: Wait::Sleep { until } } => {
                    EventKind::Suspended { on: Wait::Sleep { until: until + pause * UNIT } }
                }
                EventKind::Suspended { on: Wait::Timeout { id, until } } => {
                    EventKind::Suspended { on: Wait::Timeout { id, until: until + pause * UNIT } }
                }
                kind => kind,
            };
            Event { at: event.at + pause * UNIT, kind, ..*event }
        };
        let earlier = [EventKind::Spawned { name: TEXT, parent: None }, EventKind::Resumed].map(|kind| Event {
            at: 0,
            task: TaskId(77),
            line: 0,
            kind,
        });
        let ended = EventKind::Finished { outcome: Outcome::Done, text: None };
        let session: Vec<Event> =
            earlier.into_iter().chain([Event { kind: ended, ..earlier[0] }]).chain(events.iter().map(later)).collect();
        let session = folded(&session);
        let (alone, session) = (alone.view_of_run(0), session.view_of_run(1));
        prop_assert_eq!(alone.statistics, session.statistics);
        prop_assert_eq!(&alone.lanes, &session.lanes);
        prop_assert_eq!(alone.population(10), session.population(10));
    }

    #[test]
    fn nothing_in_a_file_makes_it_panic_or_hang(
        events in vec((any::<u64>(), any_event(), any::<u64>()), 0..60),
        cells in 0..50_usize,
        span in any::<(u64, u64)>(),
    ) {
        let mut timeline = Timeline::new(ClockKind::Real);
        let has_threads = events.iter().any(|(_, (.., kind), _)| *kind == EventKind::OnThread);
        for (at, (_, task, kind), until) in events {
            let kind = match kind {
                EventKind::Suspended { on: Wait::Sleep { .. } } => {
                    EventKind::Suspended { on: Wait::Sleep { until } }
                }
                EventKind::Suspended { on: Wait::Timeout { id, .. } } => {
                    EventKind::Suspended { on: Wait::Timeout { id, until } }
                }
                kind => kind,
            };
            timeline.apply(&Event { at, task, line: 7, kind });
        }
        timeline.advance_to(u64::MAX);
        for index in 0..timeline.runs().len() + 1 {
            let view = timeline.view_of_run(index);
            view.population(cells);
            for lane in view.lanes() {
                lane.shares(view.span.clone());
            }
        }
        let view = timeline.view_of_session();
        view.idle_gaps(0);
        view.marks();
        let held: Nanos = timeline.population(span.0..span.1, cells).iter().map(|it| it.held()).sum();
        // What tasks with threads of their own block on leaves the loop's thread to others.
        prop_assert!(has_threads || held <= span.1.saturating_sub(span.0));
        timeline.lanes().for_each(|it| {
            let shares = it.shares(span.0..span.1);
            let touched = it.segments(span.0..span.1).filter(|it| it.phase == Phase::Running).count();
            assert!(touched > 0 || shares.running == 0);
        });
    }
}
