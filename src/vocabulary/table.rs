//! The table of all words beside their names in other languages, for the documentation.

use super::differences::Difference;
use super::{DIFFERENCES, ELSEWHERE, Word, words};

const HEAD: &str = "\
# The vocabulary

Made from the descriptions that `:help` shows; do not edit.

| meanwhile | what it does | Python | JavaScript | Rust, tokio |
|---|---|---|---|---|
";

const DIFFERENCES_HEAD: &str = "
## Where a word does something else than in asyncio

`:help WORD` says it, too, and `:help asyncio` lists all of them. All else behaves the same: programs of both kinds are run
side by side in the tests.

";

const ELSEWHERE_HEAD: &str = "
## What to know of the peers in JavaScript and Rust

Peers do nearly the same, and not always. `:help WORD` says this, too.

";

/// The table, as Markdown.
pub fn table() -> String {
    let rows: String = words().map(row).collect();
    let (differences, elsewhere) = (list(DIFFERENCES), list(ELSEWHERE));
    format!("{HEAD}{rows}{DIFFERENCES_HEAD}{differences}{ELSEWHERE_HEAD}{elsewhere}")
}

fn list(differences: &[Difference]) -> String {
    let row = |it: &Difference| {
        let words: Vec<String> = it.words.iter().map(|word| code(word)).collect();
        format!("- {}: {}\n", words.join(", "), it.text)
    };
    differences.iter().map(row).collect()
}

fn row(word: &Word) -> String {
    let forms: Vec<String> = word.signature.split("   ").map(code).collect();
    let peers = [word.peers.python, word.peers.javascript, word.peers.tokio].map(|peer| match peer {
        "" => String::from("–"),
        peer => code(peer),
    });
    format!("| {} | {} | {} |\n", forms.join(" "), cell(word.summary), peers.join(" | "))
}

fn code(text: &str) -> String {
    format!("`{}`", cell(text))
}

/// A bar would end the cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
