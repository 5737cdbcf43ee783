//! What is recorded, event by event. Under the virtual clock a program gives the same events each time.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::{folder, has_python, meanwhile};

/// The events of a program under the virtual clock, a line each: instant in milliseconds, lane, event, what belongs to it.
fn events(file: &str) -> String {
    let scratch = tempfile::tempdir().unwrap();
    let path = scratch.path().join("trace.jsonl");
    let trace = path.to_str().unwrap();
    let output =
        meanwhile(&folder(), &["run", file, "--clock", "virtual", "--timeline", "never", "--trace", trace]);
    assert!(output.status.code().is_some(), "{output:?}");
    lines(&path)
}

fn lines(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let mut lines = text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    let header = lines.next().unwrap();
    assert_eq!((&header["language"], &header["clock"]), (&"python".into(), &"virtual".into()));
    assert!(header["sources"][0]["text"].as_str().is_some_and(|it| !it.is_empty()));
    lines.map(|event| line(event) + "\n").collect()
}

fn line(event: Value) -> String {
    let mut rest = event.as_object().unwrap().clone();
    let mut take = |key: &str| rest.remove(key).unwrap_or(Value::Null);
    let (at, task, name) = (take("at").as_u64().unwrap(), take("task"), take("event"));
    let line = take("line").as_u64().map_or(String::new(), |line| format!(" line {line}"));
    let rest = if rest.is_empty() { String::new() } else { format!(" {}", Value::from(rest)) };
    format!("{:.2} {task} {}{line}{rest}", at as f64 / 1e6, name.as_str().unwrap())
}

macro_rules! snapshots {
    ($($name:ident),* $(,)?) => {$(
        #[test]
        fn $name() {
            if has_python() {
                insta::assert_snapshot!(events(concat!(stringify!($name), ".py")));
            }
        }
    )*};
}

snapshots!(
    say_after_tasks,
    blocking_classic,
    group_failure,
    gather_cancelled,
    lock,
    queue_bounded,
    wait_first_completed,
    to_thread,
    call_soon_later,
    async_generator,
    shield,
    never_awaited,
    shared_values,
);

#[test]
fn two_runs_of_a_program_give_the_same_events() {
    if has_python() {
        assert_eq!(events("web_crawler.py"), events("web_crawler.py"));
        assert_eq!(events("executor_threads.py"), events("executor_threads.py"));
    }
}
