//! What runs other programs than those of the prompt: `:edit`, `:load` of a Python program; and `:clock`, which all run under.

use std::path::Path;

use crate::host::permissions::Permissions;
use crate::plain::plain_text;
use crate::python::Program;
use crate::runner::TasksAlive;
use crate::show::{self, Drawn, Performing};
use crate::trace::ClockKind;
use crate::workbench::Workbench;
use crate::workbench::external_editor;

/// Reopens an entry in the user's editor, and runs what was saved.
///
/// # Errors
/// Those of the terminal.
pub fn edit(bench: &mut Workbench, number: Option<usize>) -> anyhow::Result<()> {
    let entries = bench.entries.texts();
    let number = number.unwrap_or(entries.len());
    let text = match number.checked_sub(1).map(|index| entries.get(index)) {
        Some(Some(text)) => text.clone(),
        None => String::new(),
        Some(None) => {
            return bench.say(&format!("There is no entry {number}; there are {} so far.\n", entries.len()));
        }
    };
    match external_editor::edit(&text) {
        Ok(saved) if saved.trim().is_empty() => bench.say("Nothing to run.\n"),
        Ok(saved) => {
            let saved = saved.trim_end();
            bench.say(&format!("{}\n", saved.lines().map(plain_text).collect::<Vec<_>>().join("\n")))?;
            bench.editor.remember(saved);
            bench.enter(saved, bench.work.folder(), None).map(drop)
        }
        Err(error) => bench.say(&format!("{error:#}\n")),
    }
}

/// Runs a Python program, under the session's clock. It is drawn like a run, but has no number: it is not part of the
/// session.
///
/// # Errors
/// As those of standard output.
pub fn load_python(bench: &Workbench, path: &Path) -> anyhow::Result<()> {
    if !matches!(bench.outside.permissions, Permissions::Everything) {
        return bench.say("In the sandbox no Python program is run: it could not be kept from anything.\n");
    }
    let (look, program) = (bench.look(), Program::File(path.to_path_buf()));
    let drawn = match bench.display.draws(&look) {
        true if bench.display.is_interactive => Drawn::Live,
        true => Drawn::AtTheEnd,
        false => Drawn::Never,
    };
    let performing = Performing { arguments: &[], clock: bench.clock, drawn, trace: None };
    let performed = show::perform(&bench.python, &program, performing, &look);
    bench.say(&match performed {
        Ok((ended, picture)) => format!("{picture}{}", show::recording_trouble(&ended)),
        Err(error) => format!("{}\n", plain_text(&error.to_string())),
    })
}

/// Changes the clock, or says which it is.
///
/// # Errors
/// As those of standard output.
pub fn clock(bench: &mut Workbench, clock: Option<ClockKind>) -> anyhow::Result<()> {
    let Some(clock) = clock else {
        let word = bench.clock.word();
        return bench.say(&format!("The clock is {word}. :clock real|virtual changes it.\n"));
    };
    match bench.work.runner.switch_clock(clock).recv() {
        Ok(Err(TasksAlive(count))) => bench.say(&format!(
            "{count} {} alive and would lose the time. Await or cancel first; :tasks lists them.\n",
            if count == 1 { "task is" } else { "tasks are" }
        )),
        _ => {
            bench.clock = clock;
            bench.say(match clock {
                ClockKind::Real => "Waiting takes its real time again.\n",
                ClockKind::Virtual => {
                    "Virtual time: a wait takes no time of yours, and every run takes exactly as long.\n"
                }
            })
        }
    }
}
