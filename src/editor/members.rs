//! What may follow the dot, by the kind of value before it. Only a table.

use super::names::Name;

/// A kind of value, as far as it matters for what may follow the dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    Task,
    Text,
    Character,
    Whole,
    Fraction,
    Truth,
    Array,
    Map,
    Closure,
    Channel,
    Mutex,
    Semaphore,
    Event,
    Barrier,
    Interval,
    Group,
    Database,
    Answer,
}

/// A property or a method.
pub struct Member {
    pub name: &'static str,
    /// A method's parameters, such as `(x)`; empty for a property.
    pub parameters: &'static str,
    pub summary: &'static str,
    of: &'static [ValueKind],
}

/// The members of a kind of value; where it is not known, of all. Those of a task's handle come first.
pub fn members(kind: Option<ValueKind>) -> impl Iterator<Item = Name> {
    let fits = move |member: &&Member| kind.is_none_or(|kind| member.of.contains(&kind));
    MEMBERS.iter().filter(fits).map(|member| Name::new(member.name, member.parameters, member.summary))
}

use ValueKind::{
    Answer, Array, Barrier, Channel, Character, Closure, Database, Event, Fraction, Group, Interval, Map,
    Mutex, Semaphore, Task, Text, Truth, Whole,
};

const fn member(
    name: &'static str,
    parameters: &'static str,
    summary: &'static str,
    of: &'static [ValueKind],
) -> Member {
    Member { name, parameters, summary, of }
}

/// What has a name on the timeline.
const NAMED: &[ValueKind] = &[Task, Channel, Mutex, Semaphore, Event, Barrier, Interval];

/// All of them.
pub const MEMBERS: &[Member] = &[
    member("await", "", "wait for the task and give its value", &[Task]),
    member("cancel", "()", "stop the task", &[Task]),
    member("id", "", "the task's number", &[Task]),
    member("is_done", "", "whether the task has ended", &[Task]),
    member("name", "", "its name on the timeline", NAMED),
    member("named", "(name)", "give it a name on the timeline", NAMED),
    member("state", "", "waiting, running, ready, blocking, or how it ended", &[Task]),
    member("send", "(value)", "put a message in; wait where there is no room", &[Channel]),
    member("recv", "()", "take a message out; wait until there is one", &[Channel]),
    member("try_recv", "()", "take a message out, or () where there is none", &[Channel]),
    member("close", "()", "say that no more messages come", &[Channel]),
    member("lock", "(|value| …)", "use the value while no other task can", &[Mutex]),
    member("acquire", "()", "take a permit; wait until there is one", &[Semaphore]),
    member("try_acquire", "()", "take a permit if there is one", &[Semaphore]),
    member("release", "()", "give a permit back", &[Semaphore]),
    member("available", "", "how many permits are left", &[Semaphore]),
    member("set", "()", "let all that wait go on", &[Event]),
    member("is_set", "", "whether it is set", &[Event]),
    member("wait", "()", "wait for it", &[Event, Barrier]),
    member("tick", "()", "wait for the next beat", &[Interval]),
    member("spawn", "(|| …)", "start a task of the group", &[Group]),
    member("cancel", "()", "stop all tasks of the group", &[Group]),
    member("execute", "(sql)", "carry out a statement", &[Database]),
    member("query", "(sql)", "the rows that a query gives", &[Database]),
    member("transaction", "(|| …)", "keep all that is changed, or nothing", &[Database]),
    member("execute_blocking", "(sql)", "the same, and hold the thread", &[Database]),
    member("query_blocking", "(sql)", "the same, and hold the thread", &[Database]),
    member("headers", "", "the answer's headers", &[Answer]),
    member("json", "", "the answer's body, read as JSON", &[Answer]),
    member("status", "", "the answer's status, such as 200", &[Answer]),
    member("text", "", "the answer's body as text", &[Answer]),
    member("abs", "()", "without its sign", &[Whole, Fraction]),
    member("all", "(|x| …)", "whether it holds for every item", &[Array]),
    member("call", "(…)", "call it", &[Closure]),
    member("ceiling", "()", "the next whole number above", &[Fraction]),
    member("clear", "()", "remove everything", &[Array, Map, Event]),
    member("contains", "(x)", "whether x is in it", &[Text, Array, Map]),
    member("dedup", "()", "remove items that repeat the one before", &[Array]),
    member("ends_with", "(text)", "whether it ends like this", &[Text]),
    member("filter", "(|x| …)", "the items for which it holds", &[Array]),
    member("find", "(|x| …)", "the first item for which it holds", &[Array]),
    member("floor", "()", "the next whole number below", &[Fraction]),
    member("for_each", "(|| …)", "do it with every item, which is `this`", &[Array]),
    member("index_of", "(x)", "where x is, or -1", &[Text, Array]),
    member("insert", "(at, x)", "put x at a place", &[Array]),
    member("is_empty", "()", "whether there is nothing in it", &[Text, Array, Map]),
    member("is_even", "()", "whether 2 divides it", &[Whole]),
    member("is_odd", "()", "whether 2 does not divide it", &[Whole]),
    member("keys", "()", "the names in a map", &[Map]),
    member("len", "()", "how many there are", &[Text, Array, Map]),
    member("len", "", "how many messages are in it", &[Channel]),
    member("map", "(|x| …)", "an array with every item changed", &[Array]),
    member("pop", "()", "take the last item", &[Array]),
    member("push", "(x)", "add x at the end", &[Array]),
    member("reduce", "(|sum, x| …)", "fold the items into one value", &[Array]),
    member("remove", "(at)", "take the item at a place", &[Array]),
    member("remove", "(name)", "take what has this name", &[Map]),
    member("replace", "(old, new)", "replace a part of it", &[Text]),
    member("reverse", "()", "turn the order round", &[Array]),
    member("round", "()", "the nearest whole number", &[Fraction]),
    member("shift", "()", "take the first item", &[Array]),
    member("some", "(|x| …)", "whether it holds for any item", &[Array]),
    member("sort", "()", "put in order", &[Array]),
    member("split", "(by)", "its parts", &[Text]),
    member("sqrt", "()", "its square root", &[Fraction]),
    member("starts_with", "(text)", "whether it starts like this", &[Text]),
    member("sub_string", "(from, length)", "a part of it", &[Text]),
    member("to_float", "()", "the same with a fraction", &[Whole]),
    member("to_int", "()", "without its fraction", &[Fraction]),
    member("to_json", "()", "as JSON", &[Map]),
    member("to_lower", "()", "in small letters", &[Text, Character]),
    member(
        "to_string",
        "()",
        "as a text",
        &[Task, Text, Character, Whole, Fraction, Truth, Array, Map, Channel, Mutex, Semaphore, Event],
    ),
    member("to_upper", "()", "in capital letters", &[Text, Character]),
    member("trim", "()", "take away the space around it", &[Text]),
    member("values", "()", "the values in a map", &[Map]),
];
