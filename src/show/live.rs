//! A run while it goes on: drawn at most 30 times a second, with an ear to the keyboard.

use std::io::{self, Write, stdout};
use std::sync::mpsc::{RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use crossterm::event::{self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::finished::{is_worth_a_frame, remark_text, run_of};
use super::look::{Look, TimelineChoice};
use crate::render::{Moment, frame};
use crate::runner::{Record, Runner, Running};
use crate::script::EntryEnd;
use crate::term::{self, LiveRegion, RawMode};

/// An entry that ends within this is never drawn live.
const SHORT: Duration = Duration::from_millis(25);
/// Between two drawings.
const FRAME: Duration = Duration::from_millis(34);
/// A run that goes on for longer is told how to end.
const LONG: Duration = Duration::from_secs(5);
/// Between two looks at the keyboard.
const LOOK: Duration = Duration::from_millis(8);

/// How a run went.
pub struct Watched {
    /// None if the loop thread is gone, which is a defect.
    pub end: Option<EntryEnd>,
    /// What was typed meanwhile, for the next prompt. Enter is a `\r`; a line break within a paste is a `\n`.
    pub typed: String,
    /// Whether it was stopped from the keyboard.
    pub was_stopped: bool,
}

/// Draws the run until it ends, then takes the drawing away. Ctrl-C stops the run. The error is the
/// terminal's.
pub fn watch(runner: &Runner, running: &Running, look: &Look, title: Option<String>) -> io::Result<Watched> {
    if let Ok(begin) = running.begin.recv() {
        write!(stdout(), "{}", remark_text(&begin, look))?;
        stdout().flush()?;
    }
    match running.end.recv_timeout(SHORT) {
        Ok(end) => return Ok(Watched { end: Some(end), typed: String::new(), was_stopped: false }),
        Err(RecvTimeoutError::Disconnected) => return Ok(gone()),
        Err(RecvTimeoutError::Timeout) => {}
    }
    let mut keyboard = Keyboard { runner, typed: String::new(), was_stopped: false };
    let raw = RawMode::enter()?;
    let mut region = LiveRegion::new(stdout(), look.ability);
    let draws = matches!(look.timeline, TimelineChoice::Auto | TimelineChoice::Always);
    let runs_before = runner.record().timeline().runs().iter().filter(|run| run.ended.is_some()).count();
    let (began, mut drawn_at) = (Instant::now(), None::<Instant>);
    let end = loop {
        match running.end.try_recv() {
            Ok(end) => break Some(end),
            Err(TryRecvError::Disconnected) => break None,
            Err(TryRecvError::Empty) => {}
        }
        if event::poll(LOOK)? {
            keyboard.take(&event::read()?);
        } else if draws && drawn_at.is_none_or(|it| it.elapsed() >= FRAME) {
            drawn_at = Some(Instant::now());
            let advice = (began.elapsed() >= LONG).then_some("Ctrl-C stops it");
            draw(runner, look, &title, runs_before, advice, &mut region)?;
        }
    };
    region.erase()?;
    drop(raw);
    Ok(Watched { end, typed: keyboard.typed, was_stopped: keyboard.was_stopped })
}

fn draw<W: Write>(
    runner: &Runner,
    look: &Look,
    title: &Option<String>,
    runs_before: usize,
    advice: Option<&str>,
    region: &mut LiveRegion<W>,
) -> io::Result<()> {
    let picture = picture(&mut runner.record(), look, title, runs_before, advice);
    picture.map_or(Ok(()), |picture| region.draw(&picture, term::size()))
}

/// The run that goes on, as it stands, with a row of advice below it; none where there is nothing to see.
pub(super) fn picture(
    record: &mut Record,
    look: &Look,
    title: &Option<String>,
    runs_before: usize,
    advice: Option<&str>,
) -> Option<Buffer> {
    record.advance();
    // Runs within the run are drawn as part of it.
    let current = record.timeline().runs().iter().skip(runs_before).find(|run| run.ended.is_none())?;
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

fn gone() -> Watched {
    Watched { end: None, typed: String::new(), was_stopped: false }
}

struct Keyboard<'a> {
    runner: &'a Runner,
    typed: String,
    was_stopped: bool,
}

impl Keyboard<'_> {
    fn take(&mut self, event: &Event) {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => self.take_key(key),
            Event::Paste(text) => self.typed.push_str(&text.replace("\r\n", "\n").replace('\r', "\n")),
            _ => {}
        }
    }

    fn take_key(&mut self, key: &KeyEvent) {
        let is_control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Char('c') if is_control => {
                self.was_stopped = true;
                self.typed.clear();
                self.runner.stop();
            }
            // A new line within a text, and what Enter has become that was pressed before the terminal was in raw mode.
            KeyCode::Enter if key.modifiers.contains(KeyModifiers::ALT) => self.typed.push('\n'),
            KeyCode::Char('j') if is_control => self.typed.push('\r'),
            KeyCode::Char(character) if !is_control => self.typed.push(character),
            KeyCode::Enter => self.typed.push('\r'),
            KeyCode::Backspace => drop(self.typed.pop()),
            _ => {}
        }
    }
}
