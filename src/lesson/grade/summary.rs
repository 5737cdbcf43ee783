//! A verdict in one line: what a table, a spreadsheet and a learner are told first.

use crate::lesson::verdict::{CheckOutcome, TroubleKind, Verdict, Visibility};

/// What a submission came to, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Passed,
    Failed,
    /// It could not be judged to its end.
    Stopped,
}

impl Status {
    pub fn of(verdict: &Verdict) -> Status {
        match &verdict.trouble {
            _ if verdict.has_passed() => Status::Passed,
            Some(it) if it.kind != TroubleKind::Failed => Status::Stopped,
            _ => Status::Failed,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Status::Passed => "passed",
            Status::Failed => "failed",
            Status::Stopped => "stopped",
        }
    }
}

/// Why it did not pass, in one line; empty where it did. For teachers: it may name any check.
pub fn summary(verdict: &Verdict) -> String {
    if verdict.has_passed() {
        return String::new();
    }
    let trouble = verdict.trouble.as_ref();
    if let Some(trouble) = trouble.filter(|it| it.kind != TroubleKind::Failed) {
        return first_line(&trouble.text).to_owned();
    }
    let Some(check) = verdict.first_failed() else { return "there is nothing to check".to_owned() };
    let name = match check.visibility {
        Visibility::Shown => check.name.clone(),
        Visibility::Hidden => format!("{} (hidden)", check.name),
        Visibility::Overlay => format!("{} (overlay)", check.name),
    };
    match (&check.outcome, trouble) {
        (CheckOutcome::Failed(failure), _) => format!("{name}: {}", failure.message),
        (CheckOutcome::Broken(text), _) => format!("{name}: this check of the course is amiss: {text}"),
        (_, Some(trouble)) => first_line(&trouble.text).to_owned(),
        (_, None) => format!("{name}: not run"),
    }
}

/// The first line that says something.
pub fn first_line(text: &str) -> &str {
    text.lines().map(str::trim).find(|it| !it.is_empty()).unwrap_or("")
}
