//! What passes between the grader and a judging process: a job on one line, a judgement on another.
//!
//! A judgement counts only with the job's token before it, so nothing else that comes out of the process can be
//! taken for one.

use std::hash::{BuildHasher, RandomState};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use crate::grading::conduct::Judgement;

/// An answer to be judged.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Job {
    pub token: String,
    /// The course's folder, absolute; none for the built-in course.
    pub course: Option<PathBuf>,
    pub overlay: Option<PathBuf>,
    /// What the grader read of both. It must not have changed since.
    pub hash: String,
    pub lesson: String,
    pub answer: String,
    /// What the process may use of the processor.
    pub processor_seconds: u64,
}

/// A text that nobody can guess.
pub fn new_token() -> String {
    // Each is keyed anew from the system's random numbers.
    let random = || RandomState::new().hash_one(0);
    format!("{:016x}{:016x}", random(), random())
}

/// The judgement among what a process wrote.
pub fn judgement_in(output: &[u8], token: &str) -> Option<Judgement> {
    let mut lines = output.split(|it| *it == b'\n');
    let told = lines.find_map(|line| line.strip_prefix(token.as_bytes()))?;
    serde_json::from_slice(told).ok()
}

/// Tells the judgement, once: of several threads only the first is heard.
pub fn tell(token: &str, judgement: &Judgement) -> io::Result<()> {
    static TOLD: Mutex<bool> = Mutex::new(false);
    let Ok(mut told) = TOLD.lock() else { return Ok(()) };
    if std::mem::replace(&mut *told, true) {
        return Ok(());
    }
    let text = serde_json::to_string(judgement)?;
    let mut out = io::stdout().lock();
    // What was written without an end of line before must not swallow it.
    writeln!(out, "\n{token}{text}")?;
    out.flush()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::verdict::Verdict;

    #[test]
    fn only_the_token_makes_a_judgement() {
        let verdict = Verdict { lesson: "x".to_owned(), checks: vec![], trouble: None };
        let judgement = Judgement::unseen(verdict);
        let told = serde_json::to_string(&judgement).unwrap();
        let token = new_token();
        assert_eq!(judgement_in(format!("noise\n{token}{told}\n").as_bytes(), &token), Some(judgement));
        for forged in
            [told.clone(), format!("{}{told}", new_token()), format!(" {token}{told}"), token.clone()]
        {
            assert_eq!(judgement_in(forged.as_bytes(), &token), None, "{forged}");
        }
    }
}
