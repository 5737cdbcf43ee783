mod complete;
mod entry;
mod grammars;
mod highlight;
mod history;
mod keys;
mod lexer;
mod page;
mod reading;
mod screen;
mod typing;

use super::{Name, Names};

/// A session's names, for all tests.
fn names() -> Names {
    Names {
        variables: vec![
            Name::new("total", "", "42"),
            Name::new("job", "", "()"),
            Name::new("t", "", "<task work>"),
            Name::new("list", "", "[1, 2]"),
            Name::new("label", "", "\"a\""),
        ],
        functions: vec![Name::new("fetch_data", "(id)", "")],
        vocabulary: vec![
            Name::new("sleep", "(seconds)", "pause this task"),
            Name::new("sleep_blocking", "(seconds)", "hold the thread"),
            Name::new("now", "()", "seconds since the run began"),
            Name::new("spawn", " f(x)", "start a task"),
        ],
        ..Names::default()
    }
}
