//! The mark for a question of Moodle's CodeRunner with a template grader (its documentation, "Grading with templates"): a
//! JSON object on one line, with the `fraction` of the points that was reached. A combinator shows `testresults` as a table
//! whose column `iscorrect` is ticks and crosses, and `epiloguehtml` under it. It refuses fields that it does not know
//! (`unknowncombinatorgraderfield`), so there are no others.
//!
//! Learners see this, so it holds no more than the feedback does.

use serde_json::{Value, json};

use crate::course::verdict::{CheckOutcome, CheckResult, Visibility};
use crate::grading::{Gradebook, Points, Row, feedback, headline};
use crate::plain::plain_text;

/// The mark of the first student: CodeRunner hands in one answer at a time.
pub fn coderunner(book: &Gradebook) -> String {
    let record = book.rows.first().map_or_else(
        || json!({ "fraction": 0.0, "epiloguehtml": "<p>nothing handed in</p>" }),
        |row| mark(book, row),
    );
    format!("{record}\n")
}

fn mark(book: &Gradebook, row: &Row) -> Value {
    let mut table = vec![json!(["iscorrect", "Check", "Points", "What happened"])];
    let mut notes: Vec<String> = row.absence().into_iter().collect();
    for grade in &row.grades {
        for check in grade.work.iter().flat_map(|it| feedback::shown_checks(&it.verdict)) {
            let points = grade.check_points(check);
            let is_right = u8::from(points >= Points::whole(check.points));
            let score = format!("{points} / {}", check.points);
            table.push(json!([is_right, plain_text(&check.name), score, plain_text(&told(check))]));
        }
        notes.push(feedback::points_line(grade));
        let verdict = grade.work.iter().flat_map(|it| feedback::told(&it.verdict));
        notes.extend(verdict.map(|it| headline(&it.text)));
        notes.extend(feedback::late_line(grade));
        notes.extend(feedback::given_line(grade, None));
    }
    let paragraphs: String = notes.iter().map(|it| format!("<p>{}</p>", escaped(it))).collect();
    json!({
        "fraction": row.points().fraction(book.max_points()),
        "testresults": table,
        "epiloguehtml": paragraphs,
    })
}

fn told(check: &CheckResult) -> String {
    match &check.outcome {
        _ if check.visibility == Visibility::Hidden => "a hidden check".to_owned(),
        CheckOutcome::Passed => String::new(),
        CheckOutcome::Failed(it) => it.message.clone(),
        CheckOutcome::NotRun => "the answer did not run".to_owned(),
        CheckOutcome::Broken(_) => "this check of the course does not work".to_owned(),
    }
}

fn escaped(text: &str) -> String {
    let text = plain_text(text);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
