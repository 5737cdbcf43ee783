//! Parts of a run, two runs, values at an instant, a page in a book.

use super::*;

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn two_runs_stand_on_one_axis() {
    let Some(mut shared) = browser() else { return };
    for name in ["blocking.rhai", "nonblocking.rhai"] {
        fs::write(folder().join(name), example(name)).unwrap();
    }
    let page = folder().join("both.html");
    meanwhile(&[
        "export",
        "blocking.rhai",
        "nonblocking.rhai",
        "-o",
        page.to_str().unwrap(),
        "--clock",
        "virtual",
    ]);
    shared.open(&page);
    assert_eq!(shared.shown()[0], 0.0);
    assert!((4.0e9..4.01e9).contains(&shared.shown()[1]), "the longer one counts");
    let browser = &mut shared.browser;
    assert!(browser.text("document.querySelector('header p').textContent").contains("2.0× faster"));
    let code = "[...document.querySelectorAll('.code')].filter(it => it.offsetParent).map(it => it.textContent).join()";
    assert!(browser.text(code).contains("sleep_blocking(2)"));
    browser.evaluate("document.querySelector('.tree button[data-run=\"1\"]').click()");
    browser.wait_for(&format!("{code}.includes('sleep(2)')"));
    assert_eq!(browser.troubles(), Vec::<String>::new());
}

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn a_page_of_a_part_opens_there_and_has_the_rest() {
    let Some(mut shared) = browser() else { return };
    fs::write(folder().join("part.rhai"), EVERYTHING).unwrap();
    let page = folder().join("part.html");
    let page_name = page.to_str().unwrap();
    let part = ["--from", "200ms", "--to", "0.4", "--tasks", "worker, worker #2"];
    meanwhile(&[&["export", "part.rhai", "-o", page_name, "--clock", "virtual"], &part[..]].concat());
    shared.open(&page);
    assert_eq!(shared.shown(), [200_000_000.0, 400_000_000.0]);
    let browser = &mut shared.browser;
    let picture = browser.text("document.querySelector('#still desc').textContent");
    assert!(picture.starts_with("From 200 ms to 400 ms of the whole run"), "{picture}");
    let height = "document.getElementById('spacer').offsetHeight";
    let low = browser.evaluate(height).as_f64().unwrap();
    // What the thread did, and why, is of all tasks.
    browser.evaluate(&format!("{LANES}.focus()"));
    for _ in 0..4 {
        browser.press("ArrowDown", false);
    }
    browser.wait_for(&format!("{LIVE}.startsWith('thread, ')"));
    // A task that is chosen elsewhere gets its lane.
    browser.evaluate("document.querySelector('.tree button[data-lane=\"3\"]').click()");
    browser.wait_for(&format!("{SAID}.startsWith('worker #3')"));
    assert!(browser.evaluate(height).as_f64().unwrap() > low);
    browser.press("0", false);
    assert_eq!(shared.shown()[0], 0.0);
    assert_eq!(shared.browser.troubles(), Vec::<String>::new());
}

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn shared_variables_are_shown_at_the_instant() {
    let Some(mut shared) = browser() else { return };
    let program = "let count = 0;\nlet log = [];\nlet add = |n| { sleep(n); count += n; log.push(`<b>${n}</b>`); sleep(1); };\n\
                   await [spawn add.call(1), spawn add.call(2)];\n";
    shared.open(&page("shared.rhai", program));
    let browser = &mut shared.browser;
    let values = "[...document.querySelectorAll('#variables li')].map(it => it.textContent).join('; ')";
    browser.wait_for(&format!("{values} === 'count = 3; log = [\"<b>1</b>\", \"<b>2</b>\"]'"));
    browser.evaluate("(it => { it.value = 500; it.dispatchEvent(new Event('input')); })(document.getElementById('scrubber'))");
    browser.wait_for(&format!("{values} === 'count = 1; log = [\"<b>1</b>\"]'"));
    browser.evaluate("(it => { it.value = 1; it.dispatchEvent(new Event('input')); })(document.getElementById('scrubber'))");
    browser.wait_for(&format!("{values} === 'No task shares a variable yet.'"));
    assert_eq!(browser.evaluate("document.querySelectorAll('#variables li b b').length"), 0);
    assert_eq!(browser.troubles(), Vec::<String>::new());
}

/// The page in a book's frame, as mdBook gets it.
#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn a_page_works_within_a_book() {
    let Some(mut shared) = browser() else { return };
    let book = serde_json::json!([
        { "config": { "preprocessor": { "meanwhile": { "show": "page" } } }, "renderer": "html" },
        { "sections": [{ "Chapter": { "name": "One", "sub_items": [],
            "content": format!("```rhai,timeline\n{}\n```\n", example("nonblocking.rhai")) } }] }
    ]);
    let mut child = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .arg("mdbook")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), book.to_string().as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let book: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let content = book["sections"][0]["Chapter"]["content"].as_str().unwrap();
    let (_, frame) = content.split_once("<iframe").unwrap();
    // It tells whether its script runs: its frame lets nobody look in.
    let (before, page) = frame.split_once("srcdoc=\"").unwrap();
    let page = format!(
        "<!DOCTYPE html><html lang=en><title>b</title><body><iframe{before}srcdoc=\"{page}</body></html>"
    );
    let file = folder().join("book.html");
    fs::write(&file, page).unwrap();
    shared.browser.open(&file);
    shared.browser.wait_for("document.querySelector('iframe').clientHeight > 300");
    let lets_in = "(() => { try { return document.querySelector('iframe').contentDocument !== null } catch { return false } })()";
    assert_eq!(shared.browser.evaluate(lets_in), false, "the frame shares nothing with the page around it");
    assert_eq!(shared.browser.troubles(), Vec::<String>::new());
}
