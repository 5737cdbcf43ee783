use super::names;
use crate::editor::complete::{complete, hint};
use crate::editor::listing::{common_prefix, cut, inserted, listed};

/// What Tab offers at the end of `text`, each as the whole text would become.
fn check(text: &str, expected: &[&str]) {
    let (start, found) = complete(text, &names());
    let offered: Vec<String> =
        found.iter().map(|name| format!("{}{}", &text[..start], inserted(name))).collect();
    assert_eq!(offered, expected, "for {text:?}");
}

/// The text with its hint in angle brackets, and what the right arrow makes of it.
fn check_hint(text: &str, expected: &str) {
    let shown = match hint(text, &names()) {
        None => text.to_string(),
        Some(hint) => match hint.inserted {
            Some(inserted) => format!("{text}‹{}› → {text}{inserted}", hint.shown),
            None => format!("{text}‹{}›", hint.shown),
        },
    };
    assert_eq!(shown, expected);
}

#[test]
fn names_are_completed() {
    check("sle", &["sleep(", "sleep_blocking("]);
    check("1 + fe", &["1 + fetch_data("]);
    check("now", &["now()"]);
    check("let x = tot", &["let x = total"]);
    check("wh", &["while"]);
    check("await", &["await"]);
    check("zzz", &[]);
}

#[test]
fn a_tasks_properties_come_first_after_a_dot() {
    check("t.c", &["t.cancel()"]);
    check(
        "f(1).c",
        &["f(1).cancel()", "f(1).close()", "f(1).call(", "f(1).ceiling()", "f(1).clear()", "f(1).contains("],
    );
    check("f(1).na", &["f(1).name", "f(1).named("]);
    check("x?.is_d", &["x?.is_done"]);
    assert_eq!(complete("t.", &names()).1[0].name, "await");
}

#[test]
fn after_a_dot_only_what_fits_the_value_is_offered() {
    let fits = |text: &str, inside: &[&str], outside: &[&str]| {
        let found = complete(text, &names()).1;
        let has = |name: &&&str| found.iter().any(|it| it.name == **name);
        assert_eq!(inside.iter().find(|it| !has(it)), None, "missing after {text}");
        assert_eq!(outside.iter().find(has), None, "too much after {text}");
    };
    for text in [
        "\"abc\".",
        "`a ${1}`.",
        "label.",
        "let s = \"a\"; s.",
        "(\"abc\").",
        "\"a\".to_string().",
        "t.name.",
    ] {
        fits(text, &["len", "split", "trim"], &["query", "await", "push", "keys"]);
    }
    for text in ["[1].", "list.", "let a = [f(1), 2]; a.", "\"a\".split(\",\").", "join_all(ts)."] {
        fits(text, &["push", "map", "len"], &["query", "await", "trim", "keys"]);
    }
    for text in ["t.", "let j = spawn f(); j.", "let j = spawn || { 1 }; j.", "t?."] {
        fits(text, &["await", "cancel", "state"], &["push", "trim", "send"]);
    }
    fits("#{ a: 1 }.", &["keys", "values"], &["push", "await"]);
    fits("let c = channel(1); c.", &["send", "recv"], &["await", "push"]);
    fits("db::open(\":memory:\").", &["query", "execute"], &["await", "trim"]);
    fits("12.", &["to_float", "abs"], &["await", "round", "len"]);
    fits("total.", &["to_float"], &["await"]);
    fits("true.", &["to_string"], &["await", "len"]);
    // Nobody knows what these are without running them.
    for text in [
        "f(1).",
        "list[0].",
        "(await t).",
        "let x = \"a\" + b; x.",
        "fn g(t) { t.",
        "|t| t.",
        "for t in list { t.",
    ] {
        fits(text, &["await", "push", "trim"], &[]);
    }
}

#[test]
fn a_variable_is_offered_without_its_value() {
    check("jo", &["job"]);
    check_hint("jo", "jo‹b› → job");
    let (_, found) = complete("jo", &names());
    assert_eq!(listed(&found, 40)[0].0.trim_end(), "job");
}

#[test]
fn nothing_is_offered_in_texts_and_for_new_names() {
    for text in ["\"sle", "`sle", "// sle", "/* sle", "let sle", "fn sle", "12sle", "1 + 2", "\"a\""] {
        check(text, &[]);
    }
    check("`${sle", &["`${sleep(", "`${sleep_blocking("]);
}

#[test]
fn hints_show_the_rest_and_the_parameters() {
    check_hint("fetch", "fetch‹_data(id)› → fetch_data(");
    check_hint("sleep", "sleep‹(seconds)› → sleep(");
    check_hint("sleep(", "sleep(‹  sleep(seconds) · pause this task›");
    check_hint("sleep(1 + ", "sleep(1 + ‹  sleep(seconds) · pause this task›");
    check_hint("sleep(1)", "sleep(1)");
    check_hint("t.a", "t.a‹wait› → t.await");
    check_hint("ret", "ret‹urn› → return");
    check_hint("s", "s");
    check_hint("let sl", "let sl");
    check_hint("total", "total");
}

#[test]
fn a_few_candidates_are_explained_and_many_are_not() {
    let (_, few) = complete("sl", &names());
    let lines: Vec<String> =
        listed(&few, 40).into_iter().map(|(name, meaning)| format!("{name}{meaning}")).collect();
    assert_eq!(lines, ["sleep(seconds)           pause this ta…", "sleep_blocking(seconds)  hold the thre…"]);
    let (_, many) = complete("f(1).", &names());
    let lines = listed(&many, 40);
    assert!(lines[0].0.starts_with("await  ") && lines[0].0.split_whitespace().count() > 1, "{lines:?}");
    assert!(listed(&many, 5).iter().all(|(name, _)| name.chars().count() <= 4));
}

#[test]
fn common_prefixes_are_whole_characters() {
    let words = |words: &[&str]| words.iter().map(|word| word.to_string()).collect::<Vec<_>>();
    assert_eq!(common_prefix(&words(&["fée", "fête"])), "f");
    assert_eq!(common_prefix(&words(&["sleep(", "sleep_blocking("])), "sleep");
    assert_eq!(common_prefix(&words(&["one"])), "one");
    assert_eq!(common_prefix(&[]), "");
}

#[test]
fn cut_texts_fit() {
    assert_eq!(cut("hello", 5), "hello");
    assert_eq!(cut("hello", 4), "hel…");
    assert_eq!(cut("日本語", 4), "日…");
    assert_eq!(cut("a\x1b[2Jb", 9), "a[2Jb");
    assert_eq!(cut("hello", 0), "");
}
