//! One event as a JSON object, and back. The words are the file format's (version 1).

use serde_json::{Map, Value, json};

use super::text::TextTable;
use super::{Action, ClockKind, Event, EventKind, Outcome, TaskId, TextId, Texts, Wait};

type Object = Map<String, Value>;

/// The event as an object. An unknown event comes out as it came in.
pub(super) fn to_object(event: &Event, texts: &Texts) -> Object {
    if let EventKind::Unknown { json } = event.kind {
        return serde_json::from_str(texts.get(json)).unwrap_or_default();
    }
    let text = |id: TextId| Value::from(texts.get(id));
    let (name, fields): (&str, Vec<(&str, Value)>) = match event.kind {
        EventKind::Spawned { name, parent: None } => ("spawned", vec![("name", text(name))]),
        EventKind::Spawned { name, parent: Some(parent) } => {
            ("spawned", vec![("name", text(name)), ("parent", parent.0.into())])
        }
        EventKind::Named { name } => ("named", vec![("name", text(name))]),
        EventKind::OnThread => ("thread", vec![]),
        EventKind::Resumed => ("resumed", vec![]),
        EventKind::Suspended { on } => ("suspended", vec![("on", wait_to_value(on, texts))]),
        EventKind::Woken { by: None } => ("woken", vec![]),
        EventKind::Woken { by: Some(by) } => ("woken", vec![("by", by.0.into())]),
        EventKind::Blocking { what } => ("blocking", vec![("what", text(what))]),
        EventKind::Unblocked => ("unblocked", vec![]),
        EventKind::Printed { text: printed } => ("printed", vec![("text", text(printed))]),
        EventKind::Noted { text: note } => ("noted", vec![("text", text(note))]),
        EventKind::Finished { outcome, text: shown } => {
            let field = if outcome == Outcome::Done { "value" } else { "error" };
            let shown = shown.map(|id| (field, text(id)));
            let fields = std::iter::once(("outcome", outcome.word().into())).chain(shown).collect();
            ("finished", fields)
        }
        EventKind::Awaited { id } => ("awaited", vec![("id", id.0.into())]),
        EventKind::Read { variable } => ("read", vec![("variable", text(variable))]),
        EventKind::Wrote { variable } => ("wrote", vec![("variable", text(variable))]),
        EventKind::Updated { variable } => ("updated", vec![("variable", text(variable))]),
        EventKind::Holds { variable, value } => {
            ("holds", vec![("variable", text(variable)), ("value", text(value))])
        }
        EventKind::Remarked { rule, text: said, advice } => {
            ("remarked", vec![("rule", text(rule)), ("text", text(said)), ("try", text(advice))])
        }
        EventKind::Called { name, arguments } => {
            let arguments = serde_json::from_str(texts.get(arguments)).unwrap_or_else(|_| json!([]));
            ("called", vec![("name", text(name)), ("arguments", arguments)])
        }
        EventKind::Returned { name, value } => {
            let value = value.map(|it| serde_json::from_str(texts.get(it)).unwrap_or_default());
            let value = value.map(|it| ("value", it));
            ("returned", std::iter::once(("name", text(name))).chain(value).collect())
        }
        EventKind::Threw { name, error } => ("returned", vec![("name", text(name)), ("error", text(error))]),
        EventKind::Checked { variable, until } => {
            ("checked", vec![("variable", text(variable)), ("until", until.into())])
        }
        EventKind::Did { action, object, value } => {
            let value = value.map(|id| ("value", text(id)));
            (action.word(), std::iter::once(("object", text(object))).chain(value).collect())
        }
        EventKind::Over => ("over", vec![]),
        EventKind::Ending => ("ending", vec![]),
        EventKind::Unseen => ("unseen", vec![]),
        EventKind::Mark { label } => ("mark", vec![("label", text(label))]),
        EventKind::ClockSet { clock } => ("clock", vec![("clock", clock.word().into())]),
        EventKind::Unknown { .. } => ("", vec![]),
    };
    let mut object = Object::new();
    object.insert("at".into(), event.at.into());
    object.insert("task".into(), event.task.0.into());
    object.insert("event".into(), name.into());
    if event.line != 0 {
        object.insert("line".into(), event.line.into());
    }
    object.extend(fields.into_iter().map(|(key, value)| (key.to_owned(), value)));
    object
}

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

fn wait_to_value(wait: Wait, texts: &Texts) -> Value {
    match wait {
        Wait::Sleep { until } => json!({"kind": "sleep", "until": until}),
        Wait::Task { id } => json!({"kind": "task", "id": id.0}),
        Wait::Tasks { ids } => {
            let ids: Vec<u32> = texts.task_ids(ids).map(|task| task.0).collect();
            json!({"kind": "tasks", "ids": ids})
        }
        Wait::Timeout { id, until } => json!({"kind": "timeout", "id": id.0, "until": until}),
        Wait::Yield => json!({"kind": "yield"}),
        Wait::Io { what } => json!({"kind": "io", "what": texts.get(what)}),
        Wait::Object { kind, name, holder } => {
            let mut on = json!({"kind": "object", "object": texts.get(kind), "name": texts.get(name)});
            if let Some(holder) = holder.task() {
                on["holder"] = holder.0.into();
            }
            on
        }
        Wait::Unknown { json } => serde_json::from_str(texts.get(json)).unwrap_or_default(),
    }
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

    fn word(self) -> &'static str {
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
