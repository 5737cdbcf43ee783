//! While the prompt waits: each save of the file in which the learner writes an answer is checked.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::thread::{JoinHandle, spawn};

use super::answer_file::AnswerFile;
use super::attempt::picture_of;
use super::flow::{Effect, Event};
use super::learning::Learning;
use super::markdown::style;
use super::piece::{Block, painted};
use crate::course::judge::{Bounds, judge};
use crate::editor::Printer;
use crate::script::Answer;
use crate::show::{self, Hints, Look};

/// A thread that checks saves while the prompt waits.
pub struct AnswerWatcher {
    thread: JoinHandle<Learning>,
    leaving: Arc<AtomicBool>,
    nudge: Option<Sender<()>>,
}

impl AnswerWatcher {
    /// Starts to check saves. What comes of them is printed above the prompt.
    pub fn start(mut learning: Learning, printer: Printer, look: Look) -> AnswerWatcher {
        let leaving = Arc::new(AtomicBool::new(false));
        let told = leaving.clone();
        let nudge = learning.file.as_ref().map(AnswerFile::nudge);
        let thread = spawn(move || {
            while !told.load(Ordering::Acquire) {
                let Some(answer) = learning.file.as_mut().and_then(AnswerFile::wait) else {
                    if learning.file.is_none() {
                        break;
                    }
                    continue;
                };
                let text = check_saved(&mut learning, answer, &look);
                printer.print(&text);
            }
            learning
        });
        AnswerWatcher { thread, leaving, nudge }
    }

    /// Ends the watch, and gives the course back. None after a defect.
    pub fn leave(self) -> Option<Learning> {
        self.leaving.store(true, Ordering::Release);
        if let Some(nudge) = self.nudge {
            let _ = nudge.send(());
        }
        self.thread.join().ok()
    }
}

/// Judges what was saved in the learner's own editor, quietly. Gives what is to be said about it.
fn check_saved(learning: &mut Learning, answer: String, look: &Look) -> String {
    let Some((lesson, exercise)) = learning
        .flow
        .desk
        .current()
        .and_then(|it| Some((it.clone(), learning.flow.desk.exercise()?.clone())))
    else {
        return String::new();
    };
    let judged = match judge(&lesson, &exercise, &answer, &Bounds::default()) {
        Ok(judged) => judged,
        Err(error) => return format!("The system has no room to check what was saved: {error}\n"),
    };
    let shows_findings = learning.flow.desk.shows_findings(&judged.verdict);
    let hints = if shows_findings { look.hints } else { Hints::Hidden };
    let shown = Look { hints, ..look.clone() };
    let mut out = format!("{}\n", look.dim("Saved, and checked:"));
    out.push_str(&picture_of(&judged, &shown));
    if let Answer::Failed(report) = &judged.run.end.answer {
        out.push_str(&show::report_text(report, &judged.run.end.sources, look));
    }
    out.push_str(&show::hidden_mistakes(&judged.run.end, look));
    out.push_str(&tell_quietly(learning, Event::Judged { answer, verdict: judged.verdict }, look));
    out
}

/// Tells the flow what happened; gives what is to be said.
fn tell_quietly(learning: &mut Learning, event: Event, look: &Look) -> String {
    let style = style(look);
    let mut out = String::new();
    for act in learning.flow.take(event) {
        match act {
            Effect::Say(piece) => out.push_str(&painted(&[piece], style)),
            Effect::Keep(change) => out.push_str(&learning.keep(change, style)),
            _ => {}
        }
    }
    out.push_str(&painted(&[Block::Invitation(learning.flow.invitation())], style));
    out
}
