//! `:explore by hand`: the learner says who goes next in a program of their own.

use super::exploring::program_of_run;
use crate::commands::{Command, LessonCommand};
use crate::editor::Wanted;
use crate::explore::{Game, NoGame, State};
use crate::show;
use crate::workbench::by_hand::{ByHand, NO_CHOICE, Purpose};
use crate::workbench::{PromptSpec, Workbench};

const PROMPT: &str = "who next › ";
const INVITATION: &str = "A number; Enter takes 1, the usual. undo · again · go · q leaves · ? explains";
const AT_THE_END: &str = "undo steps back, again begins again, Enter leaves.";

/// `:explore by hand`: the entry of the run with that number, else the last one.
///
/// # Errors
/// The system's, and those of standard output.
pub fn explore_by_hand(bench: &mut Workbench, number: Option<usize>) -> anyhow::Result<()> {
    bench.by_hand = None;
    let interrupts = show::noticed_interrupts();
    let Some(program) = program_of_run(bench, number, interrupts.flag())? else { return Ok(()) };
    match Game::new(program, None)? {
        Ok(game) => {
            bench.say(&show::paragraphs(
                &["You are the scheduler: wherever several tasks are ready, you say who goes next. Number 1 is the \
                   one that has been ready longest: it goes next in the usual order."
                    .to_owned()],
                &bench.display.look,
            ))?;
            bench.by_hand.insert(ByHand::new(game, Purpose::Own)).show(&bench.display, &[])
        }
        Err(NoGame::NoChoice) => bench.say(NO_CHOICE),
        Err(NoGame::NotRun) if interrupts.has_come() => bench.say("Interrupted.\n"),
        Err(NoGame::NotRun) => {
            bench.say("This entry cannot be run by itself, so there is no order to choose.\n")
        }
    }
}

/// Whether what is typed says who goes next there.
pub fn is_open(bench: &Workbench) -> bool {
    bench.by_hand.as_ref().is_some_and(|it| it.is_for(&Purpose::Own))
}

/// What to ask for while it is open.
///
/// # Errors
/// As those of standard output.
pub fn ask(bench: &Workbench) -> anyhow::Result<Option<PromptSpec>> {
    let Some(by_hand) = bench.by_hand.as_ref().filter(|it| it.is_for(&Purpose::Own)) else {
        return Ok(None);
    };
    let (text, look) = (if by_hand.is_at_choice() { INVITATION } else { AT_THE_END }, &bench.display.look);
    let text = show::paragraphs(&[text.to_owned()], look);
    bench.say(&text.lines().map(|row| look.dim(row) + "\n").collect::<String>())?;
    Ok(Some(PromptSpec { prompt: Some(PROMPT), wanted: Wanted::Answer }))
}

/// Takes what was typed there.
///
/// # Errors
/// As those of [`explore_by_hand`].
pub fn take(bench: &mut Workbench, text: &str) -> anyhow::Result<()> {
    let state = match &mut bench.by_hand {
        Some(by_hand) => by_hand.play_on(&bench.display, text)?,
        None => State::Left,
    };
    if state == State::Left { leave(bench) } else { Ok(()) }
}

/// Ends it.
///
/// # Errors
/// As those of standard output.
pub fn leave(bench: &mut Workbench) -> anyhow::Result<()> {
    bench.by_hand = None;
    bench.say("You have left it; the session goes on.\n")
}

/// Commands that run something, or lead elsewhere, end it.
pub fn leave_for(bench: &mut Workbench, command: &Command) {
    let is_about_it = matches!(
        command,
        Command::Help(_)
            | Command::Tasks
            | Command::Vars
            | Command::Timeline
            | Command::Compare(_)
            | Command::Why(_)
            | Command::Output(_)
            | Command::Replay(_)
            | Command::Zoom(..)
            | Command::Save(..)
            | Command::History(_)
            | Command::Legend(_)
            | Command::Hints(_)
            | Command::Big(_)
            | Command::Share(_)
            | Command::Vote(_)
            | Command::Lesson(LessonCommand::Hint)
    );
    if is_open(bench) && !is_about_it {
        bench.by_hand = None;
    }
}
