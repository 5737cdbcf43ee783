//! A talk as a recording that asciinema plays, or as a page for each of its programs.

use std::path::Path;

use anyhow::{Context, bail, ensure};

use super::Common;
use super::arguments::CastArguments;
use super::present::read;
use crate::course::document::{Deck, Scene};
use crate::course::rehearsal::perform;
use crate::export::{CastOptions, CastRecording, CastVersion, Code, PageRun, SvgOptions, html};
use crate::files::{Destination, Kind};
use crate::present::{painted_answer, painted_slide, painted_typing};
use crate::render::{ColorAbility, Fit, FrameOptions, Glyphs, Theme};
use crate::runner::Record;
use crate::script::EntryEnd;
use crate::show::{self, Look};
use crate::timeline::{Nanos, Part};
use crate::trace::{ClockKind, Trace};

const MILLISECOND: Nanos = 1_000_000;
/// How long a slide stands before its program is typed, and what a run came to before the next slide.
const READING: Nanos = 2_500 * MILLISECOND;
/// Between two typed characters.
const STROKE: Nanos = 30 * MILLISECOND;

/// Whether a file is a talk.
pub fn is_talk(file: &Path) -> bool {
    file.extension().is_some_and(|it| it.eq_ignore_ascii_case("md"))
}

/// A run of a talk's program.
struct Performed {
    slide: usize,
    trace: Trace,
    run: usize,
}

/// The runs that there is something to see of.
fn performed(deck: &Deck) -> anyhow::Result<Vec<Performed>> {
    let mut all = Vec::new();
    let each = |slide: usize, record: &Record, end: &EntryEnd| {
        let run = end.main.and_then(|main| show::run_of(record, main));
        if let Some(run) = run.filter(|run| show::is_worth_a_frame(&record.timeline().view_of_run(*run))) {
            all.push(Performed { slide, trace: record.trace().clone(), run });
        }
    };
    perform(deck, each).context("the system has no thread or folder to give")?;
    Ok(all)
}

/// The talk as it is given, each step by itself. Gives the exit code.
pub fn recording(common: &Common, wanted: &CastArguments) -> anyhow::Result<i32> {
    let files = &wanted.files;
    ensure!(files.run.is_none(), "--run is for the runs of a trace; of a talk all are recorded");
    let destination = Destination::new(&files.output, Kind::Cast, common.replace(), &[&files.file])?;
    let deck = read(&files.file)?;
    let runs = performed(&deck)?;
    let width = common.width.unwrap_or(80);
    let look =
        Look { ability: ColorAbility::Ansi16, width: Some(width), glyphs: Glyphs::Unicode, ..common.look() };
    let frame = FrameOptions {
        width,
        max_rows: wanted.rows,
        fit: Fit::Window,
        scale: look.scale,
        theme: Theme::Dark,
        title: Some(deck.title.clone()),
        ..FrameOptions::default()
    };
    let version = if wanted.format_version == 3 { CastVersion::Three } else { CastVersion::Two };
    let mut recording = CastRecording::begin(&CastOptions { version, frame });
    for (index, slide) in deck.slides.iter().enumerate() {
        recording.mark(&format!("{} of {}", index + 1, deck.slides.len()));
        let shown = painted_slide(&deck, index, &look);
        let draw = |recording: &mut CastRecording, more: &str| {
            let rows: Vec<String> = format!("{shown}{more}").lines().map(str::to_owned).collect();
            // Of what has no room the end is seen.
            let first = rows.len().saturating_sub(wanted.rows.into());
            recording.draw(rows[first..].to_vec());
        };
        draw(&mut recording, "");
        recording.wait(READING);
        if let Some(text) = slide.scene.text() {
            let text = text.trim_end();
            for (at, character) in text.char_indices() {
                recording.wait(STROKE);
                draw(&mut recording, &painted_typing(&text[..at + character.len_utf8()], &look));
            }
            recording.wait(READING);
        }
        if matches!(slide.scene, Scene::Ask(_)) {
            draw(&mut recording, &painted_answer(&slide.scene, &look));
            recording.wait(READING);
        }
        for performed in runs.iter().filter(|it| it.slide == index) {
            recording.run(&performed.trace, ClockKind::Virtual, performed.run);
            recording.wait(READING);
        }
    }
    destination.write(recording.into_text().as_bytes())?;
    Ok(0)
}

/// A page for each program, `slide-02.html`, in a folder. Gives the exit code.
pub fn pages(common: &Common, file: &Path, folder: &Path) -> anyhow::Result<i32> {
    let deck = read(file)?;
    if folder.exists() && !folder.is_dir() {
        bail!("the pages of a talk go into a folder, and {} is a file", folder.display());
    }
    let runs = performed(&deck)?;
    ensure!(!runs.is_empty(), "{} has no program that could be drawn", deck.file);
    std::fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for performed in &runs {
        let number = performed.slide + 1;
        let path = folder.join(format!("slide-{number:02}.html"));
        let destination = Destination::new(&path, Kind::Page, common.replace(), &[file])?;
        let mut timeline = crate::timeline::Timeline::new(ClockKind::Virtual);
        timeline.extend(performed.trace.events());
        let view = timeline.view_of_run(performed.run);
        let title = format!("{}, {number}", deck.title);
        let (code, part) = (Code::of(&performed.trace), Part::default());
        let page = PageRun { title: &title, view: &view, trace: &performed.trace, code: &code, part: &part };
        destination.write(html(&[page], &SvgOptions::default()).as_bytes())?;
    }
    Ok(0)
}
