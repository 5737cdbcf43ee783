//! The functions that an exercise gives, and the two worlds: what the answer's knows, and the one in which they run.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use rhai::{AST, Dynamic, EvalAltResult, GlobalRuntimeState, Module, NativeCallContext, Position, Shared};

use super::proxy::{Arguments, define};
use crate::script::outcome::Outcome;

pub type SharedModule = Shared<Module>;

/// How made-up names of closures begin.
pub const CLOSURE: &str = "anon$";

/// The functions that an exercise gives, and the world in which they run.
pub struct ProvidedFunctions {
    /// In the given world: closures, private functions, and the public ones under names that cannot be written.
    pub(super) raw: SharedModule,
    /// In both worlds: the given functions, recorded.
    pub(super) functions: SharedModule,
    /// In the answer's world: the given closures.
    pub(super) closures: SharedModule,
    /// In the given world: the answer's closures.
    pub(super) answer_closures: RefCell<SharedModule>,
    /// The names of the given functions.
    pub(super) names: BTreeSet<String>,
    /// What the given text imported, and its constants.
    pub(super) global: GlobalRuntimeState,
}

/// The world of the answer, as a call from there left it.
#[derive(Clone)]
struct Caller(Rc<GlobalRuntimeState>);

impl ProvidedFunctions {
    /// Whether a function of this name is given.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(name)
    }

    /// What the answer's world knows of the given one, to be put above its own functions.
    pub fn for_answer(&self) -> [SharedModule; 2] {
        [self.closures.clone(), self.functions.clone()]
    }

    /// Lets given functions call the closures of an answer that is about to run.
    pub fn know_closures(&self, answer: &AST) {
        let mut closures = Module::new();
        for function in answer.iter_functions().filter(|it| it.name.starts_with(CLOSURE)) {
            let name = function.name.to_owned();
            define(&mut closures, function.name, function.params.len(), move |context, arguments| {
                in_answer_world(context, &name, arguments)
            });
        }
        *self.answer_closures.borrow_mut() = closures.into();
    }

    /// The given world, entered from `caller`.
    pub fn world(&self, caller: &GlobalRuntimeState) -> GlobalRuntimeState {
        let mut world = self.global.clone();
        world.level = 0;
        world.lib.clear();
        world.lib.push(self.raw.clone());
        world.lib.push(self.answer_closures.borrow().clone());
        world.lib.push(self.functions.clone());
        world.tag = match caller.tag.is::<Caller>() {
            true => caller.tag.clone(),
            false => Dynamic::from(Caller(Rc::new(caller.clone()))),
        };
        world
    }
}

fn in_answer_world(context: &NativeCallContext, name: &str, arguments: Arguments) -> Outcome {
    match context.global_runtime_state().tag.read_lock::<Caller>().map(|caller| caller.0.clone()) {
        Some(world) => arguments.call(context, &world, name, Dynamic::clone),
        None => {
            let text = "this closure cannot be called from here";
            Err(Box::new(EvalAltResult::ErrorRuntime(text.into(), Position::NONE)))
        }
    }
}
