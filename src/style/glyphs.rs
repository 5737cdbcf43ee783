//! The characters that a terminal has, and what stands for others.

/// Which characters a picture or a text is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Glyphs {
    Unicode,
    Ascii,
}

/// The characters of the program's own words that are not ASCII, and what stands for them there.
const OWN_CHARACTERS: &[(char, &str)] = &[
    ('·', "-"),
    ('×', "x"),
    ('…', "..."),
    ('⋯', "~"),
    ('≤', "<="),
    ('µ', "u"),
    ('“', "\""),
    ('”', "\""),
    ('’', "'"),
    ('→', "->"),
    ('↑', "Up"),
    ('↓', "Down"),
    ('›', ">"),
    ('‹', "<"),
    ('▸', ">"),
    ('•', "-"),
    ('–', "-"),
    ('—', "-"),
    ('│', "|"),
    ('✔', "v"),
    ('✘', "!"),
    ('⊘', "/"),
];

impl Glyphs {
    /// What stands where something was left out.
    pub fn ellipsis(self) -> &'static str {
        match self {
            Glyphs::Unicode => "…",
            Glyphs::Ascii => "..",
        }
    }

    /// The program's own words in this set of characters. What a script says is not to be given to it.
    pub fn own_words(self, text: &str) -> String {
        match self {
            Glyphs::Unicode => text.to_owned(),
            Glyphs::Ascii => text.chars().fold(String::with_capacity(text.len()), |mut plain, character| {
                match OWN_CHARACTERS.iter().find(|(known, _)| *known == character) {
                    Some((_, ascii)) => plain.push_str(ascii),
                    None => plain.push(character),
                }
                plain
            }),
        }
    }
}
