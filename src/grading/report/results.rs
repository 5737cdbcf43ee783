//! `results.json`, version 3 of Exercism's interface of test runners, with `score` and `max_score` as autograders
//! read them.
//!
//! Learners see these files, so they hold no more than the feedback does.

use serde_json::{Map, Value, json};

use crate::course::verdict::{CheckOutcome, CheckResult, TroubleKind, Verdict, Visibility};
use crate::grading::{Grade, Gradebook, LessonLine, Row, Status, Work, feedback, headline};
use crate::plain::plain_text;

/// What the interface allows for a message.
const MAX_CHARACTERS: usize = 16_000;

/// One object where there is one submission; otherwise an array of them, each with `student` and `lesson`.
pub fn results_json(book: &Gradebook) -> String {
    let mut all: Vec<Value> = book.rows.iter().flat_map(|row| results(book, row)).collect();
    let whole = match &all[..] {
        [_] => all.remove(0),
        _ => Value::Array(all),
    };
    format!("{whole:#}\n")
}

/// A student's results: as above.
pub fn results_of(book: &Gradebook, row: &Row) -> String {
    let mut all = results(book, row);
    let whole = if all.len() == 1 { all.remove(0) } else { Value::Array(all) };
    format!("{whole:#}\n")
}

/// Whether a text is such a file, or one for Gradescope, that this program wrote.
pub fn is_results(text: &str) -> bool {
    let Ok(value) = serde_json::from_str::<Value>(text) else { return false };
    let first = value.get(0).unwrap_or(&value);
    let generator = first.get("generator").or_else(|| first.get("extra_data")?.get("generator"));
    generator.and_then(Value::as_str).is_some_and(|it| it.starts_with("meanwhile "))
}

fn results(book: &Gradebook, row: &Row) -> Vec<Value> {
    let works = row.grades.iter().filter_map(|it| Some((it, it.work.as_ref()?)));
    works.map(|(grade, work)| result(book, row, grade, work)).collect()
}

fn result(book: &Gradebook, row: &Row, grade: &Grade, work: &Work) -> Value {
    let (verdict, line) = (&work.verdict, book.lesson(&grade.lesson));
    let status = Status::of(verdict);
    let is_error =
        status == Status::Stopped || verdict.checks.iter().all(|it| it.outcome == CheckOutcome::NotRun);
    let mut object = Map::new();
    object.insert("version".into(), json!(3));
    object.insert(
        "status".into(),
        json!(match status {
            _ if grade.has_passed() => "pass",
            _ if is_error => "error",
            _ => "fail",
        }),
    );
    object.insert("message".into(), if is_error { json!(trouble_text(verdict)) } else { Value::Null });
    let tests = feedback::shown_checks(verdict).map(|check| test(check, grade, verdict, line));
    object.insert("tests".into(), tests.collect());
    object.insert("score".into(), grade.points().json());
    object.insert("max_score".into(), json!(grade.max_points));
    object.insert("student".into(), json!(plain_text(&row.student.name)));
    object.insert("lesson".into(), json!(verdict.lesson));
    object.insert("course".into(), json!({ "id": book.source.course, "hash": book.source.hash }));
    object.insert("generator".into(), json!(format!("meanwhile {}", book.source.version)));
    Value::Object(object)
}

fn test(check: &CheckResult, grade: &Grade, verdict: &Verdict, line: Option<&LessonLine>) -> Value {
    let is_shown = check.visibility == Visibility::Shown;
    let (status, message) = match &check.outcome {
        CheckOutcome::Passed => ("pass", None),
        CheckOutcome::Failed(it) if is_shown => {
            let seen = format!("Expected {}; what happened: {}", it.expected, it.happened);
            let is_known = !it.expected.is_empty() || !it.happened.is_empty();
            ("fail", Some(if is_known { format!("{}\n{seen}", it.message) } else { it.message.clone() }))
        }
        CheckOutcome::Failed(_) => ("fail", None),
        CheckOutcome::NotRun => ("error", Some(headline(&trouble_text(verdict)))),
        CheckOutcome::Broken(_) => ("error", Some("this check of the course does not work".to_owned())),
    };
    let mut object = Map::new();
    object.insert("name".into(), json!(check.name));
    object.insert("status".into(), json!(status));
    object.insert("message".into(), json!(message.map(|it| plain_lines(&it))));
    let code = line.and_then(|it| it.checks.iter().find(|it| it.name == check.name)).map(|it| &it.code);
    if let Some(code) = code.filter(|_| is_shown) {
        object.insert("test_code".into(), json!(code));
    }
    object.insert("score".into(), grade.check_points(check).json());
    object.insert("max_score".into(), json!(check.points));
    Value::Object(object)
}

/// Why nothing could be checked.
fn trouble_text(verdict: &Verdict) -> String {
    match &verdict.trouble {
        // Where exactly a limit is met may differ from run to run.
        Some(it) if it.kind == TroubleKind::Limit => plain_lines(&headline(&it.text)),
        Some(it) => plain_lines(&it.text),
        None => "nothing was checked".to_owned(),
    }
}

/// Harmless, line by line.
fn plain_lines(text: &str) -> String {
    let text: String = text.chars().take(MAX_CHARACTERS).collect();
    text.lines().map(plain_text).collect::<Vec<_>>().join("\n")
}
