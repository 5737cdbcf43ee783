//! The kernel as Jupyter's own client uses it, and a notebook that `nbconvert` executes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The Python that has Jupyter; none where there is none, which CI does not put up with.
fn python() -> Option<PathBuf> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/jupyter/bin/python");
    let candidates = [own, PathBuf::from("python3")];
    let has_jupyter = |python: &&PathBuf| {
        let mut command = Command::new(python);
        command.args(["-c", "import jupyter_client, nbconvert"]).env_remove("PYTHONPATH");
        command.output().is_ok_and(|it| it.status.success())
    };
    let found = candidates.iter().find(has_jupyter).cloned();
    if found.is_none() {
        assert!(std::env::var_os("NEEDS_JUPYTER").is_none(), "CI needs Jupyter");
        println!("skipped: no Python here has jupyter_client and nbconvert");
    }
    found
}

fn text(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.clone(), output.stderr.clone()].concat()).into_owned()
}

/// A folder with the kernel registered in it.
fn registered() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .args(["jupyter", "install", "--prefix"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output));
    folder
}

fn command(python: &Path, home: &Path) -> Command {
    let mut command = Command::new(python);
    command
        .env("JUPYTER_PATH", home.join("share/jupyter"))
        .env("HOME", home)
        .env("JUPYTER_PLATFORM_DIRS", "0");
    command.env("PYTHONDONTWRITEBYTECODE", "1").current_dir(home);
    command
}

#[test]
#[ignore = "by Jupyter; .ci/run runs it"]
fn a_front_end_gets_values_pictures_errors_and_completion_and_can_interrupt() {
    let Some(python) = python() else { return };
    let home = registered();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/jupyter/talk.py");
    let output = command(&python, home.path()).arg(script).output().unwrap();
    assert!(output.status.success() && text(&output).contains("all is well"), "{}", text(&output));
}

#[test]
#[ignore = "by Jupyter; .ci/run runs it"]
fn a_notebook_of_ten_cells_is_executed() {
    let Some(python) = python() else { return };
    let home = registered();
    let cells = [
        "let n = 1;",
        "n + 1",
        "print(\"hello\")",
        "fn work(x) { sleep(0.2); print(`done ${x}`); x }\nawait [spawn work(1), spawn work(2)]",
        "sleep_blocking(0.2)",
        "let t = spawn { sleep(0.1); 7 };",
        "await t",
        ":help sleep",
        "n += 41; n",
        "print(http::get(http::test_server() + \"/delay/0\").status)",
    ];
    let cells: Vec<serde_json::Value> = cells
        .iter()
        .enumerate()
        .map(|(number, source)| {
            serde_json::json!({
                "cell_type": "code", "id": format!("cell-{number}"), "metadata": {}, "source": source,
                "outputs": [], "execution_count": null,
            })
        })
        .collect();
    let notebook = serde_json::json!({
        "cells": cells, "nbformat": 4, "nbformat_minor": 5,
        "metadata": { "kernelspec": { "name": "meanwhile", "display_name": "meanwhile", "language": "rhai" } },
    });
    std::fs::write(home.path().join("a.ipynb"), notebook.to_string()).unwrap();
    let arguments = ["-m", "nbconvert", "--to", "notebook", "--execute", "a.ipynb", "--output", "out.ipynb"];
    let output = command(&python, home.path()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", text(&output));
    let executed = std::fs::read_to_string(home.path().join("out.ipynb")).unwrap();
    let executed: serde_json::Value = serde_json::from_str(&executed).unwrap();
    let outputs = |cell: usize| executed["cells"][cell]["outputs"].to_string();
    for (cell, expected) in [
        (1, "\"2\""),
        (2, "hello"),
        (3, "image/svg+xml"),
        (4, "image/svg+xml"),
        (6, "\"7\""),
        (8, "\"42\""),
        (9, "200"),
    ] {
        assert!(outputs(cell).contains(expected), "cell {cell}: {}", outputs(cell));
    }
    assert!(outputs(7).contains("the thread is free"), "{}", outputs(7));
    assert_eq!(executed["cells"][9]["execution_count"], 10);
}
