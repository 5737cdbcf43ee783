//! The rules of the Chrome trace event format, checked as viewers rely on them.

use std::collections::HashMap;

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::timeline::tests::properties::any_events;
use crate::timeline::tests::story::{BLOCKING, NON_BLOCKING};
use crate::timeline::{Phase, Timeline};
use crate::trace::{ClockKind, Trace};

/// Nanoseconds. Rounded, because the JSON reader of these tests can be off by a last digit; what Perfetto makes of the text is tested by itself.
fn nanos(micros: &Value) -> u64 {
    (micros.as_f64().unwrap() * 1_000.0).round() as u64
}

/// What is open on a track: names of slices begun, and where the latest whole slice ended.
#[derive(Default)]
struct Track {
    begun: Vec<String>,
    reached: u64,
    is_named: bool,
    stack: Stack,
}

/// The open slices of a track as Perfetto's importer keeps them: beginnings and lengths, none while it is open.
/// An arrow is bound to the topmost, and points from the one that began earlier.
#[derive(Default)]
struct Stack(Vec<(u64, Option<u64>)>);

impl Stack {
    /// A slice or instant begins, or a slice ends. The error is one that Perfetto would drop.
    fn close_up_to(&mut self, at: u64, length: Option<u64>) -> Result<(), String> {
        for index in (0..self.0.len()).rev() {
            let (start, Some(open)) = self.0[index] else { continue };
            let end = start + open;
            if end < at || (end == at && !(open == 0 && length == Some(0))) {
                self.0.truncate(index);
            } else if length.is_some_and(|length| at < end && at + length > end) {
                return Err(format!("{at} + {length:?} overlaps {start} + {open}"));
            }
        }
        Ok(())
    }

    fn push(&mut self, at: u64, length: Option<u64>) -> Result<(), String> {
        self.close_up_to(at, length)?;
        self.0.push((at, length));
        // Beyond this depth slices are dropped.
        (self.0.len() <= 512).then_some(()).ok_or_else(|| "too deep".to_owned())
    }

    fn topmost(&self) -> Option<u64> {
        self.0.last().map(|(start, _)| *start)
    }
}

/// Reads a trace, and checks order, nesting, ends and arrows.
fn check(document: &str) -> Result<Vec<Value>, TestCaseError> {
    let read: Value = serde_json::from_str(document).unwrap();
    let events = read["traceEvents"].as_array().unwrap().clone();
    let mut tracks: HashMap<u64, Track> = HashMap::new();
    let mut arrows: HashMap<u64, Vec<(String, u64)>> = HashMap::new();
    let mut began: HashMap<u64, u64> = HashMap::new();
    let mut now = 0;
    for event in &events {
        let ph = event["ph"].as_str().unwrap();
        let track = tracks.entry(event["tid"].as_u64().unwrap()).or_default();
        if ph == "M" {
            prop_assert_eq!(now, 0);
            track.is_named |= event["name"] == "thread_name";
            continue;
        }
        prop_assert!(track.is_named, "{}", event);
        let at = nanos(&event["ts"]);
        prop_assert!(at >= now, "{} after {}", at, now);
        now = at;
        let name = event["name"].as_str().unwrap().to_owned();
        let imported = match ph {
            "B" => track.stack.push(at, None),
            "X" => track.stack.push(at, Some(nanos(&event["dur"]))),
            "i" if event["s"] == "t" => track.stack.push(at, Some(0)),
            "E" => {
                track.stack.close_up_to(at, None).map(|()| track.stack.0.truncate(track.stack.0.len() - 1))
            }
            "s" => {
                began.insert(event["id"].as_u64().unwrap(), track.stack.topmost().unwrap());
                Ok(())
            }
            "f" => {
                let from = began[&event["id"].as_u64().unwrap()];
                prop_assert!(from <= track.stack.topmost().unwrap(), "{} would be turned round", event);
                Ok(())
            }
            _ => Ok(()),
        };
        prop_assert_eq!(imported, Ok(()), "{}", event);
        match ph {
            "B" => {
                prop_assert!(track.begun.is_empty() && track.reached <= at, "{}", event);
                track.begun.push(name);
            }
            "E" => {
                prop_assert_eq!(track.begun.pop(), Some(name));
                prop_assert!(track.reached <= at, "{}", event);
            }
            "X" => {
                prop_assert!(track.reached <= at, "{} overlaps one up to {}", event, track.reached);
                prop_assert_eq!(&event["name"], &event["cat"]);
                track.reached = at + nanos(&event["dur"]);
            }
            "s" | "f" => {
                prop_assert!(!track.begun.is_empty(), "{} is on no slice", event);
                let ends = arrows.entry(event["id"].as_u64().unwrap()).or_default();
                ends.push((ph.to_owned(), at));
            }
            "i" => {}
            _ => prop_assert!(false, "{}", event),
        }
    }
    for track in tracks.values() {
        prop_assert!(track.begun.is_empty());
    }
    for ends in arrows.values() {
        let [(first, from), (second, to)] = &ends[..] else { panic!("{ends:?}") };
        prop_assert_eq!((first.as_str(), second.as_str()), ("s", "f"));
        prop_assert_eq!(from, to);
    }
    Ok(events)
}

fn exported(text: &str) -> Vec<Value> {
    let story = Story::new(text);
    check(&chrome_trace(&story.trace, &story.timeline(), "classic.rhai")).unwrap()
}

/// Events as words: kind, track, name, microseconds.
fn told(events: &[Value], kinds: &[&str]) -> Vec<String> {
    let wanted = events.iter().filter(|it| kinds.contains(&it["ph"].as_str().unwrap()));
    wanted
        .map(|it| format!("{} {} {} {}", it["ph"], it["tid"], it["name"], it["ts"]).replace('"', ""))
        .collect()
}

#[test]
fn each_task_has_a_named_track_and_a_life() {
    let events = exported(NON_BLOCKING);
    let names: Vec<_> =
        events.iter().filter(|it| it["name"] == "thread_name").map(|it| it["args"]["name"].clone()).collect();
    assert_eq!(names, ["main", "fetch_data", "fetch_data#2", "(the thread)"]);
    assert_eq!(
        told(&events, &["B", "E"]),
        [
            "B 1 main 0.0",
            "B 2 fetch_data 0.0",
            "B 3 fetch_data#2 0.0",
            "E 1 main 2000000.0",
            "E 2 fetch_data 2000000.0",
            "E 3 fetch_data#2 2000000.0"
        ]
    );
}

#[test]
fn an_arrow_goes_from_the_waker_to_the_woken() {
    assert_eq!(told(&exported(NON_BLOCKING), &["s", "f"]), ["s 2 wakes 2000000.0", "f 1 wakes 2000000.0"]);
}

#[test]
fn phases_are_slices_with_what_they_are_about() {
    let events = exported(BLOCKING);
    let main: Vec<_> = events.iter().filter(|it| it["ph"] == "X" && it["tid"] == 1).collect();
    assert_eq!(
        main.iter().map(|it| format!("{} {}", it["cat"], it["dur"])).collect::<Vec<_>>(),
        ["\"running\" 0.0", "\"waiting\" 2000000.0", "\"ready\" 2000000.0", "\"running\" 0.0"]
    );
    assert_eq!(main[1]["args"]["on"], "fetch_data");
    assert_eq!(main[1]["args"]["line"], 8);
    let held = events.iter().find(|it| it["cat"] == Phase::Blocking.word()).unwrap();
    assert_eq!(held["args"]["on"], "sleep_blocking");
}

#[test]
fn prints_and_marks_are_instants() {
    let events = exported("0 main begins\n0 main runs\n1 main prints hello\n2 main marks here\n3 main ends");
    assert_eq!(told(&events, &["i"]), ["i 1 hello 1000000.0", "i 1 here 2000000.0"]);
}

#[test]
fn a_task_that_still_goes_on_is_closed_at_the_end() {
    let events = exported("0 main begins\n0 main runs\n1 main sleeps 9\n2 main prints x");
    assert_eq!(told(&events, &["E"]), ["E 1 main 2000000.0"]);
    assert_eq!(events.last().unwrap()["args"]["outcome"], "alive");
}

proptest! {
    #[test]
    fn any_events_keep_the_rules(events in any_events(120)) {
        let mut trace = Trace::default();
        events.iter().for_each(|it| trace.push(*it));
        let timeline = Timeline::of(&trace, ClockKind::Virtual);
        check(&chrome_trace(&trace, &timeline, "any"))?;
    }

    #[test]
    fn any_events_can_be_drawn(events in any_events(120)) {
        let mut trace = Trace::default();
        events.iter().for_each(|it| trace.push(*it));
        let timeline = Timeline::of(&trace, ClockKind::Virtual);
        for run in 0..timeline.runs().len() {
            let picture = svg(&timeline.view_of_run(run), trace.texts(), &SvgOptions::default());
            prop_assert!(roxmltree::Document::parse(&picture).is_ok());
            prop_assert!(!picture.contains("NaN") && !picture.contains("inf"));
        }
    }

    #[test]
    fn microseconds_stand_for_the_same_nanoseconds(at in 0..(1_u64 << 46)) {
        let story = Story::new(&format!("0 main begins\n0 main runs\n{} main ends", at as f64 / 1e9));
        let end = story.timeline().end();
        let text = chrome_trace(&story.trace, &story.timeline(), "any");
        check(&text)?;
        // Read by the standard library: the JSON reader of these tests can be off by a last digit.
        let (_, last) = text.rsplit_once("\"ts\":").unwrap();
        let micros: f64 = last[..last.find([',', '}']).unwrap()].trim().parse().unwrap();
        prop_assert_eq!((micros * 1_000.0) as u64, end);
    }
}
