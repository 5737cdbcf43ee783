//! Progress survives whatever happens to the processes that write it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use meanwhile::course::progress::{Change, Notice, Passed, Store};

/// Tells a copy of this program that it is the one that writes, and where.
const FOLDER: &str = "MEANWHILE_TEST_PROGRESS_FOLDER";
const KILLS: u64 = 100;
const LESSON: &str = "one-task";

fn attempt(answer: String) -> Change {
    Change::Answered { lesson: LESSON.to_owned(), answer, points: 1, passed: Passed::No }
}

/// Not a test by itself: the process that is killed. It says how many changes it has kept.
#[test]
fn writes_for_ever_where_it_is_told_to() {
    let Ok(folder) = std::env::var(FOLDER) else { return };
    let (mut store, notice) = Store::open(Some(Path::new(&folder)), "course");
    assert!(notice.is_none(), "{notice:?}");
    for number in 1.. {
        let notice = store.change(attempt(format!("print({number}); {}", "x".repeat(2_000))));
        assert!(notice.is_none(), "{notice:?}");
        println!("\nkept {number}");
    }
}

fn writer(folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "writes_for_ever_where_it_is_told_to", "--nocapture"]).env(FOLDER, folder);
    command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// Kills it, and gives how many changes it said it had kept.
fn killed(mut child: Child) -> u32 {
    child.kill().unwrap();
    child.wait().unwrap();
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let kept = lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("kept ")?.parse().ok());
    kept.last().unwrap_or(0)
}

#[test]
fn a_hundred_kills_at_random_moments_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut attempts, mut acknowledged, mut random) = (0, 0, 0x2545_f491_4f6c_dd1d_u64);
    for _ in 0..KILLS / 2 {
        // Two at once: they wait for each other's lock, also for one that a dead process held.
        let children = [writer(folder.path()), writer(folder.path())];
        for child in children {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            std::thread::sleep(Duration::from_micros(random % 25_000));
            acknowledged += killed(child);
        }
        let (store, notice) = Store::open(Some(folder.path()), "course");
        assert!(notice.is_none(), "the file is whole: {notice:?}");
        let lesson = store.progress().lesson(LESSON);
        assert!(lesson.failed_attempts >= attempts, "{} after {attempts}", lesson.failed_attempts);
        assert!(lesson.failed_attempts >= acknowledged, "{} of {acknowledged}", lesson.failed_attempts);
        attempts = lesson.failed_attempts;
    }
    assert!(acknowledged > 10, "there was something to lose: {acknowledged}");
}

#[test]
fn a_file_that_is_damaged_in_between_is_set_aside_and_learning_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(Some(folder.path()), "course");
    assert!(store.change(attempt("first".into())).is_none());
    std::fs::write(folder.path().join("progress/course.json"), "{").unwrap();
    let notice = store.change(attempt("second".into()));
    let Some(Notice::SetAside(to)) = notice else { panic!("{notice:?}") };
    assert_eq!(std::fs::read_to_string(to).unwrap(), "{");
    let (again, _) = Store::open(Some(folder.path()), "course");
    assert_eq!(again.progress().lesson(LESSON).failed_attempts, 2, "what was known goes on");
}
