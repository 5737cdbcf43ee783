//! What a teacher asks next: the class as a whole, points by hand, lateness, other platforms.

use std::fs;

use crate::class::{Class, IN_TURN, RIGHT, text};

/// Two who are right, two who wait in turn, one who is stuck, one who says nothing.
fn class() -> Class {
    let class = Class::new();
    class.hand_in("ann.rhai", RIGHT);
    class.hand_in("bo.rhai", RIGHT);
    class.hand_in("cy.rhai", IN_TURN);
    class.hand_in("dee.rhai", format!("// mine\n{IN_TURN}"));
    class.hand_in("eve <b>.rhai", "let c = channel(); c.recv();");
    class.hand_in("fay.rhai", "print(\"data of a\"); sleep(9);");
    class
}

const LESSON: [&str; 2] = ["--lesson", "two-fetches"];

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn the_class_report_counts_and_names_nobody() {
    let class = class();
    for (file, names) in [("class.html", &[][..]), ("class.md", &[]), ("named.html", &["--names"])] {
        let output = class.grade(&[&LESSON[..], &["--class-report", file], names].concat());
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    }
    let read = |file: &str| fs::read_to_string(class.path(file)).unwrap();
    let (html, markdown, named) = (read("class.html"), read("class.md"), read("named.html"));
    insta::assert_snapshot!(markdown);
    assert!(html.contains("<b>2</b> of 6 came out like this"), "{html}");
    assert!(html.contains("1 answer waited for something that never came"), "{html}");
    for name in ["ann", "eve", "dee"] {
        assert!(!html.contains(&format!("{name}<")) && !markdown.contains(&format!(": {name}")), "{name}");
    }
    assert!(named.contains(": cy, dee</summary>") && named.contains(": eve &lt;b&gt;"), "{named}");
    // Nothing of it is fetched from anywhere, and the same class gives the same page.
    for part in ["http:", "https:", "<script", "<link", "url(", "@import", "src="] {
        assert!(!html.contains(part), "{part}");
    }
    class.grade(&[&LESSON[..], &["--class-report", "again.html"]].concat());
    assert_eq!(html, read("again.html"));
    let output = class.grade(&[&LESSON[..], &["--class-report", "class.pdf"]].concat());
    assert!(text(&output.stderr).contains("ends with .html or .md"), "{}", text(&output.stderr));
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn points_by_hand_survive_every_regrade() {
    let class = class();
    let overrides = "student,lesson,check,points,comment\ncy,two-fetches,overlaps,1.5,almost\nann,two-fetches,,4,late talk\n\
        zoe,two-fetches,,1,\n";
    fs::write(class.path("mine.csv"), overrides).unwrap();
    let options = [&LESSON[..], &["--overrides", "mine.csv", "--feedback", "told"]].concat();
    let grades = class.grades(&options);
    let points: Vec<&str> = grades.iter().map(|it| it.result.split_once(' ').unwrap().0).collect();
    assert_eq!(points[..4], ["4", "5", "2.5", "1"]);
    let told = fs::read_to_string(class.path("told/cy.md")).unwrap();
    assert!(told.contains("1.5 points by hand: almost"), "{told}");
    let said = text(&class.grade(&options).stderr);
    assert!(said.contains("line 4 of the overrides is about zoe, who is not in this class"), "{said}");
    fs::write(class.path("mine.csv"), "student,lesson,check,points\ncy,two-fetches,overlap,1\n").unwrap();
    let output = class.grade(&options);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()));
    assert!(text(&output.stderr).contains("mine.csv: line 2: two-fetches has no check \"overlap\""));
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn lateness_is_told_and_costs_only_where_that_is_asked_for() {
    let class = Class::new();
    let pack = |at: &str| {
        serde_json::json!({ "format": "meanwhile-answers", "version": 1, "course": "small", "packed_at": at,
            "answers": { "two-fetches": RIGHT } })
        .to_string()
    };
    class.hand_in("ann.answers.json", pack("2026-11-30T10:00:00Z"));
    class.hand_in("bo.answers.json", pack("2026-12-01T13:00:00Z"));
    class.hand_in("cy.rhai", RIGHT);
    class.hand_in("liann_LATE_12_34_two-fetches.rhai", RIGHT);
    let deadline = ["--deadline", "2026-11-30T12:00Z"];
    let row = |it: &crate::class::Grade| format!("{} {} {:?}", it.student, it.result, it.late);
    let told: Vec<String> = class.grades(&[&LESSON[..], &deadline].concat()).iter().map(row).collect();
    let expected = [
        "ann 5 passed:  \"on time\"",
        "bo 5 passed:  \"1 day 1 h\"",
        "cy 5 passed:  \"\"",
        "liann 5 passed:  \"late\"",
    ];
    assert_eq!(told, expected);
    let options = [&LESSON[..], &deadline, &["--late", "10%/day"]].concat();
    let grades = class.grades(&options);
    assert_eq!(row(&grades[1]), "bo 4 passed:  \"1 day 1 h\"");
    assert_eq!(row(&grades[3]), expected[3], "by how much is not known");
    let table = text(&class.grade(&options).stdout);
    assert!(table.contains("handed in late by 1 day 1 h; 1 off for that; passed"), "{table}");
    let output = class.grade(&[&LESSON[..], &["--deadline", "soon"]].concat());
    assert!(
        text(&output.stderr).contains("a time is written as 2026-11-30 23:59"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn moodle_s_worksheet_says_when() {
    let class = Class::new();
    class.hand_in("Ann Li_11_assignsubmission_file_/two-fetches.rhai", RIGHT);
    class.hand_in("Bo Ek_12_assignsubmission_file_/two-fetches.rhai", RIGHT);
    let worksheet = "Identifier,\"Full name\",Grade,\"Maximum Grade\",\"Last modified (submission)\",\"Feedback comments\"\n\
        \"Participant 11\",\"Ann Li\",,10.00,\"Monday, 30 November 2026, 11:58 PM\",\n\
        \"Participant 12\",\"Bo Ek\",,10.00,\"Tuesday, 1 December 2026, 12:03 AM\",\n";
    fs::write(class.path("worksheet.csv"), worksheet).unwrap();
    let options = [
        "--lesson",
        "two-fetches",
        "--roster",
        "worksheet.csv",
        "--format",
        "moodle",
        "--deadline",
        "2026-11-30 23:59",
        "--late",
        "10%/day",
    ];
    let filled = text(&class.grade(&options).stdout);
    assert!(filled.contains("Ann Li,10.00,") && filled.contains("Bo Ek,9.00,"), "{filled}");
    assert!(filled.contains("Handed in late by 4 min; 0.5 off for that."), "{filled}");
    let broken = worksheet.replace("\"Bo Ek\"", "Ek, Bo");
    fs::write(class.path("worksheet.csv"), broken).unwrap();
    let output = class.grade(&options);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()));
    assert!(
        text(&output.stderr).contains("worksheet.csv: line 3 has 7 fields, and the titles are 6"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn other_platforms_get_their_files() {
    let class = Class::new();
    class.hand_in("liann_12_34_two-fetches.rhai", IN_TURN);
    fs::write(class.path("book.csv"), "Student,ID,SIS Login ID,Section,two-fetches (7)\n    Points Possible,,,,5\n\"Li, Ann\",12,annl,S1,\n").unwrap();
    let canvas =
        text(&class.grade(&["--format", "canvas", "--roster", "book.csv", "--lesson", "two-fetches"]).stdout);
    let lines: Vec<&str> = canvas.lines().collect();
    assert_eq!(lines[0], "\u{feff}Student,ID,SIS User ID,SIS Login ID,Section,two-fetches (7)");
    assert!(lines[1].contains("    Points Possible") && lines[1].ends_with(",,,,,5"), "{canvas}");
    assert_eq!(lines[2], "\"Li, Ann\",12,,annl,S1,1");
    let gradescope =
        class.grade(&["--format", "gradescope", "--lesson", "two-fetches", "--feedback", "told"]);
    let gradescope: serde_json::Value = serde_json::from_slice(&gradescope.stdout).unwrap();
    assert_eq!((&gradescope["score"], &gradescope["tests"][0]["status"]), (&1.into(), &"passed".into()));
    assert!(class.path("told/liann.results.json").exists());
    let mark = class.grade(&["--format", "coderunner", "--lesson", "two-fetches"]);
    let mark: serde_json::Value = serde_json::from_slice(&mark.stdout).unwrap();
    assert_eq!(mark["fraction"], 0.2);
    let output = class.grade(&["--format", "coderunner"]);
    assert!(text(&output.stderr).contains("name it with --lesson ID"), "{}", text(&output.stderr));
}

#[test]
fn old_feedback_is_replaced_and_nothing_else() {
    let class = class();
    let options = [&LESSON[..], &["--feedback", "told", "--format", "results-json"]].concat();
    class.grade(&options);
    fs::write(class.path("told/notes.md"), "# My notes\n").unwrap();
    fs::remove_file(class.path("class/ann.rhai")).unwrap();
    class.grade(&options);
    for (file, is_there) in [
        ("ann.md", false),
        ("ann.results.json", false),
        ("bo.md", true),
        ("bo.results.json", true),
        ("notes.md", true),
    ] {
        assert_eq!(class.path("told").join(file).exists(), is_there, "{file}");
    }
}

#[test]
fn the_lessons_that_count_come_from_nobody_s_folder() {
    let class = Class::new();
    class.hand_in("ann/two-fetches.rhai", RIGHT);
    class.hand_in("bo/two-fetches.rhai", RIGHT);
    let one = class.grades(&LESSON);
    class.hand_in("bo/read-notes.rhai", "print(1)");
    assert_eq!(class.grades(&LESSON), one, "one file more is nobody else's business");
    let output = class.grade(&["--lesson", "two-fetches,read-notes"]);
    assert!(text(&output.stdout).contains("ann  read-notes   0/"), "{}", text(&output.stdout));
    // A single pack is somebody's, whatever it is called.
    let pack = serde_json::json!({ "format": "meanwhile-answers", "version": 1, "course": "small", "student": "Ann Li",
        "answers": { "two-fetches": RIGHT } });
    fs::write(class.path("p.json"), pack.to_string()).unwrap();
    let course = crate::class::courses().join("small");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.args(["grade", "p.json", "--lesson", "two-fetches", "--course"]).arg(course);
    let output =
        command.current_dir(class.path("")).env("XDG_DATA_HOME", class.path("data")).output().unwrap();
    assert!(
        text(&output.stdout).starts_with("Ann Li  two-fetches  5/5  passed\n"),
        "{}",
        text(&output.stdout)
    );
}
