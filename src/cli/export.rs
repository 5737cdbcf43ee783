//! `meanwhile export …`: a run as a picture, a page, a recording, or a trace for other programs.

use std::path::Path;

use anyhow::{anyhow, bail, ensure};

use super::arguments::{
    CastArguments, Common, ExportArguments, ExportFiles, ExportKind, PageArguments, PartArguments,
    SvgArguments, ThemeChoice,
};
use super::chosen::{Chosen, ChosenRun, choose};
use super::{export_book, export_talk};
use crate::export::{CastOptions, CastVersion, Code, PageRun, SvgOptions, cast, chrome_trace, html, svg};
use crate::files::{Destination, Kind};
use crate::render::{Fit, FrameOptions, Theme};
use crate::show;
use crate::timeline::Part;

/// Rows of a recording where none are asked for.
const CAST_ROWS: u16 = 24;

/// Writes what is asked for. Gives the exit code of the script, if one was run.
pub fn run(common: &Common, arguments: &ExportArguments) -> anyhow::Result<i32> {
    match (&arguments.kind, &arguments.by_ending) {
        (Some(ExportKind::Svg(wanted)), _) => picture(common, wanted),
        (Some(ExportKind::Html(wanted)), _) if export_talk::is_talk(&wanted.file) => {
            pages_of_talk(common, wanted)
        }
        (Some(ExportKind::Html(wanted)), _) => page(common, wanted),
        (Some(ExportKind::Cast(wanted)), _) if export_talk::is_talk(&wanted.files.file) => {
            export_talk::recording(common, wanted)
        }
        (Some(ExportKind::Cast(wanted)), _) => recording_for_asciinema(common, wanted),
        (Some(ExportKind::TraceJson(files)), _) => trace_json(common, files),
        (Some(ExportKind::Book(wanted)), _) => export_book::run(common, wanted),
        (None, Some(wanted)) => by_ending(common, wanted),
        (None, None) => bail!("export what? Name a file, as in: meanwhile export FILE -o OUT.html"),
    }
}

/// A page for each program of a talk.
fn pages_of_talk(common: &Common, wanted: &PageArguments) -> anyhow::Result<i32> {
    ensure!(
        wanted.second.is_none() && wanted.run.is_empty(),
        "of a talk each program gets its page; name the talk alone"
    );
    export_talk::pages(common, &wanted.file, &wanted.output)
}

/// Writes what the ending of the file asks for.
fn by_ending(common: &Common, wanted: &PageArguments) -> anyhow::Result<i32> {
    let ending = wanted.output.extension().map(|it| it.to_string_lossy().to_lowercase());
    let is_of_one = || {
        ensure!(
            wanted.second.is_none() && wanted.run.len() < 2,
            "{} shows one run. Two runs go into a page (.html), or into a picture with: \
             meanwhile compare A B --svg OUT.svg",
            wanted.output.display()
        );
        let (file, output) = (wanted.file.clone(), wanted.output.clone());
        Ok(ExportFiles { file, output, run: wanted.run.first().copied() })
    };
    let is_of_all = || {
        let PartArguments { from, to, tasks } = wanted.part();
        ensure!(
            from.is_none() && to.is_none() && tasks.is_none(),
            "{} holds all of a run; --from, --to and --tasks are for pictures (.svg) and pages (.html)",
            wanted.output.display()
        );
        Ok(())
    };
    match ending.as_deref() {
        Some("html" | "htm") => page(common, wanted),
        Some("svg") => picture(common, &SvgArguments { files: is_of_one()?, part: wanted.part() }),
        Some("cast") => {
            is_of_all()?;
            let wanted = CastArguments { files: is_of_one()?, rows: CAST_ROWS, format_version: 2 };
            match export_talk::is_talk(&wanted.files.file) {
                true => export_talk::recording(common, &wanted),
                false => recording_for_asciinema(common, &wanted),
            }
        }
        Some("json") => {
            is_of_all()?;
            trace_json(common, &is_of_one()?)
        }
        Some("jsonl") => {
            bail!("a trace as meanwhile reads it is written by: meanwhile run FILE --trace OUT.jsonl")
        }
        _ => bail!(
            "{}: the ending should be .svg (a picture), .html (a page), .cast (a recording for asciinema) or \
             .json (a trace for Perfetto). Or name the kind, as in: meanwhile export svg FILE -o OUT",
            wanted.output.display()
        ),
    }
}

fn picture(common: &Common, SvgArguments { files, part }: &SvgArguments) -> anyhow::Result<i32> {
    write(common, files, Kind::Picture, |chosen| {
        let view = chosen.recording.timeline.view_of_run(chosen.run);
        let part = part_of(chosen, part)?;
        let texts = chosen.recording.trace.texts();
        Ok(svg(&view.part(&part), texts, &svg_options(common, Some(chosen.name.clone()))))
    })
}

fn page(common: &Common, wanted: &PageArguments) -> anyhow::Result<i32> {
    let inputs: Vec<&Path> = std::iter::once(&wanted.file).chain(&wanted.second).map(|it| &**it).collect();
    let destination = Destination::new(&wanted.output, Kind::Page, common.replace(), &inputs)?;
    let chosen = match choose(common, &inputs, &wanted.run)? {
        Chosen::NotRun(code) => return Ok(code),
        Chosen::Runs(chosen) => chosen,
    };
    let PartArguments { from, to, .. } = wanted.part();
    ensure!(
        chosen.len() == 1 || (from.is_none() && to.is_none()),
        "--from and --to are for a page of one run; of two, which may differ in length, all is shown"
    );
    let parts: Vec<(Part, Vec<Code>)> = chosen
        .iter()
        .map(|it| Ok((part_of(it, &wanted.part())?, Code::of(&it.recording.trace))))
        .collect::<anyhow::Result<_>>()?;
    let views: Vec<_> = chosen.iter().map(|it| it.recording.timeline.view_of_run(it.run)).collect();
    let runs = chosen.iter().zip(&views).zip(&parts);
    let runs: Vec<PageRun> = runs
        .map(|((it, view), (part, code))| PageRun {
            title: &it.title,
            view,
            trace: &it.recording.trace,
            code,
            part,
        })
        .collect();
    destination.write(html(&runs, &svg_options(common, None)).as_bytes())?;
    Ok(chosen.iter().map(|it| it.recording.code).max().unwrap_or(0))
}

fn trace_json(common: &Common, files: &ExportFiles) -> anyhow::Result<i32> {
    write(common, files, Kind::ChromeTrace, |ChosenRun { recording, run, title, .. }| {
        Ok(match files.run {
            // Of a trace all runs, one after another, as on the trace's own clock.
            None => chrome_trace(&recording.trace, &recording.timeline, title),
            Some(_) => {
                let (trace, timeline) = recording.timeline.run_alone(&recording.trace, *run);
                chrome_trace(&trace, &timeline, title)
            }
        })
    })
}

fn recording_for_asciinema(common: &Common, wanted: &CastArguments) -> anyhow::Result<i32> {
    write(common, &wanted.files, Kind::Cast, |ChosenRun { recording, run, name, .. }| {
        let look = common.look();
        let theme = svg_options(common, None).theme;
        let theme = if common.theme == ThemeChoice::Auto { Theme::Dark } else { theme };
        let frame = FrameOptions {
            width: common.width.unwrap_or(80),
            max_rows: wanted.rows,
            fit: Fit::Window,
            scale: look.scale,
            glyphs: look.glyphs,
            theme,
            title: Some(name.clone()),
            ..FrameOptions::default()
        };
        let version = if wanted.format_version == 3 { CastVersion::Three } else { CastVersion::Two };
        let timeline = &recording.timeline;
        let clock = timeline.runs().first().map_or(timeline.clock(), |first| first.clock);
        Ok(cast(&recording.trace, clock, *run, &CastOptions { version, frame }))
    })
}

/// Writes what is made of one run. Gives the exit code of the script, if one was run.
fn write(
    common: &Common,
    files: &ExportFiles,
    kind: Kind,
    document: impl Fn(&ChosenRun) -> anyhow::Result<String>,
) -> anyhow::Result<i32> {
    let destination = Destination::new(&files.output, kind, common.replace(), &[&files.file])?;
    let numbers: Vec<usize> = files.run.into_iter().collect();
    let chosen = match choose(common, &[&files.file], &numbers)? {
        Chosen::NotRun(code) => return Ok(code),
        Chosen::Runs(chosen) => chosen,
    };
    for it in &chosen {
        destination.write(document(it)?.as_bytes())?;
    }
    Ok(chosen.iter().map(|it| it.recording.code).max().unwrap_or(0))
}

/// The part of a run that is asked for.
fn part_of(chosen: &ChosenRun, part: &PartArguments) -> anyhow::Result<Part> {
    let view = chosen.recording.timeline.view_of_run(chosen.run);
    let (window, tasks) = ((part.from, part.to), part.tasks.as_deref().unwrap_or_default());
    let found = show::part(&view, chosen.recording.trace.texts(), &chosen.title, window, tasks);
    found.map_err(|problem| anyhow!(problem))
}

/// How a picture is to be drawn. A file does not know the terminal: the light theme is for paper, too.
pub fn svg_options(common: &Common, title: Option<String>) -> SvgOptions {
    let theme = match common.theme {
        ThemeChoice::Dark => Theme::Dark,
        ThemeChoice::Light | ThemeChoice::Auto => Theme::Light,
    };
    let default = SvgOptions::default();
    SvgOptions { columns: common.width.unwrap_or(default.columns), theme, title }
}
