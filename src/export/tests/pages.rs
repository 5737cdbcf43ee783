//! Pages: what is in them as markup and as data. What they do in a browser is tested in `tests/browser/page`.

use proptest::prelude::*;
use serde_json::Value;

use super::texts::{any_text, story_of};
use super::*;
use crate::timeline::{Part, Timeline};
use crate::trace::{ClockKind, EventKind};

/// The page of a story's first run, and the data in it.
fn page_of(story: &Story, title: &str, code: &str) -> (String, Value) {
    let timeline = story.timeline();
    let view = timeline.view_of_run(0);
    let code = [Code { name: title.to_owned(), first_line: 1, text: code.to_owned() }];
    let part = Part::default();
    let run = PageRun { title, view: &view, trace: &story.trace, code: &code, part: &part };
    let page = html(&[run], &SvgOptions::default());
    let (_, data) = page.split_once("<script type=\"application/json\" id=\"data\">").unwrap();
    let (data, _) = data.split_once("</script>").unwrap();
    let data = serde_json::from_str(data).unwrap();
    (page, data)
}

const FETCH: &str = "
    0 main begins
    0 main spawns fetch at line 3
    0 main runs
    0.001 main awaits fetch at line 4
    0.001 fetch runs
    0.002 fetch sleeps 1 at line 2
    1 fetch runs
    1 fetch prints Data
    1.001 fetch ends
    1.001 main runs
    1.002 main ends";

#[test]
fn a_part_is_drawn_and_opened_and_the_rest_is_there() {
    let story = Story::new(FETCH);
    let timeline = story.timeline();
    let view = timeline.view_of_run(0);
    let fetch = view.lanes[1].task;
    let part = Part { window: Some(500_000_000..900_000_000), tasks: vec![fetch] };
    let run = PageRun { title: "fetch.rhai", view: &view, trace: &story.trace, code: &[], part: &part };
    let page = html(&[run], &SvgOptions::default());
    let (_, data) = page.split_once("<script type=\"application/json\" id=\"data\">").unwrap();
    let data: Value = serde_json::from_str(data.split_once("</script>").unwrap().0).unwrap();
    assert_eq!(data["runs"][0]["window"], serde_json::json!([500_000_000, 900_000_000]));
    let hidden: Vec<bool> =
        data["runs"][0]["lanes"].as_array().unwrap().iter().map(|it| it["hidden"] == true).collect();
    assert_eq!(hidden, [true, false]);
    let picture = svg(&view.part(&part), story.trace.texts(), &SvgOptions::default());
    assert!(page.contains("From 500 ms to 900 ms of the whole run: 1.00 s"), "{picture}");
    // Labels count from the run's beginning; what lies outside is not drawn.
    assert!(picture.contains(">500 ms<") && picture.contains(">900<"), "{picture}");
    assert!(!picture.contains(">Data<") && !picture.contains("main"), "{picture}");
    assert_eq!(view.part(&Part::default()).lanes, view.lanes);
}

#[test]
fn what_shared_variables_hold_is_in_the_page() {
    let mut story = Story::new(FETCH);
    let texts = story.trace.texts_mut();
    let (variable, value) = (texts.push("</script>n"), texts.push("\"</script>\u{202e}\""));
    let task = crate::trace::TaskId(0);
    let kind = EventKind::Holds { variable, value };
    story.trace.push(crate::trace::Event { at: 1_002_000_000, task, line: 0, kind });
    let (page, data) = page_of(&story, "fetch.rhai", "");
    let [name, values] = [0, 1].map(|it| &data["runs"][0]["variables"][0][it]);
    assert_eq!((name.as_str(), values[0][0].as_u64()), (Some("</script>n"), Some(1002)));
    let text = values[0][1].as_str().unwrap();
    assert!(text.starts_with("\"</script>") && !text.contains('\u{202e}'), "{text}");
    assert!(page.contains("id=\"variables-pane\""));
    assert!(!page_of(&Story::new(FETCH), "fetch.rhai", "").0.contains("id=\"variables-pane\""));
}

#[test]
fn segments_keep_their_lengths_and_kinds() {
    let (_, data) = page_of(&Story::new(FETCH), "fetch.rhai", "");
    let run = &data["runs"][0];
    assert_eq!(run["unit"], 1_000_000);
    assert_eq!(run["length"], 1002);
    let fetch = &run["lanes"][1];
    assert_eq!(fetch["name"], "fetch");
    let numbers: Vec<u64> =
        fetch["segments"].as_array().unwrap().iter().map(|it| it.as_u64().unwrap()).collect();
    let kinds = numbers.chunks(2).map(|it| (it[0], data["kinds"][it[1] as usize - 1][0].as_u64().unwrap()));
    // Ready, running, waiting, running: 3 is waiting.
    assert_eq!(kinds.collect::<Vec<_>>(), [(1, 2), (1, 0), (998, 3), (1, 0)]);
    assert_eq!(fetch["end"], serde_json::json!([1001, 0]));
}

#[test]
fn words_code_and_tree_stand_in_the_page() {
    let (page, _) = page_of(&Story::new(FETCH), "fetch.rhai", "fn fetch() {\n\tsleep(1);\n}");
    for part in [
        "spawned by main in line 3 · awaited by main in line 4 · done after 1.00 s",
        "id=\"line-0-2\"><i>2</i>    sleep(1);</span>",
        "<h2>In words</h2>",
        "Nothing more to gain",
        "<svg xmlns",
    ] {
        assert!(page.contains(part), "{part}\n{page}");
    }
}

#[test]
fn script_and_style_are_small() {
    let bytes = include_str!("../html/page.js").len() + include_str!("../html/page.css").len();
    assert!(bytes + include_str!("../html/stage.html").len() < 60_000, "{bytes}");
}

/// A hundred tasks that take turns: four events a turn.
fn turns(count: usize) -> Story {
    let mut told = String::from("0 main begins\n0 main runs\n");
    for task in 0..100 {
        told.push_str(&format!("0 main spawns worker-{task} at line 2\n"));
    }
    told.push_str("0 main sleeps 1000\n");
    for turn in 0..count / 3 {
        let (at, task) = ((turn + 1) as f64 * 1e-5, turn % 100);
        let until = at + 3e-4 + (turn % 7) as f64 * 1e-5;
        told.push_str(&format!("{at:.9} worker-{task} runs\n"));
        let (at, line) = (at + 4e-6, turn % 5 + 3);
        told.push_str(&format!("{at:.9} worker-{task} sleeps {until:.9} at line {line}\n"));
    }
    Story::new(&told)
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_page_grows_little_with_its_events() {
    let story = turns(20_000);
    let (page, _) = page_of(&story, "turns", "");
    let events = story.trace.events().len();
    assert!(page.len() < events * 30 + 1_000_000, "{} bytes for {events} events", page.len());
}

proptest! {
    // Each is a whole page.
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn any_text_stays_text(texts in [any_text(), any_text(), any_text(), any_text()]) {
        let (page, data) = page_of(&story_of(&texts), &texts[0], &texts[1]);
        prop_assert_eq!(page.matches("<script").count(), 2);
        prop_assert_eq!(page.matches("</script").count(), 2);
        prop_assert_eq!(page.matches("<!--").count(), 0);
        let steers = |it: char| it.is_control() && it != '\n' || matches!(it, '\u{202a}'..='\u{202e}' | '\u{2028}' | '\u{2029}');
        prop_assert!(!page.contains(steers));
        let expected = texts[0].lines().map(shown_line).collect::<Vec<_>>().join("\n");
        prop_assert_eq!(data["runs"][0]["console"][0][4].as_str().unwrap(), expected);
    }
}

fn shown_line(line: &str) -> String {
    crate::export::escape::shown(line).into_owned()
}

#[test]
fn a_run_that_is_followed_keeps_what_has_been_told() {
    let story = Story::new(FETCH);
    let mut followed = Followed::default();
    let mut before: Option<Value> = None;
    for count in 1..=story.trace.events().len() {
        let mut timeline = Timeline::new(ClockKind::Virtual);
        timeline.extend(&story.trace.events()[..count]);
        let view = timeline.view_of_run(0);
        let document = followed.document("run 1", &view, &story.trace, &[]);
        if let Some(before) = before {
            for table in ["kinds", "texts"] {
                let [before, now] =
                    [&before, &document].map(|it| it["data"][table].as_array().unwrap().clone());
                assert_eq!(before[..], now[..before.len()], "{table} after {count} events");
            }
        }
        assert_eq!(document["data"]["runs"][0]["unit"], 1);
        before = Some(document);
    }
    let last = before.unwrap();
    assert!(last["about"].as_str().unwrap().contains("1.00 s"), "{last}");
    assert!(last["words"].as_str().unwrap().contains("<h2>In words</h2>"));
}

#[test]
fn the_page_that_follows_has_one_script_and_its_hash() {
    let page = follow_page();
    assert_eq!(page.html.matches("</script").count(), 2);
    assert!(page.html.contains("new EventSource("));
    assert!(
        !page.html.contains("begin();\n})();\n\n// ---- Following"),
        "the page's script ends before it follows"
    );
    assert!(page.policy.contains("connect-src 'self'") && page.policy.contains("default-src 'none'"));
    assert!(!page.html.contains(['\u{7f}']) && !page.html.contains("{script}"));
}
