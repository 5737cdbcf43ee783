//! Without a terminal, and with progress that is odd or not kept.

use super::*;

#[test]
fn without_a_terminal_lines_are_answers() {
    let data = tempfile::tempdir().unwrap();
    let typed = "\n\n\n\nb a\n.2\n\nawait\n\nprint(\"done\");\nsleep(0.2); print(\"done\");\n";
    let said = said_to(typed, data.path());
    let mut rest = said.as_str();
    for part in [
        "Enter begins.",
        "Lesson 1 of 3",
        "before\nafter\n",
        "Just as you predicted.",
        "✔ Right.",
        "✘ waits: it should wait before it prints",
        "✔ Passed: 4 of 4 points.",
        "Your progress is kept.",
    ] {
        let Some(at) = rest.find(part) else { panic!("{part:?} does not come in its turn: {said}") };
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn progress_with_absurd_numbers_stops_nobody() {
    let data = tempfile::tempdir().unwrap();
    let folder = data.path().join("meanwhile/progress");
    std::fs::create_dir_all(&folder).unwrap();
    let lesson = r#"{"points": 4294967295, "failed_attempts": 4294967295, "hints_shown": 999}"#;
    let place = r#"{"lesson": "waits", "step": 999}"#;
    let progress = format!(
        r#"{{"format": "meanwhile-progress", "version": 1, "place": {place}, "lessons": {{"waits": {lesson}, "together": {lesson}}}}}"#
    );
    std::fs::write(folder.join("tiny.json"), progress).unwrap();
    let said = said_to(":lessons\n:hint\nprint(\"done\");\n", data.path());
    assert!(said.contains("it should wait before it prints"), "{said}");
}

#[test]
fn whose_progress_is_not_kept_is_not_told_that_it_is() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join("meanwhile"), "a file where the folder should be").unwrap();
    for typed in ["\n", "\n:learn stop\n"] {
        let said = said_to(typed, data.path());
        assert!(said.contains("Your progress could not be kept."), "{said}");
        assert!(!said.contains("is kept"), "{said}");
    }
}
