//! An event as a line of JSON. Lines are put together by hand, because a busy loop makes millions of them.

use serde_json::{Value, json};

use super::{Event, EventKind, Outcome, TaskId, TextId, Texts, Wait};

/// Appends the event, as an object without a line end. An unknown event comes out as it came in.
pub(super) fn write_event(event: &Event, texts: &Texts, out: &mut Vec<u8>) {
    if let EventKind::Unknown { json } = event.kind {
        let object: serde_json::Map<String, Value> =
            serde_json::from_str(texts.get(json)).unwrap_or_default();
        return write_json(&object, out);
    }
    let mut line = Line { texts, out };
    line.raw("{\"at\":");
    line.digits(event.at);
    line.number("task", event.task.0.into());
    line.raw(",\"event\":\"");
    line.raw(event.kind.word());
    line.raw("\"");
    if event.line != 0 {
        line.number("line", event.line.into());
    }
    line.fields(event.kind);
    line.raw("}");
}

fn write_json(value: &impl serde::Serialize, out: &mut Vec<u8>) {
    // Nothing that is written here has keys that are no texts, which is all that can fail.
    let _ = serde_json::to_writer(out, value);
}

impl EventKind {
    /// What it is called in a trace.
    fn word(self) -> &'static str {
        match self {
            EventKind::Spawned { .. } => "spawned",
            EventKind::Named { .. } => "named",
            EventKind::OnThread => "thread",
            EventKind::Resumed => "resumed",
            EventKind::Suspended { .. } => "suspended",
            EventKind::Woken { .. } => "woken",
            EventKind::Blocking { .. } => "blocking",
            EventKind::Unblocked => "unblocked",
            EventKind::Printed { .. } => "printed",
            EventKind::Noted { .. } => "noted",
            EventKind::Finished { .. } => "finished",
            EventKind::Awaited { .. } => "awaited",
            EventKind::Read { .. } => "read",
            EventKind::Checked { .. } => "checked",
            EventKind::Wrote { .. } => "wrote",
            EventKind::Updated { .. } => "updated",
            EventKind::Holds { .. } => "holds",
            EventKind::Remarked { .. } => "remarked",
            EventKind::Called { .. } => "called",
            EventKind::Returned { .. } | EventKind::Threw { .. } => "returned",
            EventKind::Did { action, .. } => action.word(),
            EventKind::Over => "over",
            EventKind::Ending => "ending",
            EventKind::Unseen => "unseen",
            EventKind::Mark { .. } => "mark",
            EventKind::ClockSet { .. } => "clock",
            EventKind::Unknown { .. } => "",
        }
    }
}

/// A line that is being put together.
struct Line<'a> {
    texts: &'a Texts,
    out: &'a mut Vec<u8>,
}

impl Line<'_> {
    fn fields(&mut self, kind: EventKind) {
        match kind {
            EventKind::Spawned { name, parent } => {
                self.text("name", name);
                self.task("parent", parent);
            }
            EventKind::Named { name } => self.text("name", name),
            EventKind::Suspended { on } => self.wait(on),
            EventKind::Woken { by } => self.task("by", by),
            EventKind::Blocking { what } => self.text("what", what),
            EventKind::Printed { text } | EventKind::Noted { text } => self.text("text", text),
            EventKind::Finished { outcome, text } => {
                self.word("outcome", outcome.word());
                self.optional_text(if outcome == Outcome::Done { "value" } else { "error" }, text);
            }
            EventKind::Awaited { id } => self.task("id", Some(id)),
            EventKind::Read { variable }
            | EventKind::Wrote { variable }
            | EventKind::Updated { variable } => {
                self.text("variable", variable);
            }
            EventKind::Checked { variable, until } => {
                self.text("variable", variable);
                self.number("until", until.into());
            }
            EventKind::Holds { variable, value } => {
                self.text("variable", variable);
                self.text("value", value);
            }
            EventKind::Remarked { rule, text, advice } => {
                self.text("rule", rule);
                self.text("text", text);
                self.text("try", advice);
            }
            EventKind::Called { name, arguments } => {
                self.text("name", name);
                self.json("arguments", arguments, json!([]));
            }
            EventKind::Returned { name, value } => {
                self.text("name", name);
                if let Some(value) = value {
                    self.json("value", value, Value::Null);
                }
            }
            EventKind::Threw { name, error } => {
                self.text("name", name);
                self.text("error", error);
            }
            EventKind::Did { object, value, .. } => {
                self.text("object", object);
                self.optional_text("value", value);
            }
            EventKind::Mark { label } => self.text("label", label),
            EventKind::ClockSet { clock } => self.word("clock", clock.word()),
            EventKind::OnThread
            | EventKind::Resumed
            | EventKind::Unblocked
            | EventKind::Over
            | EventKind::Ending
            | EventKind::Unseen
            | EventKind::Unknown { .. } => {}
        }
    }

    fn wait(&mut self, wait: Wait) {
        let kind = match wait {
            Wait::Sleep { .. } => "sleep",
            Wait::Task { .. } => "task",
            Wait::Tasks { .. } => "tasks",
            Wait::Timeout { .. } => "timeout",
            Wait::Yield => "yield",
            Wait::Io { .. } => "io",
            Wait::Object { .. } => "object",
            Wait::Unknown { json } => return self.json("on", json, Value::Null),
        };
        self.raw(",\"on\":{\"kind\":\"");
        self.raw(kind);
        self.raw("\"");
        match wait {
            Wait::Sleep { until } => self.number("until", until),
            Wait::Task { id } => self.task("id", Some(id)),
            Wait::Tasks { ids } => {
                let ids: Vec<u32> = self.texts.task_ids(ids).map(|task| task.0).collect();
                self.key("ids");
                write_json(&ids, self.out);
            }
            Wait::Timeout { id, until } => {
                self.task("id", Some(id));
                self.number("until", until);
            }
            Wait::Io { what } => self.text("what", what),
            Wait::Object { kind, name, holder } => {
                self.text("object", kind);
                self.text("name", name);
                self.task("holder", holder.task());
            }
            Wait::Yield | Wait::Unknown { .. } => {}
        }
        self.raw("}");
    }

    fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    fn key(&mut self, key: &str) {
        self.raw(",\"");
        self.raw(key);
        self.raw("\":");
    }

    fn number(&mut self, key: &str, number: u64) {
        self.key(key);
        self.digits(number);
    }

    fn digits(&mut self, mut number: u64) {
        let mut digits = [0; 20];
        let mut first = digits.len();
        loop {
            first -= 1;
            digits[first] = b'0' + (number % 10) as u8;
            number /= 10;
            if number == 0 {
                break;
            }
        }
        self.out.extend_from_slice(&digits[first..]);
    }

    fn task(&mut self, key: &str, task: Option<TaskId>) {
        if let Some(task) = task {
            self.number(key, task.0.into());
        }
    }

    fn word(&mut self, key: &str, word: &str) {
        self.key(key);
        write_json(&word, self.out);
    }

    fn text(&mut self, key: &str, text: TextId) {
        let texts = self.texts;
        self.word(key, texts.get(text));
    }

    fn optional_text(&mut self, key: &str, text: Option<TextId>) {
        if let Some(text) = text {
            self.text(key, text);
        }
    }

    /// A text that is JSON itself.
    fn json(&mut self, key: &str, text: TextId, otherwise: Value) {
        self.key(key);
        write_json(&serde_json::from_str(self.texts.get(text)).unwrap_or(otherwise), self.out);
    }
}
