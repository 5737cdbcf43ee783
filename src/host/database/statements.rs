//! SQL statements: run, their rows read, their errors in words.

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, ErrorCode, Row, Statement, ToSql};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Rows that one query gives.
pub const MAX_ROWS: usize = 100_000;

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
        if table.len() == MAX_ROWS {
            return Err(Trouble::Text(format!("more than {MAX_ROWS} rows; ask for fewer with LIMIT")));
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
pub fn column_names(statement: &Statement) -> Vec<String> {
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

pub fn value(row: &Row, index: usize, name: &str) -> Result<Value, Trouble> {
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

pub fn named(values: &[(String, Value)]) -> Vec<(&str, &dyn ToSql)> {
    values.iter().map(|(name, value)| (name.as_str(), value as &dyn ToSql)).collect()
}

pub fn describe(error: rusqlite::Error) -> Trouble {
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
