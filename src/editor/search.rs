//! The search for an earlier entry, newest first, while its words are typed.

/// A search that goes on.
#[derive(Clone, Debug)]
pub struct Search {
    words: String,
    /// The entry that was found last.
    found: Option<usize>,
    is_lost: bool,
    /// What was typed before the search, and the cursor's place there.
    before: (String, usize),
}

/// In which direction the search goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Towards {
    Older,
    Newer,
}

impl Search {
    /// A search for nothing yet.
    pub fn new(text: &str, cursor: usize) -> Search {
        Search { words: String::new(), found: None, is_lost: false, before: (text.to_owned(), cursor) }
    }

    /// What stands before the entry that was found.
    pub fn prompt(&self) -> String {
        let failed = if self.is_lost { "failed " } else { "" };
        let words: String = self.words.chars().filter(|c| !c.is_control()).collect();
        format!("({failed}reverse-i-search)`{words}': ")
    }

    /// What was typed before the search, and the cursor's place there.
    pub fn before(self) -> (String, usize) {
        self.before
    }

    /// A further character. Gives the entry that is found now, if it is another one.
    pub fn add<'e>(&mut self, c: char, entries: &'e [String]) -> Option<&'e str> {
        self.words.push(c);
        let from = self.found.unwrap_or(entries.len().saturating_sub(1));
        self.look(entries, (0..=from).rev())
    }

    /// A character less. The entry stays.
    pub fn remove(&mut self) {
        self.words.pop();
        self.is_lost = false;
    }

    /// Goes on to the next entry. Gives it, if there is one.
    pub fn go_on<'e>(&mut self, towards: Towards, entries: &'e [String]) -> Option<&'e str> {
        match (towards, self.found) {
            (Towards::Older, Some(found)) => self.look(entries, (0..found).rev()),
            (Towards::Older, None) => self.look(entries, (0..entries.len()).rev()),
            (Towards::Newer, found) => self.look(entries, found.map_or(0, |it| it + 1)..entries.len()),
        }
    }

    /// Where in the entry the words are, in bytes.
    pub fn place_in(&self, entry: &str) -> usize {
        entry.find(&self.words).unwrap_or(entry.len())
    }

    fn look<'e>(&mut self, entries: &'e [String], mut order: impl Iterator<Item = usize>) -> Option<&'e str> {
        let found = order.find(|&index| entries.get(index).is_some_and(|it| it.contains(&self.words)));
        self.is_lost = found.is_none();
        self.found = found.or(self.found);
        found.map(|index| entries[index].as_str())
    }
}
