//! Native functions that stand for a function of the other world.

use std::any::TypeId;

use rhai::{
    Array, Dynamic, FLOAT, FnPtr, FuncRegistration, GlobalRuntimeState, INT, ImmutableString, Map, Module,
    NativeCallContext, RhaiFunc, Shared,
};

use crate::script::outcome::Outcome;

/// Types of which Rhai has functions of its own. It takes one for the exact types before one for any, whatever
/// their modules, so ours are there for these types too.
fn exact_types() -> [TypeId; 8] {
    [
        TypeId::of::<Dynamic>(),
        TypeId::of::<INT>(),
        TypeId::of::<FLOAT>(),
        TypeId::of::<bool>(),
        TypeId::of::<ImmutableString>(),
        TypeId::of::<Array>(),
        TypeId::of::<Map>(),
        TypeId::of::<FnPtr>(),
    ]
}

/// What a call brings.
pub struct Arguments<'a, 'v> {
    this: Option<&'a mut Dynamic>,
    values: &'a mut [&'v mut Dynamic],
}

impl<'a, 'v> Arguments<'a, 'v> {
    pub fn plain(values: &'a mut [&'v mut Dynamic]) -> Self {
        Arguments { this: None, values }
    }

    /// The first one is `this`.
    pub fn with_this(values: &'a mut [&'v mut Dynamic]) -> Self {
        match values.split_first_mut() {
            Some((this, values)) => Arguments { this: Some(this), values },
            None => Arguments { this: None, values: &mut [] },
        }
    }

    /// All of them, `this` first.
    pub fn values(&self) -> impl Iterator<Item = &Dynamic> {
        self.this.as_deref().into_iter().chain(self.values.iter().map(|it| &**it))
    }

    /// Calls the function of that name in a world, with its arguments copied like this.
    pub fn call(
        self,
        context: &NativeCallContext,
        world: &GlobalRuntimeState,
        name: &str,
        copy: fn(&Dynamic) -> Dynamic,
    ) -> Outcome {
        let engine = context.engine();
        let position = context.call_position();
        let context = NativeCallContext::new_with_all_fields(engine, name, None, world, position);
        let mut values: Vec<Dynamic> = self.values.iter().map(|it| copy(it)).collect();
        let is_method = self.this.is_some();
        let mut arguments: Vec<&mut Dynamic> = self.this.into_iter().chain(values.iter_mut()).collect();
        context.call_fn_raw(name, is_method, is_method, &mut arguments).map(Dynamic::flatten)
    }
}

/// Adds a closure's proxy, which may also be called with a `this` before its arguments.
pub fn define(
    module: &mut Module,
    name: &str,
    parameters: usize,
    run: impl Fn(&NativeCallContext, Arguments) -> Outcome + Clone + 'static,
) {
    let any = TypeId::of::<Dynamic>();
    let plain = run.clone();
    add(module, name, &vec![any; parameters], move |context, values| {
        plain(context, Arguments::plain(values))
    });
    add(module, name, &vec![any; parameters + 1], move |context, values| {
        run(context, Arguments::with_this(values))
    });
}

/// Adds a function for any values, and for those for which Rhai may have one of the same name.
pub fn define_for_types(
    module: &mut Module,
    name: &str,
    parameters: usize,
    run: impl Fn(&NativeCallContext, &mut [&mut Dynamic]) -> Outcome + Clone + 'static,
) {
    let all = exact_types();
    let any = vec![all[0]; parameters];
    let signatures: Vec<Vec<TypeId>> = match parameters {
        1 => all.iter().map(|one| vec![*one]).collect(),
        2 => all.iter().flat_map(|one| all.iter().map(|other| vec![*one, *other])).collect(),
        _ => vec![any],
    };
    for types in signatures {
        add(module, name, &types, run.clone());
    }
}

fn add(
    module: &mut Module,
    name: &str,
    types: &[TypeId],
    run: impl Fn(&NativeCallContext, &mut [&mut Dynamic]) -> Outcome + 'static,
) {
    let function = move |context: Option<NativeCallContext>, values: &mut [&mut Dynamic]| match context {
        Some(context) => run(&context, values),
        None => Ok(Dynamic::UNIT),
    };
    let function =
        RhaiFunc::Method { func: Shared::new(function), has_context: true, is_pure: true, is_volatile: true };
    FuncRegistration::new(name).set_into_module_raw(module, types, function);
}
