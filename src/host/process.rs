//! Another program, run to its end. Where nobody waits for it any more, it is ended, with all that it started.

use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Bytes that a program may write to each of its outputs.
const MAX_OUTPUT: u64 = 16 << 20;

/// How often a program that has closed its outputs is looked at.
const LOOK: Duration = Duration::from_millis(2);

/// What a program came to.
#[derive(Debug)]
pub struct Finished {
    /// As shells tell it; minus the signal's number where a signal ended it.
    pub status: i32,
    pub output: String,
    pub errors: String,
}

/// A program that may have been started. It is ended when this is dropped, unless it has ended.
#[derive(Clone, Default)]
pub struct Running(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    child: Option<Child>,
    /// Whether nobody wants it.
    is_given_up: bool,
}

/// Ends the program when it is dropped.
pub struct Interest(Running);

impl Drop for Interest {
    fn drop(&mut self) {
        let mut state = self.0.lock();
        state.is_given_up = true;
        end(&mut state);
    }
}

impl Running {
    /// As long as this lives, the program may run.
    pub fn interest(&self) -> Interest {
        Interest(self.clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs the program to its end. The error is a text for the learner.
    pub fn run(&self, program: &str, arguments: &[String], folder: &Path) -> Result<Finished, String> {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        if !folder.as_os_str().is_empty() {
            command.current_dir(folder);
        }
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let mut child = command.spawn().map_err(|error| start_text(program, &error))?;
        let outputs = (child.stdout.take(), child.stderr.take());
        {
            let mut state = self.lock();
            state.child = Some(child);
            if state.is_given_up {
                end(&mut state);
            }
        }
        let (output, errors) = thread::scope(|scope| {
            let errors = scope.spawn(|| self.read(outputs.1));
            (self.read(outputs.0), errors.join().unwrap_or_else(|_| Ok(Vec::new())))
        });
        let status = number(&self.end_of_child().map_err(|error| error.to_string())?);
        Ok(Finished { status, output: text(output?, "output is")?, errors: text(errors?, "errors are")? })
    }

    /// Waits for the end of a program that has closed its outputs. It can be given up all the same.
    fn end_of_child(&self) -> io::Result<ExitStatus> {
        loop {
            let mut state = self.lock();
            match state.child.as_mut().map(Child::try_wait) {
                Some(Ok(None)) => {}
                Some(ended) => {
                    state.child = None;
                    return Ok(ended?.unwrap_or_default());
                }
                None => return Err(io::Error::other("it has ended")),
            }
            drop(state);
            thread::sleep(LOOK);
        }
    }

    fn read(&self, output: Option<impl Read>) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        if let Some(output) = output {
            let read = output.take(MAX_OUTPUT + 1).read_to_end(&mut bytes);
            read.map_err(|error| error.to_string())?;
        }
        if bytes.len() as u64 > MAX_OUTPUT {
            end(&mut self.lock());
            return Err(format!("it wrote more than {} MB", MAX_OUTPUT >> 20));
        }
        Ok(bytes)
    }
}

/// Ends the program and, where the system knows groups, all that it started.
fn end(state: &mut State) {
    let Some(child) = &mut state.child else { return };
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id()).ok().and_then(rustix::process::Pid::from_raw) {
        // It may have ended just now.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    let _ = child.kill();
}

fn text(bytes: Vec<u8>, what: &str) -> Result<String, String> {
    String::from_utf8(bytes).map_err(|_| format!("its {what} not UTF-8 text"))
}

fn number(status: &ExitStatus) -> i32 {
    #[cfg(unix)]
    if let Some(signal) = std::os::unix::process::ExitStatusExt::signal(status) {
        return -signal;
    }
    status.code().unwrap_or(-1)
}

fn start_text(program: &str, error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => format!("there is no program {program:?} on this computer"),
        ErrorKind::PermissionDenied => "the system does not permit it".to_owned(),
        _ => error.to_string(),
    }
}
