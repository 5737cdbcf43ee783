//! Whatever is typed, a report neither panics nor lets anything through, and says something.

use super::{engine::engine, reports};
use crate::diagnostics::{Source, Sources};
use crate::style::Colors;
use crate::syntax::tokens::Tokens;
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

#[rustfmt::skip]
const PIECES: [&str; 84] = [
    "let", "const", "fn", "f", "x", "=", "==", "=>", "(", ")", "[", "]", "{", "}", "#{", "|", "||", ";", ",", ".", ":",
    "::", "..", "1", "2.5", "9999999999999999999999", "\"a\"", "'b'", "'long'", "`t ${", "`", "\"", "'", "spawn",
    "await", "if", "else", "for", "in", "while", "loop", "break", "return", "throw", "try", "catch", "switch", "+", "-",
    "*", "/", "!", "&&", "++", "?", "@", "#", "$", "//", "/*", "*/", "\n", "\n\n", "\t", "\r\n", "é", "日本", "👍🏽",
    "“", "（", "\u{1b}[31m", "\u{202e}", "\u{200b}", "def", "async", "lambda", "import", "asyncio", "print", "None",
    "range", "class", "1x", "\\",
];

fn check(script: &str, width: usize) {
    let sources = Sources::new([Source { name: "soup\u{7}", text: script, first_line: 1 }]);
    let mut engine = engine();
    engine.set_max_operations(2_000);
    for report in reports(&engine, script, &sources) {
        let drawn = report.render(&sources, Colors::None, width);
        assert!(!report.title.is_empty() && drawn.ends_with('\n'), "{script:?}");
        assert!(!drawn.chars().any(|letter| letter.is_control() && letter != '\n'), "{script:?}: {drawn:?}");
        assert!(!drawn.contains(['␍', '␊']), "{script:?}: {drawn}");
        for line in drawn.lines() {
            assert!(line.width() <= width.max(20), "{script:?}: {line:?} is wider than {width}");
        }
        assert!(!report.one_line().contains(|letter: char| letter.is_control()), "{script:?}");
    }
}

/// What is quoted in a report may have been written on several lines, with line ends of either kind.
#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn line_ends_of_either_kind() {
    let tables = [
        include_str!("cases/idioms.txt"),
        include_str!("cases/names.txt"),
        include_str!("cases/syntax.txt"),
        include_str!("cases/values.txt"),
        include_str!("cases/trails.txt"),
        include_str!("cases/refused.txt"),
        include_str!("cases/remarks.txt"),
    ];
    for case in tables.iter().flat_map(|table| super::cases(table)) {
        check(&case.script.replace('\n', "\r\n"), 60);
        check(&case.script.replace(' ', "\n"), 40);
        check(&case.script.replace(' ', "\r\n"), 40);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_of_scripts(pieces in prop::collection::vec((0..PIECES.len(), prop::bool::ANY), 1..25), width in 20..120_usize) {
        let script: String =
            pieces.iter().map(|&(piece, space)| format!("{}{}", PIECES[piece], if space { " " } else { "" })).collect();
        check(&script, width);
    }

    #[test]
    fn any_text(script in "\\PC{0,60}", width in 20..60_usize) {
        check(&script, width);
    }

    #[test]
    fn tokens_lie_in_order(script in "[a-z0-9 \"'`${}()/*#\n\\\\é日]{0,80}") {
        let tokens = Tokens::read(&script);
        let mut end = 0;
        for token in &tokens.list {
            prop_assert!(token.span.start >= end && token.span.end > token.span.start);
            prop_assert!(script.get(token.span.clone()).is_some());
            end = token.span.end;
        }
    }
}
