//! Comparing two ways: what `:help` says of these words. What they do is in `script/library/compare.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[Word {
    name: "compare",
    signature: "compare(|| …, || …)",
    summary: "runs two closures, one after the other, and draws both on one axis",
    details: "Gives the seconds that each took: #{first: …, second: …}.",
    example: "fn fetch() { sleep(1) }\ncompare(|| { fetch(); fetch() }, || await [spawn fetch(), spawn fetch()]);",
    peers: Peers { python: "", javascript: "", tokio: "" },
}];
