//! Gradescope's `results.json` (<https://gradescope-autograders.readthedocs.io/en/latest/specs/>, "Output format").
//!
//! Learners see these files, so they hold no more than the feedback does: points of an overlay are in the sum alone.

use serde_json::{Map, Value, json};

use crate::course::verdict::{CheckOutcome, CheckResult, Visibility};
use crate::grading::{Grade, Gradebook, Points, Row, feedback, headline};
use crate::plain::plain_text;

/// One object where there is one student, as Gradescope wants it; else an array of them.
pub fn gradescope(book: &Gradebook) -> String {
    let mut all: Vec<Value> = book.rows.iter().map(|row| results(book, row)).collect();
    let whole = if all.len() == 1 { all.remove(0) } else { Value::Array(all) };
    format!("{whole:#}\n")
}

/// A student's file.
pub fn gradescope_of(book: &Gradebook, row: &Row) -> String {
    format!("{:#}\n", results(book, row))
}

fn results(book: &Gradebook, row: &Row) -> Value {
    let has_several = book.lessons.len() > 1;
    let tests = row.grades.iter().flat_map(|grade| {
        let checks = grade.work.iter().flat_map(|it| feedback::shown_checks(&it.verdict));
        checks.map(move |check| test(grade, check, has_several))
    });
    let tests: Vec<Value> = tests.collect();
    let mut output: Vec<String> = row.absence().into_iter().collect();
    for grade in &row.grades {
        output.push(format!("{}: {}", grade.lesson, feedback::points_line(grade)));
        let verdict = grade.work.iter().flat_map(|it| feedback::told(&it.verdict));
        output.extend(verdict.map(|it| headline(&it.text)));
        output.extend(feedback::late_line(grade));
        output.extend(feedback::given_line(grade, None));
    }
    if row.absence().is_none() {
        output.extend(row.remarks.iter().cloned());
    }
    output.push(book.origin());
    let output: Vec<String> = output.iter().map(|it| plain_text(it).into_owned()).collect();
    json!({
        "score": row.points().json(),
        "output": output.join("\n"),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {
            "student": plain_text(&row.student.name),
            "max_score": book.max_points().json(),
            "course": book.source.course,
            "course_hash": book.source.hash,
            "generator": format!("meanwhile {}", book.source.version),
        },
    })
}

fn test(grade: &Grade, check: &CheckResult, has_several: bool) -> Value {
    let points = grade.check_points(check);
    let lesson = if has_several { format!("{}: ", grade.lesson) } else { String::new() };
    let mut object = Map::new();
    object.insert("score".into(), points.json());
    object.insert("max_score".into(), json!(check.points));
    let has_all = points >= Points::whole(check.points);
    object.insert("status".into(), json!(if has_all { "passed" } else { "failed" }));
    object.insert("name".into(), json!(plain_text(&format!("{lesson}{}", check.name))));
    object.insert("name_format".into(), json!("text"));
    object.insert("output".into(), json!(output(grade, check)));
    object.insert("output_format".into(), json!("text"));
    object.insert("visibility".into(), json!("visible"));
    Value::Object(object)
}

fn output(grade: &Grade, check: &CheckResult) -> String {
    let text = match &check.outcome {
        _ if check.visibility == Visibility::Hidden => "This is a hidden check.".to_owned(),
        CheckOutcome::Passed => String::new(),
        CheckOutcome::Failed(it) if it.expected.is_empty() && it.happened.is_empty() => it.message.clone(),
        CheckOutcome::Failed(it) => {
            format!("{}\nExpected {}; what happened: {}", it.message, it.expected, it.happened)
        }
        CheckOutcome::NotRun => "It could not be looked at, because the answer did not run.".to_owned(),
        CheckOutcome::Broken(_) => "This check of the course does not work; tell your teacher.".to_owned(),
    };
    let lines = text.lines().map(str::to_owned).chain(feedback::given_line(grade, Some(check)));
    lines.map(|it| plain_text(&it).into_owned()).collect::<Vec<_>>().join("\n")
}
