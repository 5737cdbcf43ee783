//! What the variables that tasks share hold, instant by instant.

use std::collections::HashMap;
use std::ops::Range;

use super::Nanos;
use crate::trace::{EventKind, TextId, Trace};

/// A variable with what it holds from each instant on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedVariable {
    pub name: TextId,
    /// In time order; the first is where its value becomes known.
    pub values: Vec<(Nanos, TextId)>,
}

impl SharedVariable {
    /// What it holds at an instant, and since when; none before that is known.
    pub fn at(&self, instant: Nanos) -> Option<(Nanos, TextId)> {
        self.values.partition_point(|(at, _)| *at <= instant).checked_sub(1).map(|index| self.values[index])
    }
}

/// The variables in the events of a span, in the order in which they first appear.
pub fn shared_variables(trace: &Trace, span: &Range<Nanos>) -> Vec<SharedVariable> {
    let texts = trace.texts();
    let mut variables: Vec<SharedVariable> = Vec::new();
    let mut places: HashMap<&str, usize> = HashMap::new();
    let events = trace.events();
    let first = events.partition_point(|event| event.at < span.start);
    for event in events[first..].iter().take_while(|event| event.at <= span.end) {
        if let EventKind::Holds { variable: name, value } = event.kind {
            let place = *places.entry(texts.get(name)).or_insert_with(|| {
                variables.push(SharedVariable { name, values: Vec::new() });
                variables.len() - 1
            });
            variables[place].values.push((event.at, value));
        }
    }
    variables
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Event, TaskId};

    #[test]
    fn a_variable_holds_what_was_told_last() {
        let mut trace = Trace::default();
        let mut holds = |at, name: &str, value: &str| {
            let texts = trace.texts_mut();
            // A trace that is read may have a text twice.
            let (variable, value) = (texts.push(name), texts.push(value));
            trace.push(Event { at, task: TaskId(0), line: 1, kind: EventKind::Holds { variable, value } });
        };
        holds(5, "n", "0");
        holds(10, "n", "1");
        holds(10, "log", "[]");
        holds(10, "n", "2");
        holds(30, "n", "3");
        let found = shared_variables(&trace, &(0..20));
        let [n, log] = &found[..] else { panic!("{found:?}") };
        let at = |variable: &SharedVariable, instant| {
            variable.at(instant).map(|(since, text)| (since, trace.texts().get(text).to_owned()))
        };
        assert_eq!(at(n, 4), None);
        assert_eq!(at(n, 9), Some((5, "0".to_owned())));
        assert_eq!(at(n, 20), Some((10, "2".to_owned())));
        assert_eq!(at(log, 10), Some((10, "[]".to_owned())));
        assert_eq!(shared_variables(&trace, &(20..40)).len(), 1);
    }
}
