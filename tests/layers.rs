//! The layers of ARCHITECTURE.md: which part may know which, and where `unsafe` may stand.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What each part may name of the others (`crate::part`), the lowest first.
const MAY_KNOW: &[(&str, &[&str])] = &[
    ("plain", &[]),
    ("files", &[]),
    ("trace", &[]),
    ("timeline", &["plain", "trace"]),
    ("explain", &["plain", "trace", "timeline"]),
    ("render", &["plain", "trace", "timeline"]),
    ("export", &["plain", "trace", "timeline", "explain", "render"]),
    ("replay", &["plain", "trace", "timeline", "explain", "render"]),
    ("runtime", &["trace"]),
    ("script", &["plain", "files", "trace", "runtime"]),
    ("term", &["render"]),
    ("runner", &["trace", "timeline", "explain", "runtime", "script"]),
    ("share", &["trace", "timeline", "export", "runner"]),
    ("python", &["trace", "timeline", "runner"]),
    ("explore", &["plain", "trace", "timeline", "explain", "runtime", "script", "runner"]),
    ("lesson", &["plain", "files", "trace", "timeline", "explain", "runtime", "script", "runner", "explore"]),
    ("book", &["plain", "trace", "timeline", "render", "export", "script", "lesson"]),
    (
        "show",
        &[
            "plain", "trace", "timeline", "explain", "render", "replay", "runtime", "script", "term",
            "runner", "python", "explore",
        ],
    ),
    (
        "repl",
        &[
            "plain", "files", "trace", "timeline", "explain", "render", "replay", "export", "script", "term",
            "runner", "python", "explore", "lesson", "show", "share",
        ],
    ),
    (
        "jupyter",
        &["plain", "files", "trace", "timeline", "export", "render", "script", "runner", "show", "repl"],
    ),
    (
        "cli",
        &[
            "book", "jupyter", "plain", "files", "trace", "timeline", "explain", "render", "export",
            "runtime", "script", "term", "runner", "python", "explore", "lesson", "show", "share", "repl",
        ],
    ),
];

/// Crates and modules that a part must not use.
const MUST_NOT_USE: &[(&str, &[&str])] = &[
    ("plain", &["tokio", "rhai", "crossterm", "ratatui", "std::fs", "std::time"]),
    ("files", &["tokio", "rhai", "crossterm", "ratatui"]),
    ("trace", &["tokio", "rhai", "crossterm", "ratatui", "std::fs", "Instant", "SystemTime"]),
    ("timeline", &["tokio", "rhai", "crossterm", "ratatui", "std::fs", "Instant", "SystemTime"]),
    ("explain", &["tokio", "rhai", "crossterm", "ratatui", "std::fs", "Instant", "SystemTime"]),
    ("render", &["tokio", "rhai", "crossterm", "std::fs", "Instant", "SystemTime"]),
    ("replay", &["tokio", "rhai", "crossterm", "std::fs", "Instant", "SystemTime"]),
    ("export", &["tokio", "rhai", "crossterm", "std::fs", "Instant", "SystemTime"]),
    ("runtime", &["rhai", "crossterm", "ratatui"]),
    ("script", &["crossterm", "ratatui"]),
    ("runner", &["crossterm", "ratatui"]),
    ("share", &["crossterm", "ratatui", "rhai", "std::fs"]),
    ("python", &["crossterm", "ratatui", "rhai", "tokio"]),
    ("explore", &["crossterm", "ratatui", "tokio"]),
    ("lesson", &["crossterm", "ratatui"]),
    ("jupyter", &["crossterm", "ratatui", "rhai"]),
    ("book", &["tokio", "crossterm", "ratatui", "std::fs"]),
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
    let texts = texts();
    let parts: Vec<&String> = texts.keys().collect();
    for (part, files) in &texts {
        let (_, allowed) = MAY_KNOW.iter().find(|(it, _)| it == part).unwrap();
        let banned = MUST_NOT_USE.iter().find(|(it, _)| it == part).map_or(&[][..], |(_, words)| *words);
        for (file, code) in files {
            for other in parts.iter().filter(|it| **it != part && !allowed.contains(&it.as_str())) {
                let names = |code: &str| {
                    let is_end = |rest: &str| !rest.starts_with(|it: char| it.is_alphanumeric() || it == '_');
                    let word = format!("crate::{other}");
                    code.match_indices(&word).any(|(at, it)| is_end(&code[at + it.len()..]))
                };
                assert!(!names(code), "{} knows {other}", file.display());
            }
            for word in banned {
                let uses = code.contains(&format!("{word}::")) || code.contains(&format!("::{word}"));
                assert!(!uses, "{} uses {word}", file.display());
            }
        }
    }
}

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
