//! The command that runs a Python program with the recorder beside it.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::trace::ClockKind;

/// The recorder: it is imported by Python before the program runs. See its own first lines.
const RECORDER: &str = include_str!("recorder.py");
/// The module that Python imports by itself.
const MODULE: &str = "sitecustomize.py";

/// What is to be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Program {
    /// A file: `python3 app.py`.
    File(PathBuf),
    /// A module or package: `python3 -m app`.
    Module(String),
}

impl Program {
    /// What the program is called on a title: the file's name, or the module's.
    pub fn title(&self) -> String {
        match self {
            Program::File(path) => {
                path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
            }
            Program::Module(name) => name.clone(),
        }
    }
}

/// The Python to run it with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interpreter(Option<PathBuf>);

impl Interpreter {
    /// The interpreter at a path, or the one that the path variable finds.
    pub fn new(path: Option<PathBuf>) -> Interpreter {
        Interpreter(path)
    }

    /// The names to try, the best first. On Windows Python installs itself as `python`.
    fn names(&self) -> Vec<PathBuf> {
        match &self.0 {
            Some(path) => vec![path.clone()],
            None if cfg!(windows) => vec!["python".into(), "py".into()],
            None => vec!["python3".into()],
        }
    }
}

/// Why a program could not be started.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(
        "there is no {0} here to run Python programs with. Install Python 3.8 or later, or name one with --python PATH"
    )]
    NoPython(String),
    #[error("{0} is no file that can be read")]
    NoProgram(String),
    #[error("Python cannot be started")]
    Io(#[from] io::Error),
}

/// A command that is ready to run, and the folder that must live as long as it runs.
pub struct Recorded {
    pub command: Command,
    pub folder: TempDir,
}

/// Makes the command. `destination` is where the recorder writes, in its own words.
///
/// # Errors
/// Where the program's file is not there, or the recorder cannot be laid down.
pub fn recorded(
    interpreter: &Path,
    program: &Program,
    arguments: &[OsString],
    clock: ClockKind,
    destination: &str,
) -> Result<Recorded, StartError> {
    if let Program::File(path) = program
        && !path.is_file()
    {
        return Err(StartError::NoProgram(path.display().to_string()));
    }
    // Warnings and logs that count frames (`stacklevel`) pass over files whose path says both "importlib" and "_bootstrap".
    let folder = tempfile::Builder::new().prefix("meanwhile-importlib_bootstrap-").tempdir()?;
    fs::write(folder.path().join(MODULE), RECORDER)?;
    let mut command = Command::new(interpreter);
    let before = std::env::var_os("PYTHONPATH");
    let mut search = folder.path().as_os_str().to_owned();
    if let Some(before) = before.filter(|it| !it.is_empty()) {
        search.push(if cfg!(windows) { ";" } else { ":" });
        search.push(&before);
        command.env("MEANWHILE_PATH", before);
    }
    command
        .env("PYTHONPATH", search)
        .env("MEANWHILE_TRACE", destination)
        .env("MEANWHILE_CLOCK", clock.word());
    if clock == ClockKind::Virtual {
        // Sets come in the same order in every run.
        command.env("PYTHONHASHSEED", std::env::var_os("PYTHONHASHSEED").unwrap_or_else(|| "0".into()));
    }
    match program {
        Program::File(path) => command.env("MEANWHILE_PROGRAM", path).arg(path),
        Program::Module(name) => command.env("MEANWHILE_PROGRAM", format!("-m {name}")).args(["-m", name]),
    };
    command.args(arguments);
    Ok(Recorded { command, folder })
}

/// Starts the first interpreter there is.
///
/// # Errors
/// Where there is none, or it cannot be started.
pub fn first_of<T>(
    interpreter: &Interpreter,
    mut start: impl FnMut(&Path) -> Result<T, StartError>,
) -> Result<T, StartError> {
    let names = interpreter.names();
    for name in &names {
        match start(name) {
            Err(StartError::Io(error)) if error.kind() == io::ErrorKind::NotFound => {}
            other => return other,
        }
    }
    let missing = names.first().map_or_else(String::new, |it| it.display().to_string());
    Err(StartError::NoPython(missing))
}
