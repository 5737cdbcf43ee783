//! One event from its JSON object. The words are the file format's (version 1); `json_line.rs` writes them.

use serde_json::{Map, Value};

use super::text::TextTable;
use super::{Action, ClockKind, Event, EventKind, Outcome, TaskId, Wait};

type Object = Map<String, Value>;

/// The event that an object tells of, its texts added to `texts`. The error says what is amiss.
/// A field that is `null` counts as absent.
pub(super) fn from_object(mut object: Object, texts: &mut impl TextTable) -> Result<Event, String> {
    object.retain(|_, value| !value.is_null());
    let object = &object;
    let at = number(object, "at")?;
    let task = task(object, "task")?;
    let line = match object.get("line") {
        None => 0,
        Some(_) => number(object, "line")?.try_into().map_err(|_| "`line` is too large")?,
    };
    let mut text = |field: &str| string(object, field).map(|it| texts.add(it));
    let kind = match string(object, "event")? {
        "spawned" => {
            let parent = object.get("parent").map(|_| self::task(object, "parent")).transpose()?;
            EventKind::Spawned { name: text("name")?, parent }
        }
        "named" => EventKind::Named { name: text("name")? },
        "thread" => EventKind::OnThread,
        "resumed" => EventKind::Resumed,
        "suspended" => {
            let on = object.get("on").and_then(Value::as_object).ok_or("`on` is missing")?;
            EventKind::Suspended { on: wait_from_object(on, texts)? }
        }
        "woken" => {
            let by = object.get("by").map(|_| self::task(object, "by")).transpose()?;
            EventKind::Woken { by }
        }
        "blocking" => EventKind::Blocking { what: text("what")? },
        "unblocked" => EventKind::Unblocked,
        "printed" => EventKind::Printed { text: text("text")? },
        "noted" => EventKind::Noted { text: text("text")? },
        "finished" => {
            let word = string(object, "outcome")?;
            let outcome = Outcome::from_word(word).ok_or(format!("no outcome is called `{word}`"))?;
            let field = if outcome == Outcome::Done { "value" } else { "error" };
            let text = object.get(field).map(|_| text(field)).transpose()?;
            EventKind::Finished { outcome, text }
        }
        "awaited" => EventKind::Awaited { id: self::task(object, "id")? },
        "read" => EventKind::Read { variable: text("variable")? },
        "wrote" => EventKind::Wrote { variable: text("variable")? },
        "updated" => EventKind::Updated { variable: text("variable")? },
        "holds" => EventKind::Holds { variable: text("variable")?, value: text("value")? },
        "remarked" => EventKind::Remarked { rule: text("rule")?, text: text("text")?, advice: text("try")? },
        "called" => {
            let name = text("name")?;
            let arguments = object.get("arguments").filter(|it| it.is_array());
            let arguments = arguments.map_or_else(|| "[]".to_owned(), Value::to_string);
            EventKind::Called { name, arguments: texts.add(&arguments) }
        }
        "returned" => {
            let name = text("name")?;
            match object.get("error").filter(|it| !it.is_null()) {
                Some(_) => EventKind::Threw { name, error: text("error")? },
                None => {
                    let value = object.get("value").filter(|it| !it.is_null());
                    let value = value.map(|it| texts.add(&it.to_string()));
                    EventKind::Returned { name, value }
                }
            }
        }
        "checked" => {
            let until = number(object, "until")?.try_into().map_err(|_| "`until` is too large")?;
            EventKind::Checked { variable: text("variable")?, until }
        }
        word @ ("sent" | "received" | "closed" | "took" | "gave_back") => {
            let action = Action::from_word(word).ok_or("no such action")?;
            let value = object.get("value").map(|_| text("value")).transpose()?;
            EventKind::Did { action, object: text("object")?, value }
        }
        "over" => EventKind::Over,
        "ending" => EventKind::Ending,
        "unseen" => EventKind::Unseen,
        "mark" => EventKind::Mark { label: text("label")? },
        "clock" => {
            let word = string(object, "clock")?;
            let clock = ClockKind::from_word(word).ok_or(format!("no clock is called `{word}`"))?;
            EventKind::ClockSet { clock }
        }
        _ => EventKind::Unknown { json: texts.add(&Value::from(object.clone()).to_string()) },
    };
    Ok(Event { at, task, line, kind })
}

fn wait_from_object(on: &Object, texts: &mut impl TextTable) -> Result<Wait, String> {
    Ok(match string(on, "kind")? {
        "sleep" => Wait::Sleep { until: number(on, "until")? },
        "task" => Wait::Task { id: task(on, "id")? },
        "tasks" => Wait::Tasks { ids: texts.add(&task_list(on)?) },
        "timeout" => Wait::Timeout { id: task(on, "id")?, until: number(on, "until")? },
        "yield" => Wait::Yield,
        "io" => Wait::Io { what: texts.add(string(on, "what")?) },
        "object" => {
            let kind = texts.add(string(on, "object")?);
            let holder = on.get("holder").map(|_| task(on, "holder")).transpose()?.into();
            Wait::Object { kind, name: texts.add(string(on, "name")?), holder }
        }
        _ => Wait::Unknown { json: texts.add(&Value::from(on.clone()).to_string()) },
    })
}

/// The numbers of several tasks, with a space between them.
fn task_list(on: &Object) -> Result<String, String> {
    let ids = on.get("ids").and_then(Value::as_array).ok_or("`ids` is no list")?;
    let ids =
        ids.iter().map(|id| id.as_u64().filter(|it| u32::try_from(*it).is_ok()).map(|it| it.to_string()));
    let ids: Option<Vec<String>> = ids.collect();
    Ok(ids.ok_or("`ids` holds something that is no task's number")?.join(" "))
}

fn number(object: &Object, field: &str) -> Result<u64, String> {
    let value = object.get(field).ok_or_else(|| format!("`{field}` is missing"))?;
    value.as_u64().ok_or_else(|| format!("`{field}` is not a whole number from 0 up"))
}

fn task(object: &Object, field: &str) -> Result<TaskId, String> {
    let id = number(object, field)?;
    u32::try_from(id).map(TaskId).map_err(|_| format!("`{field}` is too large"))
}

fn string<'a>(object: &'a Object, field: &str) -> Result<&'a str, String> {
    let value = object.get(field).ok_or_else(|| format!("`{field}` is missing"))?;
    value.as_str().ok_or_else(|| format!("`{field}` is not a text"))
}

impl Action {
    const ALL: [Action; 5] = [Action::Sent, Action::Received, Action::Closed, Action::Took, Action::GaveBack];

    pub(super) fn word(self) -> &'static str {
        match self {
            Action::Sent => "sent",
            Action::Received => "received",
            Action::Closed => "closed",
            Action::Took => "took",
            Action::GaveBack => "gave_back",
        }
    }

    fn from_word(word: &str) -> Option<Action> {
        Action::ALL.into_iter().find(|it| it.word() == word)
    }
}

impl Outcome {
    /// The word for it, on screen and in files.
    pub fn word(self) -> &'static str {
        match self {
            Outcome::Done => "done",
            Outcome::Failed => "failed",
            Outcome::Cancelled => "cancelled",
        }
    }

    fn from_word(word: &str) -> Option<Outcome> {
        [Outcome::Done, Outcome::Failed, Outcome::Cancelled].into_iter().find(|it| it.word() == word)
    }
}

impl ClockKind {
    /// The word for it, on screen, in files and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            ClockKind::Real => "real",
            ClockKind::Virtual => "virtual",
        }
    }

    /// The clock that a word names.
    pub fn from_word(word: &str) -> Option<ClockKind> {
        [ClockKind::Real, ClockKind::Virtual].into_iter().find(|it| it.word() == word)
    }
}
