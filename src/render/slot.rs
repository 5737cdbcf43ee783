//! A row of the timeline, as it is measured and set beside another run's.

use crate::timeline::LaneInView;

/// A row of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Slot {
    Lane(LaneInView),
    Gap,
}

impl Slot {
    pub fn lane(self) -> Option<LaneInView> {
        match self {
            Slot::Lane(lane) => Some(lane),
            Slot::Gap => None,
        }
    }
}
