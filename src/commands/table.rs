//! The table of the `:commands`. A new command is a row here.

use super::{Command, LessonCommand, ShareCommand, Switch, VoteCommand};
use crate::share::{Form, MAX_OPTIONS, Question, Votes};
use crate::timeline::read_duration;
use crate::trace::ClockKind;

/// What may stand after a command's name, for completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Nothing, or nothing that could be listed.
    Free,
    /// One of these words.
    Words(&'static [&'static str]),
    /// A script to read.
    File,
    /// A file to write, of one of these endings; before it may stand a run's number.
    NewFile(&'static [&'static str]),
    /// A name of the language or of the session.
    Name,
    /// A task that is alive: its number, or a variable that holds its handle.
    Task,
    /// A task of the last run, by its name, or a variable that holds a task's handle.
    RanTask,
    /// Numbers of runs.
    Run,
    /// The number of an entry.
    Entry,
    /// A lesson's id.
    Lesson,
}

/// Under which heading help lists a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    Session,
    Course,
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
    pub group: Group,
    /// What completion offers.
    pub argument: Argument,
    /// `None` where the arguments are not understood.
    pub(super) parse: fn(&str) -> Option<Command>,
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
        group: Group::Session,
        argument: Argument::Name,
        parse: |text| Some(Command::Help(optional(text))),
    },
    CommandInfo {
        name: "demo",
        aliases: &[],
        arguments: "",
        summary: "run a first program of two tasks that wait at the same time",
        group: Group::Session,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Demo),
    },
    CommandInfo {
        name: "tasks",
        aliases: &[],
        arguments: "",
        summary: "list the tasks and what each is doing",
        group: Group::Session,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Tasks),
    },
    CommandInfo {
        name: "cancel",
        aliases: &[],
        arguments: "TASK",
        summary: "cancel a task, by its number, name or variable",
        group: Group::Session,
        argument: Argument::Task,
        parse: |text| optional(text).map(Command::Cancel),
    },
    CommandInfo {
        name: "timeline",
        aliases: &[],
        arguments: "",
        summary: "draw the session so far",
        group: Group::Session,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Timeline),
    },
    CommandInfo {
        name: "compare",
        aliases: &[],
        arguments: "[N M]",
        summary: "draw two runs on one axis: the last two, or runs N and M",
        group: Group::Session,
        argument: Argument::Run,
        parse: parse_compare,
    },
    CommandInfo {
        name: "explore",
        aliases: &[],
        arguments: "[by hand] [N]",
        summary: "the last run, or run N, in every order, or in one of your choice",
        group: Group::Session,
        argument: Argument::Run,
        parse: parse_explore,
    },
    CommandInfo {
        name: "why",
        aliases: &["explain"],
        arguments: "[TASK [TIME]]",
        summary: "why the last run took so long, or why TASK stood still",
        group: Group::Session,
        argument: Argument::RanTask,
        parse: |text| Some(Command::Why(optional(text))),
    },
    CommandInfo {
        name: "output",
        aliases: &[],
        arguments: "[N]",
        summary: "everything that the last run, or run N, printed",
        group: Group::Session,
        argument: Argument::Run,
        parse: |text| optional_number(text).map(Command::Output),
    },
    CommandInfo {
        name: "step",
        aliases: &["resume"],
        arguments: "[N]",
        summary: "in a talk: this slide again, or slide N and its session",
        group: Group::Session,
        argument: Argument::Free,
        parse: |text| optional_number(text).map(Command::Step),
    },
    CommandInfo {
        name: "replay",
        aliases: &[],
        arguments: "[N [M]]",
        summary: "go through the last run, run N, or N and M on one clock",
        group: Group::Session,
        argument: Argument::Run,
        parse: parse_replay,
    },
    CommandInfo {
        name: "zoom",
        aliases: &[],
        arguments: "FROM TO [TASK, …]",
        summary: "draw a part of the last run, such as :zoom 0.5 1.2 main",
        group: Group::Session,
        argument: Argument::Free,
        parse: parse_zoom,
    },
    CommandInfo {
        name: "edit",
        aliases: &[],
        arguments: "[N]",
        summary: "reopen the last entry, or entry N, in your editor ($EDITOR)",
        group: Group::Session,
        argument: Argument::Entry,
        parse: |text| optional_number(text).map(Command::Edit),
    },
    CommandInfo {
        name: "history",
        aliases: &[],
        arguments: "[TEXT]",
        summary: "list your entries with their numbers, or those with TEXT",
        group: Group::Session,
        argument: Argument::Free,
        parse: |text| Some(Command::History(optional(text))),
    },
    CommandInfo {
        name: "save",
        aliases: &[],
        arguments: "[N] FILE",
        summary: "keep entries (.rhai), or a run (.svg .html .cast .json .jsonl)",
        group: Group::Session,
        argument: Argument::NewFile(&[".rhai", ".jsonl", ".svg", ".html", ".cast", ".json"]),
        parse: parse_save,
    },
    CommandInfo {
        name: "load",
        aliases: &[],
        arguments: "FILE",
        summary: "run a file in this session, or a Python program (:help python)",
        group: Group::Session,
        argument: Argument::File,
        parse: |text| optional(unquoted(text)).map(|path| Command::Load(path.into())),
    },
    CommandInfo {
        name: "vars",
        aliases: &[],
        arguments: "",
        summary: "list your variables and functions",
        group: Group::Session,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Vars),
    },
    CommandInfo {
        name: "clock",
        aliases: &[],
        arguments: "real|virtual",
        summary: "wait in real time, or let time jump to the next event",
        group: Group::Session,
        argument: Argument::Words(&["real", "virtual"]),
        parse: |text| match text.to_lowercase().as_str() {
            "" => Some(Command::Clock(None)),
            "real" => Some(Command::Clock(Some(ClockKind::Real))),
            "virtual" => Some(Command::Clock(Some(ClockKind::Virtual))),
            _ => None,
        },
    },
    CommandInfo {
        name: "big",
        aliases: &[],
        arguments: "on|off",
        summary: "draw large, for projectors, with what is printed below",
        group: Group::Session,
        argument: Argument::Words(&["on", "off"]),
        parse: |text| match text.to_lowercase().as_str() {
            "" => Some(Command::Big(None)),
            "on" => Some(Command::Big(Some(Switch::On))),
            "off" => Some(Command::Big(Some(Switch::Off))),
            _ => None,
        },
    },
    CommandInfo {
        name: "legend",
        aliases: &[],
        arguments: "on|off",
        summary: "show what the signs of the timeline mean, or hide it",
        group: Group::Session,
        argument: Argument::Words(&["on", "off"]),
        parse: |text| match text.to_lowercase().as_str() {
            "" => Some(Command::Legend(None)),
            "on" => Some(Command::Legend(Some(Switch::On))),
            "off" => Some(Command::Legend(Some(Switch::Off))),
            _ => None,
        },
    },
    CommandInfo {
        name: "hints",
        aliases: &[],
        arguments: "on|off",
        summary: "say under each timeline what stands out, or do not",
        group: Group::Session,
        argument: Argument::Words(&["on", "off"]),
        parse: |text| match text.to_lowercase().as_str() {
            "" => Some(Command::Hints(None)),
            "on" => Some(Command::Hints(Some(Switch::On))),
            "off" => Some(Command::Hints(Some(Switch::Off))),
            _ => None,
        },
    },
    CommandInfo {
        name: "reset",
        aliases: &[],
        arguments: "",
        summary: "start afresh; in an exercise: bring its starter back",
        group: Group::Session,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Reset),
    },
    CommandInfo {
        name: "share",
        aliases: &["follow"],
        arguments: "[ADDRESS] [--votes]",
        summary: "let others follow in their browsers; :share off ends it",
        group: Group::Session,
        argument: Argument::Free,
        parse: parse_share,
    },
    CommandInfo {
        name: "vote",
        aliases: &["poll"],
        arguments: "[QUESTION | A | B]",
        summary: "ask those who follow; :vote close shows their answers",
        group: Group::Session,
        argument: Argument::Free,
        parse: parse_vote,
    },
    CommandInfo {
        name: "learn",
        aliases: &["course", "lesson"],
        arguments: "[LESSON]",
        summary: "begin or go on with the course, or go to a lesson",
        group: Group::Course,
        argument: Argument::Lesson,
        parse: |text| Some(Command::Learn(optional(text))),
    },
    CommandInfo {
        name: "task",
        aliases: &["again", "exercise"],
        arguments: "",
        summary: "show the exercise, or where you are, once more",
        group: Group::Course,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Lesson(LessonCommand::Task)),
    },
    CommandInfo {
        name: "hint",
        aliases: &[],
        arguments: "",
        summary: "a hint for the exercise, one at a time",
        group: Group::Course,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Lesson(LessonCommand::Hint)),
    },
    CommandInfo {
        name: "solution",
        aliases: &["solve"],
        arguments: "",
        summary: "one way to solve the exercise",
        group: Group::Course,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Lesson(LessonCommand::Solution)),
    },
    CommandInfo {
        name: "next",
        aliases: &["n"],
        arguments: "",
        summary: "go on, as Enter does",
        group: Group::Course,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Lesson(LessonCommand::Next)),
    },
    CommandInfo {
        name: "back",
        aliases: &["previous"],
        arguments: "",
        summary: "go one step back",
        group: Group::Course,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Lesson(LessonCommand::Back)),
    },
    CommandInfo {
        name: "skip",
        aliases: &[],
        arguments: "",
        summary: "leave a question or an exercise for later",
        group: Group::Course,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Lesson(LessonCommand::Skip)),
    },
    CommandInfo {
        name: "lessons",
        aliases: &[],
        arguments: "",
        summary: "list the lessons, with what you have done",
        group: Group::Course,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Lesson(LessonCommand::Lessons)),
    },
    CommandInfo {
        name: "card",
        aliases: &["cards"],
        arguments: "python|javascript|rust|run",
        summary: "the lesson's idea in a language you know; run runs it in Python",
        group: Group::Course,
        argument: Argument::Words(&["python", "javascript", "rust", "run"]),
        parse: |text| Some(Command::Lesson(LessonCommand::Card(optional(text)))),
    },
    CommandInfo {
        name: "submit",
        aliases: &["handin"],
        arguments: "FILE",
        summary: "pack your answers into a file, for handing in",
        group: Group::Course,
        argument: Argument::Free,
        parse: |text| Some(Command::Lesson(LessonCommand::Submit(optional(text)))),
    },
    CommandInfo {
        name: "quit",
        aliases: &["q", "exit"],
        arguments: "",
        summary: "leave (so does Ctrl-D)",
        group: Group::Session,
        argument: Argument::Free,
        parse: |text| nothing(text, Command::Quit),
    },
];

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

/// A run's number, and perhaps `by hand` before it or after it.
fn parse_explore(text: &str) -> Option<Command> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split([' ', '-']).filter(|it| !it.is_empty()).collect();
    let number = |words: &[&str]| optional_number(&words.join(" "));
    match &words[..] {
        ["by", "hand", rest @ ..] | ["hand", rest @ ..] | [rest @ .., "by", "hand"] => {
            number(rest).map(Command::ExploreByHand)
        }
        rest => number(rest).map(Command::Explore),
    }
}

/// No run, one, or two, with a comma or blanks between them.
fn parse_replay(text: &str) -> Option<Command> {
    let words = text.split([' ', ',']).filter(|it| !it.is_empty());
    let numbers: Vec<usize> =
        words.map(|it| it.trim_start_matches('#').parse().ok()).collect::<Option<_>>()?;
    (numbers.len() <= 2).then_some(Command::Replay(numbers))
}

/// A file, perhaps with a run's number before it.
fn parse_save(text: &str) -> Option<Command> {
    let first = text.split_once(char::is_whitespace);
    let number = first.and_then(|(number, rest)| Some((number.trim_start_matches('#').parse().ok()?, rest)));
    let (number, path) = number.map_or((None, text), |(number, rest)| (Some(number), rest.trim()));
    optional(unquoted(path)).map(|path| Command::Save(number, path.into()))
}

fn parse_zoom(text: &str) -> Option<Command> {
    let (from, rest) = leading_time(text)?;
    let (to, tasks) = leading_time(rest)?;
    (from < to).then(|| Command::Zoom(from, to, tasks.trim().to_owned()))
}

/// A time that a text begins with, with or without a unit, and the rest.
fn leading_time(text: &str) -> Option<(u64, &str)> {
    let text = text.trim_start_matches([' ', ',']);
    let ends = text.match_indices([' ', ',']).map(|(at, _)| at).chain([text.len()]);
    let ends: Vec<usize> = ends.take(2).collect();
    // `350 ms` is longer than `350`.
    ends.iter().rev().find_map(|end| Some((read_duration(&text[..*end])?, &text[*end..])))
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

fn parse_share(text: &str) -> Option<Command> {
    let (mut address, mut host, mut votes) = (None, None, Votes::Off);
    let mut words = text.split_whitespace();
    while let Some(word) = words.next() {
        match word.to_lowercase().as_str() {
            "off" | "stop" | "end" => return Some(Command::Share(ShareCommand::Off)),
            "on" => {}
            "--votes" | "votes" => votes = Votes::On,
            "--host" | "--share-host" => host = Some(words.next()?.to_owned()),
            option if option.starts_with("--host=") => host = Some(word[7..].to_owned()),
            option if option.starts_with('-') => return None,
            _ if address.is_none() => address = Some(word.to_owned()),
            _ => return None,
        }
    }
    Some(Command::Share(ShareCommand::Begin { address, host, votes }))
}

/// A question, and after it, each behind a `|`, what may be answered.
fn parse_vote(text: &str) -> Option<Command> {
    let command = match text.to_lowercase().as_str() {
        "" => VoteCommand::Status,
        "close" | "end" | "stop" => VoteCommand::Close,
        "again" => VoteCommand::Again,
        "right" => return None,
        _ => match text.split_once(char::is_whitespace) {
            Some((word, answer)) if word.eq_ignore_ascii_case("right") => {
                VoteCommand::Right(answer.trim().to_lowercase())
            }
            _ => VoteCommand::Ask(question(text)?),
        },
    };
    Some(Command::Vote(command))
}

fn question(text: &str) -> Option<Question> {
    let mut parts = text.split('|').map(str::trim).filter(|it| !it.is_empty()).map(str::to_owned);
    let text = parts.next()?;
    let options: Vec<String> = parts.collect();
    let (form, options) = match options.as_slice() {
        [only] if only.eq_ignore_ascii_case("seconds") => (Form::Seconds, Vec::new()),
        [only] if only.eq_ignore_ascii_case("number") => (Form::Number, Vec::new()),
        [] => (Form::Choice, vec!["yes".to_owned(), "no".to_owned()]),
        [_] => return None,
        _ => (Form::Choice, options),
    };
    (options.len() <= MAX_OPTIONS).then_some(Question { text, form, options })
}
