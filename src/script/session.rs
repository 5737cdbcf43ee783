//! A session: entries that share variables, functions, constants and imports. A script file is a session
//! of one entry.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use rhai::{AST, Array, Caches, Dynamic, EvalAltResult, GlobalRuntimeState, Scope};

use super::compile::{compile, parse};
use super::display;
use super::engine::new_environment;
use super::entry::{Answer, Entry, EntryBegin, EntryEnd, Fate, Leftover, Role, Variable};
use super::environment::{Environment, Explain};
use super::errors::whole;
use super::forgetting::Forgetting;
use super::handle::{TaskHandle, ending};
use super::outcome::is_cancellation;
use super::outcome::{Outcome, stop_text};
use super::provided::provided_functions;
use super::semicolons::with_all_missing;
use super::wrong_calls;
use crate::diagnostics::{self, Given, Known, Report};
use crate::host::permissions::Outside;
use crate::runtime::{AtEnd, Foreground, Runtime, StopReason, Task, WoundUp, on_large_stack};
use crate::trace::EventKind;

/// Failures that nobody saw are reported of so many tasks.
const MAX_REPORTED: usize = 20;

/// What entries share.
struct State {
    scope: Scope<'static>,
    global: GlobalRuntimeState,
    /// All functions, for reports: those of the entries so far, and what an exercise gives.
    functions: AST,
    /// The functions of the entries so far, without what an exercise gives.
    own_functions: AST,
    given: Given,
    forgetting: Forgetting,
}

/// An entry that is ready to run.
struct Program {
    /// Its statements, and all functions that they see.
    ast: AST,
    remarks: Vec<Report>,
    role: Role,
}

/// What an entry's code came to, once it has.
type ResultCell = Rc<RefCell<Option<Outcome>>>;

/// A session on the loop thread.
pub struct Session {
    environment: Rc<Environment>,
    state: Rc<RefCell<State>>,
}

impl Session {
    /// A session whose scripts may touch everything.
    pub fn new(runtime: &Rc<Runtime>) -> Session {
        Session::within(runtime, Outside::default())
    }

    /// Has all tasks have stacks of their own.
    #[cfg(test)]
    pub fn forget_native_waits(&self) {
        self.environment.native_waits.clear();
    }

    /// A session whose scripts see so much of the world outside.
    pub fn within(runtime: &Rc<Runtime>, outside: Outside) -> Session {
        let environment = new_environment(runtime, outside);
        let global = environment.engine().new_global_runtime_state();
        let (functions, own_functions) = (AST::empty(), AST::empty());
        let state = State {
            scope: Scope::new(),
            global,
            functions,
            own_functions,
            given: Given::default(),
            forgetting: Forgetting::default(),
        };
        Session { environment, state: Rc::new(RefCell::new(state)) }
    }

    /// Has scripts' question `why` answered.
    pub fn explained_by(self, explain: Explain) -> Session {
        self.environment.set_explain(explain);
        self
    }

    /// Starts an entry. `on_begin` is called before it runs, if it can be run. `on_end` is called once: at
    /// once if the text cannot be run, else when its main task has ended.
    pub fn start(
        &mut self,
        entry: &Entry,
        on_begin: impl FnOnce(EntryBegin),
        on_end: impl FnOnce(&Rc<Runtime>, EntryEnd) + 'static,
    ) -> Option<Foreground<Session>> {
        let runtime = self.environment.runtime.clone();
        // What background tasks did wrong since the last entry is not this entry's.
        drop(wrong_calls::take_noted());
        let started = self.prepare(entry).and_then(|program| {
            let sources = self.environment.sources.borrow().clone();
            let remarks = program.remarks.clone();
            on_begin(EntryBegin { remarks: remarks.clone(), sources });
            let started = self.start_main(program).map_err(|text| Box::new(Report::of_text(&text)))?;
            self.tell_remarks(&started.0, &remarks);
            Ok(started)
        });
        match started {
            Err(report) => {
                on_end(&runtime, self.end(None, Answer::Failed(report)));
                None
            }
            Ok((main, result)) => {
                let task = main.clone();
                let on_end = Box::new(move |runtime: &Rc<Runtime>, session: &mut Session| {
                    let end = || {
                        let answer = session.answer(&task, result.take());
                        session.end(Some(&task), answer)
                    };
                    // Values may be nested so deeply that looking at them takes more stack than a thread has.
                    on_end(runtime, on_large_stack(end));
                });
                Some(Foreground { main, at_end: AtEnd::Keep, on_end })
            }
        }
    }

    /// The program of an entry, and what is to be said before it runs.
    fn prepare(&mut self, entry: &Entry) -> Result<Program, Box<Report>> {
        let environment = &self.environment;
        let first_line = match entry.role {
            Role::Given => environment.sources.borrow_mut().add_given(&entry.name, &entry.text),
            Role::Free | Role::Answer => environment.sources.borrow_mut().add(&entry.name, &entry.text),
        };
        environment.folder.borrow_mut().clone_from(&entry.folder);
        environment.begin_run();
        let mut state = self.state.borrow_mut();
        let compiled = compile(environment, &environment.engine(), &state.scope, &entry.text, first_line);
        let one = compiled.map_err(|error| {
            let known = Known::gather(&environment.engine(), &state.scope, &state.functions);
            let sources = environment.sources.borrow();
            let for_reports = sources.for_reports();
            let report = diagnostics::parse_error(&error, &for_reports, &known);
            let Some((source, index)) = sources.newest().zip(for_reports.newest()) else {
                return Box::new(report);
            };
            let parse = |text: &str| parse(&environment.engine(), &state.scope, text, first_line).err();
            Box::new(with_all_missing(report, source, index, &known, parse))
        })?;
        let ast = with_functions(&state.functions, &one);
        let sources = environment.sources.borrow();
        let remarks = {
            let sources = sources.for_reports();
            if let Some(refused) = diagnostics::refuse(&one, &sources) {
                return Err(Box::new(refused));
            }
            if entry.role == Role::Answer
                && let Some(refused) = diagnostics::refuse_rewriting(&one, &sources, &state.given)
            {
                return Err(Box::new(refused));
            }
            diagnostics::look_ahead(&one, &ast, &state.scope, &sources)
        };
        drop(sources);
        wrong_calls::note_calls_of_modules(environment, &one);
        state.forgetting.note(&state.own_functions, &one);
        state.functions = AST::new_from_module(ast.shared_lib().clone());
        let role = entry.role;
        if role == Role::Given {
            state.given = Given::of(&one);
            return Ok(Program { ast: one, remarks, role });
        }
        let ast = with_functions(&state.own_functions, &one);
        state.own_functions = AST::new_from_module(ast.shared_lib().clone());
        Ok(Program { ast, remarks, role })
    }

    fn start_main(&mut self, program: Program) -> Result<(Rc<Task>, ResultCell), String> {
        let result = ResultCell::default();
        let (cell, state, engine) = (result.clone(), self.state.clone(), self.environment.engine());
        let environment = self.environment.clone();
        let body = move || {
            let mut state = state.borrow_mut();
            let State { scope, global: of_answers, .. } = &mut *state;
            let Program { ast, role, .. } = program;
            // What is given is evaluated by itself, so that it shares neither constants nor modules with an answer.
            let mut of_given = (role == Role::Given).then(|| engine.new_global_runtime_state());
            let global = of_given.as_mut().unwrap_or(of_answers);
            global.lib.clear();
            global.lib.push(ast.shared_lib().clone());
            if let Some(provided) = environment.provided().filter(|_| role != Role::Given) {
                provided.know_closures(&ast);
                global.lib.extend(provided.for_answer());
            }
            #[allow(deprecated)] // Not deprecated: Rhai marks what may change between its versions like this.
            let outcome = engine.eval_statements_raw(global, &mut Caches::new(), scope, ast.statements());
            let outcome = outcome.or_else(|error| match *error {
                EvalAltResult::Return(value, _) | EvalAltResult::Exit(value, _) => Ok(value),
                _ => Err(error),
            });
            let outcome = environment.restore_stop(outcome);
            if let Ok(value) = &outcome
                && !value.is_unit()
            {
                scope.set_value("_", value.clone());
            }
            drop_shadowed(scope);
            publish_constants(scope, global);
            if let Some(global) = &of_given {
                environment.provide(provided_functions(&environment, &ast, global));
                publish_constants(scope, of_answers);
            }
            let was_cancelled = environment.runtime.current().is_some_and(|task| task.was_cancelled());
            let ending = ending(&outcome, was_cancelled);
            *cell.borrow_mut() = Some(outcome);
            ending
        };
        let line = self.environment.sources.borrow().newest().map_or(1, |source| source.first_line);
        let line = u32::try_from(line).unwrap_or(0);
        let main =
            self.environment.runtime.start_run("main", line, body).map_err(|error| error.to_string())?;
        Ok((main, result))
    }

    fn answer(&self, main: &Task, outcome: Option<Outcome>) -> Answer {
        let runtime = &self.environment.runtime;
        let was_interrupted = runtime.program_end().was_interrupted();
        match outcome {
            Some(Err(_)) | None if main.stop_reason() == Some(StopReason::Asked) => Answer::Stopped,
            Some(Err(error)) if was_interrupted && is_cancellation(&error) => Answer::Stopped,
            Some(Ok(_)) if was_interrupted => Answer::Stopped,
            Some(Ok(value)) if says_nothing(&value) => Answer::Value(None),
            Some(Ok(value)) => Answer::Value(Some(display::answer(&value))),
            Some(Err(error)) => Answer::Failed(Box::new(self.report(&error))),
            // Its end came before its first turn.
            None if was_interrupted => Answer::Stopped,
            None => {
                let reason = main.stop_reason().map(stop_text);
                let defect = "meanwhile itself has a defect here; your session is kept. Please report it";
                let text = reason.unwrap_or_else(|| defect.to_owned());
                Answer::Failed(Box::new(Report::of_text(&text)))
            }
        }
    }

    fn report(&self, error: &EvalAltResult) -> Report {
        let state = self.state.borrow();
        let known = Known::gather(&self.environment.engine(), &state.scope, &state.functions);
        let sources = self.environment.sources.borrow();
        diagnostics::runtime_error(&whole(error), &sources.for_reports(), &known)
    }

    fn end(&self, main: Option<&Rc<Task>>, answer: Answer) -> EntryEnd {
        let runtime = &self.environment.runtime;
        let of_run = |task: &Rc<Task>| main.is_some_and(|main| task.run() == main.id());
        let ended =
            runtime.program_end().take_left_over().into_iter().map(|it| Leftover::from(WoundUp::from(it)));
        let alive = runtime.tasks().into_iter().filter(of_run).map(|task| Leftover {
            task: task.id(),
            name: task.name().to_string(),
            line: task.line(),
            state: runtime.state(&task),
            fate: Fate::GoesOn,
        });
        let leftovers = ended.chain(alive).collect();
        let failures = self.environment.take_failures();
        // What one task used up is used up for the run, also if main only heard of it by awaiting that task.
        let mut reasons =
            main.into_iter().chain(failures.iter().map(|(task, _)| task).filter(|it| of_run(it)));
        let stopped = reasons.find_map(|task| task.stop_reason());
        let unseen = failures.into_iter().filter(|(task, _)| !task.is_observed());
        let unseen = unseen.inspect(|(task, _)| runtime.recording().record(task.id(), 0, EventKind::Unseen));
        let unseen: Vec<_> = unseen.collect();
        let unseen = unseen.into_iter().take(MAX_REPORTED);
        let unseen: Vec<(String, Report)> =
            unseen.map(|(task, error)| (task.name().to_string(), self.report(&error))).collect();
        let swallowed = self.swallowed(&answer, &unseen);
        self.tell_unused_values();
        if let Some(main) = main.filter(|_| self.is_script()) {
            runtime.recording().record(main.id(), 0, EventKind::Over);
        }
        self.forget_unused();
        let (variables, functions) = self.names();
        let sources = self.environment.sources.borrow().clone();
        let main = main.map(|main| main.id());
        EntryEnd { main, answer, stopped, leftovers, unseen, swallowed, variables, functions, sources }
    }

    /// Reports on calls that can never be right, but for those that are reported anyway.
    fn swallowed(&self, answer: &Answer, unseen: &[(String, Report)]) -> Vec<Report> {
        let failed = match answer {
            Answer::Failed(report) => Some(report),
            _ => None,
        };
        let reported = || failed.map(|it| &it.title).into_iter().chain(unseen.iter().map(|it| &it.1.title));
        let noted = wrong_calls::take_noted();
        let mut reports: Vec<Report> = noted.iter().map(|error| self.report(error)).collect();
        reports.retain(|report| !reported().any(|it| it.contains(&report.title)));
        reports
    }

    /// Records which values nobody has looked at, and, in a session, nobody can look at any more.
    fn tell_unused_values(&self) {
        let is_script = self.is_script();
        for task in self.environment.take_valued() {
            if is_script || Rc::strong_count(&task) == 1 {
                self.environment.runtime.recording().record(task.id(), 0, EventKind::Unseen);
            }
        }
    }

    /// How many closures and places of variables are kept.
    #[cfg(test)]
    pub fn kept(&self) -> usize {
        let closures = self
            .state
            .borrow()
            .own_functions
            .iter_functions()
            .filter(|it| it.name.starts_with("anon$"))
            .count();
        closures
            + self.environment.by_value.occurrences().len()
            + self.environment.shared_variables.occurrences().len()
    }

    /// What lives as long as anything of the session.
    #[cfg(test)]
    pub fn environment(&self) -> std::rc::Weak<Environment> {
        Rc::downgrade(&self.environment)
    }

    /// Lets go of what no entry and no task can use any more.
    fn forget_unused(&self) {
        let mut state = self.state.borrow_mut();
        let State { global, functions, own_functions, forgetting, .. } = &mut *state;
        if forgetting.is_due() {
            global.lib.clear();
            forgetting.forget(&self.environment, own_functions, functions);
        }
    }

    /// Whether the latest text is a program of its own, rather than an entry that others follow.
    fn is_script(&self) -> bool {
        self.environment.sources.borrow().newest().is_some_and(|source| !source.name.is_empty())
    }

    /// Records what was remarked before the run, so far as it is about tasks.
    fn tell_remarks(&self, main: &Task, remarks: &[Report]) {
        let runtime = &self.environment.runtime;
        for remark in remarks.iter().filter(|it| !it.rule.is_empty()) {
            let label = remark.labels.first();
            let said = label.map(|it| it.text.as_str()).filter(|it| !it.is_empty());
            let text = match said.filter(|_| !remark.help.is_empty()) {
                Some(said) => format!("{}: {said}", remark.title),
                None => remark.title.clone(),
            };
            let advice = remark.help.first().map(String::as_str).or(said).unwrap_or_default();
            let line = label.map_or(0, |it| u32::try_from(it.line).unwrap_or(0));
            let [rule, text, advice] = [remark.rule, &text, advice].map(|it| runtime.recording().name(it));
            runtime.recording().record(main.id(), line, EventKind::Remarked { rule, text, advice });
        }
    }

    /// The session's variables and functions; of several with one name the latest.
    fn names(&self) -> (Vec<Variable>, Vec<Variable>) {
        let state = self.state.borrow();
        // The latest come first.
        let mut names = HashSet::new();
        let variables = state.scope.iter_raw().filter(|(name, ..)| names.insert(name.to_string()));
        let variables = variables.map(|(name, _, value)| Variable {
            name: name.to_owned(),
            detail: display::brief_nested(value),
            task: value.read_lock::<TaskHandle>().map(|handle| handle.task.id()),
        });
        let variables = variables.collect();
        let functions = state.functions.iter_functions().filter(|it| !it.name.starts_with("anon$"));
        let functions = functions.map(|function| Variable {
            name: function.name.to_string(),
            detail: format!("({})", function.params.join(", ")),
            task: None,
        });
        (variables, functions.collect())
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        self.environment.close();
    }
}

/// Whether a value is nothing, or an array of nothing else, as `await` gives of tasks without values.
fn says_nothing(value: &Dynamic) -> bool {
    let is_empty_row = |items: &Array| !items.is_empty() && items.iter().all(Dynamic::is_unit);
    value.is_unit() || value.read_lock::<Array>().is_some_and(|items| is_empty_row(&items))
}

/// The statements of a text, with its functions and those of the texts before it.
fn with_functions(before: &AST, text: &AST) -> AST {
    if text.has_functions() {
        return before.merge(text);
    }
    AST::new(text.statements().iter().cloned(), before.shared_lib().clone())
}

/// Drops the variables that a later one of the same name hides. No text can name them any more; a closure that holds
/// one has its own share of it.
fn drop_shadowed(scope: &mut Scope<'static>) {
    let mut names = HashSet::new();
    if scope.iter_raw().all(|(name, ..)| names.insert(name.to_owned())) {
        return;
    }
    let entries: Vec<_> = std::mem::take(scope).into_iter().collect();
    let last: HashMap<String, usize> =
        entries.iter().enumerate().map(|(index, (name, ..))| (name.clone(), index)).collect();
    for (index, (name, value, aliases)) in entries.into_iter().enumerate() {
        if last[&name] == index {
            scope.push_dynamic(name.as_str(), value);
            for alias in aliases {
                scope.set_alias(name.as_str(), alias);
            }
        }
    }
}

/// Makes the session's constants known as `global::NAME`. Rhai does so only where the text that defines a
/// constant has functions too.
fn publish_constants(scope: &Scope, global: &mut GlobalRuntimeState) {
    let constants = global.constants.get_or_insert_default();
    let mut constants = constants.borrow_mut();
    for (name, _, value) in scope.iter_raw().filter(|(_, is_constant, _)| *is_constant) {
        constants.insert(name.into(), value.clone());
    }
}
