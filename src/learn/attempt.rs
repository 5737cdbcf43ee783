//! An answer: run before the learner's eyes, judged quietly, and shown with the place where a check failed.

use anyhow::Context;

use super::flow::{Desk, Event};
use super::lesson_work::LessonWork;
use super::picture::{pointed, without_value_of_statement};
use crate::course::judge::{AnswerRun, Bounds, Judged, folder_with, judge};
use crate::course::verdict::{CheckOutcome, Focus, TroubleKind, Visibility};
use crate::host::permissions::{Network, Permissions, Sandbox};
use crate::runner::Leftovers;
use crate::script::{Answer, Entry, Role};
use crate::show::{self, Hints, Look};
use crate::timeline::{Nanos, duration_text};
use crate::workbench::Workbench;
use crate::workbench::Workspace;

/// An answer that takes longer is shown in virtual time.
const MAX_WATCHED: Nanos = 20_000_000_000;
/// What the frame of an answer is called.
const TITLE: &str = "your answer";

/// Runs an answer after what is given, in a workspace of its own, and judges it if it came to its end.
///
/// # Errors
/// The system's or the terminal's.
pub fn try_answer(
    bench: &mut Workbench,
    desk: &Desk,
    own: &mut LessonWork,
    answer: String,
) -> anyhow::Result<Event> {
    let (Some(lesson), Some(exercise)) = (desk.current(), desk.exercise()) else {
        return Ok(Event::NotJudged { answer });
    };
    let folder = folder_with(&lesson.files).context("the lesson's files cannot be written")?;
    // As it is judged: it reaches its own files, and no others.
    let sandbox = Sandbox::for_exercise(folder.path()).context("the answer's folder is gone")?;
    // By the computer's clock the test server is a real one; nothing else is reached.
    let permissions = Permissions::Sandbox(sandbox.with_network(Network::OwnServer));
    let (clock, echo) = (bench.clock, bench.display.echo());
    let work = Workspace::in_folder(folder, clock, permissions, Leftovers::Cancel, &echo)?;
    own.begin_attempt(bench, work);
    let entry = |name: &str, text: &str, role, folder| Entry {
        name: name.to_owned(),
        text: text.to_owned(),
        folder,
        role,
    };
    let look = Look { hints: Hints::Hidden, ..bench.look() };
    let interrupts = show::noticed_interrupts();
    let bounds = Bounds { interrupted: interrupts.flag(), ..Bounds::default() };
    let judged = match judge(lesson, exercise, &answer, &bounds) {
        _ if interrupts.has_come() => {
            bench.say("Stopped. Your answer is kept, and this does not count as an attempt.\n")?;
            return Ok(Event::NotJudged { answer });
        }
        Ok(judged) => judged,
        Err(error) => {
            bench.say(&format!("The answer cannot be checked: {error}.\n"))?;
            return Ok(Event::NotJudged { answer });
        }
    };
    drop(interrupts);
    if let Some(why) = too_long_to_watch(&judged) {
        bench.say(&format!("{}\n", look.dim(&why)))?;
        bench.say(&picture_of(&judged, &look))?;
        if let Answer::Failed(report) = &judged.run.end.answer {
            bench.say(&show::report_text(report, &judged.run.end.sources, &look))?;
        }
        return Ok(Event::Judged { answer, verdict: judged.verdict });
    }
    if !exercise.given.trim().is_empty() {
        let given = entry("given", &exercise.given, Role::Given, bench.work.folder());
        let _ = bench.work.runner.wait(&bench.work.runner.begin(given));
    }
    let end =
        bench.watch(entry("answer", &answer, Role::Answer, bench.work.folder()), &look, TITLE.to_owned())?;
    if matches!(end.answer, Answer::Stopped) || end.main.is_none() {
        bench.show(end, &look, TITLE.to_owned())?;
        return Ok(Event::NotJudged { answer });
    }
    let shows_findings = desk.shows_findings(&judged.verdict);
    let look = if shows_findings { Look { hints: bench.display.look.hints, ..look } } else { look };
    let drawn = bench.picture(&end, &look, TITLE.to_owned());
    let place = bench.display.draws(&look).then(|| place_of_failure(&judged)).flatten();
    let picture = match place {
        None => drawn,
        // One picture says it all: the same run, with the place.
        Some(Place { played, focus, scenario: None }) => pointed(played, focus, &look, TITLE),
        Some(Place { played, focus, scenario: Some(scenario) }) => {
            [drawn, pointed(played, focus, &look, scenario)].concat()
        }
    };
    let outcome = bench.outcome(&without_value_of_statement(end, &answer), &look);
    bench.say(&[picture, outcome].concat())?;
    Ok(Event::Judged { answer, verdict: judged.verdict })
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
pub fn picture_of(judged: &Judged, look: &Look) -> String {
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
