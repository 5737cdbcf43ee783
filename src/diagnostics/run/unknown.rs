//! Names that mean nothing here: variables, functions, methods, properties, modules.

use super::{Scene, operators};
use crate::diagnostics::{
    finding::Finding,
    foreign::{self, Foreign},
    scope, words,
};
use crate::syntax::nearest::nearest;
use crate::vocabulary;

/// A variable that does not exist, or cannot be seen here.
pub(super) fn variable(name: &str, scene: &Scene) -> Finding {
    let (tokens, here) = (scene.tokens, scene.here());
    if let Some((module, name)) = name.rsplit_once("::") {
        return Finding::new(format!("`{module}` has no variable `{name}`"))
            .mark(here, "")
            .help(format!("in that script: export let {name} = …;"));
    }
    if name == "_" {
        return Finding::new("`_` has no value yet")
            .mark(here, "")
            .help("in a session it is what the entry before gave");
    }
    let title = format!("there is no variable `{name}`");
    if tokens.before(scene.at, 1) == "import" {
        return match foreign::at(tokens, scene.at) {
            Some(foreign) => Finding::new("no import is needed")
                .mark(tokens.span(scene.at - 1).start..here.end, "leave this out")
                .help(match foreign.write() {
                    "" => foreign.because().to_owned(),
                    several if several.contains(", ") => format!("{several} are always there"),
                    one => format!("{one} is always there"),
                }),
            None => {
                let alias = if tokens.text(scene.at + 1) == "as" { tokens.text(scene.at + 2) } else { name };
                Finding::new(title)
                    .mark(here, "the name of a script stands in quotes")
                    .help(format!("import \"{name}\" as {alias}; brings in the script {name}.rhai"))
            }
        };
    }
    let made = scope::made(tokens, name);
    let is_first = |made: &usize| {
        tokens.text(made + 1) == "="
            && *made < scene.at
            && !(*made..scene.at).any(|at| tokens.text(at) == ";")
    };
    if let Some(made) = made.iter().copied().rfind(is_first) {
        return Finding::new(format!("`{name}` has no value yet"))
            .mark(here, "so it cannot be used here")
            .mark(tokens.span(made), "this is where it gets its first value")
            .help(format!("a variable that is there already changes without let: {name} = …;"));
    }
    let function = scope::function_around(tokens, scene.at);
    if let Some(function) = &function {
        let outer = made.iter().copied().find(|&index| scope::function_around(tokens, index).is_none());
        if outer.is_some() || scene.known.variables.iter().any(|known| known == name) {
            let finding = Finding::new(format!("the function `{}` cannot see `{name}`", function.name))
                .mark(here, "a function sees only its parameters and its own variables");
            let finding = match outer {
                Some(outer) => finding.mark(tokens.span(outer), "made outside the function"),
                None => finding,
            };
            let mut parameters = function.parameters.clone();
            parameters.push(name);
            return finding
                .help(format!("pass it: fn {}({}) {{ … }}", function.name, parameters.join(", ")))
                .help(format!("or use a closure, which can see it: let {} = || {{ … }};", function.name));
        }
    }
    // `event.set()` is about an event, and not about the word that makes one.
    if tokens.text(scene.at + 1) == "."
        && let Some(foreign) = foreign::at_path(tokens, scene.at)
    {
        return from_elsewhere(foreign);
    }
    let definition = scope::definitions(tokens).into_iter().find(|one| one.name == name);
    if definition.is_some() || scene.known.is_free_function(name) {
        let call = match definition {
            Some(definition) => format!("{name}({})", definition.parameters.join(", ")),
            None if scene.known.parameters(name).contains(&0) => format!("{name}()"),
            None => format!("{name}(…)"),
        };
        let spawned = if tokens.before(scene.at, 1) == "spawn" { "spawn " } else { "" };
        return Finding::new(format!("`{name}` is a function, and needs parentheses to be called"))
            .mark(here, format!("write `{call}`"))
            .help(format!("{spawned}{call}"));
    }
    if let Some(foreign) = foreign::at(tokens, scene.at) {
        return from_elsewhere(foreign);
    }
    if let Some(&index) =
        made.iter().find(|&&index| function.as_ref().is_none_or(|one| one.body.contains(&index)))
    {
        let finding = Finding::new(format!("there is no variable `{name}` here")).mark(here, "");
        return match index > scene.at {
            true => finding.mark(tokens.span(index), "it is made only later"),
            false => finding
                .mark(tokens.span(index), "made here, it ends with its block")
                .help(format!("make it before the block: let {name} = ();")),
        };
    }
    if tokens.text(scene.at + 1) == "=" {
        return Finding::new(title)
            .mark(here, "write `let` before it")
            .help(format!("let {name} = …; makes one"));
    }
    let within = function.as_ref().map_or(0..tokens.list.len(), |function| function.body.clone());
    let mut candidates = scope::variables(tokens, within);
    match &function {
        Some(function) => candidates.extend(&function.parameters),
        None => candidates.extend(scene.known.variables.iter().map(String::as_str)),
    }
    let finding = Finding::new(title);
    match nearest(name, candidates) {
        Some(near) => finding.mark(here, format!("did you mean `{near}`?")),
        None => finding.mark(here, "").help(format!("let {name} = …; makes one")),
    }
}

/// A function that does not exist, or not for these arguments.
pub(super) fn function(signature: &str, scene: &Scene) -> Finding {
    let (name, types) = words::signature(signature);
    if words::is_operator(name) {
        return operators::finding(name, &types, scene);
    }
    let (tokens, here) = (scene.tokens, scene.here());
    // `Fn("work").call(1)` calls a function, whatever stands before the dot.
    let is_called = tokens.text(scene.at) == "call" && name != "call";
    let is_method = matches!(tokens.before(scene.at, 1), "." | "?.") && !is_called;
    if let Some((module, name)) = name.rsplit_once("::") {
        return of_module(module, name, &types, scene);
    }
    let counts = scene.known.parameters(name);
    // How the engine calls what is written `g.spawn`.
    let name = if name == "spawn_child" { "spawn" } else { name };
    if name.contains('$') {
        return closure(&counts, types.len());
    }
    // Another kind of value may have it, as a channel has `join`.
    if let Some(receiver) = types.first().filter(|kind| is_method && foreign::is_own_kind(kind))
        && let Some(foreign) = foreign::member(tokens, scene.at, receiver)
    {
        return from_elsewhere(foreign);
    }
    if !counts.is_empty() {
        return arguments(name, &types, &counts, is_method, scene);
    }
    if is_method
        && types.len() == 1
        && let Some(finding) = called_property(name, types[0], scene)
    {
        return finding;
    }
    let foreign = match types.first().filter(|_| is_method) {
        Some(receiver) => foreign::member(tokens, scene.at, receiver),
        None => foreign::at(tokens, scene.at),
    };
    if let Some(foreign) = foreign {
        return from_elsewhere(foreign);
    }
    let is_variable =
        scene.known.variables.iter().any(|known| known == name) || !scope::made(tokens, name).is_empty();
    if is_variable && !is_method {
        let spawned = if tokens.before(scene.at, 1) == "spawn" { "spawn " } else { "" };
        return Finding::new(format!("`{name}` is a variable, not a function"))
            .mark(here, "")
            .help(format!("if it holds a closure, call it so: {spawned}{name}.call(…)"));
    }
    let what = match types.first().filter(|_| is_method) {
        Some(receiver) => format!("{} has no method `{name}`", words::kind(receiver)),
        None => format!("there is no function `{name}`"),
    };
    let own: Vec<_> = scope::definitions(tokens).into_iter().map(|one| one.name).collect();
    match nearest(name, own.into_iter().chain(scene.known.function_names())) {
        Some(near) => Finding::new(what).mark(here, format!("did you mean `{near}`?")),
        None if is_method => Finding::new(what),
        None => Finding::new(what).mark(here, "").help(format!("fn {name}(…) {{ … }} makes one")),
    }
}

/// A function that a module does not have, or not for these arguments.
fn of_module(module: &str, name: &str, types: &[&str], scene: &Scene) -> Finding {
    if let Some(finding) = of_own_module(module, name, types, scene) {
        return finding;
    }
    let given = types.len();
    let functions: Vec<_> = scene.modules.iter().flat_map(scope::definitions).collect();
    let same: Vec<_> =
        functions.iter().filter(|one| one.name == name).map(|one| one.parameters.len()).collect();
    if !same.is_empty() && !same.contains(&given) {
        return Finding::new(format!("`{name}` takes {}, not {given}", takes(&same))).mark(scene.here(), "");
    }
    // Other languages have modules of the same name.
    if let Some(foreign) = foreign::at_path(scene.tokens, scene.at) {
        return from_elsewhere(foreign);
    }
    let finding = Finding::new(format!("`{module}` has no function `{name}`"));
    match nearest(name, functions.iter().map(|one| one.name)) {
        Some(near) => finding.mark(scene.here(), format!("did you mean `{near}`?")),
        None => finding.mark(scene.here(), ""),
    }
}

/// The same of a module of the vocabulary, such as `fs`.
fn of_own_module(module: &str, name: &str, types: &[&str], scene: &Scene) -> Option<Finding> {
    let own = || {
        vocabulary::words()
            .filter_map(|word| Some((word.name.strip_prefix(module)?.strip_prefix("::")?, word)))
    };
    let plain = name.strip_suffix("_blocking").unwrap_or(name);
    if let Some((_, word)) = own().find(|(one, _)| *one == plain) {
        let kinds: Vec<_> = types.iter().map(|name| words::kind(name)).collect();
        let title = match kinds.is_empty() {
            true => format!("`{module}::{name}` needs arguments"),
            false => format!("`{module}::{name}` does not take {}", words::all_of(&kinds)),
        };
        let finding = Finding::new(title).mark(scene.here(), "");
        let ways = word.signature.split("   ").map(|it| it.replace(word.name, &format!("{module}::{name}")));
        return Some(ways.fold(finding, Finding::help));
    }
    let near = nearest(name, own().map(|(one, _)| one))?;
    Some(
        Finding::new(format!("`{module}` has no function `{name}`"))
            .mark(scene.here(), format!("did you mean `{near}`?")),
    )
}

/// `2 arguments`, `1 or 2 arguments`.
fn takes(counts: &[usize]) -> String {
    match counts {
        [only] => words::count(*only, "argument"),
        _ => format!("{} arguments", words::any_of(counts)),
    }
}

/// The name is right, the arguments are not.
fn arguments(name: &str, types: &[&str], counts: &[usize], is_method: bool, scene: &Scene) -> Finding {
    let own = usize::from(is_method);
    let kinds: Vec<_> = types.iter().skip(own).map(|name| words::kind(name)).collect();
    let finding = if counts.contains(&types.len()) {
        let task = kinds.iter().any(|kind| kind == "a task");
        let finding = match (kinds.as_slice(), types.first().filter(|_| is_method)) {
            ([], Some(receiver)) => Finding::new(format!("{} has no method `{name}`", words::kind(receiver))),
            (_, Some(receiver)) => Finding::new(format!(
                "`{name}` of {} does not take {}",
                words::kind(receiver),
                words::all_of(&kinds)
            )),
            _ => Finding::new(format!("`{name}` does not take {}", words::all_of(&kinds))),
        };
        // `tasks.append(task)` means another method, not the task's value.
        let is_foreign = is_method && foreign::member(scene.tokens, scene.at, types[0]).is_some();
        match task && !is_foreign {
            true => finding.help("a task is not its value: write await before it"),
            false => finding,
        }
    } else {
        let counts: Vec<_> = counts.iter().filter_map(|count| count.checked_sub(own)).collect();
        Finding::new(format!("`{name}` takes {}, not {}", takes(&counts), types.len() - own))
    };
    // A function of the script's own is meant, whatever has its name elsewhere.
    let is_own = scene.known.own.iter().any(|own| own == name);
    let elsewhere = match is_method {
        _ if is_own => None,
        true => foreign::member(scene.tokens, scene.at, types.first().copied().unwrap_or_default()),
        false => foreign::at(scene.tokens, scene.at),
    };
    if is_method
        && kinds.is_empty()
        && let Some(finding) = called_property(name, types.first().copied().unwrap_or_default(), scene)
    {
        return finding;
    }
    let is_bare = scene.tokens.before(scene.at, 1) == "spawn" && scene.tokens.text(scene.at + 1) != "(";
    let finding = finding.mark(scene.here(), "");
    let finding = match elsewhere {
        Some(foreign) => finding.help(foreign.advice()),
        None if is_bare => finding.help(format!("its arguments stand in parentheses: spawn {name}(…)")),
        None if name == "spawn" => {
            finding.help("a task of a group is started with a closure: g.spawn(|| work())")
        }
        None => finding,
    };
    match scope::definitions(scene.tokens).into_iter().find(|one| one.name == name) {
        Some(definition) => finding.mark(definition.head, "defined here"),
        None => finding,
    }
}

/// A closure that was called with too many or too few arguments. What it captures counts on both sides.
fn closure(counts: &[usize], given: usize) -> Finding {
    match counts.first() {
        Some(&takes) if takes > given => Finding::new(format!(
            "the closure is called with {} too few",
            words::count(takes - given, "argument")
        )),
        Some(&takes) => Finding::new(format!(
            "the closure is called with {} too many",
            words::count(given - takes, "argument")
        )),
        None => Finding::new("the closure takes another number of arguments"),
    }
    .help("the names between the bars are what it takes: |a, b| { … }")
}

/// A module or script that was not found.
pub(super) fn module(name: &str, scene: &Scene) -> Finding {
    let (tokens, here) = (scene.tokens, scene.here());
    if tokens.before(scene.at, 1) == "import" {
        let file = if name.ends_with(".rhai") { name.to_string() } else { format!("{name}.rhai") };
        return Finding::new(format!("there is no script `{name}` to import"))
            .mark(here, "")
            .help(format!("a script is looked for beside the one that imports it: {file}"));
    }
    if let Some(foreign) = foreign::at(tokens, scene.at) {
        return from_elsewhere(foreign);
    }
    Finding::new(format!("there is no module `{name}`"))
        .mark(here, "")
        .help(format!("import \"{name}\" as {name}; brings in the script {name}.rhai"))
}

/// A property that the value does not have. `text` is the engine's sentence.
pub(super) fn property_text(text: &str, scene: &Scene) -> Finding {
    let quoted: Vec<_> = text.split('\'').skip(1).step_by(2).collect();
    match quoted.as_slice() {
        [name, kind, ..] if text.starts_with("Unknown") => property(name, kind, scene),
        [name, kind, ..] => {
            Finding::new(format!("the property `{name}` of {} cannot be set", words::kind(kind)))
                .help("a map has properties that can be set: let x = #{ name: value };")
        }
        _ => Finding::new(text.to_string()),
    }
}

/// A property that the value does not have.
pub(super) fn property(name: &str, kind: &str, scene: &Scene) -> Finding {
    if name == "await" {
        return Finding::new(format!("only a task has `.await`, not {}", words::kind(kind)));
    }
    let finding = Finding::new(format!("{} has no property `{name}`", words::kind(kind)));
    if kind == "()" {
        return finding.help("what stands before the dot gave nothing");
    }
    if let Some(foreign) = foreign::member(scene.tokens, scene.at, kind) {
        let finding = finding.mark(scene.here(), format!("write `{}`", foreign.write()));
        return foreign.others().fold(finding.help_if(foreign.because()), Finding::help);
    }
    let methods = scene.known.parameters(name);
    if methods.contains(&1) {
        return finding.mark(scene.here(), format!("write `{name}()`"));
    }
    match nearest(name, scene.known.properties.iter().map(String::as_str)) {
        Some(near) => finding.mark(scene.here(), format!("did you mean `{near}`?")),
        None => finding,
    }
}

/// `e.is_set()`: a property of one of our own values, called as if it were a method.
fn called_property(name: &str, kind: &str, scene: &Scene) -> Option<Finding> {
    let is_property = scene.known.properties.iter().any(|known| known == name);
    let tokens = scene.tokens;
    let close = scope::close(tokens, scene.at + 1);
    (is_property && foreign::is_own_kind(kind) && tokens.text(scene.at + 1) == "(").then(|| {
        let receiver = if tokens.is_word(scene.at.wrapping_sub(2)) { tokens.before(scene.at, 2) } else { "" };
        Finding::new(format!("`{name}` is a property of {}, not a method", words::kind(kind)))
            .mark(tokens.span(scene.at + 1).start..tokens.span(close).end, "leave this out")
            .help(format!("{receiver}.{name}"))
    })
}

/// A name from another language.
fn from_elsewhere(foreign: Foreign) -> Finding {
    let finding = Finding::new(format!("there is no `{}` here", foreign.name));
    let finding = match foreign.write() {
        "" => finding.mark(foreign.span.clone(), foreign.because()),
        write => finding.mark(foreign.span.clone(), format!("write `{write}`")).help_if(foreign.because()),
    };
    foreign.others().fold(finding, Finding::help)
}
