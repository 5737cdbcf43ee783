//! The table of all words beside their names in other languages, for the documentation.

use super::{Word, words};

const HEAD: &str = "\
# The vocabulary

Made from the descriptions that `:help` shows; do not edit.

| meanwhile | what it does | Python | JavaScript | Rust, tokio |
|---|---|---|---|---|
";

/// The table, as Markdown.
pub fn table() -> String {
    let rows: String = words().map(row).collect();
    format!("{HEAD}{rows}")
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
