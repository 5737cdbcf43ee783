//! Verdicts on answers that could not be judged.

use super::limits;
use super::process::Ending;
use crate::course::document::Lesson;
use crate::course::verdict::{Trouble, TroubleKind, Verdict};
use crate::grading::conduct::Judgement;
use crate::grading::headline;

/// No check passed, for this reason.
pub fn verdict(lesson: &Lesson, kind: TroubleKind, text: String) -> Verdict {
    let checks = lesson.exercise.iter().flat_map(|it| &it.checks);
    let checks = checks.map(|it| (it.name.clone(), it.points, it.visibility));
    Verdict::of_trouble(&lesson.id, checks, Trouble { kind, text })
}

/// What a process's ending means for the answer that it judged.
pub fn of_ending(lesson: &Lesson, ending: Ending) -> Judgement {
    let text = match ending {
        Ending::Judged(judgement) => return believed(lesson, judgement),
        Ending::TimeUp(patience) => {
            format!("this takes too long: the judging process was killed after {} s", patience.as_secs())
        }
        Ending::Fell(status, words) => limits::cause(status).unwrap_or_else(|| {
            let code = status.code().map_or("no code".to_owned(), |it| format!("code {it}"));
            let words = headline(&words);
            let words = words.strip_prefix("meanwhile: ").unwrap_or(&words);
            let said = if words.is_empty() { String::new() } else { format!(": {words}") };
            format!("the judging process fell with {code}{said}")
        }),
        Ending::NotStarted(error) => format!("the system could not judge it: {error}"),
    };
    Judgement::unseen(verdict(lesson, TroubleKind::Crashed, text))
}

/// A verdict is about the lesson's checks, or it is none.
fn believed(lesson: &Lesson, told: Judgement) -> Judgement {
    let of_lesson = lesson.exercise.iter().flat_map(|it| &it.checks);
    let expected = of_lesson.map(|it| (&it.name, it.points, it.visibility));
    if told.verdict.lesson == lesson.id
        && expected.eq(told.verdict.checks.iter().map(|it| (&it.name, it.points, it.visibility)))
    {
        return told;
    }
    let text = "the judging process gave a verdict about something else".to_owned();
    Judgement::unseen(verdict(lesson, TroubleKind::Crashed, text))
}
