//! The loop thread: runs tasks, and takes jobs from the thread that reads the keyboard.
//!
//! With the real clock background tasks go on while no job is there; virtual time stands still then.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::task::{Context, Poll};
use std::thread::{Builder, JoinHandle};
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::counting::look_at;
use super::driving::drive;
use super::helpers::MAX_THREADS;
use super::program_end::{AtEnd, Scope, WoundUp};
use super::task::Task;
use super::task_state::TaskState;
use super::waiting::ended;
use super::winding_up::WindingUp;
use super::{Backlog, Control, Limits, Runtime};
use crate::trace::{ClockKind, Recorder};

/// Bytes of address space for the thread's own stack. Variables of a session are dropped here, and may be nested as
/// deeply as a main task could build them.
const STACK: usize = 256 << 20;

/// Of the loop's thread and of those that work for it. A panic there becomes an error of the script.
pub const THREAD_NAME: &str = "event loop";

/// What a loop starts with.
pub struct LoopOptions {
    pub clock: ClockKind,
    pub limits: Limits,
    pub recorder: Option<Recorder>,
    /// Called on the loop thread with each text that a script prints.
    pub output: Box<dyn FnMut(&str) + Send>,
    /// Where what is printed in the background is counted; none where it is not shown.
    pub backlog: Option<Arc<Backlog>>,
}

/// A run that the one who asked for it waits for.
pub struct Foreground<S> {
    pub main: Rc<Task>,
    pub at_end: AtEnd,
    /// Called when the main task has ended and all its events are handed over.
    pub on_end: OnEnd<S>,
}

type OnEnd<S> = Box<dyn FnOnce(&Rc<Runtime>, &mut S)>;
type OnWoundUp = Box<dyn FnOnce(Vec<WoundUp>) + Send>;
type Job<S> = Box<dyn FnOnce(&Rc<Runtime>, &mut S) -> Option<Foreground<S>> + Send>;

enum Message<S> {
    Job(Job<S>),
    Stop,
    WindUp(OnWoundUp),
    Quit,
}

/// A loop thread with a state `S` of its own, such as a session.
pub struct EventLoop<S> {
    messages: UnboundedSender<Message<S>>,
    control: Arc<Control>,
    thread: JoinHandle<()>,
}

impl<S: 'static> EventLoop<S> {
    /// Starts the thread; `setup` makes its state there. Fails where the system has no thread to give.
    pub fn start(
        options: LoopOptions,
        setup: impl FnOnce(&Rc<Runtime>) -> S + Send + 'static,
    ) -> io::Result<EventLoop<S>> {
        let (messages, receiver) = unbounded_channel();
        let control = Arc::new(Control::default());
        let for_loop = control.clone();
        let tokio = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .max_blocking_threads(MAX_THREADS)
            .thread_name(THREAD_NAME)
            .build()?;
        let stopper = Stopper { messages: messages.clone(), control: control.clone() };
        let builder = Builder::new().name(THREAD_NAME.into()).stack_size(STACK);
        let thread = builder.spawn(move || {
            let LoopOptions { clock, limits, recorder, output, backlog } = options;
            let runtime = Runtime::new(clock, for_loop, limits, recorder, output, backlog);
            let state = setup(&runtime);
            let watch = TimeWatch { limit: limits.time, stopper };
            Server { watch, tokio, runtime, state, receiver, later: VecDeque::new() }.serve();
        })?;
        Ok(EventLoop { messages, control, thread })
    }

    /// Has `job` run on the loop thread, after the jobs before it.
    pub fn submit(&self, job: impl FnOnce(&Rc<Runtime>, &mut S) -> Option<Foreground<S>> + Send + 'static) {
        // A loop that is gone answers no job; whoever waits for an answer sees its channel closed.
        let _ = self.messages.send(Message::Job(Box::new(job)));
    }

    /// Stops the foreground run, and whatever holds the thread.
    pub fn stop(&self) {
        self.stopper().stop();
    }

    /// What can stop runs from any thread.
    pub fn stopper(&self) -> Stopper<S> {
        Stopper { messages: self.messages.clone(), control: self.control.clone() }
    }

    /// Stops what is running and ends the loop, without waiting for that.
    pub fn retire(self) {
        self.stop();
        let _ = self.messages.send(Message::Quit);
    }

    /// Has all tasks clean up and end, in bounds, after the jobs before. `on_end` gets those there were.
    pub fn wind_up(&self, on_end: impl FnOnce(Vec<WoundUp>) + Send + 'static) {
        let _ = self.messages.send(Message::WindUp(Box::new(on_end)));
    }

    /// Ends the loop after the jobs before, and waits for its thread.
    pub fn finish(self) {
        let _ = self.messages.send(Message::Quit);
        let _ = self.thread.join();
    }
}

/// Stops runs, from any thread.
pub struct Stopper<S> {
    messages: UnboundedSender<Message<S>>,
    control: Arc<Control>,
}

impl<S> Clone for Stopper<S> {
    fn clone(&self) -> Self {
        Stopper { messages: self.messages.clone(), control: self.control.clone() }
    }
}

impl<S> Stopper<S> {
    /// Stops the foreground run because it has had its time.
    fn stop_out_of_time(&self) {
        self.control.request_stop_out_of_time();
        let _ = self.messages.send(Message::Stop);
    }

    /// Stops the foreground run, and whatever holds the thread.
    pub fn stop(&self) {
        self.control.request_stop();
        let _ = self.messages.send(Message::Stop);
    }
}

/// Stops foreground runs that take too long by the computer's clock.
struct TimeWatch<S> {
    limit: Option<Duration>,
    stopper: Stopper<S>,
}

impl<S: 'static> TimeWatch<S> {
    /// Watches a run until the result is dropped. Without a limit, or a thread, nobody watches.
    fn begin(&self) -> Option<Sender<()>> {
        let (limit, stopper) = (self.limit?, self.stopper.clone());
        let (ended, end) = channel();
        let watch = move || {
            if end.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                stopper.stop_out_of_time();
            }
        };
        Builder::new().name("time limit".into()).spawn(watch).ok().map(|_| ended)
    }
}

struct Server<S> {
    watch: TimeWatch<S>,
    tokio: tokio::runtime::Runtime,
    runtime: Rc<Runtime>,
    state: S,
    receiver: UnboundedReceiver<Message<S>>,
    later: VecDeque<Message<S>>,
}

impl<S: 'static> Server<S> {
    fn serve(mut self) {
        loop {
            let message = match (self.later.pop_front(), self.runtime.clock().kind()) {
                (Some(message), _) => Some(message),
                (None, ClockKind::Virtual) => self.receiver.blocking_recv(),
                (None, ClockKind::Real) => self.tokio.block_on(drive(&self.runtime, self.receiver.recv())),
            };
            match message {
                None | Some(Message::Quit) => {
                    // What the tasks hold goes first, then their stacks, and the state last.
                    let Server { tokio, runtime, .. } = self;
                    runtime.queue.clear();
                    runtime.stacks.clear();
                    // Work on other threads that nobody wants any more is not waited for.
                    tokio.shutdown_background();
                    return;
                }
                Some(Message::Stop) => self.runtime.control.clear_stop(),
                Some(Message::WindUp(on_end)) => self.wind_up(on_end),
                Some(Message::Job(job)) => self.work(job),
            }
        }
    }

    fn work(&mut self, job: Job<S>) {
        self.runtime.budget.renew();
        let (runtime, state) = (&self.runtime, &mut self.state);
        let foreground = self.tokio.block_on(async { job(runtime, state) });
        if let Some(Foreground { main, at_end, on_end }) = foreground {
            runtime.foreground.set(Some(main.id()));
            runtime.program_end.begin_run(&main, at_end);
            let _watch = self.watch.begin();
            let inbox = Inbox { receiver: &mut self.receiver, later: &mut self.later };
            self.tokio.block_on(drive(runtime, run_to_end(runtime, &main, at_end, inbox)));
            runtime.foreground.set(None);
            runtime.recording.flush();
            self.tokio.block_on(async { on_end(runtime, state) });
            runtime.stacks.shrink();
        }
        if let Some(answer) = self.runtime.pending_answer.take() {
            // A panic there is that job's own.
            let _ = self.tokio.block_on(drive(&self.runtime, answer));
        }
        self.runtime.recording.flush();
    }

    fn wind_up(&mut self, on_end: OnWoundUp) {
        let mut inbox = Inbox { receiver: &mut self.receiver, later: &mut self.later };
        let runtime = &self.runtime;
        self.tokio.block_on(drive(runtime, async {
            let mut winding_up = WindingUp::begin(runtime, Scope::All);
            winding_up.end_others(&mut |context| inbox.has_stop(runtime, context)).await;
            winding_up.finish().await;
        }));
        runtime.recording.flush();
        on_end(runtime.program_end.take_left_over().into_iter().map(WoundUp::from).collect());
    }
}

/// What other threads send while the loop runs tasks.
struct Inbox<'a, S> {
    receiver: &'a mut UnboundedReceiver<Message<S>>,
    later: &'a mut VecDeque<Message<S>>,
}

impl<S> Inbox<'_, S> {
    /// Takes in what has been sent. Says whether somebody wants a stop; all else is for later.
    fn has_stop(&mut self, runtime: &Runtime, context: &mut Context<'_>) -> bool {
        let mut has_stop = false;
        while let Poll::Ready(Some(message)) = self.receiver.poll_recv(context) {
            match message {
                Message::Stop => has_stop = true,
                other => self.later.push_back(other),
            }
        }
        // That a run has had its time is looked at by those who end it.
        if has_stop && !runtime.control.is_out_of_time() {
            runtime.control.clear_stop();
        }
        has_stop
    }
}

/// Runs tasks until `main` has ended, and, where the program ends with it, until all others have. A stop ends all
/// tasks of its run.
async fn run_to_end<S>(runtime: &Rc<Runtime>, main: &Rc<Task>, at_end: AtEnd, mut inbox: Inbox<'_, S>) {
    let mut end = pin!(ended(None, main));
    let is_stopped = poll_fn(|context| {
        if inbox.has_stop(runtime, context) {
            return Poll::Ready(true);
        }
        // The wish comes before its message: main may have ended of it already.
        end.as_mut().poll(context).map(|_| runtime.control.stop_wanted())
    })
    .await;
    if is_stopped && runtime.control.is_out_of_time() {
        return end_out_of_time(runtime, main, at_end).await;
    }
    let_cancelled_end(runtime, main).await;
    let scope = match at_end {
        AtEnd::Cancel => Scope::All,
        AtEnd::Keep if is_stopped => Scope::Run(main.id()),
        AtEnd::Keep => return,
    };
    let mut winding_up = WindingUp::begin(runtime, scope);
    let mut has_stop = |context: &mut Context<'_>| inbox.has_stop(runtime, context);
    if is_stopped {
        winding_up.end_main(main, &mut has_stop).await;
    }
    winding_up.end_others(&mut has_stop).await;
    winding_up.finish().await;
}

/// Ends a run that has had its time: no task of it goes on, not even to clean up.
async fn end_out_of_time(runtime: &Rc<Runtime>, main: &Rc<Task>, at_end: AtEnd) {
    let is_of_run = |task: &Rc<Task>| at_end == AtEnd::Cancel || task.run() == main.id();
    let tasks: Vec<Rc<Task>> = runtime.tasks().into_iter().filter(is_of_run).collect();
    tasks.iter().for_each(|task| runtime.stop(task, runtime.wish()));
    for task in &tasks {
        ended(None, task).await;
    }
    runtime.control.clear_stop();
}

/// Gives a turn to each task of the run that has been cancelled, or stopped, and only needs the thread to end.
async fn let_cancelled_end(runtime: &Rc<Runtime>, main: &Rc<Task>) {
    let is_ready = |task: &Task| task.state.get() == TaskState::Ready;
    let is_cancelled = |task: &Task| task.cancellation.is_under_way() || task.stop.get().is_some();
    poll_fn(|context| {
        look_at(runtime.tasks.len());
        if runtime.tasks.any(|task| task.run == main.id && is_cancelled(task) && is_ready(task)) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(())
    })
    .await;
}
