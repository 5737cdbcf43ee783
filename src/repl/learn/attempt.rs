//! An answer: run before the learner's eyes, judged quietly, and shown with the place where a check failed.

use std::sync::PoisonError;

use anyhow::Context;

use super::flow::Event;
use super::{Learning, style};
use crate::course::judge::{AnswerRun, Bounds, Judged, folder_with, judge};
use crate::course::verdict::{CheckOutcome, Focus, TroubleKind, Visibility};
use crate::host::permissions::{Network, Permissions, Sandbox};
use crate::render::RunLabel;
use crate::repl::session::{Session, draws};
use crate::repl::workspace::Workspace;
use crate::runner::Leftovers;
use crate::script::{Answer, Entry, EntryEnd, Role};
use crate::show::{self, Hints, Look, Recorded};
use crate::timeline::{Nanos, duration_text};

/// An answer that takes longer is shown in virtual time.
const MAX_WATCHED: Nanos = 20_000_000_000;
/// What the frame of an answer is called.
const TITLE: &str = "your answer";

impl Session {
    /// Runs an answer after what is given, in a workspace of its own, and judges it if it came to its end.
    pub(super) fn try_answer(&mut self, answer: String) -> anyhow::Result<Event> {
        let Some((lesson, exercise)) = self
            .learning
            .as_ref()
            .and_then(|it| Some((it.flow.current()?.clone(), it.flow.exercise()?.clone())))
        else {
            return Ok(Event::NotJudged { answer });
        };
        let folder = folder_with(&lesson.files).context("the lesson's files cannot be written")?;
        // As it is judged: it reaches its own files, and no others.
        let sandbox = Sandbox::for_exercise(folder.path()).context("the answer's folder is gone")?;
        // By the computer's clock the test server is a real one; nothing else is reached.
        let permissions = Permissions::Sandbox(sandbox.with_network(Network::OwnServer));
        let (clock, echo) = (self.options.clock, self.echo());
        let work = Workspace::in_folder(folder, clock, permissions, Leftovers::Cancel, &echo)?;
        self.begin_attempt(work);
        let entry = |name: &str, text: &str, role, folder| Entry {
            name: name.to_owned(),
            text: text.to_owned(),
            folder,
            role,
        };
        let look = Look { hints: Hints::Hidden, ..self.look() };
        let interrupts = show::noticed_interrupts();
        let bounds = Bounds { interrupted: interrupts.flag(), ..Bounds::default() };
        let judged = match judge(&lesson, &exercise, &answer, &bounds) {
            _ if interrupts.has_come() => {
                self.say("Stopped. Your answer is kept, and this does not count as an attempt.\n")?;
                return Ok(Event::NotJudged { answer });
            }
            Ok(judged) => judged,
            Err(error) => {
                self.say(&format!("The answer cannot be checked: {error}.\n"))?;
                return Ok(Event::NotJudged { answer });
            }
        };
        drop(interrupts);
        if let Some(why) = too_long_to_watch(&judged) {
            self.say(&format!("{}\n", look.dim(&why)))?;
            self.say(&picture_of(&judged, &look))?;
            if let Answer::Failed(report) = &judged.run.end.answer {
                self.say(&show::report_text(report, &judged.run.end.sources, &look))?;
            }
            return Ok(Event::Judged { answer, verdict: judged.verdict });
        }
        if !exercise.given.trim().is_empty() {
            let given = entry("given", &exercise.given, Role::Given, self.work.folder());
            let _ = self.work.runner.wait(&self.work.runner.begin(given));
        }
        let end =
            self.watch(entry("answer", &answer, Role::Answer, self.work.folder()), &look, TITLE.to_owned())?;
        if matches!(end.answer, Answer::Stopped) || end.main.is_none() {
            self.show(end, &look, TITLE.to_owned())?;
            return Ok(Event::NotJudged { answer });
        }
        let shows_findings = self.learning.as_ref().is_some_and(|it| it.flow.shows_findings(&judged.verdict));
        let look = if shows_findings { Look { hints: self.options.look.hints, ..look } } else { look };
        let own = self.picture(&end, &look, TITLE.to_owned());
        let place = draws(&look, self.is_interactive).then(|| place_of_failure(&judged)).flatten();
        let picture = match place {
            None => own,
            // One picture says it all: the same run, with the place.
            Some(Place { played, focus, scenario: None }) => pointed(played, focus, &look, TITLE),
            Some(Place { played, focus, scenario: Some(scenario) }) => {
                [own, pointed(played, focus, &look, scenario)].concat()
            }
        };
        let outcome = self.outcome(&without_value_of_statement(end, &answer), &look);
        self.say(&[picture, outcome].concat())?;
        Ok(Event::Judged { answer, verdict: judged.verdict })
    }

    /// Makes the answer's workspace the session's; that of the lesson waits aside.
    fn begin_attempt(&mut self, work: Workspace) {
        let old = self.move_to(work);
        let Some(learning) = &mut self.learning else { return old.close() };
        match learning.aside {
            None => learning.aside = Some(old),
            Some(_) => old.close(),
        }
    }
}

/// The end of a program without the value of its last statement, which nobody asked for; that of an expression stays.
pub(super) fn without_value_of_statement(end: EntryEnd, text: &str) -> EntryEnd {
    match end.answer {
        Answer::Value(_) if text.trim_end().ends_with([';', '}']) => {
            EntryEnd { answer: Answer::Value(None), ..end }
        }
        _ => end,
    }
}

impl Learning {
    /// Judges what was saved in the learner's own editor, quietly. Gives what is to be said about it.
    pub(super) fn check_saved(&mut self, answer: String, look: &Look) -> String {
        let Some((lesson, exercise)) =
            self.flow.current().and_then(|it| Some((it.clone(), self.flow.exercise()?.clone())))
        else {
            return String::new();
        };
        let judged = match judge(&lesson, &exercise, &answer, &Bounds::default()) {
            Ok(judged) => judged,
            Err(error) => return format!("The system has no room to check what was saved: {error}\n"),
        };
        let shows_findings = self.flow.shows_findings(&judged.verdict);
        let hints = if shows_findings { look.hints } else { Hints::Hidden };
        let shown = Look { hints, ..look.clone() };
        let mut out = format!("{}\n", look.dim("Saved, and checked:"));
        out.push_str(&picture_of(&judged, &shown));
        if let Answer::Failed(report) = &judged.run.end.answer {
            out.push_str(&show::report_text(report, &judged.run.end.sources, look));
        }
        out.push_str(&show::hidden_mistakes(&judged.run.end, look));
        out.push_str(&self.tell_quietly(Event::Judged { answer, verdict: judged.verdict }, look));
        out
    }

    /// Tells the flow what happened; gives what is to be said.
    fn tell_quietly(&mut self, event: Event, look: &Look) -> String {
        let style = style(look);
        let mut out = String::new();
        for act in self.flow.take(event) {
            match act {
                super::flow::Effect::Say(piece) => out.push_str(&super::piece::painted(&[piece], style)),
                super::flow::Effect::Keep(change) => out.push_str(&self.keep(change, style)),
                _ => {}
            }
        }
        out.push_str(&super::piece::painted(
            &[super::piece::Block::Invitation(self.flow.invitation())],
            style,
        ));
        out
    }
}

/// What is said in place of a run that nobody would want to watch to its end; none where it can be watched.
fn too_long_to_watch(judged: &Judged) -> Option<String> {
    if judged.run.used_up() {
        return Some("This would not come to an end, so it was stopped. As far as it went:".to_owned());
    }
    let elapsed = judged.run.facts().map_or(0, |facts| facts.elapsed);
    (elapsed > MAX_WATCHED).then(|| {
        format!("This takes {}. Here it is without the wait, in virtual time:", duration_text(elapsed))
    })
}

/// The judged run, or the scenario in which the first check failed, with the place.
fn picture_of(judged: &Judged, look: &Look) -> String {
    let is_program = judged.verdict.trouble.as_ref().is_none_or(|it| it.kind != TroubleKind::NotAProgram);
    match place_of_failure(judged) {
        Some(Place { played, focus, scenario }) => pointed(played, focus, look, scenario.unwrap_or(TITLE)),
        None if is_program => pointed(&judged.run, None, look, TITLE),
        None => String::new(),
    }
}

/// What to draw for the first failed check.
struct Place<'a> {
    played: &'a AnswerRun,
    /// The instant to point at, if one tells more than the picture itself.
    focus: Option<&'a Focus>,
    /// The name of the scenario, if it was seen in one.
    scenario: Option<&'a str>,
}

/// The run in which the first failed check saw a mistake; none where the picture of the answer shows as much.
fn place_of_failure(judged: &Judged) -> Option<Place<'_>> {
    let check = judged.verdict.first_failed().filter(|it| it.visibility == Visibility::Shown)?;
    let CheckOutcome::Failed(failure) = &check.outcome else { return None };
    let played = match &failure.scenario {
        None => &judged.run,
        Some(name) => &judged.scenarios.iter().find(|(it, _)| it == name)?.1,
    };
    // The end of the whole run needs no mark.
    let length = played.facts().map_or(0, |facts| facts.elapsed);
    let focus = failure.focus.as_ref().filter(|it| it.task.is_some() || it.at < length);
    let scenario = failure.scenario.as_deref();
    (focus.is_some() || scenario.is_some()).then_some(Place { played, focus, scenario })
}

/// The frame of a judged run, with a mark at the place.
pub(super) fn pointed(played: &AnswerRun, focus: Option<&Focus>, look: &Look, title: &str) -> String {
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
