//! The steps of the run that is under way on this thread, and who chooses them.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};

use super::{Chooser, Identity, NAMES, Object, Occasion, Step, Touch, hash, variable};
use crate::trace::TaskId;

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
/// of those that are ready then: the trace says there which goes before which.
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

/// What a task that ends, or is cancelled, is to others.
pub fn touch_task(id: TaskId, touch: fn(Object) -> Touch) {
    with(|it| {
        let object = it.identities.get(&id).map_or(id.0.into(), |(identity, _)| *identity);
        it.touch(touch(object));
    });
}

/// The running step looks whether a task has ended.
pub fn touch_end(task: TaskId) {
    touch_task(task, Touch::Read);
}

/// A number for an object that tasks share: the same in all runs, whatever their order.
pub fn new_object() -> Object {
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
pub fn spawned(id: TaskId, parent: Option<TaskId>) {
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
pub fn time_jumped() {
    with(|it| {
        it.epoch += 1;
        it.cause = None;
    });
}

/// Time has gone on while a task had the thread, and has let others go on.
pub fn time_passed() {
    touch(Touch::Everything);
}

/// The step that what happens now is due to.
pub fn cause() -> Option<usize> {
    with(|it| it.cause).flatten()
}

/// The loop goes on with what a step has begun.
pub fn goes_on_for(cause: Option<usize>) {
    with(|it| it.cause = cause);
}

/// What is to go on.
pub enum Pick {
    At(usize, Option<Mark>),
    GiveUp,
}

/// What the trace is to say of a choice: which task goes on before which other one.
#[derive(Clone, Copy)]
pub struct Mark {
    pub first: TaskId,
    pub second: TaskId,
}

/// Which entry of the queue goes on at the instant `at`. `task` tells whose each is; what the loop itself does has its turn
/// when it is first.
pub fn pick<E: Copy>(at: u64, queue: &VecDeque<E>, task: impl Fn(E) -> Option<TaskId>) -> Pick {
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
            return Pick::At(*index, None);
        }
        if queue.front().is_none_or(|first| task(*first).is_none()) {
            return Pick::At(0, None);
        }
        let ids: Vec<TaskId> = candidates.iter().map(|(_, id)| *id).collect();
        match it.choose(&ids, at, Occasion::NewTurn) {
            Some((chosen, mark)) => {
                it.begin_turn(ids[chosen]);
                Pick::At(candidates[chosen].0, mark)
            }
            None => Pick::GiveUp,
        }
    });
    picked.unwrap_or(Pick::At(0, None))
}

/// Whether a thread task is interrupted.
pub enum Interruption {
    No,
    /// Another task goes on before it.
    Yes(Option<Mark>),
    GiveUp,
}

/// Whether the thread task `me` is interrupted at the instant `at` for one of the `others`, which are ready.
pub fn interrupt(at: u64, me: TaskId, others: Vec<TaskId>) -> Interruption {
    let chosen = with(|it| {
        for id in &others {
            it.causes.entry(*id).or_insert(it.cause);
        }
        if others.is_empty() {
            return Interruption::No;
        }
        let ids: Vec<TaskId> = std::iter::once(me).chain(others).collect();
        it.causes.insert(me, it.cause);
        match it.choose(&ids, at, Occasion::Interruption) {
            None => Interruption::GiveUp,
            Some((0, _)) => {
                it.begin_turn(me);
                Interruption::No
            }
            Some((chosen, mark)) => {
                it.forced = Some(ids[chosen]);
                it.causes.remove(&me);
                Interruption::Yes(mark)
            }
        }
    });
    chosen.unwrap_or(Interruption::No)
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

    /// Asks who goes on, and notes the step. Gives what the trace is to say of it, too.
    fn choose(&mut self, ids: &[TaskId], at: u64, occasion: Occasion) -> Option<(usize, Option<Mark>)> {
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
        Some((chosen, mark.map(|second| Mark { first: id, second })))
    }

    fn begin_turn(&mut self, id: TaskId) {
        self.causes.remove(&id);
        self.cause = self.steps.len().checked_sub(1);
    }
}
