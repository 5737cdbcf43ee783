//! Who goes next, where that is chosen: the steps of a run, what each of them touches, and the one who chooses.
//!
//! Without a [`Chooser`] the first that is ready goes on, and nothing here costs anything. It does not explore: that
//! is done by running a program again and again.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::Runtime;
use super::giving_way::yield_once;
use super::task::{Interrupted, Task};
use crate::trace::{EventKind, TaskId, Wait};

/// A task in all runs of a program: who started it, and as which of its own. Numbers of tasks depend on the order.
pub type Identity = u64;

/// Something that tasks share, in all runs of a program.
pub type Object = u64;

/// What all tasks have in common: what is printed, the names of tasks, the ends that several tasks are awaited for.
pub(super) const OUTPUT: Object = 1;
pub(super) const NAMES: Object = 2;
pub(super) const ENDS: Object = 3;

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

struct Choosing {
    chooser: Box<dyn Chooser>,
    steps: Vec<Step>,
    /// What a task is called in all runs, and how many tasks and objects it has made.
    identities: HashMap<TaskId, (Identity, u32)>,
    /// The tasks that are known to be ready, and which step made them so.
    causes: HashMap<TaskId, Option<usize>>,
    /// The step that what happens now is due to.
    cause: Option<usize>,
    epoch: u32,
    /// Who goes on, whatever is chosen: a thread task was interrupted for it.
    forced: Option<TaskId>,
    /// The choices to mark in the trace, and which other task could go on there; and how many choices there have been.
    marks: Vec<(usize, usize)>,
    choices: usize,
    notes: Vec<String>,
}

thread_local! {
    static IS_ON: Cell<bool> = const { Cell::new(false) };
    static CHOOSING: RefCell<Option<Choosing>> = const { RefCell::new(None) };
    static OBJECTS: Cell<u64> = const { Cell::new(0) };
}

/// Has the next program on this thread's loop run as `chooser` says. Each of `marks` is a choice, by its number, and one
/// of those that are ready then: the trace says there who goes before whom.
pub fn begin(chooser: Box<dyn Chooser>, marks: Vec<(usize, usize)>) {
    OBJECTS.set(0);
    CHOOSING.set(Some(Choosing {
        chooser,
        steps: Vec::new(),
        identities: HashMap::new(),
        causes: HashMap::new(),
        cause: None,
        epoch: 0,
        forced: None,
        marks,
        choices: 0,
        notes: Vec::new(),
    }));
    IS_ON.set(true);
}

/// Ends that: the first that is ready goes on again.
pub fn end() {
    IS_ON.set(false);
    if let Some(mut choosing) = CHOOSING.take() {
        choosing.chooser.ended(choosing.steps, choosing.notes);
    }
}

/// Whether somebody chooses who goes on.
#[inline]
pub fn is_on() -> bool {
    IS_ON.get()
}

fn with<T>(act: impl FnOnce(&mut Choosing) -> T) -> Option<T> {
    if !IS_ON.try_with(Cell::get).unwrap_or(false) {
        return None;
    }
    CHOOSING.with_borrow_mut(|choosing| choosing.as_mut().map(act))
}

/// The running step does this.
#[inline]
pub fn touch(touch: Touch) {
    if IS_ON.try_with(Cell::get).unwrap_or(false) {
        with(|it| it.touch(touch));
    }
}

/// Notes something that distinguishes runs, besides what is printed.
pub fn note(text: impl FnOnce() -> String) {
    if is_on() {
        // To show an object looks at it, which is noted, too.
        let text = text();
        with(|it| it.notes.push(text));
    }
}

/// A shared variable is used by its name. Those of one name count as one.
pub fn touch_variable(name: &str) {
    if is_on() {
        touch(Touch::Write(variable(name)));
    }
}

/// The shared variables of that name, as steps touch them.
pub fn variable(name: &str) -> Object {
    hash(&name)
}

/// What a task that ends, or is cancelled, is to others.
pub(super) fn touch_task(id: TaskId, touch: fn(Object) -> Touch) {
    with(|it| {
        let object = it.identities.get(&id).map_or(id.0.into(), |(identity, _)| *identity);
        it.touch(touch(object));
    });
}

/// The running step looks whether a task has ended.
pub fn touch_end(task: &Task) {
    touch_task(task.id(), Touch::Read);
}

/// A number for an object that tasks share: the same in all runs, whatever their order.
pub(super) fn new_object() -> Object {
    if !is_on() {
        return 0;
    }
    let by_task = with(|it| {
        let maker = it.steps.last().map(|step| step.id)?;
        let (identity, made) = it.identities.get_mut(&maker)?;
        *made += 1;
        Some(hash(&(*identity, *made)))
    });
    by_task.flatten().unwrap_or_else(|| {
        OBJECTS.set(OBJECTS.get() + 1);
        hash(&OBJECTS.get())
    })
}

/// A task begins.
pub(super) fn spawned(id: TaskId, parent: Option<TaskId>) {
    with(|it| {
        let of_parent = parent.and_then(|parent| it.identities.get_mut(&parent));
        let identity = match of_parent {
            Some((parent, made)) => {
                *made += 1;
                hash(&(*parent, *made))
            }
            None => hash(&it.identities.len()),
        };
        it.identities.insert(id, (identity, 0));
        it.touch(Touch::Write(NAMES));
    });
}

/// Virtual time has jumped, because nothing was ready.
pub(super) fn time_jumped() {
    with(|it| {
        it.epoch += 1;
        it.cause = None;
    });
}

/// Time has gone on while a task had the thread, and has let others go on.
pub(super) fn time_passed() {
    touch(Touch::Everything);
}

/// The step that what happens now is due to.
pub(super) fn cause() -> Option<usize> {
    with(|it| it.cause).flatten()
}

/// The loop goes on with what a step has begun.
pub(super) fn goes_on_for(cause: Option<usize>) {
    with(|it| it.cause = cause);
}

/// What is to go on.
pub(super) enum Pick {
    At(usize),
    GiveUp,
}

/// Which entry of the queue goes on. `task` tells whose each is; what the loop itself does has its turn when it is first.
pub(super) fn pick<E: Copy>(
    runtime: &Runtime,
    queue: &VecDeque<E>,
    task: impl Fn(E) -> Option<TaskId>,
) -> Pick {
    let at = runtime.clock.now();
    let picked = with(|it| {
        let candidates = queue.iter().enumerate();
        let candidates: Vec<_> =
            candidates.filter_map(|(index, entry)| Some((index, task(*entry)?))).collect();
        for (_, id) in &candidates {
            it.causes.entry(*id).or_insert(it.cause);
        }
        if let Some(forced) = it.forced.take()
            && let Some((index, _)) = candidates.iter().find(|(_, id)| *id == forced)
        {
            it.begin_turn(forced);
            return (Pick::At(*index), None);
        }
        if queue.front().is_none_or(|first| task(*first).is_none()) {
            return (Pick::At(0), None);
        }
        let ids: Vec<TaskId> = candidates.iter().map(|(_, id)| *id).collect();
        match it.choose(&ids, at, Occasion::NewTurn) {
            Some((chosen, mark)) => {
                it.begin_turn(ids[chosen]);
                (Pick::At(candidates[chosen].0), mark.map(|mark| (ids[chosen], mark)))
            }
            None => (Pick::GiveUp, None),
        }
    });
    let Some((pick, mark)) = picked else { return Pick::At(0) };
    if let Some((task, mark)) = mark {
        runtime.mark_choice(task, mark);
    }
    pick
}

impl Choosing {
    fn touch(&mut self, touch: Touch) {
        if let Some(step) = self.cause.and_then(|cause| self.steps.get_mut(cause))
            && !step.touches.contains(&touch)
        {
            step.touches.push(touch);
        }
    }

    fn identity(&self, id: TaskId) -> Identity {
        self.identities.get(&id).map_or_else(|| hash(&id.0), |(identity, _)| *identity)
    }

    /// Asks who goes on, and notes the step. Gives the one that it goes before, too, if the trace is to say so.
    fn choose(&mut self, ids: &[TaskId], at: u64, occasion: Occasion) -> Option<(usize, Option<TaskId>)> {
        let ready: Vec<Identity> = ids.iter().map(|id| self.identity(*id)).collect();
        let chosen = self.chooser.choose(&self.steps, &ready, occasion)?.min(ids.len() - 1);
        let mut mark = None;
        if ids.len() > 1 {
            let marked = self.marks.iter().find(|(number, _)| *number == self.choices);
            mark = marked.and_then(|(_, pick)| ids.get(if chosen == *pick { 0 } else { *pick })).copied();
            self.choices += 1;
        }
        let (id, task) = (ids[chosen], ready[chosen]);
        let cause = self.causes.get(&id).copied().flatten();
        // Who cancels it, or ends it, touches the same.
        let touches = vec![Touch::Read(task)];
        let epoch = self.epoch;
        self.steps.push(Step { task, id, ready, chosen, occasion, cause, epoch, at, touches });
        Some((chosen, mark))
    }

    fn begin_turn(&mut self, id: TaskId) {
        self.causes.remove(&id);
        self.cause = self.steps.len().checked_sub(1);
    }
}

impl Runtime {
    /// To be called where a script is about to use a shared variable, to wait for something shared or to print: there a
    /// thread task may be interrupted, if that is chosen.
    #[inline]
    pub fn may_be_interrupted(&self) -> Result<(), Interrupted> {
        if !is_on() || !self.on_thread() {
            return Ok(());
        }
        self.interrupt()
    }

    fn interrupt(&self) -> Result<(), Interrupted> {
        let Some(me) = self.current() else { return Ok(()) };
        let others = self.queue.ready_tasks();
        let at = self.clock.now();
        let chosen = with(|it| {
            for id in &others {
                it.causes.entry(*id).or_insert(it.cause);
            }
            if others.is_empty() {
                return None;
            }
            let ids: Vec<TaskId> = std::iter::once(me.id()).chain(others).collect();
            it.causes.insert(me.id(), it.cause);
            let Some((chosen, mark)) = it.choose(&ids, at, Occasion::Interruption) else {
                return Some((None, None));
            };
            if chosen == 0 {
                it.begin_turn(me.id());
                return None;
            }
            it.forced = Some(ids[chosen]);
            it.causes.remove(&me.id());
            Some((Some(ids[chosen]), mark))
        });
        match chosen.flatten() {
            None => Ok(()),
            Some((None, _)) => {
                self.give_run_up();
                self.heed_stop(&me)
            }
            Some((Some(next), mark)) => {
                if let Some(mark) = mark {
                    self.mark_choice(next, mark);
                }
                self.wait(Wait::Yield, 0, yield_once())
            }
        }
    }

    fn mark_choice(&self, task: TaskId, other: TaskId) {
        let name = |id: &TaskId| self.tasks.borrow().get(id).map(|it| it.name());
        let (Some(first), Some(second)) = (name(&task), name(&other)) else { return };
        let label = self.name_text(&format!("{first} before {second}"));
        self.record(task, 0, EventKind::Mark { label });
    }
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    // The first numbers are what all tasks have in common.
    hasher.finish() | 1 << 63
}
