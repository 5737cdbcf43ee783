//! `meanwhile export …`: a run as a picture or a trace for other programs.

use anyhow::anyhow;

use super::arguments::{Common, ExportArguments, ExportKind, ThemeChoice};
use super::recording::Recording;
use crate::export::{SvgOptions, chrome_trace, svg};
use crate::files::{Destination, Kind};
use crate::render::Theme;

/// Writes what is asked for. Gives the exit code of the script, if one was run.
pub fn run(common: &Common, arguments: &ExportArguments) -> anyhow::Result<i32> {
    let (files, kind) = match &arguments.kind {
        ExportKind::Svg(svg) => (&svg.files, Kind::Picture),
        ExportKind::TraceJson(files) => (files, Kind::ChromeTrace),
    };
    let destination = Destination::new(&files.output, kind, common.replace(), &[&files.file])?;
    let recording = Recording::of(common, &files.file)?;
    let title = &recording.title;
    if recording.run.is_none() && recording.code != 0 {
        // It could not be run at all, which has been said.
        return Ok(recording.code);
    }
    let document = match &arguments.kind {
        ExportKind::Svg(wanted) => {
            let (run, title) = match wanted.run {
                Some(number) => (recording.run_numbered(number)?, format!("{title}, run {number}")),
                None => {
                    let run = recording.run.ok_or_else(|| anyhow!("{title}: no run is recorded here"))?;
                    (run, title.clone())
                }
            };
            let view = recording.timeline.view_of_run(run);
            svg(&view, recording.trace.texts(), &svg_options(common, Some(title)))
        }
        ExportKind::TraceJson(_) => chrome_trace(&recording.trace, &recording.timeline, title),
    };
    destination.write(document.as_bytes())?;
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
