//! Keys alone lead through a page.

use super::*;

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn the_keyboard_walks_along_and_between_lanes() {
    let Some(mut shared) = browser() else { return };
    shared.open(&classic());
    let browser = &mut shared.browser;
    let is_there = format!("document.activeElement === {LANES}");
    let stops = (0..20).find(|_| {
        browser.press("Tab", false);
        browser.evaluate(&is_there) == true
    });
    assert!(stops.is_some(), "Tab leads to the lanes");
    browser.press("ArrowDown", false);
    browser.wait_for(&format!("{LIVE}.startsWith('fetch_data, 2.00 s. fetch_data ended at 2.00 s')"));
    // Within the last microseconds there are several events.
    let step_to = |browser: &mut Browser, key: &str, text: &str| {
        let found = (0..12).any(|_| {
            browser.press(key, false);
            browser.text(LIVE).contains(text)
        });
        assert!(found, "{key} leads to {text}: {}", browser.text(LIVE));
    };
    step_to(browser, "ArrowLeft", "waiting from 0.00 s to 2.00 s: it slept (line 5)");
    browser.wait_for(&format!("{CLOCK} === '0.00 s'"));
    browser.wait_for("document.querySelector('.line.now')?.textContent.includes('sleep(2)')");
    browser.press("Home", false);
    step_to(browser, "ArrowRight", "fetch_data printed: Start fetching…");
    browser.press("End", false);
    browser.wait_for(&format!("{CLOCK} === '2.00 s'"));
    browser.press("ArrowLeft", true);
    browser.wait_for(&format!("{LIVE}.startsWith('fetch_data, 2.00 s. fetch_data ended')"));
    browser.press("ArrowUp", false);
    browser.wait_for(&format!("{LIVE}.startsWith('main, 2.00 s. ')"));
    // One stop: the next one is outside.
    browser.press("Tab", false);
    assert_eq!(browser.evaluate(&format!("{LANES}.contains(document.activeElement)")), false);
    assert_eq!(shared.browser.troubles(), Vec::<String>::new());
}

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn findings_and_marks_can_be_jumped_to() {
    let Some(mut shared) = browser() else { return };
    shared.open(&page("everything.rhai", EVERYTHING));
    let browser = &mut shared.browser;
    browser.evaluate(&format!("{LANES}.focus()"));
    browser.press("Home", false);
    let mut heard = Vec::new();
    for _ in 0..6 {
        browser.press("n", false);
        heard.push(browser.text(LIVE));
    }
    assert!(heard.iter().any(|it| it.starts_with("Mark “worker 0”")), "{heard:?}");
    assert!(heard.iter().any(|it| it.starts_with("Finding 1: ")), "{heard:?}");
    browser.press("N", true);
    browser.evaluate("document.querySelector('.findings button').click()");
    assert_eq!(browser.evaluate(&format!("document.activeElement === {LANES}")), true);
    assert!(browser.text(LIVE).starts_with("Finding 1: "));
    let tree = browser.text("document.querySelector('.tree').textContent");
    assert!(tree.contains("spawned by main in line 12 · awaited by main in line 14"), "{tree}");
}
