//! A script file that cannot be read.

use crate::script::report::{Report, Sources, finding::Finding};
use std::io::{Error, ErrorKind};

/// Answers a file that is missing, a directory, not text or closed to us. `name` is the file as it was asked for.
pub fn file_error(name: &str, error: &Error) -> Report {
    finding(name, error).report(0, &Sources::default())
}

pub(super) fn finding(name: &str, error: &Error) -> Finding {
    match error.kind() {
        ErrorKind::NotFound => Finding::new(format!("there is no file `{name}`")),
        ErrorKind::IsADirectory => Finding::new(format!("`{name}` is a directory, not a script"))
            .help(format!("name a file in it: {name}/hello.rhai")),
        ErrorKind::InvalidData => {
            Finding::new(format!("`{name}` is not a text in UTF-8")).help("save it as UTF-8 in your editor")
        }
        ErrorKind::PermissionDenied => Finding::new(format!("`{name}` may not be read")),
        _ => Finding::new(format!("`{name}` cannot be read: {error}")),
    }
}
