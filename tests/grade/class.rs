//! A class that hands in, and the program that grades it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// Passes the lesson `two-fetches` of the small course: 5 of 5 points.
pub const RIGHT: &str =
    "let a = spawn fetch(\"a\");\nlet b = spawn fetch(\"b\");\nprint(await a);\nprint(await b);\n";
/// Waits in turn: 1 point.
pub const IN_TURN: &str = "print(fetch(\"a\"));\nprint(fetch(\"b\"));\n";

/// A folder with a folder `class` in it.
pub struct Class(tempfile::TempDir);

impl Class {
    pub fn new() -> Class {
        let class = Class(tempfile::tempdir().unwrap());
        fs::create_dir(class.path("class")).unwrap();
        class
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Puts a file into the class's folder.
    pub fn hand_in(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.path("class").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// The command that grades `class` by the small course.
    pub fn command(&self, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
        command.args(["grade", "class", "--course"]).arg(courses().join("small")).args(options);
        // A folder of its own for temporary files shows what is left behind.
        fs::create_dir_all(self.path("temporary")).unwrap();
        command.env("XDG_DATA_HOME", self.path("data"));
        command.env("TMPDIR", self.path("temporary")).current_dir(self.0.path()).stdin(Stdio::null());
        command
    }

    pub fn grade(&self, options: &[&str]) -> Output {
        let output = self.command(options).output().unwrap();
        let left = fs::read_dir(self.path("temporary")).unwrap().count();
        assert_eq!(left, 0, "something is left behind");
        if output.status.success() {
            let kept = fs::read_dir(self.path("data/meanwhile/grading")).unwrap().count();
            assert_eq!(kept, 0, "what is reported need not be kept");
        }
        output
    }

    /// The grades as CSV, which must be the same bytes twice.
    pub fn grades(&self, options: &[&str]) -> Vec<Grade> {
        let options = [&["--format", "csv"], options].concat();
        let [first, second] = [self.grade(&options), self.grade(&options)];
        assert_eq!(text(&first.stdout), text(&second.stdout));
        Grade::read(&first)
    }

    /// The same, graded once, where grading takes long.
    pub fn grades_once(&self, options: &[&str]) -> Vec<Grade> {
        Grade::read(&self.grade(&[&["--format", "csv"], options].concat()))
    }
}

/// `0 stopped: this computes too long (…)`
#[derive(Debug, PartialEq, Eq)]
pub struct Grade {
    pub student: String,
    pub lesson: String,
    pub result: String,
    pub late: String,
    pub remarks: String,
}

impl Grade {
    /// What is in the CSV that the program has printed.
    fn read(output: &Output) -> Vec<Grade> {
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        let csv = output.stdout.strip_prefix("\u{feff}".as_bytes()).expect("a byte order mark");
        let mut reader = csv::Reader::from_reader(csv);
        let rows = reader.records().map(|it| it.unwrap());
        rows.map(|it| Grade {
            student: it[0].to_owned(),
            lesson: it[3].to_owned(),
            result: format!("{} {}: {}", &it[5], &it[4], &it[8]),
            late: it[10].to_owned(),
            remarks: it[13].to_owned(),
        })
        .collect()
    }
}

pub fn courses() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/courses")
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
