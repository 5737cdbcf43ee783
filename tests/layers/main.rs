//! The layers of ARCHITECTURE.md: which part may know which, and where `unsafe` may stand.

mod graph;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use graph::{Graph, Uses, circles};

/// What each part may use of the others, the lowest first: no import runs upward.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("plain", &[]),
    ("style", &["plain"]),
    ("files", &[]),
    ("trace", &[]),
    ("syntax", &[]),
    ("vocabulary", &[]),
    ("timeline", &["plain", "style", "trace"]),
    ("explain", &["plain", "style", "trace", "syntax", "timeline"]),
    ("render", &["plain", "style", "trace", "timeline"]),
    ("term", &["style", "render"]),
    ("editor", &["style", "files", "syntax", "term"]),
    ("export", &["plain", "style", "trace", "timeline", "explain", "render"]),
    ("replay", &["plain", "style", "trace", "timeline", "explain", "render"]),
    ("diagnostics", &["plain", "style", "syntax", "vocabulary"]),
    ("runtime", &["trace"]),
    ("host", &["plain", "files", "trace", "runtime"]),
    (
        "script",
        &["plain", "style", "files", "trace", "syntax", "vocabulary", "diagnostics", "runtime", "host"],
    ),
    ("runner", &["trace", "timeline", "explain", "runtime", "host", "script"]),
    ("share", &["trace", "timeline", "explain", "export", "host", "runner"]),
    ("commands", &["trace", "syntax", "timeline", "editor", "share"]),
    ("python", &["trace", "timeline", "runner"]),
    (
        "explore",
        &[
            "plain",
            "style",
            "trace",
            "vocabulary",
            "timeline",
            "explain",
            "diagnostics",
            "runtime",
            "host",
            "script",
            "runner",
        ],
    ),
    (
        "course",
        &[
            "plain",
            "style",
            "files",
            "trace",
            "syntax",
            "vocabulary",
            "timeline",
            "explain",
            "diagnostics",
            "runtime",
            "host",
            "script",
            "runner",
            "explore",
        ],
    ),
    ("grading", &["plain", "style", "files", "term", "runtime", "host", "script", "course"]),
    ("book", &["plain", "style", "trace", "timeline", "render", "export", "diagnostics", "script", "course"]),
    (
        "show",
        &[
            "plain",
            "style",
            "trace",
            "timeline",
            "explain",
            "render",
            "term",
            "replay",
            "diagnostics",
            "runtime",
            "script",
            "runner",
            "python",
            "explore",
        ],
    ),
    (
        "workbench",
        &[
            "plain", "style", "files", "trace", "timeline", "render", "term", "editor", "host", "script",
            "runner", "share", "commands", "python", "explore", "course", "show",
        ],
    ),
    (
        "learn",
        &[
            "plain",
            "style",
            "files",
            "trace",
            "vocabulary",
            "timeline",
            "render",
            "term",
            "editor",
            "host",
            "script",
            "runner",
            "share",
            "commands",
            "python",
            "explore",
            "course",
            "show",
            "workbench",
        ],
    ),
    (
        "present",
        &[
            "plain",
            "style",
            "files",
            "trace",
            "term",
            "editor",
            "host",
            "script",
            "runner",
            "share",
            "course",
            "show",
            "workbench",
            "learn",
        ],
    ),
    (
        "repl",
        &[
            "plain",
            "style",
            "files",
            "trace",
            "vocabulary",
            "timeline",
            "render",
            "term",
            "editor",
            "export",
            "replay",
            "host",
            "script",
            "runner",
            "share",
            "commands",
            "python",
            "explore",
            "course",
            "show",
            "workbench",
            "learn",
            "present",
        ],
    ),
    (
        "jupyter",
        &[
            "plain", "style", "files", "trace", "timeline", "render", "editor", "export", "host", "script",
            "runner", "commands", "show", "repl",
        ],
    ),
    (
        "cli",
        &[
            "plain",
            "style",
            "files",
            "trace",
            "vocabulary",
            "timeline",
            "explain",
            "render",
            "term",
            "export",
            "replay",
            "diagnostics",
            "runtime",
            "host",
            "script",
            "runner",
            "share",
            "python",
            "explore",
            "course",
            "grading",
            "book",
            "show",
            "workbench",
            "learn",
            "present",
            "repl",
            "jupyter",
        ],
    ),
];

/// Crates and modules that a part must not use.
const MUST_NOT_USE: &[(&str, &[&str])] = &[
    ("plain", &["tokio", "rhai", "crossterm", "ratatui_core", "std::fs", "std::time"]),
    ("files", &["tokio", "rhai", "crossterm", "ratatui_core"]),
    ("style", &["tokio", "rhai", "crossterm", "std::fs", "std::time"]),
    ("trace", &["tokio", "rhai", "crossterm", "ratatui_core", "std::fs", "Instant", "SystemTime"]),
    ("timeline", &["tokio", "rhai", "crossterm", "ratatui_core", "std::fs", "Instant", "SystemTime"]),
    ("explain", &["tokio", "rhai", "crossterm", "ratatui_core", "std::fs", "Instant", "SystemTime"]),
    ("render", &["tokio", "rhai", "crossterm", "std::fs", "Instant", "SystemTime"]),
    ("replay", &["tokio", "rhai", "crossterm", "std::fs", "Instant", "SystemTime"]),
    ("export", &["tokio", "rhai", "crossterm", "std::fs", "Instant", "SystemTime"]),
    ("runtime", &["rhai", "crossterm", "ratatui_core"]),
    ("script", &["crossterm", "ratatui_core"]),
    ("runner", &["crossterm", "ratatui_core"]),
    ("share", &["crossterm", "ratatui_core", "rhai", "std::fs"]),
    ("python", &["crossterm", "ratatui_core", "rhai", "tokio"]),
    ("explore", &["crossterm", "ratatui_core", "tokio"]),
    ("course", &["crossterm", "ratatui_core"]),
    ("grading", &["crossterm", "ratatui_core", "rhai"]),
    ("diagnostics", &["tokio", "crossterm", "ratatui_core", "std::fs", "std::time"]),
    ("syntax", &["tokio", "rhai", "crossterm", "ratatui_core", "std::fs", "std::time"]),
    ("vocabulary", &["rhai", "crossterm", "ratatui_core", "std::fs", "std::time"]),
    ("host", &["crossterm", "ratatui_core"]),
    ("jupyter", &["crossterm", "ratatui_core", "rhai"]),
    ("book", &["tokio", "crossterm", "ratatui_core", "std::fs"]),
];

fn sources(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, into);
        } else if path.extension().is_some_and(|it| it == "rs") {
            into.push(path);
        }
    }
}

/// The texts of a part, without its tests, comments left out.
fn texts() -> BTreeMap<String, Vec<(PathBuf, String)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    let mut parts: BTreeMap<String, Vec<(PathBuf, String)>> = BTreeMap::new();
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy();
        let part = first.trim_end_matches(".rs").to_owned();
        let is_test =
            inside.components().any(|it| matches!(it.as_os_str().to_str(), Some("tests" | "tests.rs")));
        if is_test || part == "lib" || part == "main" {
            continue;
        }
        let text = fs::read_to_string(&file).unwrap();
        let code = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
        let code =
            code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n");
        parts.entry(part).or_default().push((inside.to_path_buf(), code));
    }
    parts
}

#[test]
fn every_part_has_its_place() {
    let listed: Vec<&str> = MAY_KNOW.iter().map(|(part, _)| *part).collect();
    for part in texts().keys() {
        assert!(listed.contains(&part.as_str()), "src/{part} is not in the table of layers");
    }
}

#[test]
fn no_part_knows_what_it_must_not() {
    for (file, used) in &*USES {
        let Some(part) = file.first() else { continue };
        let (_, allowed) = MAY_KNOW.iter().find(|(it, _)| it == part).unwrap();
        for other in used.keys().filter_map(|it| it.first()).filter(|it| *it != part) {
            assert!(allowed.contains(&other.as_str()), "{} knows {other}", file.join("/"));
        }
    }
    for (part, files) in &texts() {
        let banned = MUST_NOT_USE.iter().find(|(it, _)| it == part).map_or(&[][..], |(_, words)| *words);
        for (file, code) in files {
            for word in banned {
                let uses = code.contains(&format!("{word}::")) || code.contains(&format!("::{word}"));
                assert!(!uses, "{} uses {word}", file.display());
            }
        }
    }
}

#[test]
fn no_more_than_two_files_use_one_another_in_a_circle() {
    for circle in circles(&USES) {
        let names: Vec<String> = circle.iter().map(|it| it.join("/")).collect();
        assert!(circle.len() <= 2, "{} files in a circle: {}", names.len(), names.join(", "));
    }
}

#[test]
fn no_type_has_its_own_functions_in_more_than_three_files() {
    for (name, files) in GRAPH.impls() {
        let list: Vec<String> = files.iter().map(|it| it.join("/")).collect();
        assert!(files.len() <= 3, "{name} has functions in {} files: {}", files.len(), list.join(", "));
    }
}

/// The files, read once for all tests.
static GRAPH: LazyLock<Graph> =
    LazyLock::new(|| Graph::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")));

/// What each file uses.
static USES: LazyLock<Uses> = LazyLock::new(|| GRAPH.uses());

#[test]
fn only_the_runtime_has_unsafe_code() {
    for (part, files) in texts() {
        for (file, code) in files {
            let is_unsafe =
                code.contains("unsafe {") || code.contains("unsafe fn") || code.contains("unsafe impl");
            assert!(part == "runtime" || !is_unsafe, "{} has unsafe code", file.display());
        }
    }
}
