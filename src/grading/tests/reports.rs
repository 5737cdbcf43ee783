use std::collections::BTreeMap;

use crate::course::verdict::{CheckOutcome, CheckResult, Failure, Trouble, TroubleKind, Verdict, Visibility};
use crate::grading::class::{Candidate, assemble};
use crate::grading::conduct::Judgement;
use crate::grading::layout::{Layout, Listing, Rank, Wanted, find};
use crate::grading::overrides;
use crate::grading::roster::Roster;
use crate::grading::{
    CheckLine, Gradebook, LessonLine, Points, Remark, Rules, Source, Student, feedback, report,
};

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

/// An answer to the lesson `two` that somebody of this name handed in.
fn candidate(student: &Student) -> Candidate {
    let lessons = [("two".to_owned(), "02-two.md".to_owned())];
    let listing = Listing { root: String::new(), paths: vec!["x/two.rhai".to_owned()] };
    let wanted = Wanted { course: "test", lessons: &lessons, asked: &[] };
    let rank: Rank = find(&listing, Layout::Flat, wanted).handed_in.remove(0).rank;
    let (lesson, path) = ("two".to_owned(), format!("{}/two.rhai", student.name));
    let answer = Ok(student.name.clone());
    Candidate {
        student: student.clone(),
        carried: None,
        lesson,
        answer,
        path,
        rank,
        is_late: false,
        remark: None,
    }
}

fn book_of(
    source: Source,
    lines: Vec<LessonLine>,
    verdicts: &[(Student, Verdict)],
    remarks: Vec<Remark>,
    roster: Option<&Roster>,
    rules: Rules,
) -> Gradebook {
    let people = assemble(verdicts.iter().map(|(it, _)| candidate(it)).collect(), remarks, roster);
    let judged = people.into_iter().map(|person| {
        let verdict =
            |it: &Candidate| verdicts.iter().find(|(student, _)| *student == it.student).unwrap().1.clone();
        let judgements = person.answers.iter().map(|it| Judgement::unseen(verdict(it))).collect();
        (person, judgements)
    });
    let (book, problems) = Gradebook::new(source, lines, judged.collect(), roster, rules);
    assert_eq!(problems, Vec::<String>::new());
    book
}

fn line() -> LessonLine {
    let checks = [
        ("overlaps", Visibility::Shown, "CODE-SHOWN"),
        ("secret", Visibility::Hidden, "CODE-HIDDEN"),
        ("mine", Visibility::Overlay, "CODE-OVERLAY"),
    ];
    let checks = checks.map(|(name, visibility, code)| CheckLine {
        name: name.to_owned(),
        points: 2,
        visibility,
        code: code.to_owned(),
    });
    LessonLine { id: "two".into(), title: "Two <b>fetches</b>".into(), max_points: 6, checks: checks.into() }
}

fn book() -> Gradebook {
    book_by(Rules::default())
}

fn book_by(rules: Rules) -> Gradebook {
    let source = Source {
        version: "1.2.3".into(),
        course: "test".into(),
        hash: "0123456789abcdef".into(),
        overlay: Some("fedcba9876543210".into()),
    };
    let pass = || CheckOutcome::Passed;
    let verdicts = [
        (
            Student::named("dee"),
            stopped("this computes too long (more than 100 million operations)\n  at line 3"),
        ),
        (Student::named("=cmd|' /C calc'!A0"), verdict([failed("SHOWN <i>"), pass(), pass()], None)),
        (Student::named("ann"), verdict([pass(), failed("HIDDEN"), failed("OVERLAY")], None)),
        (Student::named("cy"), verdict([pass(), pass(), pass()], None)),
        (Student::named("\x1b[31mred\nname"), verdict([pass(), pass(), failed("OVERLAY")], None)),
    ];
    let remarks = vec![Remark {
        student: Student::named("zoe"),
        text: "handed in a.pdf, which is no Rhai script".into(),
    }];
    book_of(source, vec![line()], &verdicts, remarks, Some(&Roster::read(ROSTER).unwrap()), rules)
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
    let mut reader = csv::Reader::from_reader(text.strip_prefix(report::BYTE_ORDER_MARK).unwrap().as_bytes());
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
    let names =
        ["Ann Li", "ann_li", "../../etc/passwd", "con", "", "Zoë 尺", &"x".repeat(500), "a/b", "a\\b"];
    let rows: Vec<_> = names.iter().map(|it| (Student::named(it), stopped("x"))).collect();
    let source = Source { version: String::new(), course: String::new(), hash: String::new(), overlay: None };
    let book = book_of(source, vec![], &rows, vec![], None, Rules::default());
    let files: BTreeMap<String, String> = feedback::file_names(&book.rows)
        .into_iter()
        .zip(book.rows.iter().map(|it| it.student.name.clone()))
        .collect();
    insta::assert_debug_snapshot!(files.keys().collect::<Vec<_>>());
    assert_eq!(files.len(), names.len());
}

/// Rules with a deadline, a penalty and these overrides.
fn rules(text: &str) -> Rules {
    Rules {
        deadline: Some("2026-11-30T00:00:00Z".parse().unwrap()),
        penalty: Some("10%/day".parse().unwrap()),
        overrides: overrides::read(text, &[line()]).unwrap(),
    }
}

#[test]
fn what_a_teacher_gives_by_hand_counts_everywhere() {
    let text = "student;lesson;check;points;comment\n\
        ann;two;secret;1,5;<b>nearly</b>\n\
        bo@x.org;Two <b>fetches</b>;;3;on paper\n\
        Participant 4;two;;;look at line 3\n";
    let book = book_by(rules(text));
    let row = |name: &str| book.rows.iter().find(|it| it.student.name == name).unwrap();
    assert_eq!(row("Ann").points(), Points::read("3.5").unwrap());
    assert_eq!(row("Bo").points(), Points::whole(3));
    assert_eq!(row("Dee").points(), Points::default());
    insta::assert_snapshot!(
        ["Ann", "Bo", "Dee"].map(|it| feedback::markdown(&book, row(it))).join("\n=====\n")
    );
    let csv = report::comma_separated(&book).unwrap();
    for expected in [
        "two,failed,3.5,6,",
        "secret: 1.5 points by hand: <b>nearly</b>",
        "two,by hand,3,6,",
        "look at line 3",
    ] {
        assert!(csv.contains(expected), "{expected} in {csv}");
    }
    let (worksheet, _) = report::worksheet::filled(ROSTER, &book).unwrap();
    assert!(worksheet.contains("58.33") && worksheet.contains("5.00"), "{worksheet}");
}

#[test]
fn overrides_that_cannot_be_meant_are_refused_by_their_line() {
    let problem = |row: &str| {
        let text = format!("student,lesson,check,points,comment\nann,two,,1,\n{row}\n");
        overrides::read(&text, &[line()]).unwrap_err().to_string()
    };
    for (row, expected) in [
        ("ann,tow,,1,", "line 3: the course has no exercise \"tow\"; it has two"),
        (
            "bo,two,overlap,1,",
            "line 3: two has no check \"overlap\"; it has \"overlaps\", \"secret\", \"mine\"",
        ),
        ("bo,two,,7,", "line 3: 7 points are more than the lesson's 6"),
        ("bo,two,mine,3,", "line 3: 3 points are more than the check's 2"),
        ("bo,two,,many,", "line 3: \"many\" is no number of points"),
        ("ANN,two,,2,", "line 3: line 2 is about the same student, lesson and check"),
        (",two,,2,", "line 3: it names no student"),
        ("bo,two,,1,well, well", "line 3 has 6 fields, and the titles are 5"),
    ] {
        assert!(problem(row).starts_with(expected), "{}", problem(row));
    }
    assert!(
        overrides::read("student,points\n", &[]).unwrap_err().to_string().contains("no column \"lesson\"")
    );
}

#[test]
fn a_gradebook_for_canvas() {
    let exported = "Student,ID,SIS User ID,SIS Login ID,Section,Two <b>fetches</b> (4711)\n    Points Possible,,,,,6\n\
        \"Li, Ann\",12,a1,annl,S1,\n\"Ek, Bo\",13,b1,boek,S1,\n";
    let roster = Roster::read(exported).unwrap();
    let pass = || CheckOutcome::Passed;
    let verdicts = [(Student::numbered("liann", "12"), verdict([pass(), failed("x"), pass()], None))];
    let source = book().source;
    let book = book_of(source, vec![line()], &verdicts, vec![], Some(&roster), Rules::default());
    let expected = "\u{feff}Student,ID,SIS User ID,SIS Login ID,Section,Two <b>fetches</b> (4711)\n\
        \"    Points Possible\",,,,,6\n\"Ek, Bo\",13,b1,boek,S1,\n\"Li, Ann\",12,a1,annl,S1,4\n";
    assert_eq!(
        report::canvas(&book, Some(exported))
            .unwrap()
            .replace("\"    Points Possible\"", "    Points Possible"),
        expected.replace("\"    Points Possible\"", "    Points Possible")
    );
}

#[test]
fn marks_for_gradescope_and_coderunner() {
    let mut book = book();
    book.rows.retain(|it| it.student.name == "Ann");
    insta::assert_snapshot!(report::gradescope(&book));
    insta::assert_snapshot!(report::coderunner(&book));
    for text in [report::gradescope(&book), report::coderunner(&book)] {
        for kept in ["mine", "OVERLAY", "HIDDEN", "fedc"] {
            assert!(!text.contains(kept), "{kept}");
        }
    }
}
