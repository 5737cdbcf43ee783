//! Completion and hints in a `:command`. Reads folders, for files.

use std::path::Path;

use super::{Argument, COMMANDS, CommandInfo, find};
use crate::editor::{Hint, LineCompleter, MAX_CANDIDATES, Name, Names, begins, rest};
use crate::syntax::lexer::KEYWORDS;

/// The lines that begin with a colon.
#[derive(Clone, Copy, Debug)]
pub struct CommandLines;

impl LineCompleter for CommandLines {
    fn complete(&self, text: &str, names: &Names) -> Option<(usize, Vec<Name>)> {
        Some(match in_command(text)? {
            InCommand::Name(start) => (start, begins(&text[start..], COMMANDS.iter().map(as_name))),
            InCommand::Arguments(info, start) => complete_argument(info, text, start, names),
            InCommand::Unknown => (text.len(), vec![]),
        })
    }

    fn hint(&self, text: &str) -> Option<Option<Hint>> {
        Some(match in_command(text)? {
            InCommand::Name(start) => name_hint(&text[start..]),
            InCommand::Arguments(info, start) => argument_hint(info, &text[start..]),
            InCommand::Unknown => None,
        })
    }
}

/// Where in a `:command` the cursor is.
enum InCommand {
    /// In its name, which begins here.
    Name(usize),
    /// Behind its name, and its arguments begin here.
    Arguments(&'static CommandInfo, usize),
    /// Behind a name that does not exist.
    Unknown,
}

/// `None` where `text` is no command.
fn in_command(text: &str) -> Option<InCommand> {
    let command = text.trim_start().strip_prefix(':')?;
    let Some(end) = command.find(char::is_whitespace) else {
        return Some(InCommand::Name(text.len() - command.len()));
    };
    let arguments = text.len() - command[end..].trim_start().len();
    let info = find(&command[..end]);
    Some(info.map_or(InCommand::Unknown, |info| InCommand::Arguments(info, arguments)))
}

fn as_name(info: &CommandInfo) -> Name {
    let detail = if info.arguments.is_empty() { String::new() } else { format!(" {}", info.arguments) };
    Name { name: info.name.into(), detail, summary: info.summary.into() }
}

fn complete_argument(info: &CommandInfo, text: &str, start: usize, names: &Names) -> (usize, Vec<Name>) {
    let typed = &text[start..];
    match info.argument {
        Argument::Free => (start, vec![]),
        Argument::Words(words) => (start, begins(typed, words.iter().map(|word| Name::new(word, "", "")))),
        Argument::Name => {
            let commands = COMMANDS.iter().map(|info| Name::new(info.name, "", info.summary));
            let keywords = KEYWORDS.iter().map(|keyword| Name::new(keyword, "", ""));
            (start, begins(typed, names.words().cloned().chain(keywords).chain(commands)))
        }
        Argument::Task => (start, begins(typed, names.tasks.iter().cloned().chain(handles(names)))),
        Argument::RanTask => (start, begins(typed, names.ran.iter().cloned().chain(handles(names)))),
        Argument::Lesson => (start, begins(typed, names.lessons.iter().cloned())),
        Argument::Run | Argument::Entry => {
            // The last of several numbers.
            let start = start + typed.rfind([' ', ',']).map_or(0, |blank| blank + 1);
            let list = if info.argument == Argument::Run { &names.runs } else { &names.entries };
            (start, begins(&text[start..], list.iter().rev().cloned()))
        }
        Argument::File => in_folder(text, start, &[".rhai"]),
        Argument::NewFile(endings) => {
            let number = typed.split(' ').next().filter(|it| it.bytes().all(|byte| byte.is_ascii_digit()));
            let path = start + number.filter(|it| it.len() < typed.len()).map_or(0, |it| it.len() + 1);
            let (start, mut found) = in_folder(text, path, endings);
            // A new file's ending, where its name has been typed.
            let stem = &text[start..];
            if !stem.is_empty() && !stem.contains('.') {
                found.extend(endings.iter().map(|ending| Name::new(&format!("{stem}{ending}"), "", "")));
            }
            (start, found)
        }
    }
}

/// The variables that hold a task's handle.
fn handles(names: &Names) -> impl Iterator<Item = Name> {
    names.variables.iter().filter(|it| it.summary.starts_with("<task ")).cloned()
}

/// The folders, and the files of these endings, that the path at `start` may become.
fn in_folder(text: &str, start: usize, endings: &[&str]) -> (usize, Vec<Name>) {
    let typed = &text[start..];
    let name = typed.rfind(std::path::is_separator).map_or(start, |separator| start + separator + 1);
    (name, files(&text[start..name], &text[name..], endings))
}

fn name_hint(typed: &str) -> Option<Hint> {
    let info = COMMANDS.iter().find(|info| !typed.is_empty() && info.name.starts_with(typed))?;
    let ending = &info.name[typed.len()..];
    let shown = format!("{}  {}", &info.usage()[1 + typed.len()..], info.summary);
    Some(Hint { shown, inserted: Some(ending.to_string()).filter(|ending| !ending.is_empty()) })
}

fn argument_hint(info: &CommandInfo, typed: &str) -> Option<Hint> {
    match info.argument {
        _ if info.arguments.is_empty() => None,
        _ if typed.is_empty() => Some(Hint { shown: info.arguments.into(), inserted: None }),
        Argument::Words(words) => rest(typed, words.iter().map(|word| Name::new(word, "", ""))),
        _ => None,
    }
}

/// The folders, and the files of these endings, in `folder` that begin with `typed`; all files where none of these do.
fn files(folder: &str, typed: &str, endings: &[&str]) -> Vec<Name> {
    let Ok(entries) = std::fs::read_dir(if folder.is_empty() { Path::new(".") } else { Path::new(folder) })
    else {
        return vec![];
    };
    let mut names: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let folder = std::fs::metadata(entry.path()).is_ok_and(|metadata| metadata.is_dir());
            let hidden = name.starts_with('.') && !typed.starts_with('.');
            let fits = name.starts_with(typed) && !hidden && !name.contains(char::is_control);
            fits.then(|| if folder { format!("{name}{}", std::path::MAIN_SEPARATOR) } else { name })
        })
        .collect();
    let fits = |name: &String| endings.iter().any(|ending| name.ends_with(ending));
    if names.iter().any(fits) {
        names.retain(|name| fits(name) || name.ends_with(std::path::MAIN_SEPARATOR));
    }
    names.sort();
    names.truncate(MAX_CANDIDATES);
    names.iter().map(|name| Name::new(name, "", "")).collect()
}
