//! What recording costs a Python program: its time under `meanwhile run`, over its time under plain Python. The smallest of
//! several runs counts, because whatever else the computer does only makes runs longer.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of each kind.
const RUNS: usize = 7;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("benches/python");
    for (name, aim) in [("yields", 4.0), ("sleepers", 1.2)] {
        let program = folder.join(name).with_extension("py");
        let (plain, recorded) = (best(|| python(&program)), best(|| meanwhile(&program)));
        let ratio = recorded.as_secs_f64() / plain.as_secs_f64();
        println!("{name}: plain {plain:.2?}, recorded {recorded:.2?}, {ratio:.2} times (aim: at most {aim})");
    }
}

fn best(command: impl Fn() -> Command) -> Duration {
    (0..RUNS).map(|_| time_of(command())).min().unwrap_or_default()
}

fn time_of(mut command: Command) -> Duration {
    let began = Instant::now();
    let status = command.stdin(Stdio::null()).stdout(Stdio::null()).status().expect("python3 is here");
    assert!(status.success(), "{command:?}");
    began.elapsed()
}

fn python(program: &PathBuf) -> Command {
    let mut command = Command::new("python3");
    command.arg(program);
    command
}

fn meanwhile(program: &PathBuf) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.arg("run").arg(program);
    command
}
