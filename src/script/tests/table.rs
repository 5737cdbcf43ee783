//! The documentation's table of words.

use crate::vocabulary;

/// With `UPDATE_TABLE=1` in the environment the file is written anew.
#[test]
fn the_table_in_the_documentation_is_current() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/vocabulary.md");
    if std::env::var_os("UPDATE_TABLE").is_some() {
        std::fs::write(path, vocabulary::table()).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert_eq!(written, vocabulary::table(), "run the tests with UPDATE_TABLE=1 to write it anew");
}

#[test]
fn every_row_has_five_cells_and_every_word_a_summary() {
    let table = vocabulary::table();
    for row in table.lines().filter(|line| line.starts_with('|')) {
        assert_eq!(row.replace("\\|", "").matches('|').count(), 6, "{row}");
    }
    for word in vocabulary::words() {
        assert!(!word.summary.is_empty() && word.signature.contains(word.name), "{}", word.name);
    }
}
