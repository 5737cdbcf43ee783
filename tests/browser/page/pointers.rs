//! Mouse, wheel and fingers; playing.

use super::*;

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn scrubbing_and_playing_move_console_and_code() {
    let Some(mut shared) = browser() else { return };
    shared.open(&classic());
    let lines = "document.querySelectorAll('#console li').length";
    shared.browser.wait_for(&format!("{lines} === 4"));
    // On the axis the mouse moves the instant.
    let (from, to) = (shared.place(0.9, 12.0), shared.place(0.5, 12.0));
    shared.drag(from, to);
    shared.browser.wait_for(&format!("{lines} === 2"));
    shared.browser.wait_for(&format!("parseFloat({CLOCK}) > 0.5 && parseFloat({CLOCK}) < 1.5"));
    shared.browser.wait_for("document.querySelector('.line.now')");
    let browser = &mut shared.browser;
    browser.evaluate(
        "(it => { it.value = 1000; it.dispatchEvent(new Event('input')); })(document.getElementById('scrubber'))",
    );
    browser.wait_for(&format!("{CLOCK} === '2.00 s' && {lines} === 4"));
    browser.evaluate("document.getElementById('speed').value = '10'");
    browser.evaluate("document.getElementById('play').click()");
    browser.wait_for(&format!("{CLOCK} !== '2.00 s'"));
    // It plays from the beginning, and ends at the end.
    browser.wait_for(&format!(
        "{CLOCK} === '2.00 s' && document.getElementById('play').textContent.includes('Play')"
    ));
    assert_eq!(browser.troubles(), Vec::<String>::new());
}

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn keys_wheel_selection_and_two_fingers_zoom() {
    let Some(mut shared) = browser() else { return };
    shared.open(&classic());
    let whole = shared.shown();
    shared.browser.evaluate(&format!("{LANES}.focus()"));
    for (closer, wider) in [("+", "-"), ("w", "s")] {
        shared.browser.press(closer, false);
        shared.browser.press(closer, false);
        let [from, to] = shared.shown();
        assert!(to - from < 0.6 * (whole[1] - whole[0]), "{closer} zooms in");
        shared.browser.press("a", false);
        assert!(shared.shown()[0] < from, "a moves left");
        shared.browser.press("d", false);
        shared.browser.press(wider, false);
        assert!(shared.shown()[1] - shared.shown()[0] > to - from, "{wider} zooms out");
        shared.browser.press("0", false);
        assert_eq!(shared.shown(), whole);
    }
    let (from, to) = (shared.place(0.4, 70.0), shared.place(0.6, 70.0));
    shared.drag(from, to);
    let [from, to] = shared.shown();
    assert!(from > whole[0] && to < whole[1] && to - from < 0.5 * whole[1], "{from} {to}");
    shared.browser.press("0", false);
    let [x, y] = shared.place(0.5, 70.0);
    let wheel = serde_json::json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": -240 });
    shared.browser.call("Input.dispatchMouseEvent", wheel);
    shared.browser.wait_for(&format!("!{LANES}.dataset.shown.startsWith('0 ')"));
    shared.browser.press("0", false);
    let fingers = |apart: f64| serde_json::json!([{ "x": x - apart, "y": y, "id": 1 }, { "x": x + apart, "y": y, "id": 2 }]);
    for (kind, points) in [
        ("touchStart", fingers(40.0)),
        ("touchMove", fingers(80.0)),
        ("touchMove", fingers(160.0)),
        ("touchEnd", serde_json::json!([])),
    ] {
        shared
            .browser
            .call("Input.dispatchTouchEvent", serde_json::json!({ "type": kind, "touchPoints": points }));
    }
    let [from, to] = shared.shown();
    assert!(to - from < 0.6 * (whole[1] - whole[0]), "two fingers zoom: {from} {to}");
    assert_eq!(shared.browser.troubles(), Vec::<String>::new());
}
