use crate::editor::history::{History, MOST};
use proptest::prelude::*;
use std::path::PathBuf;

/// A history's file in a folder that does not exist yet.
fn file() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state").join("history");
    (folder, path)
}

fn load(path: &std::path::Path) -> History {
    let (history, problem) = History::load(Some(path.to_path_buf()));
    assert!(problem.is_none(), "{problem:?}");
    history
}

#[test]
fn entries_come_back_whole() {
    let (_folder, path) = file();
    let mut history = load(&path);
    for entry in ["1 + 1", "fn f() {\n    \"a\\nb\\\\\"\n}", "1 + 1"] {
        assert!(history.add(entry).unwrap());
    }
    assert_eq!(load(&path).entries(), ["1 + 1", "fn f() {\n    \"a\\nb\\\\\"\n}", "1 + 1"]);
}

#[test]
fn repeated_and_empty_entries_are_left_out() {
    let (_folder, path) = file();
    let mut history = load(&path);
    for entry in ["a", "a", "  ", "a\n"] {
        history.add(entry).unwrap();
    }
    assert_eq!(load(&path).entries(), ["a"]);
}

#[test]
fn two_sessions_at_once_lose_nothing() {
    let (_folder, path) = file();
    let (mut one, mut two) = (load(&path), load(&path));
    one.add("a").unwrap();
    two.add("b").unwrap();
    one.add("c").unwrap();
    assert_eq!(load(&path).entries(), ["a", "b", "c"]);
}

#[test]
fn a_damaged_file_gives_what_makes_sense() {
    let (_folder, path) = file();
    load(&path).add("one").unwrap();
    let mut bytes = std::fs::read(&path).unwrap();
    bytes.extend(b"\xff\xfe\x00\x01\nctrl\x1b[2J\n\\\ntwo\n\n");
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(load(&path).entries(), ["one", "\\", "two"]);
}

#[test]
fn a_file_that_cannot_be_used_is_a_warning_once() {
    let folder = tempfile::tempdir().unwrap();
    let (mut history, problem) = History::load(Some(folder.path().to_path_buf()));
    assert!(problem.is_some());
    assert!(history.add("a").unwrap());
    assert!(history.add("b").unwrap());
    assert_eq!(history.entries(), ["a", "b"]);
}

#[test]
fn a_file_that_vanishes_is_a_warning_once() {
    let (folder, path) = file();
    let mut history = load(&path);
    drop(folder);
    assert!(history.add("a").is_err());
    assert!(history.add("b").unwrap());
    assert_eq!(history.entries(), ["a", "b"]);
}

#[test]
fn a_long_file_is_shortened_to_the_latest_entries() {
    let (_folder, path) = file();
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    let lines: String = (0..3 * MOST).map(|n| format!("{n}\n")).collect();
    std::fs::write(&path, lines).unwrap();
    assert_eq!(load(&path).entries().len(), MOST);
    let text = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text.lines().count(), MOST);
    assert_eq!(text.lines().last(), Some("2999"));
}

#[test]
#[cfg(unix)]
fn nobody_else_may_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path) = file();
    load(&path).add("a").unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

proptest! {
    #[test]
    fn any_entry_comes_back(entry in "[a-z\\\\\"n ]{0,8}(\n[a-z\\\\n ]{1,8})*x") {
        let (_folder, path) = file();
        load(&path).add(&entry).unwrap();
        let history = load(&path);
        prop_assert_eq!(history.entries(), std::slice::from_ref(&entry));
    }
}
