//! What stands in a picture, and where.

use roxmltree::{Document, Node};

use super::*;
use crate::render::Side;
use crate::timeline::Titled;
use crate::timeline::tests::story::{BLOCKING, NON_BLOCKING};

/// The bars with that title, from left to right, as `x` and width.
fn bars(picture: &str, title: &str) -> Vec<(f64, f64)> {
    let document = Document::parse(picture).unwrap();
    let length = |node: &Node, name: &str| node.attribute(name).unwrap().parse::<f64>().unwrap();
    let titled = |node: &Node| node.children().any(|it| it.has_tag_name("title") && it.text() == Some(title));
    let found = document.descendants().filter(|it| it.has_tag_name("rect") && titled(it));
    let mut bars: Vec<_> = found.map(|it| (length(&it, "x"), length(&it, "width"))).collect();
    bars.sort_by(|a, b| a.0.total_cmp(&b.0));
    bars
}

fn texts(picture: &str) -> Vec<String> {
    let document = Document::parse(picture).unwrap();
    let found = document.descendants().filter(|it| it.has_tag_name("text"));
    found.map(|it| it.text().unwrap_or_default().to_owned()).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1.1
}

#[test]
fn bars_are_in_proportion() {
    let picture = drawn(&Story::new(BLOCKING));
    let [first, second] = bars(&picture, "blocking 2.00 s (line 3)")[..] else { panic!("{picture}") };
    assert!(near(first.1, second.1) && near(first.0 + first.1, second.0), "{first:?} {second:?}");
    let waiting = bars(&picture, "waiting 2.00 s (line 8)")[0];
    assert!(near(waiting.0, first.0) && near(waiting.1, first.1), "{waiting:?}");
    let ready = bars(&picture, "ready 2.00 s (line 8)")[0];
    assert!(near(ready.0, second.0), "{ready:?}");
}

#[test]
fn a_run_too_short_to_see_is_a_tick() {
    let picture = drawn(&Story::new(NON_BLOCKING));
    let ticks = bars(&picture, "running 0 ms");
    // Three tasks and the thread, at the beginning and at the end.
    assert_eq!(ticks.len(), 8, "{picture}");
    assert!(ticks.iter().all(|(_, width)| *width == 2.0), "{ticks:?}");
}

#[test]
fn console_axis_names_legend_and_summary_are_text() {
    let story = Story::new(NON_BLOCKING);
    let title = Some("non.rhai".to_owned());
    let picture = drawn_with(&story, &SvgOptions { title, ..SvgOptions::default() });
    let texts = texts(&picture);
    for expected in [
        "non.rhai",
        "timeline",
        "0 s",
        "1.0",
        "2.0",
        "2.00",
        "Fetched",
        "main",
        "fetch_data#2",
        "thread",
        "blocking",
        "printed",
        "done",
        "2.00 s · 2 tasks · 4.00 s of waiting overlapped into 2.00 s · thread 0 % busy · virtual time",
    ] {
        assert!(texts.iter().any(|it| it == expected), "{expected}: {texts:?}");
    }
    assert!(!texts.iter().any(|it| it == "failed" || it == "marked"));
}

#[test]
fn who_does_not_see_it_is_told() {
    let picture = drawn(&Story::new(BLOCKING));
    let document = Document::parse(&picture).unwrap();
    let root = document.root_element();
    assert_eq!(root.attribute("role"), Some("img"));
    let told: Vec<&str> = root.attribute("aria-labelledby").unwrap().split(' ').collect();
    let by_id = |id: &str| document.descendants().find(|it| it.attribute("id") == Some(id)).unwrap();
    assert_eq!(by_id(told[0]).text(), Some("Timeline"));
    let description = by_id(told[1]).text().unwrap();
    assert_eq!(
        description,
        "4.00 s · 2 tasks · nothing overlapped · thread held, doing nothing, 100 % · virtual time. \
         main: ready 2.00 s, waiting 2.00 s, done. \
         fetch_data: blocking 2.00 s, done. \
         fetch_data#2: blocking 2.00 s, ready 2.00 s, done."
    );
}

#[test]
fn two_runs_share_one_scale() {
    let (slow, fast) = (Story::new(BLOCKING), Story::new(NON_BLOCKING));
    let timelines = [slow.timeline(), fast.timeline()];
    let views = [timelines[0].view_of_run(0), timelines[1].view_of_run(0)];
    let side = |index: usize, title, texts| Side { titled: Titled { title, view: &views[index] }, texts };
    let sides = [side(0, "slow", slow.trace.texts()), side(1, "fast", fast.trace.texts())];
    let picture = svg_comparison(sides, &SvgOptions::default());
    let waits = bars(&picture, "waiting 2.00 s (line 8)");
    assert_eq!(waits.len(), 2);
    assert!(waits[0] == waits[1], "{waits:?}");
    let told = "slow 4.00 s · fast 2.00 s · 2.0× faster: 2.00 s of waiting overlapped · virtual time";
    assert!(texts(&picture).iter().any(|it| it == told));
}

#[test]
fn patterns_are_defined_and_do_not_clash_between_themes() {
    let ids = |theme| {
        let picture = drawn_with(&Story::new(BLOCKING), &themed(theme));
        let document = Document::parse(&picture).unwrap();
        let ids: Vec<String> =
            document.descendants().filter_map(|it| it.attribute("id")).map(str::to_owned).collect();
        let fills = document.descendants().filter_map(|it| it.attribute("fill"));
        for id in fills.filter_map(|it| it.strip_prefix("url(#")?.strip_suffix(')')) {
            assert!(ids.iter().any(|it| it == id), "{id} of {ids:?}");
        }
        ids
    };
    let (light, dark) = (ids(Theme::Light), ids(Theme::Dark));
    assert!(light.iter().all(|it| !dark.contains(it)));
}

#[test]
fn marks_and_endings_are_drawn() {
    let story = Story::new(
        "0 main begins
        0 main runs
        0 main spawns bad
        0 main marks <start>
        0 main sleeps 1
        0.1 bad runs
        0.2 bad fails oh
        1 main runs
        1 main cancelled",
    );
    let texts = texts(&drawn(&story));
    for expected in ["<start>", "marked", "failed", "cancelled"] {
        assert!(texts.iter().any(|it| it == expected), "{expected}: {texts:?}");
    }
}

#[test]
fn a_run_that_took_no_time_and_an_empty_one_are_drawn() {
    assert!(texts(&drawn(&Story::new("0 main begins\n0 main runs\n0 main ends"))).contains(&"main".into()));
    assert!(texts(&drawn(&Story::default())).contains(&"nothing printed".into()));
}

#[test]
fn the_same_task_stands_as_low_in_both_runs() {
    let story = |extra: &str| {
        Story::new(&format!(
            "0 main begins\n0 main runs\n{extra}0 main spawns save\n0 main sleeps 1\n0 save runs\n0 save ends\n\
             1 main runs\n1 main ends"
        ))
    };
    let (first, second) = (story("0 main spawns load\n"), story(""));
    let timelines = [first.timeline(), second.timeline()];
    let views = [timelines[0].view_of_run(0), timelines[1].view_of_run(0)];
    let side = |title, view, texts| Side { titled: Titled { title, view }, texts };
    let sides = [side("one", &views[0], first.trace.texts()), side("two", &views[1], second.trace.texts())];
    let picture = svg_comparison(sides, &SvgOptions::default());
    let document = Document::parse(&picture).unwrap();
    let low = |name: &str| -> Vec<f64> {
        let found = document.descendants().filter(|it| it.has_tag_name("text") && it.text() == Some(name));
        found.map(|it| it.attribute("y").unwrap().parse().unwrap()).collect()
    };
    let (main, save) = (low("main"), low("save"));
    assert!(near(save[0] - main[0], save[1] - main[1]), "{main:?} {save:?}");
}
