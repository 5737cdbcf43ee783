//! Which layout a folder has, where nobody said.

use super::{Layout, Listing, Wanted, classroom, moodle, nbgrader};

/// The layout that the names look like.
pub fn guess(listing: &Listing, wanted: Wanted) -> Layout {
    if listing.paths.iter().any(|it| moodle::is_of_moodle(it)) {
        Layout::Moodle
    } else if nbgrader::is_of_nbgrader(listing) {
        Layout::Nbgrader
    } else if classroom::is_of_classroom(listing, wanted) {
        Layout::Classroom
    } else {
        Layout::Flat
    }
}

impl Layout {
    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Layout::Flat => "flat",
            Layout::Moodle => "moodle",
            Layout::Classroom => "classroom",
            Layout::Nbgrader => "nbgrader",
        }
    }
}
