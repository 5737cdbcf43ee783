//! Files of progress: whatever is in one, learning goes on, and what is done from then on is kept.

use std::fs;

use meanwhile::course::progress::{Change, Notice, Store};

use crate::harness::Target;

const PROGRESS: &str = r#"{
  "format": "meanwhile-progress",
  "version": 1,
  "course": "a",
  "is_welcomed": true,
  "place": { "lesson": "one", "step": 2 },
  "lessons": { "one": { "is_done": true, "failed_attempts": 3, "points": 5, "hints_shown": 1, "answer": "print(1)" } },
  "shown": ["00ff"]
}
"#;
const WORDS: &[&str] = &[
    "\"step\": ",
    "\"lessons\": {",
    "\"version\": 2",
    "\"answer\": null",
    "\"points\": -1",
    "\"place\": []",
    "\"shown\": {}",
];

fn read(text: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("progress")).unwrap();
    fs::write(folder.path().join("progress/a.json"), text).unwrap();
    let (mut store, notice) = Store::open(Some(folder.path()), "a");
    let is_newer = matches!(notice, Some(Notice::Newer(_)));
    let change = Change::GaveUp { lesson: "one".to_owned() };
    assert!(store.change(change).is_none(), "what was done is not kept");
    assert!(store.progress().lesson("one").gave_up);
    if is_newer {
        assert_eq!(fs::read(folder.path().join("progress/a.json")).unwrap(), text);
    } else {
        let (again, notice) = Store::open(Some(folder.path()), "a");
        assert!(notice.is_none() && again.progress() == store.progress());
    }
}

fn target<'a>() -> Target<'a> {
    Target { seeds: vec![PROGRESS.as_bytes().to_vec()], words: WORDS, read: &read }
}

#[test]
fn bad_progress() {
    target().sample();
}

#[test]
#[ignore = "a minute"]
fn long_bad_progress_for_a_minute() {
    target().long();
}
