//! Opens databases, and says what their statements may do: in a sandbox nothing outside the one file, under the
//! virtual clock nothing that could be another the next time.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};
use rusqlite::limits::Limit;
use rusqlite::{Connection, OpenFlags};

use super::statements::{Trouble, describe};
use crate::host::permissions::DiskQuota;
use crate::trace::ClockKind;

/// Bytes that all databases of the process together may use, in a sandbox.
const SANDBOX_BYTES: i64 = 256 << 20;

/// What leads to a database.
#[derive(Clone, Debug)]
pub enum Location {
    Memory,
    File { path: PathBuf, use_of: Use },
}

/// What may be done with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Use {
    /// Only in a sandbox; the file must not change meanwhile.
    ReadOnly,
    ReadWrite,
}

/// Whether the sandbox's rules hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    Free,
    Sandbox,
}

/// Opens a database. Under the virtual clock nothing in it may be left to chance or tell the computer's time.
pub fn connect(location: &Location, rules: Rules, clock: ClockKind) -> Result<Connection, String> {
    let connection = match location {
        Location::Memory => Connection::open_in_memory(),
        Location::File { path, use_of: Use::ReadOnly } => {
            let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
            let flags = flags | OpenFlags::SQLITE_OPEN_NOFOLLOW | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            Connection::open_with_flags(immutable(path)?, flags)
        }
        Location::File { path, use_of: Use::ReadWrite } => {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
            let links = match rules {
                Rules::Free => OpenFlags::empty(),
                Rules::Sandbox => OpenFlags::SQLITE_OPEN_NOFOLLOW,
            };
            let flags = flags | links | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            Connection::open_with_flags(path, flags)
        }
    };
    let text = |error| match describe(error) {
        Trouble::Locked => "the database is locked".to_owned(),
        Trouble::Text(text) => text,
    };
    let connection = connection.map_err(text)?;
    // Tries again are ours, so that the thread, or the virtual clock, is not held by them.
    connection.busy_timeout(Duration::ZERO).map_err(text)?;
    if rules == Rules::Sandbox {
        confine(&connection).map_err(text)?;
    }
    if clock == ClockKind::Virtual {
        leave_nothing_to_chance(&connection).map_err(text)?;
    }
    Ok(connection)
}

/// Functions of SQLite's that may give another value the next time.
const VARYING: &[&str] = &[
    "random",
    "randomblob",
    "date",
    "time",
    "datetime",
    "julianday",
    "unixepoch",
    "strftime",
    "timediff",
    "current_date",
    "current_time",
    "current_timestamp",
];

/// Takes the place of all functions that may give another value the next time, also within views and defaults.
fn leave_nothing_to_chance(connection: &Connection) -> rusqlite::Result<()> {
    for name in VARYING {
        let refuse = move |_: &Context<'_>| -> rusqlite::Result<bool> {
            let text = format!(
                "{name} would give something else the next time, so it cannot be used under the virtual clock"
            );
            Err(rusqlite::Error::UserFunctionError(text.into()))
        };
        connection.create_scalar_function(*name, -1, FunctionFlags::SQLITE_UTF8, refuse)?;
    }
    Ok(())
}

/// Keeps a connection to its one file, within limits.
fn confine(connection: &Connection) -> rusqlite::Result<()> {
    connection.pragma_update(None, "hard_heap_limit", SANDBOX_BYTES)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_limit(Limit::SQLITE_LIMIT_ATTACHED, 0)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.authorizer(Some(|context: AuthContext<'_>| match context.action {
        _ if IS_OURS.get() => Authorization::Allow,
        AuthAction::Attach { .. } | AuthAction::Detach { .. } => Authorization::Deny,
        AuthAction::Pragma { pragma_name, .. } if leads_outside(pragma_name) => Authorization::Deny,
        AuthAction::Function { function_name: "load_extension" } => Authorization::Deny,
        _ => Authorization::Allow,
    }));
    Ok(())
}

/// Whether a pragma, in whatever letters it is written, says where SQLite keeps files, or how large they get.
fn leads_outside(pragma: &str) -> bool {
    let pragma = pragma.to_ascii_lowercase();
    let is_of_size = ["max_page_count", "wal_autocheckpoint", "journal_size_limit", "hard_heap_limit"];
    pragma.starts_with("temp_store")
        || pragma.ends_with("_directory")
        || pragma == "database_list"
        || is_of_size.contains(&&*pragma)
}

thread_local! {
    /// Whether the statement that this thread prepares is ours, and not a script's.
    static IS_OURS: Cell<bool> = const { Cell::new(false) };
}

/// Does `work` on a connection, whose file does not grow beyond what the disk quota has left. What it has grown by is
/// counted.
pub fn within<T>(
    disk: &DiskQuota,
    connection: &Connection,
    work: impl Fn(&Connection) -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    // A database in memory counts as memory.
    if connection.path().is_none_or(str::is_empty) {
        return work(connection);
    }
    let ask = |pragma: &str| -> Option<u64> {
        IS_OURS.set(true);
        let asked = connection.query_row(&format!("PRAGMA {pragma}"), [], |row| row.get::<_, i64>(0));
        IS_OURS.set(false);
        asked.ok().and_then(|it| u64::try_from(it).ok())
    };
    let (pages, size) = (ask("page_count").unwrap_or(0), ask("page_size").unwrap_or(4096).max(512));
    // Fewer than there are it cannot be told to have.
    let most = pages.saturating_add(disk.left() / size).max(1);
    ask(&format!("max_page_count = {most}"));
    let worked = work(connection);
    let grown = ask("page_count").unwrap_or(pages).saturating_sub(pages);
    disk.spend(grown.saturating_mul(size));
    worked
}

/// A path as a URI of a file that does not change: reading it makes no other files beside it.
fn immutable(path: &Path) -> Result<String, String> {
    let path = path.to_str().ok_or("the path is not UTF-8 text")?;
    Ok(format!("file:{}?immutable=1", path.replace('%', "%25").replace('?', "%3f").replace('#', "%23")))
}
