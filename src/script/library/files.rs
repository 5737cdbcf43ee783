//! The module `fs`: files, waiting and blocking.

use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::rc::Rc;

use cap_std::fs::OpenOptions;
use rhai::{
    Dynamic, Engine, FuncRegistration, Identifier, ImmutableString, Module, NativeCallContext, Position,
    Variant,
};

use crate::host::permissions::{Access, Spot};
use crate::script::display;
use crate::script::environment::Environment;
use crate::script::outcome::Outcome;
use crate::script::outside::{Call, CallMode};
use crate::script::waiting_word::waiting_word;

/// Bytes of a file that is read.
const MOST: u64 = 64 << 20;

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let mut module = Module::new();
    for manner in CallMode::BOTH {
        let mut word = Word { environment, module: &mut module, manner };
        word.of_path_then("read", Access::Read, read, |text| ImmutableString::from(text).into());
        word.of_path_then("read_bytes", Access::Read, read_bytes, Dynamic::from_blob);
        let list = |spot: &Spot| words_for(spot.list());
        word.of_path_then("list", Access::Read, list, |names| {
            Dynamic::from_array(names.into_iter().map(Dynamic::from).collect())
        });
        word.of_path("exists", Access::Read, |spot| words_for(spot.exists()));
        word.of_path("remove", Access::Write, |spot| words_for(spot.remove()));
        word.of_path_and_text("write", End::Replace);
        word.of_path_and_text("append", End::Append);
    }
    engine.register_static_module("fs", module.into());
}

/// Adds functions of one manner to the module.
struct Word<'a> {
    environment: &'a Rc<Environment>,
    module: &'a mut Module,
    manner: CallMode,
}

impl Word<'_> {
    /// One that takes a path and gives what `work` comes to.
    fn of_path<T: Variant + Clone + Send>(
        &mut self,
        name: &'static str,
        access: Access,
        work: fn(&Spot) -> Result<T, String>,
    ) {
        self.of_path_then(name, access, work, Dynamic::from);
    }

    /// The same, where `value` makes a value of that.
    fn of_path_then<T: Send + 'static>(
        &mut self,
        name: &'static str,
        access: Access,
        work: fn(&Spot) -> Result<T, String>,
        value: fn(T) -> Dynamic,
    ) {
        let (manner, full) = (self.manner, self.manner.name(name));
        let called = waiting_word(
            self.environment,
            &format!("fs::{full}"),
            move |it, (path,): (ImmutableString,), at| async move {
                call(&it, at, manner, name, &path, access, work).await.map(value)
            },
        );
        FuncRegistration::new(full)
            .set_into_module(self.module, move |context: NativeCallContext, path: ImmutableString| {
                called(&context, (path,))
            });
    }

    /// One that takes a path and a text, which it writes there.
    fn of_path_and_text(&mut self, name: &'static str, end: End) {
        let (manner, full) = (self.manner, self.manner.name(name));
        let called = waiting_word(
            self.environment,
            &format!("fs::{full}"),
            move |it, (path, text): (ImmutableString, Dynamic), at| async move {
                let bytes = display::bytes(&text);
                let disk = it.outside.permissions.disk();
                let work = move |spot: &Spot| {
                    disk.map_or(Ok(()), |disk| disk.charge(bytes.len() as u64))?;
                    words_for(write(spot, &bytes, end))
                };
                call(&it, at, manner, name, &path, Access::Write, work).await
            },
        );
        FuncRegistration::new(full).set_into_module(
            self.module,
            move |context: NativeCallContext, path: ImmutableString, text: Dynamic| {
                called(&context, (path, text))
            },
        );
    }
}

async fn call<T: Send + 'static>(
    environment: &Environment,
    at: Position,
    manner: CallMode,
    name: &str,
    path: &str,
    access: Access,
    work: impl FnOnce(&Spot) -> Result<T, String> + Send + 'static,
) -> Outcome<T> {
    let call = Call::of(environment, at, manner, &format!("fs::{name}"), path);
    match environment.outside.spot(Path::new(path), access) {
        Ok(spot) => call.make(move || work(&spot)).await,
        Err(closed) => call.fail(&closed.to_string()),
    }
}

/// The text as scripts hold it, because copying a large one takes long.
fn read(spot: &Spot) -> Result<Identifier, String> {
    let bytes = read_bytes(spot)?;
    let text = str::from_utf8(&bytes)
        .map_err(|_| "the file is not UTF-8 text; fs::read_bytes gives its bytes".to_owned())?;
    Ok(text.into())
}

fn read_bytes(spot: &Spot) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let file = words_for(spot.open(OpenOptions::new().read(true)))?;
    words_for(file.take(MOST + 1).read_to_end(&mut bytes))?;
    if bytes.len() as u64 > MOST {
        return Err(format!("the file is larger than {} MB", MOST >> 20));
    }
    Ok(bytes)
}

/// Where a written text goes.
#[derive(Clone, Copy)]
enum End {
    Replace,
    Append,
}

fn write(spot: &Spot, bytes: &[u8], end: End) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.create(true);
    match end {
        End::Replace => options.write(true).truncate(true),
        End::Append => options.append(true),
    };
    spot.open(&options)?.write_all(bytes)
}

/// An error of the system in plain words.
pub fn words_for<T>(result: io::Result<T>) -> Result<T, String> {
    result.map_err(|error| match error.kind() {
        ErrorKind::NotFound => "there is no such file or folder".to_owned(),
        ErrorKind::PermissionDenied if error.raw_os_error().is_none() => {
            "the sandbox is closed: this path leads out of the folder that was opened".to_owned()
        }
        ErrorKind::PermissionDenied => "the system does not permit it".to_owned(),
        ErrorKind::StorageFull => "the disk is full".to_owned(),
        ErrorKind::IsADirectory => "this is a folder, not a file".to_owned(),
        ErrorKind::NotADirectory => "this is a file, not a folder".to_owned(),
        ErrorKind::DirectoryNotEmpty => "the folder is not empty".to_owned(),
        _ => error.to_string(),
    })
}
