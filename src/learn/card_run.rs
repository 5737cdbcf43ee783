//! `:card run`: a card that is a whole program in Python, run by the computer's own python3 and drawn beside the lesson's
//! program.

use std::fs;

use super::flow::Desk;
use super::markdown::style;
use super::piece::{Block, painted};
use super::programs::{earlier_programs, run_unseen};
use crate::course::contents::Provenance;
use crate::course::document::Card;
use crate::course::judge::AnswerRun;
use crate::plain::plain_text;
use crate::python::{Program, PythonRun, StartError, Streams};
use crate::render::{Moment, Side, compare};
use crate::show;
use crate::timeline::{ConsoleKind, Titled};
use crate::trace::ClockKind;
use crate::workbench::Workbench;

/// What the two are called in the picture.
const TITLES: [&str; 2] = ["the lesson's program", "the card, in Python"];

/// Runs the card, shows what it printed, and draws it beside the lesson's latest program.
///
/// # Errors
/// The system's, and those of standard output.
pub fn run_card(bench: &mut Workbench, desk: &Desk, card: &Card) -> anyhow::Result<()> {
    if bench.outside.permissions.is_sandbox() {
        return bench.say("This session is in a sandbox, and Python programs cannot be held in it.\n");
    }
    if desk.course.provenance != Provenance::BuiltIn && !allows_python(bench, card)? {
        return bench.say("It was not run.\n");
    }
    let folder = tempfile::Builder::new().prefix("meanwhile-card-").tempdir()?;
    let path = folder.path().join("card.py");
    fs::write(&path, &card.text)?;
    bench.say("Running it with Python …\n")?;
    let interrupts = show::leave_interrupts();
    let program = Program::File(path);
    let run = match PythonRun::start(&bench.python, &program, &[], ClockKind::Real, Streams::Hidden) {
        Ok(run) => run,
        Err(StartError::NoPython(_)) => {
            return bench.say("There is no python3 on this computer, so the card can only be read.\n");
        }
        Err(error) => return bench.say(&format!("{}\n", plain_text(&error.to_string()))),
    };
    let end = show::pass_end_on(run.id());
    let ended = run.finish(drop)?;
    drop((end, interrupts));
    let look = bench.look();
    let record = ended.record();
    let Some(view) = record.timeline().runs().first().map(|_| record.timeline().view_of_run(0)) else {
        let trouble = show::recording_trouble(&ended);
        drop(record);
        return bench.say(&trouble);
    };
    let printed = view.console.iter().filter(|line| line.kind == ConsoleKind::Printed);
    let mut text = String::from("It printed:\n");
    for line in printed.flat_map(|line| record.texts().get(line.text).split('\n')) {
        text.push_str(&format!("    {}\n", plain_text(line)));
    }
    if let Some(played) = lessons_own(desk, card).filter(|_| bench.display.draws(&look)) {
        let own = played.record.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(index) = played.end.main.and_then(|main| show::run_of(&own, main)) {
            let other = own.timeline().view_of_run(index);
            let sides = [
                Side { titled: Titled { title: TITLES[0], view: &other }, texts: own.texts() },
                Side { titled: Titled { title: TITLES[1], view: &view }, texts: record.texts() },
            ];
            text.push_str(&show::drawn(&compare(sides, &look.frame(Moment::Finished, None)), &look));
        }
    }
    if ended.code != 0 {
        text.push_str(&format!("Python ended with exit code {}.\n", ended.code));
    }
    drop(record);
    bench.say(&text)
}

/// Asks before a program of a course from elsewhere runs in Python, which no sandbox holds. It asks each time.
fn allows_python(bench: &mut Workbench, card: &Card) -> anyhow::Result<bool> {
    if !bench.display.is_interactive {
        bench.say("This course is not built in, and nobody can be asked here.\n")?;
        return Ok(false);
    }
    let look = style(&bench.display.look);
    bench.say(&painted(&[Block::Foreign(card.text.clone()), Block::Gap], look))?;
    bench.say(
        "This program does not come with meanwhile. In Python it may do whatever you may:\n\
         read and change your files, and use the network. Run it?\n",
    )?;
    bench.ask_yes_or_no()
}

/// The lesson's latest program before the card, run unseen.
fn lessons_own(desk: &Desk, card: &Card) -> Option<AnswerRun> {
    let lesson = desk.current()?;
    let before = &lesson.steps[..(card.step + 1).min(lesson.steps.len())];
    let program = before.iter().rev().find_map(|it| it.act.program()).filter(|it| desk.may_run(&it.text))?;
    run_unseen(desk, earlier_programs(desk).filter(|it| it.line < program.line), program)
}
