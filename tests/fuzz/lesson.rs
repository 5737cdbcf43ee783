//! Lessons, overlays and `course.toml`: read, with the names that become names of files.

use std::fs;

use meanwhile::course::contents::Course;
use meanwhile::course::document;

use crate::harness::{Target, files};

const WORDS: &[&str] = &[
    "+++\n",
    "id = \"../../x\"\n",
    "id = \"a\"\n",
    "requires = [\"a\"]\n",
    "```rhai +run\n",
    "```rhai +starter\n",
    "```rhai +check name=\"x\"\n",
    "```text +file name=\"../../../tmp/x\"\n",
    "```text +file name=\"/etc/passwd\"\n",
    "```text +file name=\"a.txt\"\n",
    "```\n",
    "```toml +quiz\n",
    "<!-- pause -->",
    "points=4294967296",
    "points=-1",
    "clock=virtual",
    "## Exercise\n",
    "also=\"x\"",
    "wants = [\"x\"]\n",
];

fn read(text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    match document::read("lesson.md", &text) {
        Ok(lesson) => {
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(lesson.id.chars().all(is_plain), "an id that is no name: {:?}", lesson.id);
            for file in &lesson.files {
                let is_name = !file.name.is_empty() && !file.name.starts_with('.');
                assert!(
                    is_name && !file.name.contains(['/', '\\', '\0', ':']),
                    "a name that leads out: {:?}",
                    file.name
                );
            }
        }
        Err(problems) => assert!(!problems.is_empty()),
    }
    drop(document::read_overlay("overlay.md", &text));
}

/// A whole folder: its outline is the text.
fn read_outline(text: &[u8]) {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("course.toml"), text).unwrap();
    fs::write(folder.path().join("a.md"), "+++\nid = \"a\"\ntitle = \"A\"\n+++\n\nText.\n").unwrap();
    if let Ok(course) = Course::load(folder.path()) {
        assert!(!course.lessons.is_empty() && course.hash.len() == 64);
    }
}

const OUTLINE: &str = "format_version = 1\nid = \"a\"\ntitle = \"A\"\norder = [\"a.md\"]\nwelcome = \"Hello\"\nwants = [\"network\"]\n";

fn lessons<'a>() -> Target<'a> {
    let seeds = [files("tests/courses/tiny", "md"), files("lessons", "md")].concat();
    Target { seeds, words: WORDS, read: &read }
}

fn outlines<'a>() -> Target<'a> {
    Target { seeds: vec![OUTLINE.as_bytes().to_vec()], words: WORDS, read: &read_outline }
}

#[test]
fn bad_lessons() {
    lessons().sample();
}

#[test]
fn bad_outlines() {
    outlines().sample();
}

#[test]
#[ignore = "a minute"]
fn long_bad_lessons_for_a_minute() {
    lessons().long();
}

#[test]
#[ignore = "a minute"]
fn long_bad_outlines_for_a_minute() {
    outlines().long();
}
