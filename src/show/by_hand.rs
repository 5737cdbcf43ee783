//! A run whose order somebody chooses: as far as it has come, and who could go on.

use super::finished::{drawn, told};
use super::look::{Look, TimelineChoice};
use super::paragraph::paragraphs;
use crate::explore::{Game, Offer};
use crate::plain::plain_text;
use crate::render::{Legend, Moment, frame};
use crate::style::{columns, cut, shorten};
use crate::term;

/// Columns of a task's name in the list.
const MAX_NAME: usize = 14;
/// What the frame is called.
const TITLE: &str = "by hand";

/// The picture of the run so far, what is said of it, and the list of those who could go on: rows with a line end each.
pub fn by_hand(game: &Game, said: &[String], look: &Look) -> String {
    let position = game.position();
    let view = position.view();
    let below = list(game, look) + paragraphs(said, look).as_str();
    let picture = match look.timeline {
        TimelineChoice::Never => String::new(),
        TimelineChoice::Words => told(&view, position.trace.texts(), look),
        TimelineChoice::Auto | TimelineChoice::Always => {
            // A prompt and the line above it, which the frame does not know of, stand below.
            let look = Look { legend: Legend::Hidden, ..look.above(&format!("{below}\n\n")) };
            let options = look.frame(Moment::Finished, Some(TITLE.to_owned()));
            drawn(&frame(&view, position.trace.texts(), &options), &look)
        }
    };
    picture + below.as_str()
}

/// Those who could go on: two rows each, or one where they are many.
fn list(game: &Game, look: &Look) -> String {
    let position = game.position();
    if position.ready == 0 {
        return String::new();
    }
    let width = usize::from(look.columns()).max(20);
    let offers = game.offers();
    let rows = if term::has_window() { usize::from(term::size().rows) } else { usize::MAX };
    let is_short = offers.len() * 2 > rows / 2;
    let names = offers.iter().map(|it| columns(&it.name)).max().unwrap_or(0).min(MAX_NAME);
    let ellipsis = look.glyphs.ellipsis();
    let one = |text: &str, room: usize| cut(&look.glyphs.own_words(text), room, ellipsis);
    let goal = game.goal().map_or_else(String::new, |goal| format!(" · {goal}"));
    let time = crate::timeline::instant_text(position.at());
    let count = position.ready;
    let head = format!("Choice {}, at {time} s: {count} tasks are ready{goal}", game.number());
    let mut out = one(&plain_text(&head), width) + "\n";
    for (number, Offer { name, stands, next }) in (1..).zip(&offers) {
        let name = shorten(&look.glyphs.own_words(name), names, ellipsis);
        let blanks = " ".repeat(names - columns(&name).min(names));
        let margin = format!("  {number}  ");
        let room = width.saturating_sub(margin.len() + names + 2);
        let further = " ".repeat(margin.len() + names + 2);
        match is_short {
            true => out.push_str(&format!("{margin}{name}{blanks}  {}\n", one(next, room))),
            false => {
                out.push_str(&format!("{margin}{name}{blanks}  {}\n", one(stands, room)));
                out.push_str(&format!("{further}{}\n", one(next, room)));
            }
        }
    }
    if count > offers.len() {
        out.push_str(&format!("  and {} more, up to number {count}\n", count - offers.len()));
    }
    out
}
