//! Traces: read, folded, drawn, told and explained.

use meanwhile::explain::{RunAnalysis, findings};
use meanwhile::export::{SvgOptions, chrome_trace, svg};
use meanwhile::timeline::{Timeline, words};
use meanwhile::trace;

use crate::harness::Target;

const TRACE: &str = r#"{"format":"meanwhile-trace","version":1,"clock":"virtual","source":"a.rhai","sources":[{"name":"a.rhai","text":"sleep(1)"}]}
{"at":0,"task":0,"event":"spawned","name":"main"}
{"at":0,"task":0,"event":"resumed"}
{"at":100,"task":1,"event":"spawned","line":2,"name":"fetch","parent":0}
{"at":200,"task":0,"event":"suspended","line":3,"on":{"kind":"tasks","ids":[1]}}
{"at":200,"task":1,"event":"resumed"}
{"at":300,"task":1,"event":"printed","line":2,"text":"\u001b[31mhello"}
{"at":400,"task":1,"event":"blocking","what":"sleep_blocking"}
{"at":1000400,"task":1,"event":"unblocked"}
{"at":1000500,"task":1,"event":"read","variable":"stock","value":"1"}
{"at":1000600,"task":1,"event":"suspended","on":{"kind":"sleep","until":2000600}}
{"at":2000600,"task":1,"event":"woken"}
{"at":2000600,"task":1,"event":"resumed"}
{"at":2000700,"task":1,"event":"wrote","variable":"stock","value":"2"}
{"at":2000800,"task":1,"event":"finished","outcome":"failed","error":"no"}
{"at":2000800,"task":0,"event":"woken","by":1}
{"at":2000900,"task":0,"event":"resumed"}
{"at":2001000,"task":0,"event":"mark","label":"here"}
{"at":2001100,"task":0,"event":"finished","outcome":"done","value":"42"}
"#;

const WORDS: &[&str] = &[
    "\"at\":",
    "\"task\":",
    "\"event\":\"resumed\"",
    "\"event\":\"suspended\"",
    "\"event\":\"sent\"",
    "\"on\":{\"kind\":\"lock\"",
    "\"on\":{\"kind\":\"channel\"",
    "\"parent\":",
    "\"until\":",
    "\"ids\":[0,1,2]",
    "\"by\":",
    "4294967295",
    "18446744073709551615",
    "\"clock\":\"real\"",
    "\"language\":\"python\"",
    "\"left_out\":5",
    "\"outcome\":\"cancelled\"",
    "{\"at\":5,\"task\":2,",
];

fn read(text: &[u8]) {
    let Ok((header, trace)) = trace::read(text) else { return };
    let mut written = Vec::new();
    trace::write(&trace, &header, &mut written).unwrap();
    let (_, again) = trace::read(&written[..]).expect("what was written can be read");
    assert_eq!(again.events().len(), trace.events().len());
    let timeline = Timeline::of(&trace, header.clock());
    for run in 0..timeline.runs().len().min(5) {
        let view = timeline.view_of_run(run);
        let told = words(&view, trace.texts());
        let picture = svg(&view, trace.texts(), &SvgOptions::default());
        roxmltree::Document::parse(&picture).expect("the picture is XML");
        let found = findings(&RunAnalysis::new(&view, &trace));
        let said = told.iter().cloned().chain(found.iter().map(|it| format!("{it:?}")));
        for text in said.chain([picture]) {
            assert!(!text.contains('\x1b') && !text.contains('\u{9b}'), "an escape is left in {text}");
        }
    }
    let chrome = chrome_trace(&trace, &timeline, &header.source);
    serde_json::from_str::<serde_json::Value>(&chrome).expect("the Chrome trace is JSON");
}

fn target<'a>() -> Target<'a> {
    Target { seeds: vec![TRACE.as_bytes().to_vec()], words: WORDS, read: &read }
}

#[test]
fn bad_traces() {
    assert!(trace::read(TRACE.as_bytes()).is_ok(), "the seed is a trace");
    target().sample();
}

#[test]
#[ignore = "a minute"]
fn long_bad_traces_for_a_minute() {
    target().long();
}
