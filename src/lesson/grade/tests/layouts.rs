use proptest::prelude::*;

use crate::lesson::grade::layout::{Content, Layout, Listing, Wanted, find, guess};

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
    let wanted = Wanted { course: "test", lessons: &lessons, lesson };
    let listing = listing(root, paths);
    assert_eq!(guess(&listing, wanted), layout, "{paths:?}");
    let found = find(&listing, layout, wanted);
    let answers = found.handed_in.iter().map(|it| {
        let name =
            it.student.id.as_ref().map_or(it.student.name.clone(), |id| format!("{} {id}", it.student.name));
        match &it.content {
            Content::Answer(lesson) => format!("{name}: {lesson}"),
            Content::Pack => format!("{name}: several"),
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
    check(Layout::Flat, Some("deadlock"), &["liann_12345_678_my work.rhai"], &["liann: deadlock"]);
    check(Layout::Flat, None, &["two-fetches.rhai"], &["two-fetches: two-fetches"]);
}

#[test]
fn what_is_no_answer_is_said_to_be_none() {
    check(
        Layout::Flat,
        None,
        &["ann/main.rhai", "bo/answer.pdf", "cy/deadlock.rhai", "cy/deadlock (1).rhai", "list.csv"],
        &[
            "cy: deadlock",
            "ann? ann/main.rhai: for which lesson? Name it after the lesson, or use --lesson",
            "bo? bo/answer.pdf is no .rhai file",
            "cy? cy/deadlock (1).rhai was not graded: cy/deadlock.rhai is graded for deadlock",
            "left out: list.csv",
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
            "Bo? Bo_9_assignsubmission_onlinetext_/onlinetext.html is no .rhai file",
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
    check_in("submitted", Layout::Nbgrader, None, &["ann/ps1/deadlock.rhai"], &["ann: deadlock"]);
}

proptest! {
    #[test]
    fn any_listing_can_be_read(root in "[a-z/-]{0,12}", paths in prop::collection::vec("[ab_.()/ 1-]{0,16}(\\.rhai)?", 0..8)) {
        let lessons = lessons();
        let mut listing = Listing { root, paths };
        listing.paths.push("x_1_assignsubmission_é.rhai".to_owned());
        for lesson in [None, Some("deadlock")] {
            let wanted = Wanted { course: "test", lessons: &lessons, lesson };
            guess(&listing, wanted);
            for layout in [Layout::Flat, Layout::Moodle, Layout::Classroom, Layout::Nbgrader] {
                find(&listing, layout, wanted);
            }
        }
    }
}
