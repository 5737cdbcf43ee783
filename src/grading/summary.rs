//! A verdict in one line: what a table, a spreadsheet and a learner see first.

use crate::course::verdict::{CheckOutcome, TroubleKind, Verdict, Visibility};

/// What a submission came to, in a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Passed,
    Failed,
    /// It is no program.
    NoProgram,
    /// It used too much, or took the judging process with it.
    Stopped,
}

impl Status {
    pub fn of(verdict: &Verdict) -> Status {
        match verdict.trouble.as_ref().map(|it| it.kind) {
            _ if verdict.has_passed() => Status::Passed,
            Some(TroubleKind::NotAProgram) => Status::NoProgram,
            Some(TroubleKind::Limit | TroubleKind::Crashed) => Status::Stopped,
            Some(TroubleKind::Failed) | None => Status::Failed,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Status::Passed => "passed",
            Status::Failed => "failed",
            Status::NoProgram => "no program",
            Status::Stopped => "stopped",
        }
    }
}

/// Why it did not pass, in one line; empty where it did. For teachers: it may name any check.
pub fn summary(verdict: &Verdict) -> String {
    let trouble = verdict.trouble.as_ref();
    match (Status::of(verdict), trouble) {
        (Status::Passed, _) => return String::new(),
        (Status::NoProgram | Status::Stopped, Some(trouble)) => {
            return first_sentence(&headline(&trouble.text));
        }
        _ => {}
    }
    let Some(check) = verdict.first_failed() else { return "there is nothing to check".to_owned() };
    let name = match check.visibility {
        Visibility::Shown => check.name.clone(),
        Visibility::Hidden => format!("{} (hidden)", check.name),
        Visibility::Overlay => format!("{} (overlay)", check.name),
    };
    let error =
        trouble.map(|it| format!(" (it ended with an error: {})", first_sentence(&headline(&it.text))));
    let text = match &check.outcome {
        CheckOutcome::Failed(failure) => failure.message.clone(),
        CheckOutcome::Broken(text) => format!("this check of the course does not work: {text}"),
        CheckOutcome::NotRun | CheckOutcome::Passed => "not looked at".to_owned(),
    };
    format!("{name}: {text}{}", error.unwrap_or_default())
}

/// What a report says first, without the place and the source under it.
pub fn headline(report: &str) -> String {
    let lines = report.lines().map(str::trim).take_while(|it| !it.starts_with("-->"));
    let text = lines.filter(|it| !it.is_empty()).collect::<Vec<_>>().join(" ");
    text.strip_prefix("error: ").map_or(text.clone(), str::to_owned)
}

const MAX_CHARACTERS: usize = 300;

fn first_sentence(text: &str) -> String {
    let end = text.find(". ").unwrap_or(text.len());
    text[..end].trim_end_matches('.').chars().take(MAX_CHARACTERS).collect()
}
