//! The grammars for other editors: their words are the language's, and their patterns find them.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;

use crate::course::document::role_words;
use crate::editor::lexer::KEYWORDS;
use crate::vocabulary;

const RHAI: &str = include_str!("../../../assets/grammars/rhai.tmLanguage.json");
const LESSON: &str = include_str!("../../../assets/grammars/lesson.tmLanguage.json");

fn grammar(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The patterns of a grammar, with the keys that they stand under.
fn patterns<'g>(value: &'g Value, found: &mut Vec<(&'g str, &'g str)>) {
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                match value.as_str().filter(|_| ["match", "begin", "end"].contains(&key.as_str())) {
                    Some(pattern) => found.push((key, pattern)),
                    None => patterns(value, found),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| patterns(item, found)),
        _ => {}
    }
}

/// The names that a grammar includes, and whether it has them.
fn includes(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            found.extend(fields.get("include").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| includes(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| includes(item, found)),
        _ => {}
    }
}

/// The words between `open` and `)` of a pattern.
fn words_of<'p>(pattern: &'p str, open: &str) -> BTreeSet<&'p str> {
    let (_, rest) = pattern.split_once(open).unwrap_or_else(|| panic!("{open} in {pattern}"));
    rest.split(')').next().unwrap().split('|').collect()
}

#[test]
fn patterns_compile_and_includes_lead_somewhere() {
    for text in [RHAI, LESSON] {
        let grammar = grammar(text);
        let (mut found, mut included) = (Vec::new(), BTreeSet::new());
        patterns(&grammar, &mut found);
        includes(&grammar, &mut included);
        assert!(found.len() > 8);
        for (key, pattern) in found {
            Regex::new(pattern).unwrap_or_else(|error| panic!("{key}: {error}"));
            // What finds nothing would hold an editor up for ever.
            assert!(!Regex::new(pattern).unwrap().is_match("") || key == "end", "{pattern}");
        }
        for name in included.iter().filter_map(|it| it.strip_prefix('#')) {
            assert!(grammar["repository"].get(name).is_some(), "#{name}");
        }
    }
}

#[test]
fn the_words_are_those_of_the_language() {
    let rhai = grammar(RHAI);
    let pattern = |name: &str| rhai["repository"][name]["match"].as_str().unwrap();
    let mut keywords = BTreeSet::new();
    let list = rhai["repository"]["keywords"]["patterns"].as_array().unwrap();
    for it in list.iter().map(|it| it["match"].as_str().unwrap()) {
        keywords
            .extend(it.trim_matches(['\\', 'b']).trim_start_matches("(?:").trim_end_matches(')').split('|'));
    }
    assert_eq!(keywords, KEYWORDS.iter().copied().collect());
    let mut functions = words_of(pattern("functions"), "\\b(");
    functions.extend(words_of(pattern("methods"), "((?:"));
    let module_functions = words_of(pattern("modules"), "((?:");
    let modules = words_of(pattern("modules"), "\\b(");
    let known = || vocabulary::words().map(|word| word.name);
    let plain = known().filter(|it| !it.contains("::") && !KEYWORDS.contains(it));
    assert_eq!(functions, plain.collect());
    let halves = || known().filter_map(|it| it.split_once("::"));
    assert_eq!(modules, halves().map(|(module, _)| module).collect());
    assert_eq!(module_functions, halves().map(|(_, name)| name).collect());
    // What is written behind a dot is a method here, too.
    let methods = words_of(pattern("methods"), "((?:");
    for word in vocabulary::words().filter(|it| methods.contains(it.name)) {
        assert!(word.signature.contains(&format!(".{}", word.name)), "{}", word.signature);
    }
}

#[test]
fn the_roles_are_those_of_lessons() {
    let lesson = grammar(LESSON);
    let words = |name: &str, open: &str| -> BTreeSet<String> {
        let pattern = lesson["repository"][name]["match"].as_str().unwrap();
        words_of(pattern, open).into_iter().map(str::to_owned).collect()
    };
    let [roles, flags, keys] =
        role_words().map(|it| it.into_iter().map(str::to_owned).collect::<BTreeSet<_>>());
    assert_eq!(words("roles", ")("), roles);
    assert_eq!(words("flags", ")("), flags);
    assert_eq!(words("keys", "\\b("), keys);
}

#[test]
fn patterns_find_what_they_are_for() {
    let (rhai, lesson) = (grammar(RHAI), grammar(LESSON));
    let find = |grammar: &Value, name: &str, text: &str| {
        let pattern = &grammar["repository"][name];
        let pattern = pattern["match"].as_str().or(pattern["patterns"][0]["begin"].as_str()).unwrap();
        Regex::new(pattern).unwrap().find(text).map(|it| it.as_str().to_owned())
    };
    assert_eq!(find(&rhai, "functions", "let x = sleep (2);").as_deref(), Some("sleep ("));
    assert_eq!(find(&rhai, "functions", "asleep(2)"), None);
    assert_eq!(find(&rhai, "methods", "ch.send(1)").as_deref(), Some(".send"));
    assert_eq!(find(&rhai, "modules", "fs::read_blocking(x)").as_deref(), Some("fs::read_blocking"));
    assert_eq!(find(&rhai, "numbers", "a = 1_000.5e-3;").as_deref(), Some("1_000.5e-3"));
    assert_eq!(find(&rhai, "operators", "a ..= b").as_deref(), Some("..="));
    assert_eq!(
        find(&lesson, "blocks", "```rhai +run clock=virtual").as_deref(),
        Some("```rhai +run clock=virtual")
    );
    assert_eq!(find(&lesson, "blocks", "```rhai").as_deref(), Some("```rhai"));
    assert_eq!(find(&lesson, "blocks", "```rhaiic"), None);
    assert_eq!(
        find(&lesson, "keys", "name=\"no update is lost\" points=2").as_deref(),
        Some("name=\"no update is lost\"")
    );
}
