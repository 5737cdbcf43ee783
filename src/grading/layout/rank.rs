//! Which of two files of one student is graded: the newest, as far as the layout tells. One rule for all layouts.

use std::cmp::{Ordering, Reverse};

use jiff::Timestamp;

use super::file_name::Copy;

/// What a file's name and place tell about its age.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    /// Whether it is called after the lesson.
    is_named: bool,
    /// The number that Canvas gives to each file that is handed in.
    attachment: Option<u64>,
    copy: Copy,
    is_pack: bool,
    /// Folders around it.
    depth: usize,
    path: String,
    /// When it was handed in, where the pack or the platform says so.
    pub handed_in: Option<Timestamp>,
}

impl Rank {
    pub(super) fn of_file(path: &str, is_named: bool, attachment: Option<u64>, copy: Copy) -> Rank {
        let depth = path.matches('/').count();
        Rank { is_named, attachment, copy, is_pack: false, depth, path: path.to_owned(), handed_in: None }
    }

    pub(super) fn of_pack(path: &str, attachment: Option<u64>, copy: Copy) -> Rank {
        Rank { is_pack: true, ..Rank::of_file(path, true, attachment, copy) }
    }

    /// Whether this is graded and not the other one, and why.
    pub fn compare(&self, other: &Rank) -> (Ordering, &'static str) {
        let both = |mine: Option<Ordering>, why| mine.filter(|it| it.is_ne()).map(|it| (it, why));
        let times = self.handed_in.zip(other.handed_in).map(|(mine, theirs)| mine.cmp(&theirs));
        let attachments = self.attachment.zip(other.attachment).map(|(mine, theirs)| mine.cmp(&theirs));
        let by_path =
            (Reverse(self.depth), Reverse(&self.path)).cmp(&(Reverse(other.depth), Reverse(&other.path)));
        both(Some(self.is_named.cmp(&other.is_named)), "is called after the lesson")
            .or_else(|| both(times, "was handed in later"))
            .or_else(|| both(attachments, "was handed in later, by its number"))
            .or_else(|| both(Some(self.copy.cmp(&other.copy)), "is newer, by the number in its name"))
            .or_else(|| both(Some(other.is_pack.cmp(&self.is_pack)), "is a file of its own"))
            .unwrap_or((by_path, "comes first by name; nothing says which of them is newer"))
    }
}
