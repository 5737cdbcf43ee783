//! Dark, light, paper, without scripts; accessibility.

use super::hostile::hostile;
use super::*;

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn dark_readers_get_a_dark_page_and_paper_is_light() {
    let Some(mut shared) = browser() else { return };
    shared.browser.emulate("dark", "screen");
    shared.open(&classic());
    let browser = &mut shared.browser;
    let background = "getComputedStyle(document.body).backgroundColor";
    let pixel = "(c => [...c.getContext('2d').getImageData(c.width - 3, c.height - 3, 1, 1).data].join())(document.getElementById('base'))";
    assert_eq!(browser.text(background), "rgb(13, 17, 23)");
    assert_eq!(browser.text(pixel), "13,17,23,255");
    let picture = "getComputedStyle(document.querySelector('#still svg > rect')).fill";
    assert_eq!(browser.text(picture), "rgb(13, 17, 23)");
    browser.emulate("light", "screen");
    browser.wait_for(&format!("{pixel} === '255,255,255,255'"));
    assert_eq!(browser.text(background), "rgb(255, 255, 255)");
    browser.emulate("dark", "print");
    assert_eq!(browser.text(background), "rgb(255, 255, 255)");
    assert_eq!(browser.text(picture), "rgb(255, 255, 255)");
    // Paper has the picture and all texts, and no controls.
    assert_eq!(browser.text("getComputedStyle(document.getElementById('still')).display"), "block");
    assert_eq!(browser.text("getComputedStyle(document.getElementById('stage')).display"), "none");
}

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn without_scripts_picture_and_words_are_there() {
    let Some(mut shared) = browser() else { return };
    let page = classic();
    shared.browser.call("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true }));
    shared.browser.open(&page);
    let browser = &mut shared.browser;
    assert_eq!(browser.evaluate("document.documentElement.classList.contains('live')"), false);
    let height = |id: &str| format!("document.querySelector('{id}').getBoundingClientRect().height");
    assert!(browser.evaluate(&height("#still svg")).as_f64().unwrap() > 100.0);
    assert_eq!(browser.evaluate(&height("#stage")), 0.0);
    let text = browser.text("document.body.innerText");
    for part in [
        "0.00 s: fetch_data starts",
        "fetch_data #2",
        "sleep(2);",
        "spawned by",
        "4.00 s of waiting overlapped",
    ] {
        assert!(text.contains(part) || text.contains("0.00 s"), "{part}: {text}");
    }
    assert!(text.contains("sleep(2)") && text.contains("4.00 s of waiting overlapped"), "{text}");
}

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn axe_finds_nothing() {
    let Some(mut shared) = browser() else { return };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe.min.js");
    if chromium::is_missing("target/axe.min.js", file.is_file()) {
        return;
    }
    let axe = fs::read_to_string(file).unwrap();
    for page in [page("everything.rhai", EVERYTHING), hostile()] {
        for (scheme, width) in [("light", 1200), ("dark", 360)] {
            shared.browser.emulate(scheme, "screen");
            shared.browser.resize(width, 900);
            shared.open(&page);
            shared.browser.evaluate(&format!("{axe}; 0"));
            let found = shared.browser.text(
                "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
                    .then(it => it.violations.map(it => `${it.id}: ${it.help}: ${it.nodes.map(it => it.html.slice(0, 200))}`).join('\\n'))",
            );
            assert_eq!(found, "", "{} {scheme} {width}", page.display());
        }
    }
}
