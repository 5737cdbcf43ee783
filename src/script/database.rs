//! A database as a script holds it: an SQLite connection that tasks use in turn.
//!
//! Two locks: `turn` says whose call, or whose transaction, it is, and is waited for without holding the
//! thread; `connection` is held by whoever works on it, also where nobody wants the result any more.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rhai::EvalAltResult;
use rusqlite::Connection;
use tokio::sync::{Mutex as TurnMutex, OwnedMutexGuard};

use super::outcome::is_cancellation;
use super::outcome::{Outcome, interrupted, line_of};
use super::outside::{Call, CallMode};
use crate::host::database::{Rules, Trouble, batch, within};
use crate::trace::{ClockKind, Holder, TaskId, Wait};

/// How long a call tries to get at a database that another connection has locked.
pub const LOCK_TIMEOUT: Duration = Duration::from_secs(1);
/// Between two tries.
const RETRY: Duration = Duration::from_millis(10);
/// Steps of SQLite's machine between two looks whether the result is still wanted.
const STEPS: i32 = 10_000;
/// So many looks, and in a sandbox a statement has taken too long.
const SANDBOX_LOOKS: u32 = 5_000;

/// A script's handle to a connection. Copies mean the same connection.
#[derive(Clone)]
pub struct Database {
    shared: Rc<Shared>,
}

struct Shared {
    name: String,
    rules: Rules,
    connection: Arc<Mutex<Connection>>,
    turn: Arc<TurnMutex<()>>,
    /// Whose transaction is under way, and its turn.
    transaction: RefCell<Option<(TaskId, OwnedMutexGuard<()>)>>,
}

impl Database {
    pub fn new(name: &str, rules: Rules, connection: Connection) -> Database {
        Database {
            shared: Rc::new(Shared {
                name: name.to_owned(),
                rules,
                connection: Arc::new(Mutex::new(connection)),
                turn: Arc::default(),
                transaction: RefCell::default(),
            }),
        }
    }

    pub fn name(&self) -> &str {
        &self.shared.name
    }

    /// As text.
    pub fn shown(&self) -> String {
        format!("<connection to {}>", self.shared.name)
    }

    /// Does `work` on the connection when it is this task's turn. Where another connection has locked the
    /// database it tries again for a while.
    pub async fn make<T: Send + 'static>(
        &self,
        call: &Call<'_>,
        work: impl Fn(&Connection) -> Result<T, Trouble> + Clone + Send + 'static,
    ) -> Outcome<T> {
        let runtime = &call.environment.runtime;
        let clock = runtime.clock();
        let until = clock.now().saturating_add(u64::try_from(LOCK_TIMEOUT.as_nanos()).unwrap_or(0));
        loop {
            let turn = self.turn(call).await?;
            let connection = self.shared.connection.clone();
            let wanted = Wanted::default();
            let (still_wanted, work) = (wanted.0.clone(), work.clone());
            let looks = (self.shared.rules == Rules::Sandbox).then_some(SANDBOX_LOOKS);
            // Where the work holds the thread a stop has to reach it.
            let holds = call.holds_thread();
            let stop = (holds || clock.kind() == ClockKind::Virtual).then(|| runtime.stop_wish());
            let disk = call.environment.outside.permissions.disk();
            let work = move || {
                let _turn = turn;
                let connection = connection.lock().unwrap_or_else(PoisonError::into_inner);
                if !still_wanted.load(Ordering::Relaxed) {
                    // What has not begun when its task is cancelled must not be done after the task's rollback.
                    return Err("its task was cancelled".to_owned());
                }
                let mut looks_left = looks;
                let unwanted = move || {
                    looks_left = looks_left.map(|it| it.saturating_sub(1));
                    let is_stopped = stop.as_ref().is_some_and(|it| it());
                    is_stopped || looks_left == Some(0) || !still_wanted.load(Ordering::Relaxed)
                };
                connection.progress_handler(STEPS, Some(unwanted));
                let worked = match &disk {
                    None => work(&connection),
                    Some(disk) => within(disk, &connection, &work),
                };
                match worked {
                    Ok(value) => Ok(Some(value)),
                    Err(Trouble::Locked) => Ok(None),
                    Err(Trouble::Text(text)) => Err(text),
                }
            };
            let done = match clock.kind() {
                ClockKind::Real if holds => call.hold(work),
                _ => call.make(work).await,
            };
            drop(wanted);
            if let Some(value) = done? {
                return Ok(value);
            }
            if clock.now() >= until {
                let text = "the database is locked: another connection has a transaction on it. \
                            It was tried for 1 s";
                return call.fail(text);
            }
            call.rest(RETRY).await?;
        }
    }

    /// Waits for this task's turn; none within its own transaction, which has it already.
    async fn turn(&self, call: &Call<'_>) -> Outcome<Option<OwnedMutexGuard<()>>> {
        let runtime = &call.environment.runtime;
        let me = runtime.current().map(|task| task.id());
        let owner = self.shared.transaction.borrow().as_ref().map(|(owner, _)| *owner);
        if owner.is_some() && owner == me {
            return Ok(None);
        }
        if let Ok(turn) = self.shared.turn.clone().try_lock_owned() {
            return Ok(Some(turn));
        }
        if call.manner == CallMode::Blocking && !runtime.on_thread() {
            return call.fail(
                "another task uses this connection, and cannot go on while this call holds the thread. \
                 Use the waiting twin, or a connection of its own",
            );
        }
        // A call on another thread ends by itself; a task may keep a transaction for ever.
        let wait = match owner {
            None => Wait::Io { what: runtime.recording().name(&call.what) },
            Some(_) => Wait::Object {
                kind: runtime.recording().name("database"),
                name: runtime.recording().name(&self.shared.name),
                holder: Holder::from(owner),
            },
        };
        let turn = runtime.wait(wait, line_of(call.position), self.shared.turn.clone().lock_owned());
        turn.await.map(Some).map_err(|reason| interrupted(reason, call.position))
    }

    /// Takes the connection for a transaction of this task, until [`Database::end`].
    pub async fn begin(&self, call: &Call<'_>) -> Outcome<()> {
        let me = call.environment.runtime.current().map(|task| task.id());
        match (self.turn(call).await?, me) {
            (Some(turn), Some(me)) => {
                *self.shared.transaction.borrow_mut() = Some((me, turn));
                let begun = self.make(call, |connection| batch(connection, "BEGIN IMMEDIATE")).await;
                if let Err(error) = &begun {
                    let is_stopped = matches!(**error, EvalAltResult::ErrorTerminated(..));
                    if is_stopped || is_cancellation(error) {
                        // It may have begun all the same, for only the wait for it was broken off.
                        self.roll_back();
                    }
                    self.end();
                }
                begun
            }
            _ => call.fail("this task has a transaction under way already; end it first"),
        }
    }

    /// Undoes the transaction, at once and whatever the task has been told: by then nobody may wait.
    pub fn roll_back(&self) {
        let connection = self.shared.connection.lock().unwrap_or_else(PoisonError::into_inner);
        // The handler of the call before may say that nobody wants its result.
        connection.progress_handler(0, None::<fn() -> bool>);
        // Fails where SQLite has undone it by itself.
        let _ = connection.execute_batch("ROLLBACK");
    }

    /// Gives the connection back after a transaction.
    pub fn end(&self) {
        self.shared.transaction.borrow_mut().take();
    }
}

/// Says to the one who works for a call that nobody wants the result, when it is dropped.
struct Wanted(Arc<AtomicBool>);

impl Default for Wanted {
    fn default() -> Self {
        Wanted(Arc::new(AtomicBool::new(true)))
    }
}

impl Drop for Wanted {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}
