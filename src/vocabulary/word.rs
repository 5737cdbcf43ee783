//! A word and what to know of it.

/// A word and what to know of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub name: &'static str,
    /// How it is written: `sleep(seconds)`.
    pub signature: &'static str,
    /// One line.
    pub summary: &'static str,
    /// What else to know; may be empty.
    pub details: &'static str,
    /// A program that runs as it stands.
    pub example: &'static str,
    pub peers: Peers,
}

/// What does the same elsewhere; empty where nothing does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Peers {
    /// In Python, mostly of asyncio.
    pub python: &'static str,
    pub javascript: &'static str,
    /// In Rust, mostly of tokio.
    pub tokio: &'static str,
}
