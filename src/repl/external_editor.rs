//! An entry in the user's own editor.

use std::io::{Read, Seek, SeekFrom, Write};
use std::process::Command;

use anyhow::{Context, bail};

/// Opens `text` in `$VISUAL` or `$EDITOR` and gives what was saved. The error says what to set where the
/// editor cannot be started.
pub fn edit(text: &str) -> anyhow::Result<String> {
    let asked = ["VISUAL", "EDITOR"].into_iter().filter_map(|name| std::env::var(name).ok());
    let editor = asked.filter(|it| !it.trim().is_empty()).next();
    let editor = editor.unwrap_or_else(|| if cfg!(windows) { "notepad" } else { "vi" }.to_owned());
    let mut file = tempfile::Builder::new().prefix("entry-").suffix(".rhai").tempfile()?;
    file.write_all(text.as_bytes())?;
    file.flush()?;
    // `EDITOR` may hold options, as in `code --wait`.
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or("vi");
    let status = Command::new(program).args(words).arg(file.path()).status();
    let status = status.with_context(|| {
        format!(
            "the editor \"{program}\" cannot be started; set EDITOR to the one you use, such as EDITOR=nano"
        )
    })?;
    if !status.success() {
        bail!("the editor \"{program}\" ended with an error, so nothing is run");
    }
    let mut saved = String::new();
    // Some editors replace the file, so it is opened anew; where that fails, the one we hold is read.
    match std::fs::read_to_string(file.path()) {
        Ok(text) => saved = text,
        Err(_) => {
            file.seek(SeekFrom::Start(0))?;
            file.read_to_string(&mut saved).context("what was saved is not text")?;
        }
    }
    Ok(saved)
}
