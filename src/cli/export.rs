//! `meanwhile export …`: a run as a picture, a page, or a trace for other programs.

use std::path::Path;

use anyhow::{anyhow, bail};

use super::arguments::{CastArguments, Common, ExportArguments, ExportKind, PageArguments, ThemeChoice};
use super::recording::Recording;
use crate::export::{CastOptions, CastVersion, Code, PageRun, SvgOptions, cast, chrome_trace, html, svg};
use crate::files::{Destination, Kind};
use crate::render::{Fit, FrameOptions, Theme};

/// Writes what is asked for. Gives the exit code of the script, if one was run.
pub fn run(common: &Common, arguments: &ExportArguments) -> anyhow::Result<i32> {
    match (&arguments.kind, &arguments.by_ending) {
        (Some(ExportKind::Svg(svg)), _) => picture(common, &svg.files.file, &svg.files.output, svg.run),
        (Some(ExportKind::Html(page)), _) => self::page(common, page),
        (Some(ExportKind::Cast(wanted)), _) => recording_for_asciinema(common, wanted),
        (Some(ExportKind::TraceJson(files)), _) => trace_json(common, &files.file, &files.output),
        (None, Some(page)) => by_ending(common, page),
        (None, None) => bail!("export what? Name a file, as in: meanwhile export FILE -o OUT.html"),
    }
}

/// Writes what the ending of the file asks for.
fn by_ending(common: &Common, wanted: &PageArguments) -> anyhow::Result<i32> {
    let ending = wanted.output.extension().map(|it| it.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("html" | "htm") => page(common, wanted),
        Some("svg") if wanted.second.is_some() => {
            bail!("a picture of two runs is drawn by: meanwhile compare A B --svg OUT.svg")
        }
        Some("svg") => picture(common, &wanted.file, &wanted.output, wanted.run),
        _ => bail!(
            "{}: the ending should be .svg (a picture) or .html (a page). \
             Or name the kind, as in: meanwhile export svg FILE -o OUT",
            wanted.output.display()
        ),
    }
}

fn picture(common: &Common, file: &Path, output: &Path, number: Option<usize>) -> anyhow::Result<i32> {
    let destination = Destination::new(output, Kind::Picture, common.replace(), &[file])?;
    let recording = Recording::of(common, file)?;
    if let Some(code) = not_run(&recording) {
        return Ok(code);
    }
    let (run, title) = chosen(&recording, number)?;
    let view = recording.timeline.view_of_run(run);
    destination.write(svg(&view, recording.trace.texts(), &svg_options(common, Some(title))).as_bytes())?;
    Ok(recording.code)
}

fn page(common: &Common, wanted: &PageArguments) -> anyhow::Result<i32> {
    let inputs: Vec<&Path> = std::iter::once(&wanted.file).chain(&wanted.second).map(|it| &**it).collect();
    let destination = Destination::new(&wanted.output, Kind::Page, common.replace(), &inputs)?;
    let mut recordings = Vec::new();
    for file in inputs {
        let recording = Recording::of(common, file)?;
        if let Some(code) = not_run(&recording) {
            return Ok(code);
        }
        recordings.push(recording);
    }
    let mut code = 0;
    let mut parts = Vec::new();
    for recording in &recordings {
        let (run, mut title) = chosen(recording, wanted.run)?;
        if let Some(second) = &wanted.second
            && second.file_name() == wanted.file.file_name()
        {
            let file = if parts.is_empty() { &wanted.file } else { second };
            title = file.display().to_string();
        }
        parts.push((recording.timeline.view_of_run(run), title, Code::of(&recording.trace)));
        code = code.max(recording.code);
    }
    let runs: Vec<PageRun> = parts
        .iter()
        .zip(&recordings)
        .map(|((view, title, code), recording)| PageRun { title, view, trace: &recording.trace, code })
        .collect();
    destination.write(html(&runs, &svg_options(common, None)).as_bytes())?;
    Ok(code)
}

fn trace_json(common: &Common, file: &Path, output: &Path) -> anyhow::Result<i32> {
    let destination = Destination::new(output, Kind::ChromeTrace, common.replace(), &[file])?;
    let recording = Recording::of(common, file)?;
    if let Some(code) = not_run(&recording) {
        return Ok(code);
    }
    destination.write(chrome_trace(&recording.trace, &recording.timeline, &recording.title).as_bytes())?;
    Ok(recording.code)
}

/// The exit code of a script that could not be run at all, which has been said.
fn not_run(recording: &Recording) -> Option<i32> {
    (recording.run.is_none() && recording.code != 0).then_some(recording.code)
}

/// The run to show, and what to call it.
fn chosen(recording: &Recording, number: Option<usize>) -> anyhow::Result<(usize, String)> {
    let title = &recording.title;
    match number {
        Some(number) => Ok((recording.run_numbered(number)?, format!("{title}, run {number}"))),
        None => {
            let run = recording.run.ok_or_else(|| anyhow!("{title}: no run is recorded here"))?;
            Ok((run, title.clone()))
        }
    }
}

/// A recording for asciinema.
fn recording_for_asciinema(common: &Common, wanted: &CastArguments) -> anyhow::Result<i32> {
    let files = &wanted.files;
    let destination = Destination::new(&files.output, Kind::Cast, common.replace(), &[&files.file])?;
    let recording = Recording::of(common, &files.file)?;
    if let Some(code) = not_run(&recording) {
        return Ok(code);
    }
    let (run, title) = chosen(&recording, wanted.run)?;
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
        title: Some(title),
        ..FrameOptions::default()
    };
    let version = if wanted.format_version == 3 { CastVersion::Three } else { CastVersion::Two };
    let clock = recording.timeline.runs().first().map_or(recording.timeline.clock(), |first| first.clock);
    destination.write(cast(&recording.trace, clock, run, &CastOptions { version, frame }).as_bytes())?;
    Ok(recording.code)
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
