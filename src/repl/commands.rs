//! The `:commands`: one table that help, completion and parsing share.
//!
//! It knows how a command is written, and not what it does.

use crate::trace::ClockKind;
use std::path::PathBuf;

/// A command, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Help, or the help on one name.
    Help(Option<String>),
    Tasks,
    /// Cancel the task of this id.
    Cancel(u32),
    Timeline,
    /// Compare two runs by their numbers; the last two where there are none.
    Compare(Option<(usize, usize)>),
    Demo,
    /// Reopen an entry in an editor: the last one, or the one of this number.
    Edit(Option<usize>),
    /// Change the clock, or say which it is.
    Clock(Option<ClockKind>),
    Load(PathBuf),
    Vars,
    /// Show or hide the legend, or say whether it is shown.
    Legend(Option<Switch>),
    /// The whole output of a run: the last one, or the one of this number.
    Output(Option<usize>),
    Reset,
    Quit,
}

/// On or off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Switch {
    On,
    Off,
}

/// What may stand after a command's name, for completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Nothing, or nothing that could be listed.
    Free,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A file.
    File,
    /// A name of the language or of the session.
    Name,
}

/// A row of the table.
#[derive(Debug)]
pub struct CommandInfo {
    /// Without the colon.
    pub name: &'static str,
    /// Other names that are understood.
    pub aliases: &'static [&'static str],
    /// As help shows them; empty where there are none.
    pub arguments: &'static str,
    /// One line.
    pub summary: &'static str,
    /// What completion offers.
    pub argument: Argument,
    /// `None` where the arguments are not understood.
    parse: fn(&str) -> Option<Command>,
}

impl CommandInfo {
    /// Such as `:compare [N M]`.
    pub fn usage(&self) -> String {
        format!(":{} {}", self.name, self.arguments).trim_end().to_string()
    }
}

/// Every command, in the order of the help.
pub static COMMANDS: &[CommandInfo] = &[
    CommandInfo {
        name: "help",
        aliases: &["h", "?"],
        arguments: "[NAME]",
        summary: "what there is, or how NAME works, with an example",
        argument: Argument::Name,
        parse: |text| Some(Command::Help(optional(text).map(|name| name.trim_end_matches("()").to_string()))),
    },
    CommandInfo {
        name: "demo",
        aliases: &[],
        arguments: "",
        summary: "run a first program of two tasks that wait at the same time",
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Demo),
    },
    CommandInfo {
        name: "tasks",
        aliases: &[],
        arguments: "",
        summary: "list the tasks and what each is doing",
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Tasks),
    },
    CommandInfo {
        name: "cancel",
        aliases: &[],
        arguments: "ID",
        summary: "cancel the task with this id",
        argument: Argument::Free,
        parse: |text| text.trim_start_matches('#').parse().ok().map(Command::Cancel),
    },
    CommandInfo {
        name: "timeline",
        aliases: &[],
        arguments: "",
        summary: "draw the session so far",
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Timeline),
    },
    CommandInfo {
        name: "compare",
        aliases: &[],
        arguments: "[N M]",
        summary: "draw two runs on one axis: the last two, or runs N and M",
        argument: Argument::Free,
        parse: parse_compare,
    },
    CommandInfo {
        name: "output",
        aliases: &[],
        arguments: "[N]",
        summary: "everything that the last run, or run N, printed",
        argument: Argument::Free,
        parse: |text| optional_number(text).map(Command::Output),
    },
    CommandInfo {
        name: "edit",
        aliases: &[],
        arguments: "[N]",
        summary: "reopen the last entry, or entry N, in your editor ($EDITOR)",
        argument: Argument::Free,
        parse: |text| optional_number(text).map(Command::Edit),
    },
    CommandInfo {
        name: "load",
        aliases: &[],
        arguments: "FILE",
        summary: "run a file in this session",
        argument: Argument::File,
        parse: |text| optional(unquoted(text)).map(|path| Command::Load(path.into())),
    },
    CommandInfo {
        name: "vars",
        aliases: &[],
        arguments: "",
        summary: "list your variables and functions",
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Vars),
    },
    CommandInfo {
        name: "clock",
        aliases: &[],
        arguments: "real|virtual",
        summary: "wait in real time, or let time jump to the next event",
        argument: Argument::Words(&["real", "virtual"]),
        parse: |text| match text.to_lowercase().as_str() {
            "" => Some(Command::Clock(None)),
            "real" => Some(Command::Clock(Some(ClockKind::Real))),
            "virtual" => Some(Command::Clock(Some(ClockKind::Virtual))),
            _ => None,
        },
    },
    CommandInfo {
        name: "legend",
        aliases: &[],
        arguments: "on|off",
        summary: "show what the signs of the timeline mean, or hide it",
        argument: Argument::Words(&["on", "off"]),
        parse: |text| match text.to_lowercase().as_str() {
            "" => Some(Command::Legend(None)),
            "on" => Some(Command::Legend(Some(Switch::On))),
            "off" => Some(Command::Legend(Some(Switch::Off))),
            _ => None,
        },
    },
    CommandInfo {
        name: "reset",
        aliases: &[],
        arguments: "",
        summary: "start afresh: cancel all tasks, forget all variables",
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Reset),
    },
    CommandInfo {
        name: "quit",
        aliases: &["q", "exit"],
        arguments: "",
        summary: "leave (so does Ctrl-D)",
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Quit),
    },
];

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

/// The candidate that was probably meant by `word`; `None` where none is near.
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.to_lowercase();
    let allowed = 1 + word.chars().count() / 4;
    candidates
        .into_iter()
        .map(|candidate| (distance(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// How many letters to add, remove, change or swap with their neighbour.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut rows = vec![vec![0; to.len() + 1]; from.len() + 1];
    for i in 0..=from.len() {
        for j in 0..=to.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let changed = rows[i - 1][j - 1] + usize::from(from[i - 1] != to[j - 1]);
                let swapped = i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1];
                let swapped = if swapped { rows[i - 2][j - 2] + 1 } else { usize::MAX };
                changed.min(swapped).min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1)
            };
        }
    }
    rows[from.len()][to.len()]
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

fn optional(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_string())
}

fn unquoted(text: &str) -> &str {
    ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote)).unwrap_or(text)
}

fn nothing(text: &str, command: Command) -> Option<Command> {
    text.is_empty().then_some(command)
}

/// A run's number, as `3` or `#3`. The outer `None`: not understood.
fn optional_number(text: &str) -> Option<Option<usize>> {
    if text.is_empty() {
        return Some(None);
    }
    text.trim_start_matches('#').parse().ok().map(Some)
}

fn parse_compare(text: &str) -> Option<Command> {
    let numbers: Vec<&str> = text.split([' ', ',']).filter(|word| !word.is_empty()).collect();
    let number = |word: &str| optional_number(word).flatten();
    match numbers[..] {
        [] => Some(Command::Compare(None)),
        [first, second] => Some(Command::Compare(Some((number(first)?, number(second)?)))),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
