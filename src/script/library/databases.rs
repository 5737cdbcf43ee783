//! The module `db`: embedded SQLite, waiting and blocking.

use std::path::Path;
use std::rc::Rc;

use rhai::{
    Array, Blob, Dynamic, Engine, FnPtr, FuncRegistration, ImmutableString, Map, Module, NativeCallContext,
    Position,
};
use rusqlite::types::Value;

use crate::host::database::{Location, Parameters, Rules, Table, Use, batch, connect, execute, query};
use crate::host::permissions::{Access, Spot};
use crate::script::database::Database;
use crate::script::display;
use crate::script::environment::Environment;
use crate::script::handles::know;
use crate::script::outcome::Outcome;
use crate::script::outside::{Call, CallMode};
use crate::script::waiting_word::waiting_word;

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let mut module = Module::new();
    for manner in CallMode::BOTH {
        let called = waiting_word(
            environment,
            &format!("db::{}", manner.name("open")),
            move |it, (path,): (ImmutableString,), at| open(it, at, manner, path),
        );
        FuncRegistration::new(manner.name("open"))
            .set_into_module(&mut module, move |context: NativeCallContext, path: ImmutableString| {
                called(&context, (path,))
            });
        statements(engine, environment, manner);
    }
    engine.register_static_module("db", module.into());
    engine.register_type_with_name::<Database>("connection");
    know::<Database>(|value| value.read_lock::<Database>().map(|it| it.shown()));
    let shown = |database: &mut Database| database.shown();
    engine.register_fn("to_string", shown);
    engine.register_fn("to_debug", shown);
}

/// The connection is taken by value: Rhai would lock a shared variable as long as a method has it by reference.
fn statements(engine: &mut Engine, environment: &Rc<Environment>, manner: CallMode) {
    type Plain = (Database, ImmutableString);
    type WithValues = (Database, ImmutableString, Dynamic);
    let (execute, query) = (manner.name("execute"), manner.name("query"));
    let called = waiting_word(environment, &execute, move |it, (db, sql): Plain, at| {
        run(it, at, manner, db, sql, None)
    });
    engine.register_fn(&execute, move |context: NativeCallContext, db: Database, sql: ImmutableString| {
        called(&context, (db, sql))
    });
    let called = waiting_word(environment, &execute, move |it, (db, sql, values): WithValues, at| {
        run(it, at, manner, db, sql, Some(values))
    });
    engine.register_fn(
        &execute,
        move |context: NativeCallContext, db: Database, sql: ImmutableString, values: Dynamic| {
            called(&context, (db, sql, values))
        },
    );
    let called =
        waiting_word(environment, &query, move |it, (db, sql): Plain, at| ask(it, at, manner, db, sql, None));
    engine.register_fn(&query, move |context: NativeCallContext, db: Database, sql: ImmutableString| {
        called(&context, (db, sql))
    });
    let called = waiting_word(environment, &query, move |it, (db, sql, values): WithValues, at| {
        ask(it, at, manner, db, sql, Some(values))
    });
    engine.register_fn(
        &query,
        move |context: NativeCallContext, db: Database, sql: ImmutableString, values: Dynamic| {
            called(&context, (db, sql, values))
        },
    );
    let it = environment.clone();
    engine.register_fn(
        manner.name("transaction"),
        move |context: NativeCallContext, db: Database, work: FnPtr| {
            transaction(&it, &context, manner, &db, &work)
        },
    );
}

async fn open(
    environment: Rc<Environment>,
    at: Position,
    manner: CallMode,
    path: ImmutableString,
) -> Outcome<Database> {
    let call = Call::of(&environment, at, manner, "db::open", &path);
    let rules = if environment.outside.permissions.is_sandbox() { Rules::Sandbox } else { Rules::Free };
    let location = match location(&environment, &path, rules) {
        Ok(location) => location,
        Err(text) => return call.fail(&text),
    };
    let clock = call.environment.runtime.clock().kind();
    let connection = call.make(move || connect(&location, rules, clock)).await?;
    Ok(Database::new(&path, rules, connection))
}

/// Where the database is. In a sandbox its folder's door must be open; SQLite opens files by their path, so
/// the path is worked out first, and SQLite is told not to follow a link.
fn location(environment: &Environment, path: &str, rules: Rules) -> Result<Location, String> {
    let outside = &environment.outside;
    if path == ":memory:" {
        return match outside.permissions.allows_any_file() {
            true => Ok(Location::Memory),
            false => {
                Err("the sandbox is closed: no database may be used; --allow-write DIR opens those in a \
                          folder, and :memory:"
                    .to_owned())
            }
        };
    }
    let (spot, use_of) = match outside.spot(Path::new(path), Access::Write) {
        Ok(spot) => (spot, Use::ReadWrite),
        Err(closed) => match outside.spot(Path::new(path), Access::Read) {
            Ok(spot) => (spot, Use::ReadOnly),
            Err(_) => return Err(closed.to_string()),
        },
    };
    match (&spot, rules) {
        (Spot::Free(path), _) => Ok(Location::File { path: path.clone(), use_of }),
        (Spot::Within(..), _) => {
            let path = spot.real_path().map_err(|why| match super::files::words_for::<()>(Err(why)) {
                Err(text) => text,
                Ok(()) => String::new(),
            })?;
            Ok(Location::File { path, use_of })
        }
    }
}

async fn run(
    environment: Rc<Environment>,
    at: Position,
    manner: CallMode,
    db: Database,
    sql: ImmutableString,
    values: Option<Dynamic>,
) -> Outcome<i64> {
    let call = Call::of(&environment, at, manner, "execute", &sql);
    let (sql, parameters) = (sql.to_string(), parameters(&call, values)?);
    db.make(&call, move |connection| execute(connection, &sql, &parameters)).await
}

async fn ask(
    environment: Rc<Environment>,
    at: Position,
    manner: CallMode,
    db: Database,
    sql: ImmutableString,
    values: Option<Dynamic>,
) -> Outcome<Array> {
    let call = Call::of(&environment, at, manner, "query", &sql);
    let (sql, parameters) = (sql.to_string(), parameters(&call, values)?);
    db.make(&call, move |connection| query(connection, &sql, &parameters)).await.map(rows)
}

fn rows((columns, rows): Table) -> Array {
    let columns = distinct(columns);
    let row = |values: Vec<Value>| {
        let fields = columns.iter().zip(values);
        let map: Map = fields.map(|(name, value)| (name.as_str().into(), from_sql(value))).collect();
        Dynamic::from_map(map)
    };
    rows.into_iter().map(row).collect()
}

/// The names of columns, numbered where a name comes again: `id`, `id_2`. A map has each name once.
fn distinct(columns: Vec<String>) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for column in &columns {
        let numbered = (2..).map(|number| format!("{column}_{number}")).filter(|it| !columns.contains(it));
        let name = std::iter::once(column.clone()).chain(numbered).find(|it| !names.contains(it));
        names.extend(name);
    }
    names
}

/// Runs the closure between BEGIN and COMMIT. The connection is the task's meanwhile.
fn transaction(
    environment: &Environment,
    context: &NativeCallContext,
    manner: CallMode,
    db: &Database,
    work: &FnPtr,
) -> Outcome {
    let runtime = &environment.runtime;
    let call = Call::of(environment, context.call_position(), manner, "transaction", db.name());
    runtime.suspend_on(db.begin(&call))?;
    let _end = End(db);
    let value = work.call_within_context::<Dynamic>(context, ())?;
    runtime.suspend_on(db.make(&call, |connection| batch(connection, "COMMIT")))?;
    Ok(value)
}

/// Ends a transaction however it is left: what was not kept is undone.
struct End<'a>(&'a Database);

impl Drop for End<'_> {
    fn drop(&mut self) {
        self.0.roll_back();
        self.0.end();
    }
}

fn parameters(call: &Call, values: Option<Dynamic>) -> Outcome<Parameters> {
    let Some(values) = values else { return Ok(Parameters::None) };
    let read = || {
        if let Some(array) = values.read_lock::<Array>() {
            return array.iter().map(to_sql).collect::<Result<_, _>>().map(Parameters::InOrder);
        }
        if let Some(map) = values.read_lock::<Map>() {
            let named = map.iter().map(|(name, value)| Ok((format!(":{name}"), to_sql(value)?)));
            return named.collect::<Result<_, _>>().map(Parameters::Named);
        }
        Err("parameters are an array for ?, or a map for :name".to_owned())
    };
    read().or_else(|text: String| call.refuse(&text))
}

fn to_sql(value: &Dynamic) -> Result<Value, String> {
    if value.read_lock::<Dynamic>().is_none() {
        return Err("another task is in the middle of changing a parameter".to_owned());
    }
    if let Some(text) = value.read_lock::<ImmutableString>() {
        return Ok(Value::Text(text.to_string()));
    }
    if let Some(letter) = value.read_lock::<char>() {
        return Ok(Value::Text(letter.to_string()));
    }
    if let Some(blob) = value.read_lock::<Blob>() {
        return Ok(Value::Blob(blob.clone()));
    }
    match (value.is_unit(), value.as_int(), value.as_float(), value.as_bool()) {
        (true, ..) => Ok(Value::Null),
        (_, Ok(whole), ..) => Ok(Value::Integer(whole)),
        (_, _, Ok(number), _) => Ok(Value::Real(number)),
        (.., Ok(truth)) => Ok(Value::Integer(truth.into())),
        _ => Err(format!("{} cannot be stored in a database", display::brief_nested(value))),
    }
}

fn from_sql(value: Value) -> Dynamic {
    match value {
        Value::Null => Dynamic::UNIT,
        Value::Integer(it) => it.into(),
        Value::Real(it) => it.into(),
        Value::Text(it) => it.into(),
        Value::Blob(it) => Dynamic::from_blob(it),
    }
}
