//! `meanwhile compare A B`: two scripts, or traces of them, on one axis, and how they differ in a sentence.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::anyhow;

use super::arguments::{Common, CompareArguments};
use super::recording::{Content, Recording};
use super::{export, outcome, script_file};
use crate::export::svg_comparison;
use crate::files::{Destination, Kind};
use crate::render::{Moment, Side, compare};
use crate::runner::{Leftovers, Runner, Setup};
use crate::script::{Entry, EntryEnd};
use crate::show::{self, Look, TimelineChoice, WhenIdle};
use crate::term;
use crate::timeline::{Titled, comparison};

/// Runs both, one after the other; of a trace file it takes the run that is there. Gives the exit code.
pub fn run(common: &Common, arguments: &CompareArguments) -> anyhow::Result<i32> {
    common.refuse_order()?;
    let look = common.look();
    let inputs = [&*arguments.first, &*arguments.second];
    let destination = |path: &PathBuf| Destination::new(path, Kind::Picture, common.replace(), &inputs);
    let picture = arguments.svg.as_ref().map(destination).transpose()?;
    let [first, second] =
        [&arguments.first, &arguments.second].map(|file| recording(common, &look, arguments, file));
    let (first, second) = (first?, second?);
    let code = first.code.max(second.code);
    let (Some(one), Some(two)) = (first.run, second.run) else { return Ok(code) };
    let views = [first.timeline.view_of_run(one), second.timeline.view_of_run(two)];
    let sides = [
        Side { titled: Titled { title: &first.title, view: &views[0] }, texts: first.trace.texts() },
        Side { titled: Titled { title: &second.title, view: &views[1] }, texts: second.trace.texts() },
    ];
    if let Some(destination) = &picture {
        let picture = svg_comparison(sides, &export::svg_options(common, None));
        destination.write(picture.as_bytes())?;
    }
    let mut out = io::stdout().lock();
    match look.timeline {
        TimelineChoice::Words | TimelineChoice::Never => {
            if look.timeline == TimelineChoice::Words {
                for side in &sides {
                    writeln!(out, "{}:", crate::plain::plain_text(side.titled.title))?;
                    write!(out, "{}", show::told(side.titled.view, side.texts, &look))?;
                }
            }
            let sentence = comparison(sides[0].titled, sides[1].titled);
            writeln!(out, "{}", look.glyphs.own_words(&sentence))?;
        }
        TimelineChoice::Auto | TimelineChoice::Always => {
            let picture = compare(sides, &look.frame(Moment::Finished, None));
            write!(out, "{}", show::drawn(&picture, &look))?;
            let [one, two] = &views;
            write!(out, "{}", show::differences_text([(one, &first.trace), (two, &second.trace)], &look))?;
        }
    }
    Ok(code)
}

/// The run of a script, or the one that a trace file tells of.
fn recording(
    common: &Common,
    look: &Look,
    arguments: &CompareArguments,
    file: &Path,
) -> anyhow::Result<Recording> {
    let title = title(arguments, file);
    let entry = match Content::of(file)? {
        Content::Trace(recording) => return Ok(Recording { title, ..*recording }),
        Content::Python => return Ok(Recording { title, ..super::python::record(common, file)? }),
        Content::Script(entry) => entry,
    };
    let (runner, end) = perform(common, look, file, entry)?;
    let (text, code) = outcome::of(&end, look);
    eprint!("{text}");
    Ok(Recording::of_run(&runner, title, end.main, code))
}

fn title(arguments: &CompareArguments, file: &Path) -> String {
    let same = arguments.first.file_name() == arguments.second.file_name();
    if same { file.display().to_string() } else { script_file::short_name(file) }
}

fn perform(common: &Common, look: &Look, file: &Path, entry: Entry) -> anyhow::Result<(Runner, EntryEnd)> {
    let runner =
        Runner::start(Setup::new(common.clock(), Leftovers::Cancel).within(common.sandbox.outside()?))?;
    let _interrupt = show::interruptible(&runner, WhenIdle::EndProgram);
    let running = runner.begin(entry);
    let end = if term::is_interactive() {
        let _mode = term::QuietMode::enter()?;
        show::watch(&runner, &running, look, Some(script_file::short_name(file)))?
    } else {
        runner.wait(&running)
    };
    let end = end.ok_or_else(|| anyhow!("meanwhile itself has a defect: its loop thread is gone"))?;
    Ok((runner, end))
}
