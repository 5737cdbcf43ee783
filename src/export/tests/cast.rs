//! Recordings, read as a player reads them.

use serde_json::Value;

use super::super::*;
use crate::render::{FrameOptions, Moment, frame, plain};
use crate::runner::{Leftovers, Runner, Setup};
use crate::script::{Entry, Role};
use crate::trace::ClockKind;

const SCRIPT: &str = "fn download(n) { sleep(n); print(`done ${n} \u{1b}[31m\u{202e}`); } \
    let all = []; for i in 1..4 { all.push(spawn download(i)); } sleep(0.5); mark(\"half\"); await all;";

fn recorded<T>(look: impl FnOnce(&crate::runner::Record) -> T) -> T {
    let runner = Runner::start(Setup::new(ClockKind::Virtual, Leftovers::Cancel)).unwrap();
    let entry =
        Entry { name: "a.rhai".into(), text: SCRIPT.into(), folder: Default::default(), role: Role::Free };
    runner.wait(&runner.begin(entry)).unwrap();
    look(&runner.record())
}

fn options() -> FrameOptions {
    FrameOptions { fit: crate::render::Fit::Window, title: Some("a.rhai".into()), ..FrameOptions::default() }
}

#[test]
fn the_last_screen_is_the_finished_frame_and_times_never_go_back() {
    recorded(|record| {
        let view = record.timeline().view_of_run(0);
        let finished = FrameOptions { moment: Moment::Finished, ..options() };
        let wanted = plain(&frame(&view, record.texts(), &finished));
        for version in [CastVersion::Two, CastVersion::Three] {
            let text =
                cast(record.trace(), ClockKind::Virtual, 0, &CastOptions { version, frame: options() });
            let mut lines = text.lines();
            let header: Value = serde_json::from_str(lines.next().unwrap()).unwrap();
            let size = match version {
                CastVersion::Two => [&header["width"], &header["height"]],
                CastVersion::Three => [&header["term"]["cols"], &header["term"]["rows"]],
            };
            assert_eq!(size, [&Value::from(80), &Value::from(24)]);
            let mut terminal = vt100::Parser::new(24, 80, 0);
            let (mut at, mut marks, mut pictures) = (0.0, Vec::new(), 0);
            for line in lines {
                let event: Value = serde_json::from_str(line).unwrap();
                let time = event[0].as_f64().unwrap();
                at = if version == CastVersion::Two {
                    assert!(time >= at);
                    time
                } else {
                    at + time
                };
                let data = event[2].as_str().unwrap();
                match event[1].as_str().unwrap() {
                    "o" => {
                        terminal.process(data.as_bytes());
                        pictures += 1;
                    }
                    "m" => marks.push((at, data.to_owned())),
                    other => panic!("{other}"),
                }
            }
            let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
            // This reader leaves replacement characters out.
            let wanted = wanted.replace('\u{fffd}', "");
            assert_eq!(trimmed(terminal.screen().contents().trim_end()), trimmed(wanted.trim_end()));
            assert_eq!(marks.len(), 1);
            assert!((marks[0].0 - 0.5).abs() < 0.06 && marks[0].1 == "half", "{marks:?}");
            assert!((at - 3.0).abs() < 0.01, "{at}");
            assert!(pictures > 40, "{pictures}");
            assert!(!text.contains('\u{202e}') && !text.contains("\\u001b[31m"));
        }
    });
}

#[test]
#[ignore = "draws a thousand frames; .ci/long runs it"]
fn long_a_long_run_has_a_bounded_number_of_pictures() {
    let runner = Runner::start(Setup::new(ClockKind::Virtual, Leftovers::Cancel)).unwrap();
    let text = "for i in 0..10 { sleep(1000); print(i) }".to_owned();
    let entry = Entry { name: "a".into(), text, folder: Default::default(), role: Role::Free };
    runner.wait(&runner.begin(entry)).unwrap();
    let record = runner.record();
    let options = CastOptions { version: CastVersion::Two, frame: options() };
    let text = cast(record.trace(), ClockKind::Virtual, 0, &options);
    assert!(text.lines().count() < 1_300, "{}", text.lines().count());
}
