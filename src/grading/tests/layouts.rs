use proptest::prelude::*;

use crate::grading::layout::{Content, Layout, Listing, Wanted, find, guess};

fn lessons() -> Vec<(String, String)> {
    ["two-fetches", "deadlock"].map(|it| (it.to_owned(), format!("02-{it}.md"))).to_vec()
}

fn listing(root: &str, paths: &[&str]) -> Listing {
    let mut paths: Vec<String> = paths.iter().map(|it| (*it).to_owned()).collect();
    paths.sort();
    Listing { root: root.to_owned(), paths }
}

/// Checks who handed in what: `student: lesson`, or the student and why a file is no answer.
fn check(layout: Layout, lesson: Option<&str>, paths: &[&str], expected: &[&str]) {
    check_in("class", layout, lesson, paths, expected);
}

fn check_in(root: &str, layout: Layout, lesson: Option<&str>, paths: &[&str], expected: &[&str]) {
    let lessons = lessons();
    let asked: Vec<String> = lesson.iter().map(|it| (*it).to_owned()).collect();
    let wanted = Wanted { course: "test", lessons: &lessons, asked: &asked };
    let listing = listing(root, paths);
    assert_eq!(guess(&listing, wanted), layout, "{paths:?}");
    let found = find(&listing, layout, wanted);
    let answers = found.handed_in.iter().map(|it| {
        let name =
            it.student.id.as_ref().map_or(it.student.name.clone(), |id| format!("{} {id}", it.student.name));
        match &it.content {
            Content::Answer(lesson) => format!("{name}: {lesson}"),
            Content::Pack(_) => format!("{name}: several"),
        }
    });
    let others = found.others.iter().map(|(student, text)| format!("{}? {text}", student.name));
    let left_out = found.left_out.iter().map(|it| format!("left out: {it}"));
    assert_eq!(answers.chain(others).chain(left_out).collect::<Vec<_>>(), expected);
}

#[test]
fn flat_folders() {
    check(
        Layout::Flat,
        None,
        &["ann/two-fetches.rhai", "ann/Deadlock.RHAI", "bo/x/02-two-fetches.rhai", "cy.answers.json"],
        &["ann: deadlock", "ann: two-fetches", "bo: two-fetches", "cy: several"],
    );
    check(Layout::Flat, Some("deadlock"), &["ann.rhai", "bo_li.rhai"], &["ann: deadlock", "bo_li: deadlock"]);
    check(
        Layout::Flat,
        None,
        &["ann_two-fetches.rhai", "bo_02-deadlock (3).rhai"],
        &["ann: two-fetches", "bo: deadlock"],
    );
    check(Layout::Flat, Some("deadlock"), &["liann_12345_678_my work.rhai"], &["liann 12345: deadlock"]);
    check(Layout::Flat, None, &["two-fetches.rhai"], &["two-fetches: two-fetches"]);
}

#[test]
fn what_is_no_answer_is_said_to_be_none() {
    check(
        Layout::Flat,
        None,
        &["ann/main.rhai", "bo/answer.pdf", "pyguy.py", "list.csv"],
        &[
            "ann? ann/main.rhai: for which lesson? Name it after the lesson, or use --lesson",
            "bo? handed in answer.pdf, which is no Rhai script",
            "pyguy? handed in pyguy.py, which is no Rhai script",
            "left out: list.csv",
        ],
    );
}

#[test]
fn canvas_numbers_students_and_files() {
    let paths = [
        "liann_LATE_12_678_two-fetches-1.rhai",
        "liann_13_680_two-fetches.rhai",
        "ekbo_14_1_deadlock.rhai.txt",
    ];
    let expected = ["ekbo 14: deadlock", "liann 12: two-fetches", "liann 13: two-fetches"];
    check(Layout::Flat, None, &paths, &expected);
}

#[test]
fn what_browsers_and_windows_make_of_names_is_read() {
    check(
        Layout::Flat,
        None,
        &[
            "ann/two-fetches (1).rhai",
            "bo/two-fetches.rhai.txt",
            "cy/my.answers (1).json",
            "dee/Two_Fetches-2.RHAI",
        ],
        &["ann: two-fetches", "bo: two-fetches", "cy: several", "dee: two-fetches"],
    );
    check(Layout::Flat, Some("deadlock"), &["ann (1).rhai", "ann.rhai"], &["ann: deadlock", "ann: deadlock"]);
    // One system writes the accent by itself.
    check(
        Layout::Flat,
        None,
        &["Zoe\u{308}/deadlock.rhai", "zoë/two-fetches.rhai"],
        &["Zoe\u{308}: deadlock", "zoë: two-fetches"],
    );
}

#[test]
fn nobody_who_handed_in_something_is_left_out() {
    check(
        Layout::Flat,
        Some("deadlock"),
        &["ann/deadlock.rhai", "ann/two-fetches.rhai", "bo/two-fetches.rhai", "cy/README.md"],
        &[
            "ann: deadlock",
            "bo? handed in two-fetches.rhai, which is for a lesson that is not graded",
            "cy? there is no .rhai file",
        ],
    );
}

#[test]
fn moodle_with_folders_and_without() {
    check(
        Layout::Moodle,
        None,
        &[
            "Ann Li_123_assignsubmission_file_/two-fetches.rhai",
            "Ann Li_124_assignsubmission_file_two-fetches.rhai",
            "Mary_Jo O'Neil_7_assignsubmission_file/sub/deadlock.rhai",
            "Bo_9_assignsubmission_onlinetext_/onlinetext.html",
            "grades.csv",
            "readme.txt",
        ],
        &[
            "Ann Li 123: two-fetches",
            "Ann Li 124: two-fetches",
            "Mary_Jo O'Neil 7: deadlock",
            "Bo? handed in onlinetext.html, which is no Rhai script",
            "left out: grades.csv",
        ],
    );
    let any = ["Participant_5_assignsubmission_file_/mine at last.rhai"];
    check(Layout::Moodle, Some("deadlock"), &any, &["Participant 5: deadlock"]);
}

#[test]
fn repositories_of_github_classroom() {
    let paths = [
        "two-fetches-ann-li/.git",
        "two-fetches-ann-li/src/two-fetches.rhai",
        "two-fetches-ann-li/README.md",
        "two-fetches-ann-b/.git",
        "two-fetches-ann-b/main.rhai",
        "two-fetches-cy/.git",
        "two-fetches-cy/README.md",
    ];
    let expected = ["ann-b: two-fetches", "ann-li: two-fetches", "cy? there is no .rhai file"];
    check(Layout::Classroom, None, &paths, &expected);
    let below = ["hw1-submissions/hw1-ann/deadlock.rhai", "hw1-submissions/hw1-bo/deadlock.rhai"];
    check(Layout::Classroom, None, &below, &["ann: deadlock", "bo: deadlock"]);
    let root = ["hw1-ann-a/deadlock.rhai", "hw1-ann-b/deadlock.rhai"];
    check_in("hw1-submissions", Layout::Classroom, None, &root, &["ann-a: deadlock", "ann-b: deadlock"]);
    // Names that happen to begin alike are no repositories.
    check(
        Layout::Flat,
        None,
        &["li-a/deadlock.rhai", "li-b/deadlock.rhai"],
        &["li-a: deadlock", "li-b: deadlock"],
    );
}

#[test]
fn nbgrader() {
    let paths = [
        "submitted/ann/two-fetches/answer.rhai",
        "submitted/bo/ps1/deadlock.rhai",
        "submitted/bo/ps1/timestamp.txt",
    ];
    check(Layout::Nbgrader, None, &paths, &["ann: two-fetches", "bo: deadlock"]);
    let course = [
        "feedback/ann/ps1/deadlock.html",
        "gradebook.db",
        "release/ps1/deadlock.rhai",
        "source/ps1/deadlock.rhai",
        "submitted/ann/ps1/deadlock.rhai",
    ];
    let left_out = [
        "feedback/ann/ps1/deadlock.html",
        "gradebook.db",
        "release/ps1/deadlock.rhai",
        "source/ps1/deadlock.rhai",
    ];
    let left_out = left_out.map(|it| format!("left out: {it}"));
    let expected = ["ann: deadlock"].into_iter().chain(left_out.iter().map(String::as_str));
    check(Layout::Nbgrader, None, &course, &expected.collect::<Vec<_>>());
    check_in("submitted", Layout::Nbgrader, None, &["ann/ps1/deadlock.rhai"], &["ann: deadlock"]);
}

proptest! {
    #[test]
    fn any_listing_can_be_read(root in "[a-z/-]{0,12}", paths in prop::collection::vec("[ab_.()/ 1-]{0,16}(\\.rhai)?", 0..8)) {
        let lessons = lessons();
        let mut listing = Listing { root, paths };
        listing.paths.push("x_1_assignsubmission_é.rhai".to_owned());
        for lesson in [None, Some("deadlock")] {
            let asked: Vec<String> = lesson.iter().map(|it: &&str| (*it).to_owned()).collect();
            let wanted = Wanted { course: "test", lessons: &lessons, asked: &asked };
            guess(&listing, wanted);
            for layout in [Layout::Flat, Layout::Moodle, Layout::Classroom, Layout::Nbgrader] {
                find(&listing, layout, wanted);
            }
        }
    }
}
