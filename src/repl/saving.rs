//! `:save` and `:history`: what a session keeps beyond its end.

use std::io;
use std::path::{Path, PathBuf};

use crate::editor::{Input, Wanted, statement_end};
use crate::export::{CastOptions, CastVersion, Code, PageRun, SvgOptions, cast, chrome_trace, html, svg};
use crate::files::{Destination, Kind, Replace, WriteError};
use crate::plain::plain_text;
use crate::render::{Fit, FrameOptions, Theme};
use crate::show::Look;
use crate::timeline::Part;
use crate::workbench::Entries;
use crate::workbench::Workbench;

/// What a file's ending asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    /// `.rhai`
    Script,
    /// `.jsonl`
    Trace,
    /// `.svg`
    Picture,
    /// `.html`
    Page,
    /// `.cast`
    Recording,
    /// `.json`
    ChromeTrace,
}

const ENDINGS_EXPLAINED: &str = "The file's ending says what is saved:\n  \
                                 .rhai   your entries\n  \
                                 .jsonl  the trace, which meanwhile reads again\n  \
                                 .svg    the picture of the last run, or of run N with :save N FILE\n  \
                                 .html   a page of it\n  \
                                 .cast   a recording of it that asciinema plays\n  \
                                 .json   a trace of it that Perfetto opens\n";

impl Format {
    fn of(path: &Path) -> Option<Format> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "rhai" => Some(Format::Script),
            "jsonl" => Some(Format::Trace),
            "svg" => Some(Format::Picture),
            "html" | "htm" => Some(Format::Page),
            "cast" => Some(Format::Recording),
            "json" => Some(Format::ChromeTrace),
            _ => None,
        }
    }

    fn kind(self) -> Kind {
        match self {
            Format::Script => Kind::Script,
            Format::Trace => Kind::Trace,
            Format::Picture => Kind::Picture,
            Format::Page => Kind::Page,
            Format::Recording => Kind::Cast,
            Format::ChromeTrace => Kind::ChromeTrace,
        }
    }
}

/// Saves what the file's ending asks for: of the session, or of the run with this number.
///
/// # Errors
/// Those of the terminal.
pub fn save(bench: &mut Workbench, number: Option<usize>, path: &Path) -> anyhow::Result<()> {
    let path = at_home(path);
    let shown = plain_text(&path.display().to_string()).into_owned();
    let Some(format) = Format::of(&path) else {
        return bench.say(ENDINGS_EXPLAINED);
    };
    let document = match document(bench, format, number) {
        Ok(document) => document,
        Err(problem) => return bench.say(&format!("{problem}\n")),
    };
    if path.is_dir() {
        return bench.say(&format!("{shown} is a folder. Give a file in it a name.\n"));
    }
    let standing = path.symlink_metadata().ok();
    if let Some(standing) = &standing
        && !may_replace(bench, &shown, standing.is_symlink())?
    {
        return bench.say("Nothing was saved.\n");
    }
    let replace = if standing.is_some() { Replace::Anything } else { Replace::Nothing };
    let written = Destination::new(&path, format.kind(), replace, &[]).and_then(|it| it.write(&document));
    let said = match written {
        Ok(()) => format!("{} saved in {shown}.\n", what(format, number)),
        Err(error) => {
            format!("{shown} cannot be written: {}. Nothing was saved.\n", reason(&error))
        }
    };
    bench.say(&said)
}

/// Lists the entries of this session with their numbers; those that contain `words`, if there are any.
pub fn history(entries: &Entries, words: Option<&str>) -> String {
    let entries = entries.texts();
    if entries.is_empty() {
        return "Nothing has been entered yet. The up arrow brings entries of earlier sessions.\n".to_owned();
    }
    let has_words =
        |entry: &str| words.is_none_or(|words| entry.to_lowercase().contains(&words.to_lowercase()));
    let found = entries.iter().enumerate().filter(|(_, entry)| has_words(entry));
    let mut out: String = found.map(|(index, entry)| numbered(index + 1, entry)).collect();
    if out.is_empty() {
        let words: String = plain_text(words.unwrap_or_default()).chars().take(40).collect();
        out = format!("No entry of this session has `{words}` in it. :history lists them all.\n");
    }
    out
}

fn document(bench: &Workbench, format: Format, number: Option<usize>) -> Result<Vec<u8>, String> {
    match (format, number) {
        (Format::Script, None) if bench.entries.texts().is_empty() => {
            Err("Nothing has been entered yet, so there is nothing to save.".to_owned())
        }
        (Format::Script, None) => {
            let state = |index| match bench.entries.is_refused(index) {
                true => EntryState::Refused,
                false => EntryState::Ran,
            };
            let entries = bench.entries.texts().iter().enumerate();
            Ok(script(entries.map(|(index, text)| (text.as_str(), state(index)))).into_bytes())
        }
        (Format::Script, Some(number)) => {
            let record = bench.work.runner.record();
            bench.work.drawn.find(&record, number).map_err(|none| none.to_string())?;
            let index = bench.work.entry_of_run.get(&number);
            let entry = index.and_then(|index| bench.entries.texts().get(*index));
            let entry = entry.ok_or_else(|| format!("The program of run {number} is the lesson's."))?;
            Ok(format!("{entry}\n").into_bytes())
        }
        (Format::Trace, None) => {
            let mut out = Vec::new();
            let written = bench.work.runner.record().write_trace("repl", &mut out);
            written.map(|()| out).map_err(|error| error.to_string())
        }
        (Format::Trace, Some(number)) => {
            let record = bench.work.runner.record();
            let run = bench.work.drawn.find(&record, number).map_err(|none| none.to_string())?;
            let mut out = Vec::new();
            let written = record.write_trace_of_run(run, "repl", &mut out);
            written.map(|()| out).map_err(|error| error.to_string())
        }
        (Format::Picture | Format::Page | Format::Recording | Format::ChromeTrace, _) => {
            let number = number.unwrap_or(bench.work.drawn.latest());
            let record = bench.work.runner.record();
            let run = bench.work.drawn.find(&record, number).map_err(|none| none.to_string())?;
            let view = record.timeline().view_of_run(run);
            // A file does not know the terminal: the light theme is for paper, too.
            let title = format!("run {number}");
            let options = SvgOptions { theme: Theme::Light, ..SvgOptions::default() };
            let trace = record.trace();
            let document = match format {
                Format::Page => {
                    let (code, part) = (Code::of(trace), Part::default());
                    let run = PageRun { title: &title, view: &view, trace, code: &code, part: &part };
                    html(&[run], &options)
                }
                Format::Recording => {
                    let Look { glyphs, scale, theme, .. } = bench.display.look;
                    let fit = Fit::Window;
                    let frame = FrameOptions {
                        glyphs,
                        scale,
                        theme,
                        fit,
                        title: Some(title),
                        ..FrameOptions::default()
                    };
                    let version = CastVersion::Two;
                    let (trace, timeline) = record.timeline().run_alone(trace, run);
                    cast(&trace, timeline.clock(), 0, &CastOptions { version, frame })
                }
                Format::ChromeTrace => {
                    let (trace, timeline) = record.timeline().run_alone(trace, run);
                    chrome_trace(&trace, &timeline, &title)
                }
                _ => svg(&view, record.texts(), &SvgOptions { title: Some(title), ..options }),
            };
            Ok(document.into_bytes())
        }
    }
}

/// Asks whether a file may be replaced. Where nobody can be asked, it may not.
fn may_replace(bench: &mut Workbench, shown: &str, is_link: bool) -> anyhow::Result<bool> {
    // What a link leads to stays as it is.
    let (there, it) = if is_link { ("is a link", "the link") } else { ("is there already", "it") };
    if !bench.display.is_interactive {
        bench.say(&format!("{shown} {there}.\n"))?;
        return Ok(false);
    }
    bench.say(&format!("{shown} {there}. Replace {it}?\n"))?;
    let answer = bench.editor.read("yes or no › ", "", Wanted::Answer)?;
    let yes = |text: &str| matches!(text.trim().to_lowercase().as_str(), "y" | "yes");
    Ok(matches!(answer, Input::Entry(text) if yes(&text)))
}

/// Whether an entry could be run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryState {
    Ran,
    /// It was no program, so it stands in a script as a comment.
    Refused,
}

/// Entries that ran, as one script.
pub fn as_script(entries: &[&str]) -> String {
    script(entries.iter().map(|text| (*text, EntryState::Ran)))
}

/// The entries as one script.
fn script<'e>(entries: impl Iterator<Item = (&'e str, EntryState)>) -> String {
    let written = |(text, state): (&str, EntryState)| match state {
        EntryState::Ran => match statement_end(text) {
            Some(end) => format!("{};{}\n", &text[..end], &text[end..]),
            None => format!("{text}\n"),
        },
        EntryState::Refused => text.lines().map(|line| format!("// {line}\n")).collect(),
    };
    entries.map(written).collect()
}

/// An entry with its number; its further lines stand below its first.
fn numbered(number: usize, entry: &str) -> String {
    let mut out = String::new();
    for (index, line) in entry.lines().enumerate() {
        let left = if index == 0 { format!("{number:>4}  ") } else { " ".repeat(6) };
        out.push_str(&format!("{left}{}\n", plain_text(line)));
    }
    out
}

fn what(format: Format, number: Option<usize>) -> String {
    match (format, number) {
        (Format::Script, None) => "Your entries are".to_owned(),
        (Format::Script, Some(number)) => format!("The entry of run {number} is"),
        (Format::Trace, None) => "The trace of the session is".to_owned(),
        (Format::Trace, Some(number)) => format!("The trace of run {number} is"),
        (Format::Page, None) => "The page of the last run is".to_owned(),
        (Format::Page, Some(number)) => format!("The page of run {number} is"),
        (Format::Recording, None) => "The recording of the last run is".to_owned(),
        (Format::Recording, Some(number)) => format!("The recording of run {number} is"),
        (Format::ChromeTrace, None) => "The Chrome trace of the last run is".to_owned(),
        (Format::ChromeTrace, Some(number)) => format!("The Chrome trace of run {number} is"),
        (Format::Picture, None) => "The picture of the last run is".to_owned(),
        (Format::Picture, Some(number)) => format!("The picture of run {number} is"),
    }
}

/// Why a file cannot be written, in a few words.
fn reason(error: &WriteError) -> String {
    match error {
        WriteError::NoFolder { folder, .. } => {
            format!("there is no folder {}", plain_text(&folder.display().to_string()))
        }
        WriteError::Io { error, .. } if error.kind() == io::ErrorKind::PermissionDenied => {
            "it may not be written there".to_owned()
        }
        WriteError::Io { error, .. } => plain_text(&error.to_string()).into_owned(),
        other => plain_text(&other.to_string()).into_owned(),
    }
}

/// `~/file` is in the user's home.
fn at_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::home_dir()) {
        (Ok(rest), Some(home)) => home.join(rest),
        _ => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::script::{Answer, tests::session};

    /// The script that entries become.
    fn check(entries: &[&str], expected: &str) {
        assert_eq!(script(entries.iter().map(|text| (*text, EntryState::Ran))), expected);
    }

    #[test]
    fn entries_become_a_script_that_runs() {
        check(&["let a = 1", "a + 1"], "let a = 1;\na + 1;\n");
        check(&["let a = 1; // one", "print(a) // again"], "let a = 1; // one\nprint(a); // again\n");
        check(&["fn f() {\n    1\n}", "f()"], "fn f() {\n    1\n}\nf();\n");
        check(
            &["let f = || { 1 }", "for i in 0..2 { f.call() }"],
            "let f = || { 1 };\nfor i in 0..2 { f.call() }\n",
        );
        check(
            &["if true { 1 } else { 2 }", "fn g() { } let h = || { 1 }", "2"],
            "if true { 1 } else { 2 }\nfn g() { } let h = || { 1 };\n2;\n",
        );
        check(&["// a remark", "1"], "// a remark\n1;\n");
        let entries = [
            "let f = || { 1 } // f",
            "fn g(x) { x + 1 }",
            "let s = `a\n;`",
            "if f.call() == 1 { print(g(2)) }",
            "switch 2 { 1 => 1, _ => 2 }",
            "do { f.call() } while false",
            "print(s)",
        ];
        let text = script(entries.iter().map(|text| (*text, EntryState::Ran)));
        let (ends, said) = session(&[text.as_str()]);
        assert!(matches!(ends[0].answer, Answer::Value(_)), "{text}: {:?}", ends[0].answer);
        assert_eq!(said.len(), 2, "{text}");
    }

    #[test]
    fn what_could_not_be_run_stays_as_a_comment() {
        let entries = [("let a = 1", EntryState::Ran), ("let let\n(", EntryState::Refused)];
        assert_eq!(script(entries.into_iter()), "let a = 1;\n// let let\n// (\n");
    }
}
