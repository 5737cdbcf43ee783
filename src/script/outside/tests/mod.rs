//! Calls to the world outside, under the virtual clock where possible: what they give, when, and what is closed.

mod databases;
mod files;
mod limits;
#[cfg(unix)]
mod processes;
mod sandbox;
mod streams;
mod threads;
mod web;

use std::path::Path;

use tempfile::TempDir;

use crate::host::permissions::Outside;
use crate::script::tests::session_within;
use crate::script::{Answer, EntryEnd};
use crate::trace::ClockKind;

/// Scripts in a folder that is gone after the test.
struct Place {
    folder: TempDir,
    outside: Outside,
    clock: ClockKind,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        let outside = Outside { folder: folder.path().to_owned(), ..Outside::default() };
        Place { folder, outside, clock: ClockKind::Virtual }
    }

    fn real() -> Place {
        Place { clock: ClockKind::Real, ..Place::new() }
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn run(&self, script: &str) -> (EntryEnd, Vec<String>) {
        let (mut ends, said) = session_within(self.clock, self.outside.clone(), &[script]);
        (ends.remove(0), said)
    }

    /// What a script prints that ends well, without the times.
    fn said(&self, script: &str) -> Vec<String> {
        let (end, said) = self.run(script);
        assert!(matches!(end.answer, Answer::Value(_)), "{script}: {:?}", end.answer);
        said.iter().map(|line| line.split_once(' ').unwrap().1.to_owned()).collect()
    }

    /// Checks what a script prints, each line with its time, and that it ends well.
    fn check(&self, script: &str, expected: &[&str]) {
        let (end, said) = self.run(script);
        assert!(matches!(end.answer, Answer::Value(_)), "{:?}", end.answer);
        assert_eq!(said, expected, "{script}");
    }

    /// Checks that an error can be caught which holds `expected`.
    fn check_catches(&self, call: &str, expected: &str) {
        let (end, said) =
            self.run(&format!("try {{ {call}; print(\"no error\") }} catch (error) {{ print(error) }}"));
        assert!(matches!(end.answer, Answer::Value(_)), "{:?}", end.answer);
        assert!(said.len() == 1 && said[0].contains(expected), "{call}: {said:?}");
    }

    /// Checks that a script fails with a report whose title holds `expected`.
    fn check_fails(&self, script: &str, expected: &str) {
        match self.run(script).0.answer {
            Answer::Failed(report) => assert!(report.title.contains(expected), "{}", report.title),
            other => panic!("{script}: {other:?}"),
        }
    }
}
