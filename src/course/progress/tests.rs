use std::fs;

use proptest::prelude::*;

use super::file::{self, Contents};
use super::store::{Notice, Store};
use super::{Change, Passed, Place, Progress};

fn change() -> impl Strategy<Value = Change> {
    let lesson =
        || prop::sample::select(vec!["one-task", "two-fetches", "a \"b\"\n\u{1b}"]).prop_map(String::from);
    let answer = || prop_oneof![Just(String::new()), any::<String>()];
    let passed = prop_oneof![Just(Passed::Yes), Just(Passed::No)];
    prop_oneof![
        Just(Change::Welcomed),
        (lesson(), 0..9usize).prop_map(|(lesson, step)| Change::Came(Place { lesson, step })),
        (lesson(), answer(), 0..9u32, passed).prop_map(|(lesson, answer, points, passed)| Change::Answered {
            lesson,
            answer,
            points,
            passed
        }),
        (lesson(), answer()).prop_map(|(lesson, answer)| Change::Drafted { lesson, answer }),
        (lesson(), 0..4usize).prop_map(|(lesson, count)| Change::HintsShown { lesson, count }),
        lesson().prop_map(|lesson| Change::GaveUp { lesson }),
        lesson().prop_map(|lesson| Change::Skipped { lesson }),
        lesson().prop_map(|lesson| Change::Finished { lesson }),
        lesson().prop_map(|lesson| Change::AnswerDropped { lesson }),
    ]
}

fn after(changes: &[Change]) -> Progress {
    let mut progress = Progress::default();
    changes.iter().for_each(|it| progress.apply(it));
    progress
}

/// What of a progress does not depend on who came last.
fn lasting(progress: &Progress) -> Vec<(String, bool, bool, bool, u32, u32, usize)> {
    let lasting = progress.lessons.iter().map(|(id, it)| {
        (id.clone(), it.is_done, it.is_skipped, it.gave_up, it.failed_attempts, it.points, it.hints_shown)
    });
    lasting.collect()
}

proptest! {
    #[test]
    fn what_is_written_is_read_again(changes in prop::collection::vec(change(), 0..12)) {
        let progress = after(&changes);
        let text = file::write("a-course", &progress);
        prop_assert_eq!(file::read(text.as_bytes()), Contents::Progress(progress));
    }

    #[test]
    fn any_bytes_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(file::read(&bytes), Contents::Damaged);
    }

    #[test]
    fn a_part_of_a_file_is_damaged(changes in prop::collection::vec(change(), 0..6), cut in any::<prop::sample::Index>()) {
        let text = file::write("a-course", &after(&changes));
        let length = cut.index(text.trim_end().len());
        prop_assert_eq!(file::read(&text.as_bytes()[..length]), Contents::Damaged);
    }

    #[test]
    fn sessions_merge_in_any_order(
        one in prop::collection::vec(change(), 0..8),
        other in prop::collection::vec(change(), 0..8),
    ) {
        let forth = after(&[one.clone(), other.clone()].concat());
        let back = after(&[other, one].concat());
        prop_assert_eq!(lasting(&forth), lasting(&back));
    }

    #[test]
    fn nothing_done_becomes_undone(changes in prop::collection::vec(change(), 1..12)) {
        let (last, before) = changes.split_last().unwrap();
        let mut progress = after(before);
        let earlier = progress.clone();
        progress.apply(last);
        for (id, it) in &earlier.lessons {
            let now = progress.lesson(id);
            prop_assert!(now.is_done >= it.is_done && now.gave_up >= it.gave_up);
            prop_assert!(now.failed_attempts >= it.failed_attempts && now.points >= it.points);
            prop_assert!(now.passed_answer.is_some() >= it.passed_answer.is_some());
        }
    }
}

fn finished(lesson: &str) -> Change {
    Change::Finished { lesson: lesson.to_owned() }
}

#[test]
fn two_sessions_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut one, _) = Store::open(Some(folder.path()), "course");
    let (mut other, _) = Store::open(Some(folder.path()), "course");
    assert!(one.change(finished("a")).is_none());
    assert!(other.change(finished("b")).is_none());
    assert!(one.change(finished("c")).is_none());
    for id in ["a", "b", "c"] {
        assert!(one.progress().is_done(id), "{id}");
    }
}

#[test]
fn a_damaged_file_is_set_aside_each_time_under_another_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("progress/course.json");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    for (number, bytes) in [(1, &b"{\"format\": \"meanw"[..]), (2, &[][..]), (3, &[0xff, 0][..])] {
        fs::write(&path, bytes).unwrap();
        let (mut store, notice) = Store::open(Some(folder.path()), "course");
        let Some(Notice::SetAside(to)) = notice else { panic!("{notice:?}") };
        assert!(to.ends_with(format!("course.damaged-{number}.json")), "{to:?}");
        assert_eq!(fs::read(&to).unwrap(), bytes);
        assert!(store.change(finished("a")).is_none());
    }
}

#[test]
fn a_newer_file_is_left_alone_and_learning_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("progress/course.json");
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let newer = r#"{"format":"meanwhile-progress","version":2,"lessons":[7]}"#;
    fs::write(&path, newer).unwrap();
    let (mut store, notice) = Store::open(Some(folder.path()), "course");
    assert!(matches!(notice, Some(Notice::Newer(_))), "{notice:?}");
    assert!(store.change(finished("a")).is_none());
    assert!(store.progress().is_done("a"));
    assert_eq!(fs::read_to_string(&path).unwrap(), newer);
}

#[test]
fn what_could_not_be_written_is_written_later() {
    let folder = tempfile::tempdir().unwrap();
    // A file where the folder should be: nothing can be written, as on a full disk.
    let obstacle = folder.path().join("progress");
    fs::write(&obstacle, "").unwrap();
    let (mut store, notice) = Store::open(Some(folder.path()), "course");
    assert!(matches!(notice, Some(Notice::Unwritable(..))), "{notice:?}");
    assert!(store.change(finished("a")).is_none(), "it is said once");
    fs::remove_file(&obstacle).unwrap();
    assert!(store.change(finished("b")).is_none());
    let (again, _) = Store::open(Some(folder.path()), "course");
    assert!(again.progress().is_done("a") && again.progress().is_done("b"));
}

#[test]
fn what_was_kept_is_read_also_where_nothing_can_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(Some(folder.path()), "course");
    assert!(store.change(finished("a")).is_none() && store.is_kept());
    // A folder where the lock should be: it cannot be had, as on a disk that is read only.
    let lock = folder.path().join("progress/course.lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let (mut store, notice) = Store::open(Some(folder.path()), "course");
    assert!(matches!(notice, Some(Notice::Unwritable(..))), "{notice:?}");
    assert!(store.progress().is_done("a"));
    assert!(store.change(finished("b")).is_none() && !store.is_kept());
    fs::remove_dir(&lock).unwrap();
    assert!(store.change(finished("c")).is_none() && store.is_kept());
    assert!(["a", "b", "c"].iter().all(|id| store.progress().is_done(id)));
}

#[test]
fn a_course_may_be_called_anything() {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(500);
    for id in ["../../etc/passwd", "", "Ünï/cødé", "..", &long] {
        let (mut store, _) = Store::open(Some(folder.path()), id);
        assert!(store.change(finished(id)).is_none(), "{id}");
    }
    let names = fs::read_dir(folder.path().join("progress")).unwrap();
    let files = names.filter(|it| it.as_ref().unwrap().file_name().to_string_lossy().ends_with(".json"));
    assert_eq!(files.count(), 5);
}
