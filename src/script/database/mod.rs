//! A database as a script holds it: an SQLite connection that tasks use in turn.
//!
//! Two locks: `turn` says whose call, or whose transaction, it is, and is waited for without holding the
//! thread; `connection` is held by whoever works on it, also where nobody wants the result any more.

mod opening;

pub use opening::{Location, Rules, Use, connect};

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rhai::EvalAltResult;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, ErrorCode, Row, Statement, ToSql};
use tokio::sync::{Mutex as TurnMutex, OwnedMutexGuard};

use super::environment::{Outcome, interrupted, line_of};
use super::handle::is_cancellation;
use super::outside::{Call, Manner};
use crate::trace::{ClockKind, Holder, TaskId, Wait};

/// How long a call tries to get at a database that another connection has locked.
pub const PATIENCE: Duration = Duration::from_secs(1);
/// Between two tries.
const RETRY: Duration = Duration::from_millis(10);
/// Rows that one query gives.
const MOST_ROWS: usize = 100_000;
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

/// What a statement is given.
#[derive(Clone, Debug, Default)]
pub enum Parameters {
    #[default]
    None,
    InOrder(Vec<Value>),
    Named(Vec<(String, Value)>),
}

/// What a query gives: names of columns, where there are rows, and rows.
pub type Table = (Vec<String>, Vec<Vec<Value>>);

/// Why a call of SQLite's failed.
pub enum Trouble {
    /// Another connection has locked the database; a later try may go well.
    Locked,
    Text(String),
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
    pub fn make<T: Send + 'static>(
        &self,
        call: &Call,
        work: impl Fn(&Connection) -> Result<T, Trouble> + Clone + Send + 'static,
    ) -> Outcome<T> {
        let runtime = &call.environment.runtime;
        let clock = runtime.clock();
        let until = clock.now().saturating_add(u64::try_from(PATIENCE.as_nanos()).unwrap_or(0));
        loop {
            let turn = self.turn(call)?;
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
                    Some(disk) => opening::within(disk, &connection, &work),
                };
                match worked {
                    Ok(value) => Ok(Some(value)),
                    Err(Trouble::Locked) => Ok(None),
                    Err(Trouble::Text(text)) => Err(text),
                }
            };
            let done = match clock.kind() {
                ClockKind::Real if holds => call.hold(work),
                _ => call.make(work),
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
            call.rest(RETRY)?;
        }
    }

    /// Waits for this task's turn; none within its own transaction, which has it already.
    fn turn(&self, call: &Call) -> Outcome<Option<OwnedMutexGuard<()>>> {
        let runtime = &call.environment.runtime;
        let me = runtime.current().map(|task| task.id());
        let owner = self.shared.transaction.borrow().as_ref().map(|(owner, _)| *owner);
        if owner.is_some() && owner == me {
            return Ok(None);
        }
        if let Ok(turn) = self.shared.turn.clone().try_lock_owned() {
            return Ok(Some(turn));
        }
        if call.manner == Manner::Blocking && !runtime.on_thread() {
            return call.fail(
                "another task uses this connection, and cannot go on while this call holds the thread. \
                 Use the waiting twin, or a connection of its own",
            );
        }
        // A call on another thread ends by itself; a task may keep a transaction for ever.
        let wait = match owner {
            None => Wait::Io { what: runtime.name_text(&call.what) },
            Some(_) => Wait::Object {
                kind: runtime.name_text("database"),
                name: runtime.name_text(&self.shared.name),
                holder: Holder::from(owner),
            },
        };
        let turn = runtime.wait(wait, line_of(call.position), self.shared.turn.clone().lock_owned());
        turn.map(Some).map_err(|reason| interrupted(reason, call.position))
    }

    /// Takes the connection for a transaction of this task, until [`Database::end`].
    pub fn begin(&self, call: &Call) -> Outcome<()> {
        let me = call.environment.runtime.current().map(|task| task.id());
        match (self.turn(call)?, me) {
            (Some(turn), Some(me)) => {
                *self.shared.transaction.borrow_mut() = Some((me, turn));
                let begun = self.make(call, |connection| batch(connection, "BEGIN IMMEDIATE"));
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

/// Runs statements that take no parameters and give no rows.
pub fn batch(connection: &Connection, sql: &str) -> Result<(), Trouble> {
    connection.execute_batch(sql).map_err(describe)
}

/// Runs one statement, or, without parameters, several. Gives the number of rows that changed.
pub fn execute(connection: &Connection, sql: &str, parameters: &Parameters) -> Result<i64, Trouble> {
    if matches!(parameters, Parameters::None) {
        let before = connection.total_changes();
        batch(connection, sql)?;
        return Ok(i64::try_from(connection.total_changes() - before).unwrap_or(i64::MAX));
    }
    let mut statement = connection.prepare_cached(sql).map_err(describe)?;
    let changed = match parameters {
        Parameters::None => statement.execute([]),
        Parameters::InOrder(values) => statement.execute(rusqlite::params_from_iter(values)),
        Parameters::Named(values) => statement.execute(named(values).as_slice()),
    };
    changed.map(|rows| i64::try_from(rows).unwrap_or(i64::MAX)).map_err(describe)
}

/// Runs one statement and gives its rows.
pub fn query(connection: &Connection, sql: &str, parameters: &Parameters) -> Result<Table, Trouble> {
    let mut statement = connection.prepare_cached(sql).map_err(describe)?;
    let rows = match parameters {
        Parameters::None => statement.query([]),
        Parameters::InOrder(values) => statement.query(rusqlite::params_from_iter(values)),
        Parameters::Named(values) => statement.query(named(values).as_slice()),
    };
    let mut rows = rows.map_err(describe)?;
    let (mut columns, mut table) = (Vec::new(), Vec::new());
    while let Some(row) = rows.next().map_err(describe)? {
        if table.len() == MOST_ROWS {
            return Err(Trouble::Text(format!("more than {MOST_ROWS} rows; ask for fewer with LIMIT")));
        }
        // A statement that was prepared before may have other columns once it runs.
        if table.is_empty() {
            columns = column_names(row.as_ref());
        }
        let values = columns.iter().enumerate().map(|(index, name)| value(row, index, name));
        table.push(values.collect::<Result<_, _>>()?);
    }
    Ok((columns, table))
}

/// Each column's name, made different where several have the same: `a`, `a_2`.
fn column_names(statement: &Statement) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for index in 0..statement.column_count() {
        // Rusqlite panics at a name that is not UTF-8, as databases of old programs have them.
        let name = catch_unwind(AssertUnwindSafe(|| statement.column_name(index).map(str::to_owned)));
        let name = name.ok().and_then(Result::ok).unwrap_or_else(|| format!("column_{}", index + 1));
        let free = (2..).map(|count| format!("{name}_{count}")).find(|it| !names.contains(it));
        let name = if names.contains(&name) { free.unwrap_or_default() } else { name };
        names.push(name);
    }
    names
}

fn value(row: &Row, index: usize, name: &str) -> Result<Value, Trouble> {
    match row.get_ref(index).map_err(describe)? {
        ValueRef::Text(bytes) => match str::from_utf8(bytes) {
            Ok(text) => Ok(Value::Text(text.to_owned())),
            Err(_) => Err(Trouble::Text(format!(
                "the text in {name} is not UTF-8; CAST({name} AS BLOB) gives its bytes"
            ))),
        },
        value => Ok(value.into()),
    }
}

fn named(values: &[(String, Value)]) -> Vec<(&str, &dyn ToSql)> {
    values.iter().map(|(name, value)| (name.as_str(), value as &dyn ToSql)).collect()
}

fn describe(error: rusqlite::Error) -> Trouble {
    let code = error.sqlite_error_code();
    Trouble::Text(match code {
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => return Trouble::Locked,
        Some(ErrorCode::OperationInterrupted) => {
            "this takes too long for the sandbox (more than 50 million steps)".to_owned()
        }
        Some(ErrorCode::DiskFull) => "the disk is full".to_owned(),
        Some(ErrorCode::NotADatabase) => "this file is no database".to_owned(),
        Some(ErrorCode::CannotOpen) => "there is no such file, or it cannot be opened".to_owned(),
        Some(ErrorCode::ReadOnly) => "this database may only be read".to_owned(),
        Some(ErrorCode::AuthorizationForStatementDenied) => {
            "the sandbox is closed: a statement may not reach other files".to_owned()
        }
        Some(ErrorCode::OutOfMemory) => "the database uses too much memory (more than 256 MB)".to_owned(),
        _ => match error {
            rusqlite::Error::SqliteFailure(_, Some(text))
            | rusqlite::Error::SqlInputError { msg: text, .. }
                if text == "authorizer malfunction" =>
            {
                "a name in this database is not UTF-8, so the sandbox cannot tell what the statement does"
                    .to_owned()
            }
            rusqlite::Error::Utf8Error(..) => "a text in this database is not UTF-8".to_owned(),
            rusqlite::Error::InvalidParameterCount(got, takes) => {
                format!("the statement takes {takes} parameters and got {got}")
            }
            rusqlite::Error::InvalidParameterName(name) => format!("the statement has no parameter {name}"),
            rusqlite::Error::SqliteFailure(_, Some(text)) => text,
            rusqlite::Error::SqlInputError { msg, .. } => msg,
            other => other.to_string(),
        },
    })
}
