//! One judging process: started with nothing, given a job, killed if it does not end.

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::channel;
use std::thread;
use std::time::{Duration, Instant};

use super::job::{self, Job};
use crate::grading::conduct::Judgement;

/// Bytes that are read of what it says. A verdict is some kilobytes long.
const MAX_OUTPUT: u64 = 8 << 20;
const MAX_ERRORS: u64 = 4 << 10;
/// How often to look whether it has ended, once it says nothing more.
const LOOK: Duration = Duration::from_millis(5);

/// How judging ended.
pub enum Ending {
    Judged(Judgement),
    /// It was killed after this time.
    TimeUp(Duration),
    /// It ended by itself without a verdict; these are its last words.
    Fell(ExitStatus, String),
    /// The system did not start it, or it could not be talked to.
    NotStarted(io::Error),
}

/// A process that does not outlive this.
struct Guard(Child);

impl Drop for Guard {
    fn drop(&mut self) {
        // It may have ended; there is nothing else to do about errors.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs the command in `folder` without any environment, hands it the job, and waits for its verdict.
pub fn judge(mut command: Command, job: &Job, folder: &Path, patience: Duration) -> Ending {
    command.env_clear().current_dir(folder);
    // Temporary files belong where they are cleared away with the folder.
    command.env("TMPDIR", folder).env("TMP", folder).env("TEMP", folder);
    // Windows finds its libraries by this.
    if let Some(root) = std::env::var_os("SystemRoot") {
        command.env("SystemRoot", root);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    match command.spawn() {
        Ok(child) => attend(Guard(child), job, patience).unwrap_or_else(Ending::NotStarted),
        Err(error) => Ending::NotStarted(error),
    }
}

fn attend(mut process: Guard, job: &Job, patience: Duration) -> io::Result<Ending> {
    let begin = Instant::now();
    let Guard(child) = &mut process;
    let (Some(mut input), Some(output), Some(errors)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(io::Error::other("the process has no streams"));
    };
    let mut line = serde_json::to_vec(job)?;
    line.push(b'\n');
    let (said, sayings) = channel();
    // Reads to the end, so that the process is never held up by what it says.
    thread::spawn(move || drop(said.send(read(output, MAX_OUTPUT))));
    let last_words = thread::spawn(move || read(errors, MAX_ERRORS));
    // A process that reads nothing must not hold this up, and the stream stays open until the thread's result is
    // dropped: its end tells the process that the grader is gone.
    let _input = thread::spawn(move || (input.write_all(&line), input));
    let Ok(output) = sayings.recv_timeout(patience) else { return Ok(Ending::TimeUp(patience)) };
    if let Some(judgement) = job::judgement_in(&output, &job.token) {
        return Ok(Ending::Judged(judgement));
    }
    loop {
        if let Some(status) = child.try_wait()? {
            let words = last_words.join().unwrap_or_default();
            return Ok(Ending::Fell(status, String::from_utf8_lossy(&words).into_owned()));
        }
        if begin.elapsed() > patience {
            return Ok(Ending::TimeUp(patience));
        }
        thread::sleep(LOOK);
    }
}

/// Keeps the first bytes and reads the rest.
fn read(mut from: impl Read, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = from.by_ref().take(most).read_to_end(&mut bytes);
    let _ = io::copy(&mut from, &mut io::sink());
    bytes
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    /// How a shell script ends that is taken for a judging process with the token `T`.
    fn ending(script: &str, patience: Duration) -> String {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        let job = Job {
            token: "T".to_owned(),
            course: None,
            overlay: None,
            hash: String::new(),
            lesson: String::new(),
            answer: "x".repeat(1 << 20),
            processor_seconds: 1,
        };
        match judge(command, &job, folder.path(), patience) {
            Ending::Judged(judgement) => judgement.verdict.lesson,
            Ending::TimeUp(_) => "time up".to_owned(),
            Ending::Fell(status, words) => format!("{status}: {words}"),
            Ending::NotStarted(error) => error.to_string(),
        }
    }

    /// Checks how it ends by itself, however busy the computer is.
    fn check(script: &str, expected: &str) {
        assert_eq!(ending(script, Duration::from_secs(60)), expected, "{script}");
    }

    #[test]
    #[ignore = "takes its time; .ci/run runs it"]
    fn however_it_ends_there_is_an_ending() {
        let verdict = r#"{"verdict":{"lesson":"x","checks":[],"trouble":null},"conduct":null}"#;
        check(&format!("read -r line; echo 'T{verdict}'"), "x");
        check(&format!("read -r line; echo noise; echo '{verdict}'; exit 3"), "exit status: 3: ");
        check("echo why >&2; kill -SEGV $$", "signal: 11 (SIGSEGV): why\n");
        for endless in ["exec sleep 1000", "exec >&- 2>&-; exec sleep 1000", "while :; do echo flood; done"] {
            assert_eq!(ending(endless, Duration::from_millis(200)), "time up");
        }
    }

    #[test]
    fn nothing_of_the_environment_is_handed_on() {
        let names = "env | cut -d= -f1 | grep -vE '^(PWD|OLDPWD|SHLVL|_|TMPDIR|TMP|TEMP)$'";
        check(&format!("read -r line; {names}; {names} >&2; exit 4"), "exit status: 4: ");
    }
}
