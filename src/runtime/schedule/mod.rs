//! Who goes next, where that is chosen: the steps of a run, what each of them touches, and the one who chooses.
//!
//! Without a [`Chooser`] the first that is ready goes on, and nothing here costs anything. It does not explore: that
//! is done by running a program again and again.

mod choosing;

use std::hash::{DefaultHasher, Hash, Hasher};

pub(super) use choosing::{
    Interruption, Mark, Pick, cause, goes_on_for, interrupt, new_object, pick, spawned, time_jumped,
    time_passed, touch_task,
};
pub use choosing::{begin, end, is_on, note, touch, touch_end, touch_variable};

use crate::trace::TaskId;

/// A task in all runs of a program: who started it, and as which of its own. Numbers of tasks depend on the order.
pub type Identity = u64;

/// Something that tasks share, in all runs of a program.
pub type Object = u64;

/// What all tasks have in common: what is printed, the names of tasks, the ends that several tasks are awaited for.
pub(in crate::runtime) const OUTPUT: Object = 1;
pub(in crate::runtime) const NAMES: Object = 2;
pub(in crate::runtime) const ENDS: Object = 3;

/// What the last mark of a trace says where a chooser gave its run up. What follows are the ends of its tasks.
pub const GIVEN_UP: &str = "nobody chose who goes on";

/// What a step does to something that is shared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    Read(Object),
    Write(Object),
    /// Nobody knows to what.
    Everything,
}

impl Touch {
    /// Whether it matters which of the two comes first.
    pub fn conflicts(self, other: Touch) -> bool {
        match (self, other) {
            (Touch::Everything, _) | (_, Touch::Everything) => true,
            (Touch::Read(_), Touch::Read(_)) => false,
            (Touch::Read(a) | Touch::Write(a), Touch::Read(b) | Touch::Write(b)) => a == b,
        }
    }
}

/// A task's turn, or a part of it up to where it might have been interrupted.
#[derive(Clone, Debug)]
pub struct Step {
    pub task: Identity,
    pub id: TaskId,
    /// Which tasks were ready, in the order of the queue; the one that had this step is among them.
    pub ready: Vec<Identity>,
    /// Which of them had it.
    pub chosen: usize,
    pub occasion: Occasion,
    /// The step that let the task go on; none where it was time.
    pub cause: Option<usize>,
    /// How often virtual time had jumped.
    pub epoch: u32,
    /// When it began, in nanoseconds of the trace.
    pub at: u64,
    pub touches: Vec<Touch>,
}

/// When somebody has to go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occasion {
    /// A turn is over, or the loop has rested.
    NewTurn,
    /// A thread task could be interrupted; it is the first of those that are ready.
    Interruption,
}

impl Step {
    /// Whether a thread task was interrupted for it.
    pub fn interrupts(&self) -> bool {
        self.occasion == Occasion::Interruption && self.chosen > 0
    }
}

/// Chooses who goes on.
pub trait Chooser {
    /// Which of the tasks that are ready goes on. `steps` are those so far. None gives the run up.
    fn choose(&mut self, steps: &[Step], ready: &[Identity], occasion: Occasion) -> Option<usize>;

    /// The run is over. `notes` are what has been noted of it.
    fn ended(&mut self, steps: Vec<Step>, notes: Vec<String>);
}

/// The shared variables of that name, as steps touch them.
pub fn variable(name: &str) -> Object {
    hash(&name)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    // The first numbers are what all tasks have in common.
    hasher.finish() | 1 << 63
}
