//! `import`: scripts as modules, found relative to the script that imports them.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::{Rc, Weak};

use rhai::{Engine, EvalAltResult, GlobalRuntimeState, Module, ModuleResolver, Position, Scope};

use super::compile::compile;
use super::environment::Environment;
use super::outcome::Outcome;
use super::spawn;
use crate::trace::TaskId;

type SharedModule = rhai::Shared<Module>;

/// Finds and loads modules.
pub struct ScriptModules {
    environment: Weak<Environment>,
    loaded: RefCell<HashMap<PathBuf, SharedModule>>,
    /// Who is loading what right now: a task that comes back to a file it is loading goes in a circle.
    loading: RefCell<Vec<(Option<TaskId>, PathBuf)>>,
}

impl ScriptModules {
    pub fn new(environment: &Rc<Environment>) -> ScriptModules {
        let environment = Rc::downgrade(environment);
        ScriptModules { environment, loaded: RefCell::default(), loading: RefCell::default() }
    }

    fn load(
        &self,
        engine: &Engine,
        global: &mut GlobalRuntimeState,
        path: &str,
        position: Position,
    ) -> Outcome<SharedModule> {
        let fail = |text: String| {
            let inner = Box::new(EvalAltResult::ErrorRuntime(text.into(), position));
            Err(inner)
        };
        let Some(environment) = self.environment.upgrade() else {
            return fail("the session has ended".into());
        };
        let file = find(&environment, global.source(), path);
        if let Some(module) = self.loaded.borrow().get(&file) {
            return Ok(module.clone());
        }
        let text = match environment.outside.read_script(&file) {
            Ok(text) => text,
            Err(error) => return fail(format!("cannot import \"{path}\": {error}")),
        };
        let me = (environment.runtime.current().map(|task| task.id()), file.clone());
        if self.loading.borrow().contains(&me) {
            return fail(format!("\"{path}\" imports itself, through the files it imports"));
        }
        environment.sources.borrow_mut().add_module(&file.display().to_string(), &text);
        self.loading.borrow_mut().push(me.clone());
        let module = evaluate(&environment, engine, global, &file, &text);
        self.loading.borrow_mut().retain(|entry| *entry != me);
        let module: SharedModule =
            module.map_err(|e| EvalAltResult::ErrorInModule(file.display().to_string(), e, position))?.into();
        self.loaded.borrow_mut().insert(file, module.clone());
        Ok(module)
    }
}

/// The file that `path` means in a script at `source`.
fn find(environment: &Environment, source: Option<&str>, path: &str) -> PathBuf {
    let folder = environment.folder.borrow();
    let base = source.and_then(|source| Path::new(source).parent()).unwrap_or(&folder);
    let mut file = base.join(path);
    if file.extension().is_none_or(|extension| extension != "rhai") {
        file.as_mut_os_string().push(".rhai");
    }
    file
}

fn evaluate(
    environment: &Environment,
    engine: &Engine,
    global: &mut GlobalRuntimeState,
    file: &Path,
    text: &str,
) -> Outcome<Module> {
    let mut scope = Scope::new();
    let mut ast = compile(environment, engine, &scope, text, 1)?;
    if let Some((position, text)) = spawn::refusals(&ast).into_iter().next() {
        return Err(Box::new(EvalAltResult::ErrorRuntime(text.into(), position)));
    }
    ast.set_source(file.display().to_string());
    Module::eval_ast_as_new_raw(engine, &mut scope, global, &ast)
}

impl ModuleResolver for ScriptModules {
    fn resolve(
        &self,
        engine: &Engine,
        source: Option<&str>,
        path: &str,
        position: Position,
    ) -> Outcome<SharedModule> {
        let mut global = engine.new_global_runtime_state();
        global.source = source.map(Into::into);
        self.load(engine, &mut global, path, position)
    }

    fn resolve_raw(
        &self,
        engine: &Engine,
        global: &mut GlobalRuntimeState,
        _: &mut Scope,
        path: &str,
        position: Position,
    ) -> Outcome<SharedModule> {
        self.load(engine, global, path, position)
    }
}
