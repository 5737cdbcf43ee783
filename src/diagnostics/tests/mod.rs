//! Tests of the reports. The tables under `cases/` read as a dialogue: lines with `>` are what a learner wrote,
//! what follows is the exact answer. `UPDATE_CASES=1 cargo test --lib diagnostics` writes new answers for review.

mod drawing;
mod engine;
mod soup;
mod sources;

use super::*;
use crate::style::Colors;
use rhai::{AST, Dynamic, Engine, Scope};

/// What a learner sees: remarks, then the first thing that goes wrong, if anything does.
fn answer(script: &str) -> String {
    let sources = Sources::new([Source { name: "hello.rhai", text: script, first_line: 1 }]);
    let reports = reports(&engine::engine(), script, &sources);
    let drawn: Vec<_> = reports.iter().map(|report| report.render(&sources, Colors::None, 80)).collect();
    if drawn.is_empty() { "(nothing)\n".into() } else { drawn.join("") }
}

fn reports(engine: &Engine, script: &str, sources: &Sources) -> Vec<Report> {
    let mut scope = Scope::new();
    let ast = match engine.compile(script) {
        Ok(ast) => ast,
        Err(error) => {
            return vec![parse_error(&error, sources, &Known::gather(engine, &scope, &AST::empty()))];
        }
    };
    let mut reports = look_ahead(&ast, &ast, &scope, sources);
    if let Some(refused) = refuse(&ast, sources) {
        reports.push(refused);
    } else if let Err(error) = engine.eval_ast_with_scope::<Dynamic>(&mut scope, &ast) {
        reports.push(runtime_error(&error, sources, &Known::gather(engine, &scope, &ast)));
    }
    reports
}

/// Compares every case of a table with what a learner sees.
fn check(table: &str, path: &str) {
    let mut seen = String::new();
    let mut differences = 0;
    for case in cases(table) {
        if let Some(heading) = &case.heading {
            seen += &format!("{heading}\n\n");
        }
        let answer = answer(&case.script);
        differences += usize::from(answer.trim_end() != case.answer.trim_end());
        for line in case.script.lines() {
            seen += format!("> {line}").trim_end();
            seen += "\n";
        }
        seen += &format!("{answer}\n");
    }
    if std::env::var_os("UPDATE_CASES").is_some() {
        let path = format!("{}/src/diagnostics/tests/cases/{path}", env!("CARGO_MANIFEST_DIR"));
        std::fs::write(path, seen.trim_end().to_string() + "\n").unwrap();
    } else if differences > 0 {
        panic!("{differences} answers changed; now they read:\n\n{}", difference(table, &seen));
    }
}

struct Case {
    heading: Option<String>,
    script: String,
    answer: String,
}

fn cases(table: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let (mut heading, mut in_script) = (None, false);
    for line in table.lines() {
        if line.starts_with("## ") {
            heading = Some(line.to_string());
            in_script = false;
        } else if let Some(script) = line.strip_prefix('>') {
            if !in_script {
                cases.push(Case { heading: heading.take(), script: String::new(), answer: String::new() });
            }
            in_script = true;
            let case = cases.last_mut().unwrap();
            if !case.script.is_empty() {
                case.script.push('\n');
            }
            case.script.push_str(script.strip_prefix(' ').unwrap_or(script));
        } else if let Some(case) = cases.last_mut() {
            in_script = false;
            case.answer.push_str(line);
            case.answer.push('\n');
        }
    }
    cases
}

/// The cases that are not in the table as they are now.
fn difference(table: &str, seen: &str) -> String {
    let old: Vec<_> =
        cases(table).into_iter().map(|case| (case.script, case.answer.trim_end().to_string())).collect();
    let new = cases(seen)
        .into_iter()
        .filter(|case| !old.contains(&(case.script.clone(), case.answer.trim_end().into())));
    new.map(|case| format!("> {}\n{}", case.script.replace('\n', "\n> "), case.answer)).collect()
}

macro_rules! tables {
    ($($name:ident: $file:literal;)*) => {
        $(#[test]
        fn $name() {
            check(include_str!(concat!("cases/", $file)), $file);
        })*
    };
}

tables! {
    what_other_languages_write: "idioms.txt";
    brackets_quotes_and_statements: "syntax.txt";
    names_that_mean_nothing: "names.txt";
    values_that_do_not_fit: "values.txt";
    calls_tasks_and_thrown_values: "trails.txt";
    what_spawn_refuses: "refused.txt";
    remarks_before_running: "remarks.txt";
    good_programs_get_no_remark: "good.txt";
}
