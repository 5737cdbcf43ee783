//! Rhai's own words, as far as they are words of the language and not functions. Only a table.

/// A page on one word, or on words that belong together.
pub struct RhaiWord {
    /// The words that lead here.
    pub names: &'static [&'static str],
    /// How it is written.
    pub form: &'static str,
    pub summary: &'static str,
    /// What else to know; may be empty.
    pub details: &'static str,
    /// A program that runs as it stands.
    pub example: &'static str,
}

/// The page of a word of Rhai.
pub fn find(name: &str) -> Option<&'static RhaiWord> {
    RHAI_WORDS.iter().find(|word| word.names.contains(&name))
}

/// All of them.
pub const RHAI_WORDS: &[RhaiWord] = &[
    RhaiWord {
        names: &["let"],
        form: "let name = value;",
        summary: "makes a variable",
        details: "It can be changed later, without `let`. It ends with the block that it is made in.",
        example: "let count = 1;\ncount += 1;\nprint(count);",
    },
    RhaiWord {
        names: &["const"],
        form: "const NAME = value;",
        summary: "makes a value that cannot be changed",
        details: "Functions see it as global::NAME.",
        example: "const LIMIT = 3;\nfn left(used) { global::LIMIT - used }\nprint(left(1));",
    },
    RhaiWord {
        names: &["fn", "private"],
        form: "fn name(a, b) { … }",
        summary: "makes a function",
        details: "The last value in it is what it gives. It sees its parameters, and no variables from outside; \
                  a closure does: let add = |a, b| a + b. With `private` before it, scripts that import this \
                  one cannot see it.",
        example: "fn area(width, height) { width * height }\nprint(area(2, 3));",
    },
    RhaiWord {
        names: &["if", "else"],
        form: "if condition { … } else { … }",
        summary: "runs one block or the other",
        details: "The condition is true or false. It has a value, too: let x = if a { 1 } else { 2 };",
        example: "let n = 7;\nif n > 10 { print(\"large\") } else if n > 5 { print(\"medium\") } else { print(\"small\") }",
    },
    RhaiWord {
        names: &["for", "in"],
        form: "for item in list { … }",
        summary: "runs a block for every item",
        details: "0..3 gives 0, 1, 2, and 0..=3 gives 3 as well. With a second name it counts: for (item, i) in \
                  list. `x in list` alone asks whether x is there.",
        example: "for i in 0..3 { print(i) }\nfor (name, i) in [\"Ann\", \"Bob\"] { print(i, name) }\nprint(2 in [1, 2]);",
    },
    RhaiWord {
        names: &["while"],
        form: "while condition { … }",
        summary: "runs a block again for as long as the condition is true",
        details: "`break` leaves it, `continue` goes on with the next round.",
        example: "let n = 3;\nwhile n > 0 { print(n); n -= 1 }",
    },
    RhaiWord {
        names: &["loop"],
        form: "loop { … }",
        summary: "runs a block again and again, until `break` or `return`",
        details: "A loop that neither waits nor gives way holds the thread: sleep or yield_now lets others run.",
        example: "let n = 0;\nloop { n += 1; if n == 3 { break } sleep(0.1) }\nprint(n);",
    },
    RhaiWord {
        names: &["do", "until"],
        form: "do { … } while condition   do { … } until condition",
        summary: "runs a block once, then again while, or until, the condition is true",
        details: "",
        example: "let n = 0;\ndo { n += 1 } until n == 3;\nprint(n);",
    },
    RhaiWord {
        names: &["break"],
        form: "break   break value",
        summary: "leaves the innermost loop, which then has this value",
        details: "",
        example: "let found = for x in [1, 5, 9] { if x > 3 { break x } };\nprint(found);",
    },
    RhaiWord {
        names: &["continue"],
        form: "continue",
        summary: "goes on with the next round of the innermost loop",
        details: "",
        example: "for i in 0..4 { if i == 2 { continue } print(i) }",
    },
    RhaiWord {
        names: &["return"],
        form: "return   return value",
        summary: "leaves the function, which gives this value",
        details: "At a function's end it is not needed: the last value is what it gives.",
        example: "fn sign(n) { if n < 0 { return \"minus\" } \"plus\" }\nprint(sign(-2));",
    },
    RhaiWord {
        names: &["switch"],
        form: "switch value { 1 => …, 2 | 3 => …, _ => … }",
        summary: "chooses by a value; `_` is for all others",
        details: "",
        example: "let n = 2;\nprint(switch n { 1 => \"one\", 2 | 3 => \"a few\", _ => \"many\" });",
    },
    RhaiWord {
        names: &["try", "catch"],
        form: "try { … } catch (error) { … }",
        summary: "runs a block, and another one if the first fails",
        details: "The name in parentheses is what was thrown; it may be left out.",
        example: "try { throw \"no luck\" } catch (error) { print(\"caught:\", error) }",
    },
    RhaiWord {
        names: &["throw"],
        form: "throw value",
        summary: "fails with this value; `catch` gets it",
        details: "A task that fails throws again where it is awaited.",
        example: "fn half(n) { if n % 2 == 1 { throw `${n} is odd` } n / 2 }\ntry { half(3) } catch (error) { print(error) }",
    },
    RhaiWord {
        names: &["true", "false"],
        form: "true   false",
        summary: "yes and no, as conditions have them",
        details: "`!` turns one into the other, `&&` asks for both, `||` for one of two.",
        example: "let ready = true;\nprint(ready && !false, 1 > 2 || ready);",
    },
    RhaiWord {
        names: &["this"],
        form: "this",
        summary: "the value before the dot, in a function that is called as a method",
        details: "",
        example: "fn double() { this *= 2 }\nlet n = 4;\nn.double();\nprint(n);",
    },
    RhaiWord {
        names: &["import", "as"],
        form: "import \"file\" as name;",
        summary: "brings in the functions of another script: name::function(…)",
        details: "file.rhai is looked for beside the script that imports it.",
        example: "try {\n    import \"shapes\" as shapes;\n    print(shapes::area(2, 3));\n} catch {\n    print(\"shapes.rhai is not here\");\n}",
    },
    RhaiWord {
        names: &["export"],
        form: "export let name = value;",
        summary: "lets scripts that import this one see the variable",
        details: "Functions are seen anyway, unless they are `private`.",
        example: "export let version = 3;\nprint(version);",
    },
];
