//! A run while it goes on: drawn at most 30 times a second. The keyboard is not read meanwhile: what is typed waits in
//! the terminal.

use std::io::{self, Write, stdout};
use std::sync::mpsc::RecvTimeoutError;
use std::time::{Duration, Instant};

use ratatui_core::buffer::Buffer;
use ratatui_core::layout::Rect;
use ratatui_core::style::{Modifier, Style};

use super::finished::{is_worth_a_frame, remark_text, run_of};
use super::look::{Look, TimelineChoice};
use crate::render::{Moment, frame};
use crate::runner::{Record, Runner, Running};
use crate::script::EntryEnd;
use crate::term::{self, LiveRegion};

/// An entry that ends within this is never drawn live.
const SHORT: Duration = Duration::from_millis(25);
/// Between two drawings.
const FRAME: Duration = Duration::from_millis(34);
/// So many times as long as a picture took it rests at least after it, so that however many tasks there are a twentieth of
/// a processor is enough.
const REST: u32 = 19;
/// A run that goes on for longer says how to end it.
const LONG: Duration = Duration::from_secs(5);

/// Draws the run until it ends, then takes the drawing away. What was typed during the run stays unread in the
/// terminal. None if the loop thread is gone, which is a defect.
///
/// # Errors
/// The terminal is gone, or cannot be used.
pub fn watch(
    runner: &Runner,
    running: &Running,
    look: &Look,
    title: Option<String>,
) -> io::Result<Option<EntryEnd>> {
    if let Ok(begin) = running.begin.recv() {
        write!(stdout(), "{}", remark_text(&begin, look))?;
        stdout().flush()?;
    }
    match running.end.recv_timeout(SHORT) {
        Ok(end) => return Ok(Some(end)),
        Err(RecvTimeoutError::Disconnected) => return Ok(None),
        Err(RecvTimeoutError::Timeout) => {}
    }
    let mut region = LiveRegion::new(stdout(), look.ability);
    let draws = matches!(look.timeline, TimelineChoice::Auto | TimelineChoice::Always);
    let began = Instant::now();
    let mut next = began;
    let end = loop {
        if draws && Instant::now() >= next {
            let advice = (began.elapsed() >= LONG).then_some("Ctrl-C stops it");
            let took = draw(runner, look, &title, advice, &mut region)?;
            next = Instant::now() + took * REST;
        }
        match runner.wait_at_most(running, FRAME) {
            Ok(end) => break Some(end),
            Err(RecvTimeoutError::Disconnected) => break None,
            Err(RecvTimeoutError::Timeout) if term::is_gone() => {
                return Err(io::Error::new(io::ErrorKind::BrokenPipe, "the terminal is gone"));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    };
    region.erase()?;
    Ok(end)
}

/// Draws the run as it stands. Says how long it took to work the picture out.
fn draw<W: Write>(
    runner: &Runner,
    look: &Look,
    title: &Option<String>,
    advice: Option<&str>,
    region: &mut LiveRegion<W>,
) -> io::Result<Duration> {
    let mut record = runner.record();
    let began = Instant::now();
    let picture = picture(&mut record, look, title, advice);
    let took = began.elapsed();
    drop(record);
    if let Some(picture) = picture {
        region.draw(&picture, term::size())?;
    }
    Ok(took)
}

/// The run that goes on, as it stands, with a row of advice below it; none where there is nothing to see.
pub(super) fn picture(
    record: &mut Record,
    look: &Look,
    title: &Option<String>,
    advice: Option<&str>,
) -> Option<Buffer> {
    record.advance();
    // Runs within the run are drawn as part of it.
    let mut runs = record.timeline().runs().iter().rev();
    let current = runs.find(|run| run.within.is_none()).filter(|run| run.ended.is_none())?;
    let run = run_of(record, current.main)?;
    let view = record.timeline().view_of_run(run);
    if !is_worth_a_frame(&view) {
        return None;
    }
    let mut options = look.frame(Moment::Live, title.clone());
    if advice.is_some() {
        options.max_rows = options.max_rows.saturating_sub(1).max(1);
    }
    let picture = frame(&view, record.texts(), &options);
    Some(match advice {
        Some(advice) => below(&picture, advice),
        None => picture,
    })
}

/// The picture with a row below it.
fn below(picture: &Buffer, text: &str) -> Buffer {
    let mut buffer = Buffer::empty(Rect { height: picture.area.height + 1, ..picture.area });
    for (cell, drawn) in buffer.content.iter_mut().zip(&picture.content) {
        cell.clone_from(drawn);
    }
    let width = usize::from(picture.area.width);
    let dim = Style::new().add_modifier(Modifier::DIM);
    buffer.set_stringn(picture.area.x, picture.area.bottom(), text, width, dim);
    buffer
}
