//! Processes: what `:help` says of these words. What they do is in `script/library/processes.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[Word {
    name: "process::run",
    signature: "process::run(program, [argument, …])   process::run(program)",
    summary: "runs another program to its end and gives what it wrote; other tasks run in the meantime",
    details: "process::run_blocking(…) holds the thread instead. It gives #{status, stdout, stderr}: the status is 0 where \
              all went well, and minus the signal's number where one ended it. The program reads nothing. A task \
              that is cancelled ends its program, with all that it started. No shell is in between, so $, * and | \
              mean themselves. In the sandbox --allow-run opens this door. Under the virtual clock a call takes 1 ms.",
    example: "let done = process::run(\"cargo\", [\"--version\"]);\nprint(done.status, done.stdout);",
    peers: Peers {
        python: "await asyncio.create_subprocess_exec(program, …)",
        javascript: "child_process.execFile(program, […], callback)",
        tokio: "tokio::process::Command::new(program).output()",
    },
}];
