//! The `:commands`: one table that help, completion and parsing share.
//!
//! It knows how a command is written, and not what it does.

mod complete;
mod nearest;
mod table;

pub use complete::CommandLines;
pub use nearest::nearest;
pub use table::{Argument, COMMANDS, CommandInfo, Group};

use crate::share::{Question, Votes};
use crate::trace::ClockKind;
use std::path::PathBuf;

/// A command, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Help, or the help on one name.
    Help(Option<String>),
    Tasks,
    /// Cancel a task: its number, its name, or a variable that holds its handle.
    Cancel(String),
    Timeline,
    /// Compare two runs by their numbers; the last two where there are none.
    Compare(Option<(usize, usize)>),
    /// Run an entry in all its orders: the last one, or that of the run of this number.
    Explore(Option<usize>),
    /// Say by hand who goes next in an entry: the last one, or that of the run of this number.
    ExploreByHand(Option<usize>),
    Demo,
    /// Reopen an entry in an editor: the last one, or the one of this number.
    Edit(Option<usize>),
    /// Change the clock, or say which it is.
    Clock(Option<ClockKind>),
    Load(PathBuf),
    Vars,
    /// Show or hide the legend, or say whether it is shown.
    Legend(Option<Switch>),
    /// Draw large, or as usual; the other way where it is not said.
    Big(Option<Switch>),
    /// Show or hide hints, or say which.
    Hints(Option<Switch>),
    /// Why the last run took so long; or why a task did, as a whole or at an instant: its name, its number or a
    /// variable that holds its handle, and seconds.
    Why(Option<String>),
    /// The whole output of a run: the last one, or the one of this number.
    Output(Option<usize>),
    /// Go through a run in the whole window: the last one, or the one of this number; or through two on one clock.
    Replay(Vec<usize>),
    /// Draw a part of the last run over the whole width: its beginning and end in nanoseconds, and what tasks are named.
    Zoom(u64, u64, String),
    /// Save entries, the trace or a picture into a file: of the session, or of the run of this number.
    Save(Option<usize>, PathBuf),
    /// List the entries; those with a text in them, if there is one.
    History(Option<String>),
    Reset,
    Share(ShareCommand),
    Vote(VoteCommand),
    /// Begin or go on with the course, or go to a lesson: its number or id.
    Learn(Option<String>),
    Lesson(LessonCommand),
    /// Show the talk's present slide again, or go to one by its number.
    Step(Option<usize>),
    Quit,
}

/// A command of the course.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LessonCommand {
    /// Show the present step once more.
    Task,
    Hint,
    Solution,
    Skip,
    Lessons,
    /// Pack the answers, into this file if one is named.
    Submit(Option<String>),
    Next,
    Back,
    /// The same idea in another language; in the one there is, or in this one.
    Card(Option<String>),
}

/// A command about those who follow in their browsers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShareCommand {
    Off,
    /// Share, or say where that is.
    Begin {
        address: Option<String>,
        host: Option<String>,
        votes: Votes,
    },
}

/// A command about questions to those who follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoteCommand {
    /// How many have answered.
    Status,
    Ask(Question),
    /// End the vote, and show how the room answered.
    Close,
    /// Ask the same question once more.
    Again,
    /// Tell the room which answer was right.
    Right(String),
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    On,
    Off,
}

/// Why a command was not understood. The text is for the learner.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    #[error("There is no command `:{name}`.{}", advice(*.nearest))]
    Unknown { name: String, nearest: Option<&'static str> },
    #[error("Write `{usage}`: {summary}.")]
    Usage { usage: String, summary: &'static str },
}

fn advice(nearest: Option<&str>) -> String {
    match nearest {
        Some(name) => format!(" Did you mean `:{name}`?"),
        None => " `:help` lists them all.".into(),
    }
}

/// The command of a line such as `:compare 3 5`; `None` where the line is none, because it does not begin with a
/// colon.
pub fn parse(line: &str) -> Option<Result<Command, CommandError>> {
    let text = line.trim().strip_prefix(':')?;
    // Fingers used to Rhai end a line with `;`.
    let text = text.trim_end_matches(';').trim();
    let (name, arguments) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    Some(match find(name) {
        Some(info) => (info.parse)(arguments.trim())
            .ok_or_else(|| CommandError::Usage { usage: info.usage(), summary: info.summary }),
        None => Err(unknown(name)),
    })
}

/// The row of a command's name or alias, in capitals or not.
pub fn find(name: &str) -> Option<&'static CommandInfo> {
    let name = name.to_lowercase();
    COMMANDS.iter().find(|info| info.name == name || info.aliases.contains(&name.as_str()))
}

/// What to answer to a word that is no Rhai, but that people type to leave or to get help.
pub fn bare_word_hint(entry: &str) -> Option<&'static str> {
    let word = entry.trim().trim_end_matches(';').trim_end_matches("()").to_lowercase();
    match word.as_str() {
        "exit" | "quit" | "q" | "bye" | "logout" => Some("To leave, type :quit or press Ctrl-D."),
        "help" | "?" | "h" | "man" => Some("For help, type :help."),
        "clear" | "cls" => Some("To clear the screen, press Ctrl-L. To start afresh, type :reset."),
        "demo" => Some("To see the demonstration, type :demo."),
        _ => None,
    }
}

fn unknown(name: &str) -> CommandError {
    // A name typed in part is the likeliest slip: `:time`.
    let names = || COMMANDS.iter().map(|info| info.name);
    let begun = names().find(|known| name.len() > 1 && known.starts_with(&name.to_lowercase()));
    let nearest = begun.or_else(|| nearest(name, names()));
    // What was typed comes back onto the terminal.
    let name = name.chars().filter(|c| !c.is_control()).take(40).collect();
    CommandError::Unknown { name, nearest }
}

#[cfg(test)]
mod tests;
