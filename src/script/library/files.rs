//! The module `fs`: files, waiting and blocking.

use std::io::{self, ErrorKind, Read, Write};
use std::path::Path;
use std::rc::Rc;

use cap_std::fs::OpenOptions;
use rhai::{
    Array, Dynamic, Engine, FuncRegistration, Identifier, ImmutableString, Module, NativeCallContext,
};

use crate::host::permissions::{Access, Spot};
use crate::script::display;
use crate::script::environment::Environment;
use crate::script::outcome::Outcome;
use crate::script::outside::{Call, CallMode};

/// Bytes of a file that is read.
const MOST: u64 = 64 << 20;

pub(super) fn register(engine: &mut Engine, environment: &Rc<Environment>) {
    let mut module = Module::new();
    for manner in CallMode::BOTH {
        let it = environment.clone();
        set(&mut module, manner, "read", move |context: NativeCallContext, path: &str| {
            call(&it, &context, manner, "read", path, Access::Read, read).map(ImmutableString::from)
        });
        let it = environment.clone();
        set(&mut module, manner, "read_bytes", move |context: NativeCallContext, path: &str| {
            let bytes = call(&it, &context, manner, "read_bytes", path, Access::Read, read_bytes)?;
            Outcome::Ok(Dynamic::from_blob(bytes))
        });
        let it = environment.clone();
        set(&mut module, manner, "read_bytes", move |context: NativeCallContext, path: &str| {
            let bytes = call(&it, &context, manner, "read_bytes", path, Access::Read, read_bytes)?;
            Outcome::Ok(Dynamic::from_blob(bytes))
        });
        let it = environment.clone();
        set(&mut module, manner, "list", move |context: NativeCallContext, path: &str| -> Outcome<Array> {
            let names = call(&it, &context, manner, "list", path, Access::Read, |it| words_for(it.list()))?;
            Ok(names.into_iter().map(Dynamic::from).collect())
        });
        let it = environment.clone();
        set(&mut module, manner, "exists", move |context: NativeCallContext, path: &str| {
            call(&it, &context, manner, "exists", path, Access::Read, |it| words_for(it.exists()))
        });
        let it = environment.clone();
        set(&mut module, manner, "remove", move |context: NativeCallContext, path: &str| {
            call(&it, &context, manner, "remove", path, Access::Write, |it| words_for(it.remove()))
        });
        for (name, end) in [("write", End::Replace), ("append", End::Append)] {
            let it = environment.clone();
            set(&mut module, manner, name, move |context: NativeCallContext, path: &str, text: Dynamic| {
                let bytes = display::bytes(&text);
                let disk = it.outside.permissions.disk();
                let work = move |it: &Spot| {
                    disk.map_or(Ok(()), |disk| disk.charge(bytes.len() as u64))?;
                    words_for(write(it, &bytes, end))
                };
                call(&it, &context, manner, name, path, Access::Write, work)
            });
        }
    }
    engine.register_static_module("fs", module.into());
}

fn set<A: 'static, const N: usize, const X: bool, R, const F: bool, FUNC>(
    module: &mut Module,
    manner: CallMode,
    name: &str,
    function: FUNC,
) where
    R: rhai::Variant + Clone,
    FUNC: rhai::RhaiNativeFunc<A, N, X, R, F> + 'static,
{
    FuncRegistration::new(manner.name(name)).set_into_module(module, function);
}

fn call<T: Send + 'static>(
    environment: &Environment,
    context: &NativeCallContext,
    manner: CallMode,
    name: &str,
    path: &str,
    access: Access,
    work: impl FnOnce(&Spot) -> Result<T, String> + Send + 'static,
) -> Outcome<T> {
    let call = Call::of(environment, context, manner, &format!("fs::{name}"), path);
    match environment.outside.spot(Path::new(path), access) {
        Ok(spot) => call.make(move || work(&spot)),
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
