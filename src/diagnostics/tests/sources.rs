//! Which text an error is in, where in it, and what it says in one line.

use super::engine::engine;
use crate::diagnostics::*;
use crate::style::Colors;
use rhai::{AST, Dynamic, EvalAltResult, Position, Scope};
use std::cell::Cell;

fn known() -> Known {
    Known::default()
}

#[test]
fn an_error_at_line_57_of_a_session_is_in_line_2_of_its_entry() {
    let sources = Sources::new([
        Source { name: "entry 8", text: "let y = 1;", first_line: 41 },
        Source { name: "entry 9", text: "fn f() {\n  nope(1)\n}", first_line: 56 },
        Source { name: "entry 10", text: "f()", first_line: 60 },
    ]);
    let inner = EvalAltResult::ErrorFunctionNotFound("nope (i64)".into(), Position::new(57, 3));
    let error = EvalAltResult::ErrorInFunctionCall("f".into(), "".into(), inner.into(), Position::new(60, 1));
    let report = runtime_error(&error, &sources, &known());
    assert_eq!(
        report.render(&sources, Colors::None, 80),
        "\
error: there is no function `nope`
 --> entry 9, line 2, column 3
2 |   nope(1)
  |   ^^^^
  = note: in f(), called at line 1 of entry 10
  = help: fn nope(…) { … } makes one
"
    );
    assert_eq!(report.one_line(), "there is no function `nope` (line 2)");
}

#[test]
fn an_error_in_a_module_is_shown_there_and_where_it_was_called() {
    let script =
        Source { name: "main.rhai", text: "import \"tools\" as tools;\ntools::half(0)", first_line: 1 };
    let module = Source { name: "tools.rhai", text: "fn half(x) {\n  1 / x\n}", first_line: 1 };
    let inner = EvalAltResult::ErrorArithmetic("Division by zero: 1 / 0".into(), Position::new(2, 5));
    let error =
        EvalAltResult::ErrorInFunctionCall("half".into(), "tools".into(), inner.into(), Position::new(2, 8));
    let with = Sources::new([script]).with_modules([module]);
    assert_eq!(
        runtime_error(&error, &with, &known()).render(&with, Colors::None, 80),
        "\
error: division by zero: 1 / 0
 --> tools.rhai, line 2, column 5
2 |   1 / x
  |     ^
  = note: in half(), called at line 2 of main.rhai
"
    );
    let without = Sources::new([script]);
    assert_eq!(
        runtime_error(&error, &without, &known()).render(&without, Colors::None, 80),
        "\
error: division by zero: 1 / 0
 --> main.rhai, line 2, column 8
2 | tools::half(0)
  |        ^^^^ it happened in this call
  = note: in half(), called at line 2
"
    );
}

#[test]
fn a_module_that_cannot_be_read_is_shown_with_its_own_line() {
    let script = Source { name: "main.rhai", text: "import \"tools\" as tools;", first_line: 1 };
    let module = Source { name: "tools.rhai", text: "let x = 1\nlet y = 2;", first_line: 1 };
    let sources = Sources::new([script]).with_modules([module]);
    let parse = engine().compile(module.text).unwrap_err();
    let inner: EvalAltResult = parse.into();
    let error = EvalAltResult::ErrorInModule("tools".into(), inner.into(), Position::new(1, 8));
    assert_eq!(
        runtime_error(&error, &sources, &known()).render(&sources, Colors::None, 80),
        "\
error: a `;` is missing
 --> tools.rhai, line 1, column 10
1 | let x = 1
  |          ^ write `;` here
  = note: in the imported script tools, imported at line 1 of main.rhai
"
    );
}

#[test]
fn an_error_without_a_place_still_says_what_is_the_matter() {
    let sources = Sources::new([]);
    let error = EvalAltResult::ErrorRuntime("sleep needs a time of 0 or more, not -1".into(), Position::NONE);
    let report = runtime_error(&error, &sources, &known());
    assert_eq!(report.render(&sources, Colors::None, 80), "error: sleep needs a time of 0 or more, not -1\n");
    assert_eq!(report.one_line(), "sleep needs a time of 0 or more, not -1");
    let past = EvalAltResult::ErrorTerminated("stopped by Ctrl-C".into(), Position::new(65535, 1));
    let sources = Sources::new([Source { name: "a", text: "loop {}", first_line: 1 }]);
    assert!(runtime_error(&past, &sources, &known()).one_line().starts_with("stopped by Ctrl-C"));
}

#[test]
fn functions_of_earlier_entries_are_not_remarked_again() {
    let engine = engine();
    let first = "fn go_on() {\n for i in 0..3 { spawn || i; }\n}";
    let second = "go_on();";
    let earlier = engine.compile(first).unwrap();
    let text = engine.compile(format!("\n\n\n{second}")).unwrap();
    let ast = earlier.merge(&text);
    let entry = |name, text, first_line| Source { name, text, first_line };
    let scope = Scope::new();
    let then = Sources::new([entry("entry 1", first, 1)]);
    assert_eq!(look_ahead(&earlier, &earlier, &scope, &then).len(), 1);
    let now = Sources::new([entry("entry 1", first, 1), entry("entry 2", second, 4)]);
    assert_eq!(look_ahead(&text, &ast, &scope, &now), []);
}

#[test]
fn variables_of_the_session_count() {
    let engine = engine();
    let text = "fn add(list) { list.push(1); }\nspawn add(results)";
    let ast = engine.compile(text).unwrap();
    let sources = Sources::new([Source { name: "entry 3", text, first_line: 1 }]);
    let mut scope = Scope::new();
    assert_eq!(look_ahead(&ast, &ast, &scope, &sources), []);
    scope.push("results", Dynamic::from_array(vec![]));
    assert_eq!(look_ahead(&ast, &ast, &scope, &sources).len(), 1);

    scope.push("conut", 1_i64);
    let known = Known::gather(&engine, &scope, &AST::empty());
    let error = EvalAltResult::ErrorVariableNotFound("count".into(), Position::new(1, 4));
    assert_eq!(runtime_error(&error, &sources, &known).labels[0].text, "did you mean `conut`?");
}

#[test]
fn a_module_that_lacks_a_function_says_what_it_has() {
    let sources =
        Sources::new([Source { name: "main.rhai", text: "t::hlf(1) + t::half(1, 2)", first_line: 1 }])
            .with_modules([Source { name: "tools.rhai", text: "fn half(x) { x / 2 }", first_line: 1 }]);
    let answer = |signature: &str, column| {
        let error = EvalAltResult::ErrorFunctionNotFound(signature.into(), Position::new(1, column));
        let report = runtime_error(&error, &sources, &known());
        (report.title, report.labels[0].text.clone())
    };
    assert_eq!(
        answer("t::hlf (i64)", 4),
        ("`t` has no function `hlf`".into(), "did you mean `half`?".into())
    );
    assert_eq!(answer("t::half (i64, i64)", 16).0, "`half` takes 1 argument, not 2");
    let missing = EvalAltResult::ErrorVariableNotFound("t::x".into(), Position::new(1, 1));
    assert_eq!(runtime_error(&missing, &sources, &known()).title, "`t` has no variable `x`");
}

#[test]
fn entries_without_a_name_count_on_from_entry_to_entry() {
    let entry = |text, first_line| Source { name: "", text, first_line };
    let sources = Sources::new([entry("fn f() { nope }", 1), entry("let x = 1;\nf()", 7)]);
    let inner = EvalAltResult::ErrorVariableNotFound("nope".into(), Position::new(1, 10));
    let error = EvalAltResult::ErrorInFunctionCall("f".into(), "".into(), inner.into(), Position::new(8, 1));
    let report = runtime_error(&error, &sources, &known());
    assert_eq!(
        report.render(&sources, Colors::None, 80),
        "\
error: there is no variable `nope`
 --> line 1, column 10
1 | fn f() { nope }
  |          ^^^^
  = note: in f(), called at line 8
  = help: let nope = …; makes one
"
    );
}

/// A long session, which counts how often it is asked for a text.
struct Session(Cell<usize>);

impl KeepsSources for Session {
    fn count(&self) -> usize {
        10_000
    }

    fn source(&self, index: usize) -> Source<'_> {
        self.0.set(self.0.get() + 1);
        Source { name: "", text: "nope(1)", first_line: index + 1 }
    }

    fn newest(&self) -> Option<usize> {
        Some(9_999)
    }
}

#[test]
fn an_error_of_a_long_session_looks_at_few_of_its_texts() {
    let session = Session(Cell::new(0));
    let sources = Sources::kept_by(&session);
    let error = EvalAltResult::ErrorFunctionNotFound("nope (i64)".into(), Position::new(5_000, 1));
    let report = runtime_error(&error, &sources, &known());
    assert_eq!(report.one_line(), "there is no function `nope` (line 5000)");
    assert!(session.0.get() < 50, "{}", session.0.get());
}
