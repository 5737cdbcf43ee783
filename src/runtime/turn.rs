//! A task's turn on the thread: how it waits, what it prints, and how it hears that it is to end.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll};

use super::cancelling::is_broken_off_at_once;
use super::clock::OutsideWait;
use super::giving_way::yield_once;
use super::schedule::{self, Mark, Touch};
use super::sync::Place;
use super::task::Task;
use super::task_state::{Interrupted, StopReason, TaskState};
use super::task_wait::TaskWait;
use super::{Runtime, check, fiber};
use crate::trace::{EventKind, Wait};

impl Runtime {
    /// Suspends the running task until `future`, which is made of waits, is ready. Call it only from the code of a task that
    /// has a stack.
    pub fn suspend_on<F: Future>(&self, future: F) -> F::Output {
        fiber::suspend_on(self, future)
    }

    /// The running task waits until `future` is ready. `line` is the source line of the wait. A future that is ready at once
    /// suspends nothing, and a cancellation goes unnoticed then, as in asyncio. To be polled in the task's turns alone.
    pub fn wait<F: Future>(&self, wait: Wait, line: u32, future: F) -> TaskWait<'_, F> {
        TaskWait::new(self, wait, line, future)
    }

    /// The running task waits for `nanos`. With 0 it lets the others go first.
    pub async fn sleep(&self, nanos: u64, line: u32) -> Result<(), Interrupted> {
        if nanos == 0 {
            return self.yield_now(line).await;
        }
        let until = self.clock.now().saturating_add(nanos);
        self.wait(Wait::Sleep { until }, line, self.clock.sleep_until(until)).await
    }

    /// The running task waits until `future` is ready, or until the instant `until`: then none.
    pub async fn wait_until<F: Future>(
        &self,
        until: u64,
        place: Place,
        future: F,
    ) -> Result<Option<F::Output>, Interrupted> {
        let _outside = OutsideWait::begin();
        let (mut future, mut sleep) = (pin!(future), pin!(self.clock.sleep_until(until)));
        let either = poll_fn(|context| match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            Poll::Pending => sleep.as_mut().poll(context).map(|()| None),
        });
        let task = self.current();
        let set_timed = |is_timed| task.iter().for_each(|it| it.is_timed.set(is_timed));
        set_timed(true);
        let result = self.wait(place.wait, place.line, either).await;
        set_timed(false);
        result
    }

    /// Lets the other tasks that are ready go first.
    pub async fn yield_now(&self, line: u32) -> Result<(), Interrupted> {
        self.wait(Wait::Yield, line, yield_once()).await
    }

    /// The running task prints a text.
    pub fn print(&self, text: &str, line: u32) {
        if let Err(reason) = self.budget.take_output(text.len() + 1) {
            self.current().into_iter().for_each(|task| self.stop(&task, reason));
            return;
        }
        schedule::touch(Touch::Write(schedule::OUTPUT));
        if let Some(task) = self.current() {
            let id = self.recording.text(text);
            self.recording.record(task.id, line, EventKind::Printed { text: id });
            self.printer.count(text);
        }
        self.printer.print(text);
    }

    /// Waits while too much that was printed in the background is not shown yet. To be called before a task prints.
    pub fn wait_for_terminal(&self, line: u32) -> Result<(), Interrupted> {
        while let Some(backlog) = self.printer.full_backlog() {
            let what = self.recording.name("the terminal");
            self.suspend_on(self.wait(Wait::Io { what }, line, backlog.room()))?;
        }
        Ok(())
    }

    /// After the running task held the thread: whether it must end, or a wish for a stop has ended the hold. That it
    /// hears of as of a cancel, and is not cancelled for the same wish again.
    pub(super) fn heed_wish(&self, task: &Rc<Task>) -> Result<(), Interrupted> {
        check::reason_to_end(self, task);
        self.heed_stop(task)?;
        if self.control.is_out_of_time() {
            self.must_stop(task, self.wish());
            return self.heed_stop(task);
        }
        if self.control.stop_wanted() { self.hear_wish(task) } else { Ok(()) }
    }

    /// Throws the wish for a stop into the running task, once.
    fn hear_wish(&self, task: &Rc<Task>) -> Result<(), Interrupted> {
        if self.program_end.has_heard(task) {
            return Ok(());
        }
        self.program_end.hears(task);
        Err(task.cancellation.thrown())
    }

    pub(super) fn heed_stop(&self, task: &Task) -> Result<(), Interrupted> {
        task.stop.get().map_or(Ok(()), |reason| Err(Interrupted::Stopped(reason)))
    }

    /// Why a stop is wanted.
    pub(super) fn wish(&self) -> StopReason {
        match (self.control.is_out_of_time(), self.budget.limits().time) {
            (true, Some(limit)) => StopReason::TimeLimit(limit),
            _ => StopReason::Asked,
        }
    }

    /// The running task's turn begins.
    pub(super) fn begin_turn(&self, task: &Rc<Task>) {
        let at = self.clock.at_turn();
        task.state.set(TaskState::Running);
        task.waits_for.set(None);
        self.recording.record_at(at, task.id, 0, EventKind::Resumed);
        *self.current.borrow_mut() = Some(task.clone());
        self.turns.set(self.turns.get() + 1);
        self.slice.begin(task, &self.clock);
        if task.is_thread || task.stop.get().is_some() {
            self.budget.look_soon();
        }
    }

    pub(super) fn end_turn(&self) {
        *self.current.borrow_mut() = None;
    }

    /// Looks whether a wait of the running task is over. If it is not, its turn is.
    pub(super) fn poll_wait<F: Future>(
        &self,
        task: &Rc<Task>,
        wait: Wait,
        line: u32,
        future: Pin<&mut F>,
        context: &mut Context<'_>,
    ) -> Poll<F::Output> {
        if let Poll::Ready(output) = future.poll(context) {
            return Poll::Ready(output);
        }
        if is_broken_off_at_once(self, task) {
            // The wait begins all the same, and the others have their turn before the task hears of it.
            context.waker().wake_by_ref();
        }
        task.set_waker(context.waker());
        self.record_suspended(task, wait, line);
        Poll::Pending
    }

    /// To be called when a wait's task has its next turn: whether it must break off.
    pub(super) fn go_on(&self, task: &Rc<Task>) -> Result<(), Interrupted> {
        self.check_interrupt(task)?;
        // A task of the foreground run hears of a wish for a stop before it sees how those that heard of it earlier have
        // ended, for it would take that for an error.
        let concerns = self.control.stop_wanted() && self.foreground.get() == Some(task.run);
        if concerns { self.hear_wish(task) } else { Ok(()) }
    }

    /// Whether the running task must break off; each cancellation is reported once.
    pub(super) fn check_interrupt(&self, task: &Task) -> Result<(), Interrupted> {
        // A task of a run that is out of time must not see how the others end first: it would take that for an error.
        if self.control.is_out_of_time() && self.foreground.get() == Some(task.run) {
            self.must_stop(task, self.wish());
        }
        self.heed_stop(task)?;
        task.cancellation.deliver()
    }

    /// Has the trace say which task goes on before which, where that is wanted.
    pub(super) fn mark_choice(&self, mark: Option<Mark>) {
        let name = |id| self.tasks.get(id).map(|it| it.name());
        if let Some((mark, first, second)) = mark.and_then(|it| Some((it, name(it.first)?, name(it.second)?)))
        {
            let label = self.recording.name(&format!("{first} before {second}"));
            self.recording.record(mark.first, 0, EventKind::Mark { label });
        }
    }

    fn record_suspended(&self, task: &Task, wait: Wait, line: u32) {
        let state = match wait {
            _ if task.is_away.get() => TaskState::Blocking,
            Wait::Yield => TaskState::Ready,
            _ => TaskState::Waiting,
        };
        task.state.set(state);
        task.waits_for.set(Some((wait, line)));
        self.recording.record(task.id, line, EventKind::Suspended { on: wait });
    }
}
