use std::collections::VecDeque;
use std::sync::Arc;

use proptest::prelude::*;

use super::{ENDLESS, STYLE, tiny};
use crate::commands::LessonCommand;
use crate::course::contents::Course;
use crate::course::progress::Progress;
use crate::course::verdict::{CheckOutcome, CheckResult, Trouble, TroubleKind, Verdict, Visibility};
use crate::learn::flow::{Effect, Event, Flow, Scheduled};
use crate::learn::piece::painted;
use crate::learn::words::Word;
use crate::workbench::{Ran, RanEnd};

fn typed() -> impl Strategy<Value = String> {
    let words =
        ["", "yes", "no", "b", "a b", "B)", "?", "2 s", "hint", "hnit", "1 + 1", "reset", "skip", "card py"];
    prop_oneof![prop::sample::select(words.to_vec()).prop_map(str::to_owned), any::<String>()]
}

fn event() -> impl Strategy<Value = Event> {
    use LessonCommand as C;
    let commands = [C::Task, C::Hint, C::Solution, C::Skip, C::Lessons, C::Next, C::Back, C::Card(None)];
    let wanted = ["1", "2", "3", "0", "last", "-1", "nothing"];
    prop_oneof![
        3 => Just(Event::Enter),
        3 => typed().prop_map(|text| Event::Typed(text, Word::Unknown)),
        2 => prop::sample::select(commands.to_vec()).prop_map(Event::Command),
        1 => Just(Event::Reset),
        1 => typed().prop_map(Event::PutAway),
        1 => prop::option::of(prop::sample::select(wanted.to_vec()).prop_map(str::to_owned)).prop_map(Event::Begin),
    ]
}

/// What comes of an answer, without running it.
fn verdict(lesson: &str, luck: u8) -> Verdict {
    let outcome = match luck % 4 {
        0 => CheckOutcome::Passed,
        1 => CheckOutcome::Broken("line 3".to_owned()),
        _ => CheckOutcome::NotRun,
    };
    let check =
        CheckResult { name: "a check".to_owned(), points: 2, visibility: Visibility::Hidden, outcome };
    let trouble = (luck % 4 == 3)
        .then(|| Trouble { kind: TroubleKind::NotAProgram, text: "error: \u{1b}[2J".to_owned() });
    Verdict { lesson: lesson.to_owned(), checks: vec![check], trouble }
}

/// What a flow says to these events, with any luck.
fn play(course: Arc<Course>, events: Vec<Event>, luck: &[u8]) -> (Flow, String) {
    let mut flow = Flow::new(course, Progress::default(), ENDLESS);
    let (mut screen, mut luck) = (String::new(), luck.iter().cycle().copied());
    let mut events: VecDeque<Event> = [Event::Begin(None)].into_iter().chain(events).collect();
    while let Some(event) = events.pop_front() {
        let mut answers = Vec::new();
        for act in flow.take(event) {
            let luck = luck.next().unwrap_or(0);
            let lines = vec!["one".to_owned(), "two".to_owned()];
            let end = if luck % 2 == 0 { RanEnd::Whole } else { RanEnd::Stopped };
            match act {
                Effect::Say(piece) => screen.push_str(&painted(&[piece], STYLE)),
                Effect::Run(_) => answers.push(Event::Ran(Ran { lines, elapsed: 7, end })),
                Effect::Foresee(_) => answers.push(Event::Foreseen((luck % 3 > 0).then_some((lines, 7)))),
                Effect::Try(answer) if luck % 5 == 0 => answers.push(Event::NotJudged { answer }),
                Effect::Try(answer) => {
                    let verdict = verdict(&flow.desk.current().unwrap().id, luck);
                    answers.push(Event::Judged { answer, verdict });
                }
                Effect::Picture(_) => answers.push(Event::Pictured(None)),
                Effect::Arrange(..) => answers.push(Event::Arranged((luck % 2 > 0).then(|| "so".to_owned()))),
                Effect::Schedule(..) => {
                    let states = [
                        Scheduled::GoesOn,
                        Scheduled::Reached,
                        Scheduled::Shown,
                        Scheduled::Left,
                        Scheduled::NotRun,
                    ];
                    answers.push(Event::Scheduled(states[usize::from(luck) % states.len()]));
                }
                Effect::Keep(_)
                | Effect::Open(_)
                | Effect::Enter(_)
                | Effect::Restart
                | Effect::RunCard(_)
                | Effect::Submit(_) => {}
            }
        }
        answers.into_iter().rev().for_each(|it| events.push_front(it));
    }
    (flow, screen)
}

proptest! {
    #[test]
    fn whatever_is_typed_there_is_a_way_on(events in prop::collection::vec(event(), 0..40), luck: [u8; 7]) {
        let course = tiny();
        let (mut flow, screen) = play(course, events, &luck);
        prop_assert!(!screen.chars().any(|c| c.is_control() && c != '\n'));
        prop_assert!(!flow.invitation().is_empty());
        // Skipping everything leads to the end.
        for _ in 0..60 {
            let mut events: VecDeque<Event> = [Event::Command(LessonCommand::Skip)].into();
            while let Some(event) = events.pop_front() {
                for act in flow.take(event) {
                    match act {
                        Effect::Run(_) => events.push_back(Event::Ran(Ran { lines: vec![], elapsed: 0, end: RanEnd::Whole })),
                        Effect::Foresee(_) => events.push_back(Event::Foreseen(None)),
                        Effect::Picture(_) => events.push_back(Event::Pictured(None)),
                        Effect::Schedule(..) => events.push_back(Event::Scheduled(Scheduled::Shown)),
                        _ => {}
                    }
                }
            }
        }
        prop_assert!(flow.invitation().contains(":learn 1"), "{}", flow.invitation());
    }
}
