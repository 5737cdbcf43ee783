//! What is shown of runs that are over: `:timeline`, `:compare`, `:why`, `:output`, `:zoom`, `:replay`, `:big`.

use super::tasks::held;
use crate::commands::Switch;
use crate::render::{Moment, RunLabel, Scale, session};
use crate::show::{self, Hints, Look, Recorded, Replayed};
use crate::timeline::Nanos;
use crate::workbench::NoRun;
use crate::workbench::Workbench;

/// The whole session in one picture.
pub fn timeline(bench: &Workbench) -> String {
    let look = bench.look();
    let record = bench.work.runner.record();
    if record.timeline().runs().is_empty() {
        return "Nothing has run yet. :demo shows a first timeline.\n".to_owned();
    }
    let view = record.timeline().view_of_session();
    let runs = record.timeline().runs();
    let label = |(number, run): (usize, usize)| RunLabel { at: runs[run].began, text: number.to_string() };
    let labels: Vec<RunLabel> = bench.work.drawn.kept(&record).map(label).collect();
    let options = look.frame(Moment::Finished, Some("session".to_owned()));
    let picture = session(&view, record.texts(), &labels, &options);
    show::drawn(&picture, &look)
}

/// Two runs on one clock; the last two where none are named.
pub fn compare(bench: &Workbench, runs: Option<(usize, usize)>) -> String {
    let count = bench.work.drawn.latest();
    let (first, second) = match runs {
        Some(runs) => runs,
        None if count >= 2 => (count - 1, count),
        None => {
            return "There are no two runs to compare yet. Runs that are drawn have numbers.\n".to_owned();
        }
    };
    let record = bench.work.runner.record();
    let find = |number: usize| bench.work.drawn.find(&record, number);
    match (find(first), find(second)) {
        (Ok(one), Ok(two)) => {
            let titles = [format!("run {first}"), format!("run {second}")];
            let titles = [titles[0].as_str(), titles[1].as_str()];
            show::compared(Recorded::by(&record), one, two, titles, &bench.look())
        }
        (Err(none), _) | (_, Err(none)) => format!("{none}\n"),
    }
}

/// Why the latest run took so long, or a task of it.
pub fn why(bench: &Workbench, wanted: Option<&str>) -> String {
    let record = bench.work.runner.record();
    let run = match bench.work.drawn.find(&record, bench.work.drawn.latest()) {
        Ok(run) => run,
        Err(none) => return format!("{none}\n"),
    };
    match wanted {
        None => show::why_run(&record, run, &bench.look()),
        Some(wanted) => match held(&bench.work, wanted) {
            Some((task, rest)) => {
                let Some(run) = record.timeline().run_of(task) else {
                    return "The run of that task is no longer kept.\n".to_owned();
                };
                show::why_lane(&record, run, format!("#{}{rest}", task.0).as_str(), &bench.look())
            }
            None => show::why_lane(&record, run, wanted, &bench.look()),
        },
    }
}

/// All that a run printed; the latest one where none is named.
pub fn output(bench: &Workbench, number: Option<usize>) -> String {
    let number = number.unwrap_or(bench.work.drawn.latest());
    let record = bench.work.runner.record();
    match bench.work.drawn.find(&record, number) {
        Ok(run) => {
            let view = record.timeline().view_of_run(run);
            show::console_text(Recorded::by(&record), view.console, &bench.display.look)
        }
        Err(none) => format!("{none}\n"),
    }
}

/// A part of the latest run: of these instants, in nanoseconds, and of these tasks.
pub fn zoom(bench: &Workbench, from: Nanos, to: Nanos, tasks: &str) -> String {
    let (look, number) = (bench.look(), bench.work.drawn.latest());
    let record = bench.work.runner.record();
    match bench.work.drawn.find(&record, number) {
        Ok(run) => show::zoomed(Recorded::by(&record), run, from..to, tasks, &look, &format!("run {number}")),
        Err(none) => format!("{none}\n"),
    }
}

/// Goes through a run, or through two, in the whole window.
///
/// # Errors
/// Those of the terminal.
pub fn replay(bench: &Workbench, numbers: &[usize]) -> anyhow::Result<()> {
    if !bench.display.is_interactive {
        return bench.say("A replay needs a terminal.\n");
    }
    let latest = [bench.work.drawn.latest()];
    let numbers = if numbers.is_empty() { &latest[..] } else { numbers };
    let kept = {
        let record = bench.work.runner.record();
        let runs: Result<Vec<usize>, NoRun> =
            numbers.iter().map(|number| bench.work.drawn.find(&record, *number)).collect();
        // The session goes on meanwhile.
        runs.map(|runs| (record.timeline().clone(), record.trace().clone(), runs))
    };
    let (timeline, trace, runs) = match kept {
        Ok(kept) => kept,
        Err(none) => return bench.say(&format!("{none}\n")),
    };
    let mut runs = numbers.iter().zip(runs).map(|(number, run)| Replayed {
        record: Recorded { timeline: &timeline, trace: &trace },
        run,
        title: format!("run {number}"),
    });
    if let Some(first) = runs.next() {
        show::replay(first, runs.next(), &bench.display.look)?;
    }
    Ok(())
}

/// Draws large from here on, or not, beginning with the last run.
pub fn big(bench: &mut Workbench, switch: Option<Switch>) -> String {
    let look = &mut bench.display.look;
    look.scale = match (switch, look.scale) {
        (Some(Switch::On), _) | (None, Scale::Normal) => Scale::Big,
        (Some(Switch::Off), _) | (None, Scale::Big) => Scale::Normal,
    };
    let said = match look.scale {
        Scale::Big => "Pictures are large from here on. :big off makes them as usual.\n",
        Scale::Normal => "Pictures have their usual size again.\n",
    };
    let look = Look { hints: Hints::Hidden, ..bench.look() };
    let number = bench.work.drawn.latest();
    let again = bench.display.draws(&look).then(|| {
        let record = bench.work.runner.record();
        let run = bench.work.drawn.find(&record, number).ok()?;
        Some(show::finished(Recorded::by(&record), run, &look, Some(format!("run {number}"))))
    });
    let again = again.flatten();
    format!("{}{said}", again.unwrap_or_default())
}
