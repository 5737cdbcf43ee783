//! Sentences about how a run ended.

use super::Look;
use super::paragraph::paragraph;
use crate::plain::plain_text;
use crate::script::{Fate, Leftover};

/// Names that are listed; of more the rest is counted.
const MOST: usize = 5;

/// For a script's end: nobody awaited these, and they were cancelled, or even dropped. Rows, each with a line end; empty
/// where there are none.
pub fn left_over_cancelled(tasks: &[Leftover], look: &Look) -> String {
    let ended: Vec<_> = tasks.iter().filter(|task| task.fate == Fate::Cancelled).cloned().collect();
    let text = match &*ended {
        [] => return dropped(tasks, look),
        [one] => format!(
            "{} had not ended when the script did, so it was cancelled. Nobody awaited it.",
            named(one)
        ),
        _ => format!(
            "{} tasks had not ended when the script did, so they were cancelled: {}. Nobody awaited them.",
            ended.len(),
            list(&ended)
        ),
    };
    [paragraph(&text, "", "  ", look), dropped(tasks, look)].concat()
}

/// Of these, the tasks that did not end although they were cancelled. Rows, each with a line end; empty where there are
/// none.
pub fn dropped(tasks: &[Leftover], look: &Look) -> String {
    let dropped: Vec<_> = tasks.iter().filter(|task| task.fate == Fate::Dropped).cloned().collect();
    let text = match &*dropped {
        [] => return String::new(),
        [one] => format!("{} was cancelled and did not end in time, so it was dropped.", named(one)),
        _ => format!(
            "{} tasks were cancelled and did not end in time, so they were dropped: {}.",
            dropped.len(),
            list(&dropped)
        ),
    };
    paragraph(&text, "", "  ", look)
}

/// For an entry's end in a session: these go on in the background. Rows, each with a line end; empty where there are none.
pub fn left_over_kept(tasks: &[Leftover], look: &Look) -> String {
    let kept: Vec<_> = tasks.iter().filter(|task| task.fate == Fate::GoesOn).cloned().collect();
    let tasks = &*kept;
    let text = match tasks {
        [] => return String::new(),
        [one] => format!(
            "{} goes on in the background. :tasks shows it, :cancel {} ends it.",
            named(one),
            one.task.0
        ),
        _ => format!("{} tasks go on in the background: {}. :tasks lists them.", tasks.len(), list(tasks)),
    };
    paragraph(&text, "", "  ", look)
}

/// For a run that was stopped from the keyboard. `others` are the names of tasks that ended with it. Rows, each with a
/// line end.
pub fn stopped(others: &[String], look: &Look) -> String {
    let text = match others {
        [] => "Stopped. Your variables are kept.".to_owned(),
        [one] => format!("Stopped, and with it {}. Your variables are kept.", plain_text(one)),
        _ => {
            let shown: Vec<_> = others.iter().take(MOST).map(|name| plain_text(name).into_owned()).collect();
            let rest = if others.len() > MOST { ", …" } else { "" };
            let shown = shown.join(", ");
            format!("Stopped, and with it {} tasks ({shown}{rest}). Your variables are kept.", others.len())
        }
    };
    paragraph(&text, "", "", look)
}

fn named(task: &Leftover) -> String {
    match task.line {
        0 => plain_text(&task.name).into_owned(),
        line => format!("{} (line {line})", plain_text(&task.name)),
    }
}

fn list(tasks: &[Leftover]) -> String {
    let mut names: Vec<String> = tasks.iter().take(MOST).map(named).collect();
    if tasks.len() > MOST {
        names.push("…".to_owned());
    }
    names.join(", ")
}
