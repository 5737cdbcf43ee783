//! `meanwhile run FILE`: once, or at every save.

use std::io::{self, Write};
use std::path::Path;
use std::sync::mpsc::channel;
use std::thread::Builder;
use std::time::Duration;

use anyhow::{Context, anyhow, ensure};
use notify::Watcher;

use super::arguments::{Common, RunArguments};
use super::recording::{Content, Recording, order_of};
use super::{outcome, python, script_file};
use crate::files::Destination;
use crate::runner::{Leftovers, Runner, Setup, finish_traces};
use crate::script::{Entry, EntryEnd};
use crate::show::{self, Leads, Look, Recorded, TimelineChoice, WhenIdle};
use crate::term;

/// After a save, editors are given this long to finish writing.
const SETTLE: Duration = Duration::from_millis(60);

/// Runs the script, and again at every save if that is asked for. Gives the exit code.
pub fn run(common: &Common, arguments: &RunArguments) -> anyhow::Result<i32> {
    if arguments.watch { watch(common, arguments) } else { once(common, arguments) }
}

fn once(common: &Common, arguments: &RunArguments) -> anyhow::Result<i32> {
    if let Some(program) = python::program(arguments) {
        common.refuse_order()?;
        return python::run(common, &program, &arguments.arguments);
    }
    ensure!(
        arguments.arguments.is_empty(),
        "arguments after -- are for Python programs; a script takes none"
    );
    let file = arguments.file.as_deref().unwrap_or(Path::new("-"));
    let look = common.look();
    let entry = if file == Path::new("-") {
        script_file::read(file)?
    } else {
        match Content::of(file)? {
            Content::Trace(recording) => return draw(common, &look, &recording),
            Content::Script(entry) => entry,
            // `python::program` has taken it.
            Content::Python => script_file::read(file)?,
        }
    };
    let title = (file != Path::new("-")).then(|| script_file::short_name(file));
    // Where it cannot be written, that is said before anything runs.
    let trace = common.trace_destination(&[file])?;
    let source = file.display().to_string();
    let (runner, end) = perform(common, &look, entry, title, trace.as_ref().map(|it| (it, &*source)))?;
    if let Some(destination) = &trace {
        runner.record().end_stream().with_context(|| destination.cannot_write())?;
    }
    let (text, code) = outcome::of(&end, &look);
    eprint!("{text}");
    Ok(code)
}

/// Draws a run that was recorded before, as it was drawn then.
fn draw(common: &Common, look: &Look, recording: &Recording) -> anyhow::Result<i32> {
    common.refuse_order()?;
    ensure!(!common.wants_trace(), "a trace is drawn, not run, so there is no other trace to write");
    let run = recording.run.ok_or_else(|| anyhow!("{}: no run is recorded here", recording.title))?;
    let timeline = match look.timeline {
        TimelineChoice::Auto if !io::IsTerminal::is_terminal(&io::stdout()) => TimelineChoice::Never,
        choice => choice,
    };
    let look = Look { timeline, ..look.clone() };
    let recorded = Recorded { timeline: &recording.timeline, trace: &recording.trace };
    let order = order_of(&recording.trace).filter(|_| look.timeline != TimelineChoice::Never);
    let order = order.map_or_else(String::new, |code| format!("It went in the order {code}.\n"));
    let picture =
        show::finished(recorded, run, &look.above(&order), Some(recording.title.clone())) + order.as_str();
    io::stdout().write_all(picture.as_bytes())?;
    Ok(recording.code)
}

/// Runs the entry and shows it. What a script prints goes to standard output at once where no frame is
/// drawn.
pub(super) fn perform(
    common: &Common,
    look: &Look,
    entry: Entry,
    title: Option<String>,
    trace: Option<(&Destination, &str)>,
) -> anyhow::Result<(Runner, EntryEnd)> {
    // A trace has standard output for itself; all else is said beside it.
    let is_taken = trace.is_some_and(|(it, _)| it.is_standard_output());
    let leads = if is_taken { Leads::of(&io::stderr()) } else { Leads::of(&io::stdout()) };
    let frames = match look.timeline {
        TimelineChoice::Auto => leads == Leads::ToTerminal && !is_taken,
        TimelineChoice::Always | TimelineChoice::Words => true,
        TimelineChoice::Never => false,
    };
    let mut setup = Setup::new(common.clock(), Leftovers::Cancel).within(common.sandbox.outside()?);
    setup.order = common.order(&entry.text)?;
    if !frames {
        setup.output = match is_taken {
            true => Box::new(move |text| write_to(&mut io::stderr().lock(), text, leads)),
            false => Box::new(move |text| write_to(&mut io::stdout().lock(), text, leads)),
        };
    }
    let runner = Runner::start(setup)?;
    if let Some((destination, source)) = trace {
        runner.record().stream_to(source, Box::new(destination.begin()?));
    }
    let _interrupt = show::interruptible(&runner, WhenIdle::EndProgram);
    let running = runner.begin(entry);
    let end = if frames && !is_taken && term::is_interactive() {
        let _mode = term::QuietMode::enter()?;
        show::watch(&runner, &running, look, title.clone())?
    } else {
        if let Ok(begin) = running.begin.recv() {
            eprint!("{}", show::remark_text(&begin, look));
        }
        runner.wait(&running)
    };
    let end = end.ok_or_else(|| anyhow!("meanwhile itself has a defect: its loop thread is gone"))?;
    if frames {
        let record = runner.record();
        if let Some(run) = end.main.and_then(|main| show::run_of(&record, main)) {
            let look = look.above(&outcome::of(&end, look).0);
            let picture = show::finished(Recorded::by(&record), run, &look, title);
            match is_taken {
                true => io::stderr().write_all(picture.as_bytes())?,
                false => io::stdout().write_all(picture.as_bytes())?,
            }
        }
    }
    io::stdout().flush()?;
    Ok((runner, end))
}

/// Writes one printed text and a line end. A reader that is gone ends the program, quietly.
fn write_to(out: &mut dyn Write, text: &str, leads: Leads) {
    if let Err(error) = show::write_printed(out, text, leads) {
        let is_gone = error.kind() == io::ErrorKind::BrokenPipe;
        if !is_gone {
            eprintln!("meanwhile: standard output cannot be written: {error}");
        }
        finish_traces();
        std::process::exit(if is_gone { 0 } else { 2 });
    }
}

/// Runs at every save, until it is stopped.
fn watch(common: &Common, arguments: &RunArguments) -> anyhow::Result<i32> {
    let file = arguments.file.as_deref().unwrap_or(Path::new("."));
    let (sender, changes) = channel();
    let mut watcher = notify::recommended_watcher(move |change: notify::Result<notify::Event>| {
        if change.is_ok_and(|it| it.kind.is_modify() || it.kind.is_create()) {
            let _ = sender.send(());
        }
    })?;
    // Editors replace files, so it is the folder that is watched, which also holds what is imported.
    let folder = file.parent().filter(|it| !it.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let problem = || format!("cannot watch {}", folder.display());
    watcher.watch(folder, notify::RecursiveMode::NonRecursive).with_context(problem)?;
    let (again, saves) = channel();
    let listen = move || {
        while changes.recv().is_ok() {
            std::thread::sleep(SETTLE);
            while changes.try_recv().is_ok() {}
            if again.send(()).is_err() {
                return;
            }
            // What runs is the text from before the save.
            show::stop_running();
        }
    };
    Builder::new().name("saves".into()).spawn(listen)?;
    loop {
        if let Err(error) = once(common, arguments) {
            eprintln!("meanwhile: {error:#}");
        }
        if saves.try_recv().is_err() {
            eprintln!("(waiting for the next save; Ctrl-C leaves)");
            saves.recv()?;
        }
        while saves.try_recv().is_ok() {}
    }
}
