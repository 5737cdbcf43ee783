use unicode_width::UnicodeWidthStr;

use super::layout::LEFT;
use super::*;
use crate::editor::KEYWORDS;
use crate::render::{ColorAbility, Glyphs, Legend, Theme};
use crate::script::{Answer, tests::session};
use crate::show::{Hints, TimelineChoice};

fn look(width: u16) -> Look {
    Look {
        ability: ColorAbility::None,
        theme: Theme::Dark,
        glyphs: Glyphs::Unicode,
        legend: Legend::Hidden,
        scale: crate::render::Scale::Normal,
        whole_output: "",
        all_findings: "",
        below: 0,
        width: Some(width),
        timeline: TimelineChoice::Never,
        hints: Hints::Hidden,
    }
}

/// Help on a name, in a session without names of its own, in rows so wide that nothing breaks.
fn help(asked: &str) -> String {
    on(asked, &SessionNames { variables: &[], functions: &[] }, &look(2000))
}

fn check(asked: &str, expected: &str) {
    let page = help(asked);
    assert!(page.contains(expected), ":help {asked} has no {expected:?}, but is:\n{page}");
}

#[test]
fn lists_break_between_words_and_stay_in_their_column() {
    for width in [80, 60] {
        let text = overview(&look(width));
        let summaries =
            COMMANDS.iter().map(|it| it.summary).chain(words().map(|it| it.summary)).chain([MORE_KEYS]);
        let known: Vec<&str> = summaries.flat_map(|it| it.split(' ')).collect();
        for row in text.lines() {
            assert!(row.width() <= width.into(), "{width}: {row}");
            if let Some(further) = row.strip_prefix(&" ".repeat(LEFT + 2)) {
                let is_whole = |it: &str| known.contains(&it) || KEYS.iter().any(|key| key.1.contains(it));
                assert!(further.split(' ').all(is_whole), "{width}: {row}");
            }
        }
    }
}

#[test]
fn keys_have_a_help_of_their_own() {
    assert!(overview(&look(80)).contains(":help keys"));
    let keys = help("keys");
    for key in ["Alt+Enter", "Ctrl-C", "Up", "Tab", "Ctrl-R"] {
        assert!(keys.contains(key), "{keys}");
        check(key, "complete a name");
    }
}

#[test]
fn python_programs_have_a_page_that_fits_and_says_what_is_not_seen() {
    check("python", "Not seen");
    check("asyncio", "asyncio");
    let narrow = on("Python", &SessionNames { variables: &[], functions: &[] }, &look(60));
    assert!(narrow.lines().all(|row| row.width() <= 60), "{narrow}");
}

#[test]
fn sharing_has_a_page_that_fits_a_window() {
    for name in ["share", "vote", ":share off", ":vote"] {
        check(name, ":vote again");
    }
    let page = on("share", &SessionNames { variables: &[], functions: &[] }, &look(80));
    assert!(page.lines().all(|row| row.width() <= 80) && page.lines().count() < 24, "{page}");
}

#[test]
fn every_word_is_found_however_it_is_copied() {
    for word in words() {
        check(word.signature, word.summary);
        for form in word.signature.split("   ") {
            check(form, word.summary);
            check(&format!("  {form}; "), word.summary);
        }
        for asked in [word.name.to_string(), format!("{}()", word.name), format!(".{}", word.name)] {
            check(&asked, word.summary);
        }
    }
    for asked in ["task.cancel()", "t.cancel()", "x?.cancel()", "cancel"] {
        check(asked, "asks a task to end");
    }
    check("ch.send(1)", "ch.send(value)");
    check("fs::read(\"a.txt\")", "fs::read(path)");
    check("fs::read_blocking(path)", "fs::read(path)");
    check("read", "fs::read(path)");
    check("fs", "fs::write");
    check("sleep_blocking(2)", "holds the thread");
}

#[test]
fn every_row_of_the_overview_finds_its_page() {
    let text = overview(&look(2000));
    let words = words().map(|word| (first_form(word).to_owned(), word.summary));
    let commands = COMMANDS.iter().map(|command| (command.usage(), command.summary));
    for (asked, meaning) in words.chain(commands) {
        assert!(text.contains(&asked), "{asked} is not listed");
        check(&asked, meaning);
    }
    assert!(text.contains(SOME_KEYS));
    check(SOME_KEYS, "complete a name");
}

#[test]
fn every_command_is_found_by_all_its_names() {
    for command in COMMANDS {
        check(&command.usage(), command.summary);
        for name in command.aliases {
            check(&format!(":{name}"), command.summary);
        }
    }
}

#[test]
fn every_member_that_completion_lists_is_found() {
    for member in MEMBERS {
        for asked in [format!("{}{}", member.name, member.parameters), format!("\"abc\".{}", member.name)] {
            let page = help(&asked);
            assert!(!page.contains("There is no help"), "{page}");
        }
    }
}

#[test]
fn rhais_own_words_have_pages_with_examples_that_run() {
    for keyword in KEYWORDS.iter().filter(|it| !["spawn", "await"].contains(it)) {
        let word = rhai_words::find(keyword).unwrap_or_else(|| panic!("`{keyword}` has no page"));
        check(keyword, word.summary);
        check(word.form, word.summary);
    }
    for word in RHAI_WORDS {
        let (ends, said) = session(&[word.example]);
        assert!(matches!(ends[0].answer, Answer::Value(_)), "{}: {:?}", word.form, ends[0].answer);
        assert!(!said.is_empty(), "{} says nothing", word.form);
    }
    check("let total = 42", "makes a variable");
    check("LET", "makes a variable");
}

#[test]
fn names_of_the_session_have_help_and_others_the_nearest() {
    let variable =
        |name: &str, detail: &str| Variable { name: name.into(), detail: detail.into(), task: None };
    let (variables, functions) = ([variable("total", "42")], [variable("work", "(n)")]);
    let session = SessionNames { variables: &variables, functions: &functions };
    let help = |asked: &str| on(asked, &session, &look(80));
    assert_eq!(help("work(3)"), "work(n)\n  a function of yours\n");
    assert_eq!(help("total"), "total = 42\n  a variable of yours\n");
    assert_eq!(help("slepe(1)"), "There is no help on `slepe`. Did you mean `:help sleep`?\n");
    assert_eq!(help("whiel"), "There is no help on `whiel`. Did you mean `:help while`?\n");
    assert_eq!(help(":tsaks"), "There is no help on `tsaks`. Did you mean `:help tasks`?\n");
    assert_eq!(help("\x1b[2J"), "There is no help on `␛[2J`. :help lists what there is.\n");
}

#[test]
fn help_on_a_command_tells_its_keys_and_endings() {
    let session = SessionNames { variables: &[], functions: &[] };
    for width in [80, 60] {
        let help = |asked: &str| on(asked, &session, &look(width));
        let replay = help(":replay 3");
        assert!(replay.contains("Tab") && replay.contains("one event a beat"), "{replay}");
        for ending in [".rhai", ".jsonl", ".svg", ".html", ".cast", ".json"] {
            assert!(help("save").contains(ending), "{}", help("save"));
        }
        assert!(help(":zoom").contains("350ms"));
        assert!(replay.lines().all(|row| row.chars().count() <= usize::from(width)), "{replay}");
    }
}
