//! Who waits for what, in words.

use std::rc::Rc;

use super::graph::{WaitGraph, holder};
use crate::runtime::task::Task;
use crate::trace::{TaskId, TextId, Wait};

/// Waits that are told one by one; of more the rest is counted.
const MOST: usize = 6;

impl WaitGraph<'_> {
    /// Who waits for what: `main waits for worker (line 8), worker waits for main (line 3)`.
    pub fn words(self, tasks: &[Rc<Task>]) -> String {
        let waits = tasks.iter().take(MOST).map(|task| self.wait_text(task));
        let mut parts: Vec<String> = waits.collect();
        if tasks.len() > MOST {
            parts.push(format!("and so on for {} more", tasks.len() - MOST));
        }
        parts.join(", ")
    }

    /// `worker waits for main (line 3)`
    fn wait_text(self, task: &Task) -> String {
        let name = task.name();
        let Some((wait, line)) = task.waits_for.get() else {
            return format!("{name} is {}", task.state_by(self.clock).word());
        };
        let place = if line == 0 { String::new() } else { format!(" (line {line})") };
        let named = |id: TaskId| self.tasks.get(id).map(|it| it.name());
        match wait {
            Wait::Task { id } if id == task.id => format!("{name} waits for itself{place}"),
            Wait::Task { id } => {
                let awaited = named(id).unwrap_or_else(|| format!("task {}", id.0).into());
                format!("{name} waits for {awaited}{place}")
            }
            Wait::Object { kind, name: object, .. } => {
                let what = self.object_text(kind, object);
                let held = match &*task.wanted.borrow() {
                    Some(holders) => holders.borrow().first().map(|(holder, line)| held_text(holder, *line)),
                    None => holder(wait).and_then(named).map(|it| format!(", which {it} has")),
                };
                let unclosed = what.starts_with("a message from").then(|| ", which nobody closed".to_owned());
                format!("{name} waits for {what}{place}{}", held.or(unclosed).unwrap_or_default())
            }
            _ => format!("{name} waits{place}"),
        }
    }

    /// `the mutex balance`, or `the channel` where it has no name of its own.
    fn object_text(self, kind: TextId, name: TextId) -> String {
        let known = |id| self.recording.known(id).unwrap_or_default();
        let (kind, name) = (known(kind), known(name));
        let (kind, purpose) = kind.split_once(", to ").unwrap_or((&kind, ""));
        let what = match purpose {
            "send" => "room in ",
            "receive" => "a message from ",
            _ => "",
        };
        match name.strip_prefix(kind) {
            _ if kind.is_empty() => "something".to_owned(),
            _ if kind == "tasks" => name,
            Some(number) => format!("{what}the {kind}{number}"),
            None => format!("{what}the {kind} {name}"),
        }
    }
}

/// `, which worker took in line 3`: who has it now.
fn held_text(holder: &Task, line: u32) -> String {
    let (name, ended) = (holder.name(), holder.is_ended());
    match (line, ended) {
        (0, false) => format!(", which {name} has"),
        (0, true) => format!(", which {name} took and never gave back"),
        (_, false) => format!(", which {name} took in line {line}"),
        (_, true) => format!(", which {name} took in line {line} and never gave back"),
    }
}

pub(super) fn them(tasks: &[Rc<Task>]) -> &'static str {
    if tasks.len() == 1 { "it" } else { "them" }
}
