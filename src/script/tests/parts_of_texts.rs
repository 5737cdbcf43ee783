//! Copies of texts and of their parts: what Rhai's own functions give, without the memory that they take.

use super::*;

const TEXTS: [&str; 6] = ["", "a", "Hello, world", "ß", "Größe Ǆ ﬁ", "日本語 🙂 e\u{301}"];

#[test]
fn parts_of_texts_are_what_rhai_makes_of_them() {
    let mut numbers = Numbers(7);
    for text in TEXTS {
        for _ in 0..12 {
            let mut number = || i64::try_from(numbers.below(24)).unwrap() - 9;
            let (a, b) = (number(), number());
            let script = format!(
                "let t = \"{text}\"; let all = [t.sub_string({a}, {b}), t.sub_string({a}), t.sub_string(({a})..({b})), \
                 t.sub_string(({a})..=({b})), t.to_upper(), t.to_lower()]; \
                 let c = t; c.crop({a}, {b}); all.push(c); let c = t; c.crop({a}); all.push(c); \
                 let c = t; c.crop(({a})..({b})); all.push(c); let c = t; c.crop(({a})..=({b})); all.push(c); \
                 let c = t; c.make_upper(); all.push(c); let c = t; c.make_lower(); all.push(c); \
                 let said = \"\"; for one in all {{ said += `<${{one}}>`; }} "
            );
            let expected: String = rhai::Engine::new().eval(&format!("{script} said")).unwrap();
            let (_, said) = session(&[&format!("{script} print(said)")]);
            assert_eq!(said.last().map(|it| it.split_once(' ').unwrap().1), Some(&*expected), "{script}");
        }
    }
}
