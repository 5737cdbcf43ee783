//! Which part of what has come is wanted, and what is said where nothing can come.

/// Which part of what has come is wanted.
#[derive(Clone, Copy)]
pub enum Part {
    /// A line, without its end.
    Line,
    /// All of it, in whole characters.
    All,
}

pub fn closed_text() -> String {
    "this stream is closed".to_owned()
}

pub fn taken_text(port: u16) -> String {
    format!("somebody listens at port {port} already; net::listen(0) takes a free one")
}
