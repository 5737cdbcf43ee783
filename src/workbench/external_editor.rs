//! The user's own editor.

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::files::{Origin, UNINTERRUPTED};
use crate::host::source_file;
use crate::term;

/// Where an editor shows itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// In this terminal; it has been left again.
    Terminal,
    /// In a window of its own; it is still open.
    Window,
}

/// Editors with windows of their own. What is not known is taken for one of the terminal.
const WINDOWED: &[&str] = &[
    "atom",
    "bbedit",
    "clion",
    "code",
    "code-insiders",
    "codium",
    "cursor",
    "gedit",
    "geany",
    "gnome-text-editor",
    "gvim",
    "idea",
    "kate",
    "kwrite",
    "leafpad",
    "mate",
    "mousepad",
    "mvim",
    "notepad",
    "notepad++",
    "open",
    "pluma",
    "rustrover",
    "subl",
    "sublime_text",
    "textmate",
    "vscodium",
    "windsurf",
    "xdg-open",
    "xed",
    "zed",
    "zeditor",
];

/// The editor that the user has chosen, with its options: `$VISUAL` or `$EDITOR`.
pub fn chosen() -> Option<String> {
    let mut asked = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    asked.find(|it| !it.trim().is_empty())
}

/// Opens a file. One of the terminal is waited for. The error says what to set where the editor cannot be started.
pub fn open(editor: &str, path: &Path) -> anyhow::Result<Kind> {
    if kind(editor) == Kind::Terminal {
        wait_for(editor, path)?;
        return Ok(Kind::Terminal);
    }
    let mut command = command(editor, path);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = command.spawn().with_context(|| cannot_start(editor))?;
    // So that the system can forget it when it ends.
    std::thread::spawn(move || child.wait());
    Ok(Kind::Window)
}

fn wait_for(editor: &str, path: &Path) -> anyhow::Result<()> {
    let status = term::lend(|| command(editor, path).status()).with_context(|| cannot_start(editor))?;
    if !status.success() {
        bail!("the editor \"{}\" ended with an error, so nothing is run", program(editor));
    }
    Ok(())
}

/// `EDITOR` may hold options, as in `code --wait`.
fn command(editor: &str, path: &Path) -> Command {
    let mut command = Command::new(program(editor));
    command.args(editor.split_whitespace().skip(1)).arg(path);
    command
}

fn program(editor: &str) -> &str {
    editor.split_whitespace().next().unwrap_or("vi")
}

fn cannot_start(editor: &str) -> String {
    let program = program(editor);
    format!("the editor \"{program}\" cannot be started; set EDITOR to the one you use, such as EDITOR=nano")
}

fn kind(editor: &str) -> Kind {
    let name = Path::new(program(editor)).file_stem().map(|it| it.to_string_lossy().to_lowercase());
    match name.is_some_and(|it| WINDOWED.contains(&it.as_str())) {
        true => Kind::Window,
        false => Kind::Terminal,
    }
}

/// Opens `text` in `$VISUAL` or `$EDITOR` and gives what was saved. The error says what to set where the
/// editor cannot be started.
pub fn edit(text: &str) -> anyhow::Result<String> {
    let editor = chosen().unwrap_or_else(|| if cfg!(windows) { "notepad" } else { "vi" }.to_owned());
    let mut file = tempfile::Builder::new().prefix("entry-").suffix(".rhai").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    wait_for(&editor, file.path())?;
    let mut saved = String::new();
    // Some editors replace the file, so it is opened again; where that fails, the open one is read.
    match source_file::read(file.path(), Origin::Referenced, UNINTERRUPTED) {
        Ok(text) => saved = text,
        Err(_) => {
            file.seek(SeekFrom::Start(0))?;
            file.read_to_string(&mut saved).context("what was saved is not text")?;
        }
    }
    Ok(saved)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn editors_of_the_terminal_are_waited_for() {
        for (editor, expected) in [
            ("nano", Kind::Terminal),
            ("/usr/bin/vim -n", Kind::Terminal),
            ("sh edit.sh", Kind::Terminal),
            ("code --wait", Kind::Window),
            ("/snap/bin/code", Kind::Window),
            ("notepad.exe", Kind::Window),
            ("gvim", Kind::Window),
        ] {
            assert_eq!(kind(editor), expected, "{editor}");
        }
    }
}
