//! The first program: two fetches that wait at the same time.

use crate::render::Glyphs;

/// What `:demo` enters, in characters that the terminal can show.
pub fn demo(glyphs: Glyphs) -> String {
    glyphs.own_words(DEMO)
}

const DEMO: &str = "fn fetch_data() {
    print(\"Start fetching…\");
    sleep(2);
    print(\"Data fetched\");
    42
}

let first = spawn fetch_data();
let second = spawn fetch_data();

await first + await second";
