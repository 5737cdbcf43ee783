//! Long runs.

use super::*;

/// A hundred thousand events: how large the page is, and how long a zoomed frame takes.
#[test]
#[ignore = "takes its time; .ci/long runs it"]
fn long_a_hundred_thousand_events_stay_small_and_quick() {
    let Some(mut shared) = browser() else { return };
    let program = "fn worker(n) { for i in 0..520 { yield_now(); if i % 50 == 0 { print(`at ${i}`); sleep(0.001 * n); } } n }
let tasks = [];
for n in 0..100 { tasks.push(spawn worker(n)); }
await tasks;";
    fs::write(folder().join("many.rhai"), program).unwrap();
    let trace = folder().join("many.jsonl");
    let trace = trace.to_str().unwrap();
    meanwhile(&["run", "many.rhai", "--clock", "virtual", "--timeline", "never", "--trace", trace]);
    let text = fs::read_to_string(trace).unwrap();
    let events = text.lines().count() - 1;
    assert!(events > 100_000, "{events} events");
    let page = page("many.jsonl", &text);
    let bytes = fs::metadata(&page).unwrap().len();
    shared.open(&page);
    let frame = shared.browser.evaluate(&format!(
        "new Promise(done => {{
            let count = 0;
            const began = performance.now();
            const step = () => {{
                if (count++ === 40) return done((performance.now() - began) / 40);
                {LANES}.dispatchEvent(new KeyboardEvent('keydown', {{ key: count % 2 ? '+' : '-' }}));
                requestAnimationFrame(step);
            }};
            step();
        }})"
    ));
    println!("{events} events: {bytes} bytes, a frame takes {:.1} ms", frame.as_f64().unwrap());
    assert!(bytes < 3_000_000, "{bytes} bytes");
    assert!(frame.as_f64().unwrap() < 250.0, "a frame takes {frame} ms");
    assert_eq!(shared.browser.troubles(), Vec::<String>::new());
}
