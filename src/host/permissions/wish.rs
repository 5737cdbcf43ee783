//! What programs of a document may ask for beyond their own files and the test server.

/// Something that a document's programs want, and that its reader may grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wish {
    Network,
    Files,
    Programs,
}

impl Wish {
    pub const ALL: [Wish; 3] = [Wish::Network, Wish::Files, Wish::Programs];

    /// As a document writes it.
    pub fn name(self) -> &'static str {
        match self {
            Wish::Network => "network",
            Wish::Files => "files",
            Wish::Programs => "programs",
        }
    }

    /// What it means for the one who grants it.
    pub fn meaning(self) -> &'static str {
        match self {
            Wish::Network => "to talk to other computers",
            Wish::Files => "to read and change all of your files",
            Wish::Programs => "to run other programs, which may do whatever you may",
        }
    }

    pub fn of_name(name: &str) -> Option<Wish> {
        Wish::ALL.into_iter().find(|it| it.name() == name)
    }
}
