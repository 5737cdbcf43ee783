#[path = "../src/script/report/tests/engine.rs"]
mod engine;
use meanwhile::script::report::*;
use std::io::Read;
fn main() {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).unwrap();
    let width = std::env::args().nth(1).and_then(|a| a.parse().ok()).unwrap_or(100);
    let color = if std::env::args().nth(2).is_some() { Color::Always } else { Color::Never };
    for script in text.split("\n---\n") {
        let engine = engine::engine();
        let mut scope = rhai::Scope::new();
        let sources = Sources::new([Source { name: "entry 1", text: script, first_line: 1 }]);
        let shown = script.replace('\n', "\\n ");
        match engine.compile(script) {
            Err(e) => {
                let known = Known::gather(&engine, &scope, &rhai::AST::empty());
                println!("{}", parse_error(&e, &sources, &known).render(&sources, color, width));
            }
            Ok(ast) => {
                for r in look_ahead(&ast, &scope, &sources) {
                    println!("{}", r.render(&sources, color, width));
                }
                if let Some(r) = refuse(&ast, &sources) {
                    println!("REFUSED {}", r.render(&sources, color, width));
                    continue;
                }
                match engine.eval_ast_with_scope::<rhai::Dynamic>(&mut scope, &ast) {
                    Ok(v) => println!("   OK {v:?}    <= {shown}\n"),
                    Err(e) => {
                        let known = Known::gather(&engine, &scope, &ast);
                        println!("{}", runtime_error(&e, &sources, &known).render(&sources, color, width));
                    }
                }
            }
        }
    }
}
