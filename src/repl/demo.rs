//! The first program: two fetches that wait at the same time.

/// What `:demo` enters.
pub const DEMO: &str = "fn fetch_data() {
    print(\"Start fetching…\");
    sleep(2);
    print(\"Data fetched\");
    42
}

let first = spawn fetch_data();
let second = spawn fetch_data();

await first + await second";
