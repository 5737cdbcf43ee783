use crate::editor::lexer::{Kind, lex};
use proptest::prelude::*;

/// The tokens of a text, each as its kind and its text; space is left out.
fn check(text: &str, expected: &str) {
    let lexed = lex(text);
    let tokens = lexed.tokens.iter().filter(|token| token.kind != Kind::Whitespace);
    let shown: Vec<String> =
        tokens.map(|token| format!("{:?}:{}", token.kind, &text[token.range.clone()])).collect();
    assert_eq!(shown.join(" "), expected, "for {text:?}");
}

#[test]
fn words_numbers_and_operators() {
    check("let x2 = 1_000.5e-3;", "Keyword:let Identifier:x2 Operator:= Number:1_000.5e-3 Operator:;");
    check("1..5", "Number:1 Operator:.. Number:5");
    check("1..=0xff", "Number:1 Operator:..= Number:0xff");
    check("3.max(2)", "Number:3 Operator:. Identifier:max Open:( Number:2 Close:)");
    check("a?.b ?? c", "Identifier:a Operator:?. Identifier:b Operator:?? Identifier:c");
    check("#{a: 1}", "Open:#{ Identifier:a Operator:: Number:1 Close:}");
    check("@", "Unknown:@");
    check("größe", "Identifier:größe");
}

#[test]
fn comments_nest() {
    check("a // b\nc", "Identifier:a Comment:// b Identifier:c");
    check("/* a /* b */ c */ d", "Comment:/* a /* b */ c */ Identifier:d");
    check("/* a /* b */", "Comment:/* a /* b */");
}

#[test]
fn strings_end_where_rhai_ends_them() {
    check(r#""a\"b" c"#, r#"String:"a\"b" Identifier:c"#);
    check(r#""a""b" c"#, r#"String:"a""b" Identifier:c"#);
    check(r#""" c"#, r#"String:"" Identifier:c"#);
    check("'x' 'y", "Character:'x' Character:'y");
    check("\"a\nb", "String:\"a Identifier:b");
    check("#\"a\"b\"# c", "String:#\"a\"b\"# Identifier:c");
}

#[test]
fn backtick_strings_hold_expressions() {
    check(
        "`a ${b + `c ${d}`} e` f",
        "String:`a  Open:${ Identifier:b Operator:+ String:`c  Open:${ Identifier:d Close:} String:` Close:} String: e` Identifier:f",
    );
    check(
        "`a ${#{b: 1}.b} c`",
        "String:`a  Open:${ Open:#{ Identifier:b Operator:: Number:1 Close:} Operator:. Identifier:b Close:} String: c`",
    );
    check(r"`\${a}` b", r"String:`\${a}` Identifier:b");
    check("`a\n\"b` c", "String:`a\n\"b` Identifier:c");
}

proptest! {
    #[test]
    fn tokens_cover_any_text_exactly(text in "([a-z0-9_\"'`#${}()\\[\\]\\\\/* \n.é-]|\\$\\{|/\\*|\\*/)*") {
        let mut at = 0;
        for token in lex(&text).tokens {
            prop_assert_eq!(token.range.start, at);
            prop_assert!(token.range.end > at);
            prop_assert!(text.is_char_boundary(token.range.end));
            at = token.range.end;
        }
        prop_assert_eq!(at, text.len());
    }

    #[test]
    fn no_text_is_refused(text in any::<String>()) {
        lex(&text);
        crate::editor::entry::open(&text);
    }
}
