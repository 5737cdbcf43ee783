//! How the end of a lesson's program or of an answer is shown.

use std::sync::PoisonError;

use crate::course::judge::AnswerRun;
use crate::course::verdict::Focus;
use crate::render::RunLabel;
use crate::script::{Answer, EntryEnd};
use crate::show::{self, Look, Recorded};

/// The frame of a judged run, with a mark at the place.
pub fn pointed(played: &AnswerRun, focus: Option<&Focus>, look: &Look, title: &str) -> String {
    let record = played.record.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(run) = played.end.main.and_then(|main| show::run_of(&record, main)) else {
        return String::new();
    };
    let began = record.timeline().view_of_run(run).span.start;
    let mark = focus.map(|focus| RunLabel {
        at: began.saturating_add(focus.at),
        text: focus.task.clone().unwrap_or_else(|| "here".to_owned()),
    });
    show::pointed(Recorded::by(&record), run, look, Some(title.to_owned()), mark)
}

/// The end of a program without the value of its last statement, which nobody asked for; that of an expression stays.
pub fn without_value_of_statement(end: EntryEnd, text: &str) -> EntryEnd {
    match end.answer {
        Answer::Value(_) if text.trim_end().ends_with([';', '}']) => {
            EntryEnd { answer: Answer::Value(None), ..end }
        }
        _ => end,
    }
}
