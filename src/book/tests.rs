//! Books as mdBook hands them over, and what goes back.

use std::path::Path;

use serde_json::{Value, json};

use super::*;
use crate::course::contents::Course;

/// A book of one chapter in the form of mdBook 0.4, and its text afterwards.
fn chapter(text: &str, table: Value) -> (String, Vec<Warning>) {
    let book = json!([
        { "root": "/book", "config": { "book": { "title": "A book" }, "preprocessor": { "meanwhile": table } },
          "renderer": "html", "mdbook_version": "0.4.40" },
        { "sections": [
            "Separator",
            { "PartTitle": "Part" },
            { "Chapter": { "name": "One", "content": "# One", "number": [1], "path": "one.md",
                           "source_path": "one.md", "parent_names": [], "sub_items": [
                { "Chapter": { "name": "Two", "content": text, "number": [1, 1], "path": "two.md",
                               "source_path": "two.md", "parent_names": ["One"], "sub_items": [] } } ] } },
            { "Chapter": { "name": "Draft", "content": "", "number": null, "path": null, "source_path": null,
                           "parent_names": [], "sub_items": [] } } ],
          "__non_exhaustive": null }
    ]);
    let (out, warnings) = preprocess(&book.to_string()).unwrap();
    let mut out: Value = serde_json::from_str(&out).unwrap();
    let place = "/sections/2/Chapter/sub_items/0/Chapter/content";
    let content = out.pointer_mut(place).unwrap().take();
    let mut rest = book[1].clone();
    *rest.pointer_mut(place).unwrap() = Value::Null;
    assert_eq!(out, rest, "all else stays as it is");
    (content.as_str().unwrap().to_owned(), warnings)
}

const FETCH: &str = "Before.\n\n```rhai,timeline\nfn fetch() { sleep(2); print(\"Data\"); }\nawait [spawn fetch(), spawn fetch()];\n```\n\nAfter.\n";

#[test]
fn a_program_gets_its_picture_below_it() {
    let (text, warnings) = chapter(FETCH, json!({ "command": "meanwhile mdbook" }));
    assert_eq!(warnings, []);
    let (before, rest) = text.split_once("<figure class=\"meanwhile\">").unwrap();
    assert_eq!(before, FETCH.replace(",timeline", "").replace("\n\nAfter.\n", "\n\n"));
    let (figure, after) = rest.split_once("</figure>").unwrap();
    assert!(!figure.contains('\n') && after == "\n\n\nAfter.\n", "{after:?}");
    assert!(figure.contains("alt=\"Timeline: 2.00 s"), "{figure}");
    assert!(figure.contains("src=\"data:image/svg+xml;base64,"));
    // The same text comes out each time.
    assert_eq!(chapter(FETCH, json!({})).0, text);
    // What is no timeline stays as it is.
    let plain = "```rhai\nloop {}\n```\n\n```rust,timeline\nfn\n```\n`rhai,timeline`\n";
    assert_eq!(chapter(plain, json!({})), (plain.to_owned(), vec![]));
}

#[test]
fn a_page_stands_in_a_frame_of_its_own() {
    let (text, _) = chapter(FETCH, json!({ "show": "page" }));
    let (_, rest) = text.split_once("<iframe class=\"meanwhile\"").unwrap();
    let (frame, _) = rest.split_once("</iframe>").unwrap();
    assert!(!frame.contains('\n') && frame.contains("sandbox=\"allow-scripts\""));
    let (_, page) = frame.split_once("srcdoc=\"").unwrap();
    assert_eq!(page.matches('"').count(), 1, "the value ends where it should");
    assert!(page.contains("&lt;!DOCTYPE html>"));
    // A block says it for itself; words of others stay.
    let (text, _) = chapter(&FETCH.replace("timeline", "timeline,page,editable"), json!({}));
    assert!(text.contains("<iframe") && text.contains("```rhai,editable\n"), "{text}");
    let (text, _) = chapter(&FETCH.replace("timeline", "timeline,picture,hidden"), json!({ "show": "page" }));
    assert!(text.contains("<figure") && !text.contains("<iframe") && !text.contains("```"));
}

#[test]
fn programs_of_a_chapter_go_on_from_each_other() {
    let text = "```text,file=notes.txt\nmilk\n```\n\n```rhai,timeline\nlet x = fs::read(\"notes.txt\");\n```\n\n\
                ```rhai,timeline\nsleep(1); print(x.trim())\n```\n";
    let (text, warnings) = chapter(text, json!({}));
    assert_eq!(warnings, [], "{text}");
    assert_eq!(text.matches("<figure").count(), 2);
}

#[test]
fn an_error_is_in_the_book_and_the_book_is_made() {
    let text =
        "# Two\n\n```rhai,timeline\nsleep(1);\nlet x = <b> + ;\n```\n\n```rhai,timeline\nsleep(1)\n```\n";
    let (out, warnings) = chapter(text, json!({}));
    assert_eq!(warnings.len(), 1);
    let warning = &warnings[0];
    assert_eq!((warning.chapter.as_str(), warning.line), ("two.md", 3));
    assert!(warning.text.contains("line 2"), "{}", warning.text);
    assert!(out.contains("<div class=\"warning meanwhile-error\">") && out.contains("&lt;b&gt;"), "{out}");
    assert!(!out.contains("<b> + ;</code>"), "{out}");
    assert!(out.contains("<figure"), "the next one is drawn");
    // One that is meant to fail is no trouble.
    let throws = "```rhai,timeline,throws\nthrow \"boom\"\n```\n";
    let (out, warnings) = chapter(throws, json!({}));
    assert!(warnings.is_empty() && out.contains("meanwhile-report") && out.contains("boom"), "{out}");
    let (out, warnings) = chapter(&throws.replace("throw \"boom\"", "1"), json!({}));
    assert!(warnings.len() == 1 && out.contains("it ended well"), "{out}");
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_book_is_not_trusted() {
    for (program, said) in [
        ("fs::read(\"/etc/passwd\")", "in a book"),
        ("http::get(\"http://example.com\")", "is outside"),
        ("process::run(\"ls\", [])", "in a book"),
        ("loop {}", "operations"),
    ] {
        let (out, warnings) = chapter(&format!("```rhai,timeline\n{program}\n```\n"), json!({}));
        assert_eq!(warnings.len(), 1, "{program}: {out}");
        assert!(warnings[0].text.contains(said), "{program}: {}", warnings[0].text);
    }
}

#[test]
fn blocks_in_lists_and_quotes_keep_their_place() {
    let text = "- one\n\n  ```rhai,timeline\n  sleep(1);\n  ```\n- two\n\n> ~~~rhai,timeline\n> sleep(1);\n> ~~~\n> more\n";
    let (out, warnings) = chapter(text, json!({}));
    assert_eq!(warnings, [], "{out}");
    let mut depth = Vec::new();
    let mut figures = Vec::new();
    for event in pulldown_cmark::Parser::new(&out) {
        match event {
            pulldown_cmark::Event::Start(tag) => depth.push(format!("{tag:?}")),
            pulldown_cmark::Event::End(_) => drop(depth.pop()),
            pulldown_cmark::Event::Html(it) if it.starts_with("<figure") => figures.push(depth.join(" ")),
            _ => {}
        }
    }
    assert_eq!(figures.len(), 2, "{out}");
    assert!(figures[0].contains("Item") && figures[1].contains("BlockQuote"), "{figures:?}");
}

#[test]
fn the_form_of_newer_versions_is_understood_and_nonsense_is_not() {
    let item = json!({ "Chapter": { "name": "One", "content": FETCH, "sub_items": [] } });
    let (out, _) = preprocess(&json!([{ "config": {} }, { "items": [item] }]).to_string()).unwrap();
    assert!(out.contains("<figure"));
    for nonsense in ["", "{}", "[1]", "[1,2,3]", "hello"] {
        let error = preprocess(nonsense).unwrap_err().to_string();
        assert!(error.contains("[preprocessor.meanwhile]"), "{error}");
    }
    let table =
        json!([{ "config": { "preprocessor": { "meanwhile": { "show": "film" } } } }, { "items": [] }]);
    let error = preprocess(&table.to_string()).unwrap_err().to_string();
    assert!(error.contains("book.toml") && error.contains("film"), "{error}");
}

#[test]
fn the_course_is_a_book_whose_programs_run() {
    let course = Course::builtin().unwrap();
    let files = course_as_book(&course, Solutions::Folded);
    let text = |path: &str| &files.iter().find(|it| it.path == path).unwrap().text;
    for lesson in &course.lessons {
        let path = format!("{}.md", lesson.id);
        assert!(text("src/SUMMARY.md").contains(&format!("]({path})")));
        let chapter = text(&format!("src/{path}"));
        assert!(chapter.starts_with(&format!("# {}\n", lesson.title)));
        if let Some(exercise) = &lesson.exercise {
            let solution = exercise.solutions[0].code.text.trim();
            assert!(chapter.contains(solution), "{path}");
            let without = course_as_book(&course, Solutions::LeftOut);
            let without = &without.iter().find(|it| Path::new(&it.path).ends_with(&path)).unwrap().text;
            assert!(!without.contains("<summary>One solution"), "{path}");
        }
        // What is hidden from learners is not in it.
        assert!(!chapter.contains("+check") && !chapter.contains("expect("), "{path}");
    }
    // All its programs, as mdBook hands them over.
    let chapters: Vec<Value> = files
        .iter()
        .filter(|it| it.path.starts_with("src/") && !it.path.ends_with("SUMMARY.md"))
        .map(|it| json!({ "Chapter": { "name": it.path, "content": it.text, "sub_items": [] } }))
        .collect();
    let (out, warnings) = preprocess(&json!([{ "config": {} }, { "items": chapters }]).to_string()).unwrap();
    assert_eq!(warnings, []);
    assert!(out.matches("<figure").count() > 30);
}
