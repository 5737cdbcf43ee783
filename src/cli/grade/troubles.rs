//! Verdicts on answers that could not be judged.

use super::limits;
use super::process::Ending;
use crate::lesson::document::Lesson;
use crate::lesson::grade::headline;
use crate::lesson::verdict::{Trouble, TroubleKind, Verdict};

/// No check passed, for this reason.
pub fn verdict(lesson: &Lesson, kind: TroubleKind, text: String) -> Verdict {
    let checks = lesson.exercise.iter().flat_map(|it| &it.checks);
    let checks = checks.map(|it| (it.name.clone(), it.points, it.visibility));
    Verdict::of_trouble(&lesson.id, checks, Trouble { kind, text })
}

/// What a process's ending means for the answer that it judged.
pub fn of_ending(lesson: &Lesson, ending: Ending) -> Verdict {
    let text = match ending {
        Ending::Verdict(verdict) => return believed(lesson, verdict),
        Ending::TimeUp(patience) => format!("judging it was killed after {} s", patience.as_secs()),
        Ending::Fell(status, _) if limits::is_processor_time_over(status) => {
            format!(
                "this computes too long: judging it used more than {} s of processor time",
                super::PROCESSOR_SECONDS
            )
        }
        Ending::Fell(status, words) => {
            let words = headline(&words).trim_start_matches("meanwhile: ").to_owned();
            let words = if words.is_empty() { words } else { format!(": {words}") };
            format!("the judging process fell {}{words}", limits::end_text(status))
        }
        Ending::NotStarted(error) => format!("the system could not judge it: {error}"),
    };
    verdict(lesson, TroubleKind::Crashed, text)
}

/// A verdict is about the lesson's checks, or it is none.
fn believed(lesson: &Lesson, told: Verdict) -> Verdict {
    let checks =
        lesson.exercise.iter().flat_map(|it| &it.checks).map(|it| (&it.name, it.points, it.visibility));
    let is_about_it = told.lesson == lesson.id
        && checks.eq(told.checks.iter().map(|it| (&it.name, it.points, it.visibility)));
    if is_about_it {
        return told;
    }
    verdict(
        lesson,
        TroubleKind::Crashed,
        "the judging process gave a verdict about something else".to_owned(),
    )
}
