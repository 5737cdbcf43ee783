//! What an answer did, in so few words that a class of hundreds can be compared.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::course::judge::{CallFacts, Judged};
use crate::course::verdict::Verdict;
use crate::runtime::StopReason;

/// A verdict, and what the answer did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    pub verdict: Verdict,
    /// None where nothing ran, or nobody saw it to its end.
    pub conduct: Option<Conduct>,
}

/// How an answer ran with what its lesson gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Conduct {
    /// Virtual nanoseconds.
    pub elapsed: u64,
    /// It waited for what never came.
    pub is_stuck: bool,
    /// The calls of given functions with their arguments, however they are ordered: equal for equal calls.
    pub calls: String,
}

impl Judgement {
    pub fn of(judged: Judged) -> Judgement {
        let facts = judged.run.facts();
        let is_stuck = judged.run.end.stopped == Some(StopReason::Deadlock);
        let conduct = facts.map(|it| Conduct { elapsed: it.elapsed, is_stuck, calls: digest(&it.calls) });
        Judgement { verdict: judged.verdict, conduct }
    }

    /// One of which nothing but the verdict is known.
    pub fn unseen(verdict: Verdict) -> Judgement {
        Judgement { verdict, conduct: None }
    }
}

fn digest(calls: &[CallFacts]) -> String {
    let mut lines: Vec<String> = calls
        .iter()
        .map(|it| format!("{}({})", it.name, serde_json::Value::from(it.arguments.clone())))
        .collect();
    lines.sort();
    let hash = Sha256::digest(lines.join("\n"));
    hash.iter().take(8).map(|it| format!("{it:02x}")).collect()
}
