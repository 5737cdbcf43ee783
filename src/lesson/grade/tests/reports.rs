use std::collections::BTreeMap;

use crate::lesson::grade::roster::Roster;
use crate::lesson::grade::{Gradebook, LessonLine, Remark, Source, Student, feedback, report};
use crate::lesson::verdict::{CheckOutcome, CheckResult, Failure, Trouble, TroubleKind, Verdict, Visibility};

fn failed(message: &str) -> CheckOutcome {
    CheckOutcome::Failed(Failure {
        message: message.to_owned(),
        expected: "about 2.00 s".to_owned(),
        happened: "4.00 s".to_owned(),
        focus: None,
        scenario: None,
    })
}

/// A verdict with a check shown, one hidden and one of an overlay.
fn verdict(outcomes: [CheckOutcome; 3], trouble: Option<Trouble>) -> Verdict {
    let kinds =
        [("overlaps", Visibility::Shown), ("secret", Visibility::Hidden), ("mine", Visibility::Overlay)];
    let checks = kinds.into_iter().zip(outcomes).map(|((name, visibility), outcome)| CheckResult {
        name: name.to_owned(),
        points: 2,
        visibility,
        outcome,
    });
    Verdict { lesson: "two".to_owned(), checks: checks.collect(), trouble }
}

fn stopped(text: &str) -> Verdict {
    let trouble = Trouble { kind: TroubleKind::Limit, text: text.to_owned() };
    verdict([CheckOutcome::NotRun, CheckOutcome::NotRun, CheckOutcome::NotRun], Some(trouble))
}

const ROSTER: &str = "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Feedback comments,Odd\n\
    Participant 1,Ann,ann@x.org,\"a, \"\"b\"\"\",,100.00,Yes,,=keep\n\
    Participant 2,Bo,bo@x.org,,7,10.00,Yes,old,x\n\
    Participant 3,Cy,cy@x.org,,,10.00,No,,x\n\
    Participant 4,Dee,d@x.org,,,\"10,00\",Yes,,x\n";

fn book() -> Gradebook {
    let source = Source {
        version: "1.2.3".into(),
        course: "test".into(),
        hash: "0123456789abcdef".into(),
        overlay: Some("fedcba9876543210".into()),
    };
    let codes = [("overlaps", "CODE-SHOWN"), ("secret", "CODE-HIDDEN"), ("mine", "CODE-OVERLAY")];
    let line = LessonLine {
        id: "two".into(),
        title: "Two <b>fetches</b>".into(),
        max_points: 6,
        codes: codes.map(|(name, code)| (name.to_owned(), code.to_owned())).into(),
    };
    let pass = || CheckOutcome::Passed;
    let verdicts = vec![
        (
            Student::named("dee"),
            stopped("this computes too long (more than 100 million operations)\n  at line 3"),
        ),
        (Student::named("=cmd|' /C calc'!A0"), verdict([failed("SHOWN <i>"), pass(), pass()], None)),
        (Student::named("ann"), verdict([pass(), failed("HIDDEN"), failed("OVERLAY")], None)),
        (Student::named("cy"), verdict([pass(), pass(), pass()], None)),
        (Student::named("\x1b[31mred\nname"), verdict([pass(), pass(), failed("OVERLAY")], None)),
    ];
    let remarks = vec![Remark { student: Student::named("zoe"), text: "zoe/a.pdf is no .rhai file".into() }];
    Gradebook::new(source, vec![line], verdicts, remarks, Some(&Roster::read(ROSTER).unwrap()))
}

#[test]
fn the_table_says_who_and_why() {
    insta::assert_snapshot!(report::table(&book(), 80));
    assert!(report::table(&book(), 80).lines().all(|it| unicode_width::UnicodeWidthStr::width(it) <= 80));
}

#[test]
fn the_csv_file_computes_nothing() {
    let text = report::comma_separated(&book()).unwrap();
    insta::assert_snapshot!(text);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    for record in reader.records() {
        assert!(record.unwrap().iter().all(|it| !it.starts_with(['=', '+', '-', '@', '\t', '\r'])));
    }
}

#[test]
fn moodle_s_worksheet_keeps_all_else() {
    let (text, locked) = report::worksheet::filled(ROSTER, &book()).unwrap();
    insta::assert_snapshot!(text);
    assert_eq!(locked, ["Cy"]);
    for marks in ["\u{feff}", ""] {
        let windows = format!("{marks}{}", ROSTER.replace('\n', "\r\n"));
        let (text, _) = report::worksheet::filled(&windows, &book()).unwrap();
        assert_eq!(text.matches("\r\n").count(), windows.matches("\r\n").count());
        assert_eq!(text.starts_with('\u{feff}'), windows.starts_with('\u{feff}'));
    }
    let german = "ID,Bewertung\nTeilnehmer 1,\n";
    let problem = report::worksheet::filled(german, &book()).unwrap_err().to_string();
    assert!(problem.contains("set your language to English"), "{problem}");
}

#[test]
fn results_for_autograders() {
    let mut book = book();
    insta::assert_snapshot!(report::results_json(&book));
    book.rows.retain(|it| it.student.name == "Ann");
    let one: serde_json::Value = serde_json::from_str(&report::results_json(&book)).unwrap();
    assert_eq!(one["version"], 3);
}

#[test]
fn feedback_tells_what_a_student_may_know() {
    let book = book();
    let of = |name: &str| book.rows.iter().find(|it| it.student.name.contains(name)).unwrap();
    insta::assert_snapshot!(
        ["Ann", "Bo", "Dee", "cmd"].map(|it| feedback::markdown(&book, of(it))).join("\n=====\n")
    );
    let all = book
        .rows
        .iter()
        .map(|row| format!("{}{:?}", feedback::markdown(&book, row), feedback::short(&book, row)));
    let all: String = all.chain([report::results_json(&book)]).collect();
    for kept in ["mine", "OVERLAY", "HIDDEN", "\x1b", "fedc"] {
        assert!(!all.contains(kept), "{kept}");
    }
}

#[test]
fn names_of_files_are_safe_and_apart() {
    let names = ["Ann", "ann", "../../etc/passwd", "con", "", "Zoë 尺", &"x".repeat(500), "a/b", "a\\b"];
    let rows: Vec<_> = names.iter().map(|it| (Student::named(it), stopped("x"))).collect();
    let source = Source { version: String::new(), course: String::new(), hash: String::new(), overlay: None };
    let book = Gradebook::new(source, vec![], rows, vec![], None);
    let files: BTreeMap<String, String> = feedback::file_names(&book.rows)
        .into_iter()
        .zip(book.rows.iter().map(|it| it.student.name.clone()))
        .collect();
    insta::assert_debug_snapshot!(files.keys().collect::<Vec<_>>());
    assert_eq!(files.len(), names.len());
}

#[test]
fn a_second_answer_to_a_lesson_is_told_of_and_does_not_count() {
    let source = Source { version: String::new(), course: String::new(), hash: String::new(), overlay: None };
    let passed = verdict([CheckOutcome::Passed, CheckOutcome::Passed, CheckOutcome::Passed], None);
    let both = vec![(Student::named("a"), stopped("x")), (Student::named("a"), passed)];
    let book = Gradebook::new(source, vec![], both, vec![], None);
    assert_eq!(book.rows[0].points(), 0);
    assert_eq!(book.rows[0].remarks.len(), 1);
}
