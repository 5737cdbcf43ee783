//! Strangers, writers and hostile texts change nothing.

use super::*;

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn strangers_and_writers_are_refused() {
    let Some((_turn, [mut browser])) = readers() else { return };
    let session = Session::open(VIRTUAL);
    let (origin, token) = session.url.trim_end_matches('/').rsplit_once('/').unwrap();
    let body = "document.body.textContent";
    browser.visit(&format!("{origin}/{}/", "a".repeat(token.len())));
    assert_eq!(browser.text(body), "There is nothing here.\n");
    // Another name that leads here.
    browser.visit(&session.url.replace("127.0.0.1", "evil.localhost"));
    assert!(browser.text(body).starts_with("Ask for this page"), "{}", browser.text(body));
    join(&mut browser, &session);
    let refused = browser.evaluate(
        "Promise.all(['vote', '.', 'events'].map(path => fetch(path, { method: 'POST', body: '{}',
            headers: { 'Content-Type': 'application/json' } }).then(it => it.status)))",
    );
    assert_eq!(refused, json!([405, 405, 405]));
    // Nothing of other places is loaded or asked.
    let refused = browser.evaluate(
        "new Promise(done => {
            const refused = [];
            document.addEventListener('securitypolicyviolation', it => { refused.push(it.effectiveDirective); if (refused.length === 4) done(refused.sort()); });
            const add = (name, change) => { const it = document.createElement(name); change(it); document.body.append(it); };
            add('script', it => it.textContent = 'window.hit = 1');
            add('style', it => it.textContent = 'body { color: red }');
            add('img', it => it.src = 'https://example.org/x.png');
            fetch('https://example.org/').catch(() => {});
        })",
    );
    assert_eq!(refused, json!(["connect-src", "img-src", "script-src-elem", "style-src-elem"]));
}

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn hostile_texts_stay_texts() {
    let Some((_turn, [mut browser])) = readers() else { return };
    let mut session = Session::open(VIRTUAL);
    join(&mut browser, &session);
    let hostile = "</script><script>window.hit = 1</script><img src=x onerror='window.hit = 2'><b onclick=x>\\x1b[31m\\u202e";
    session.enter(&format!(
        "let t = spawn || {{ sleep(1); print(\"{hostile}\"); mark(\"{hostile}\"); throw \"{hostile}\" }}; \
         try {{ await t }} catch (error) {{ print(error) }} // </span><script>window.hit = 3</script>"
    ));
    browser.wait_for(&format!("{TITLE} === 'run 1' && {CONSOLE}.includes('window.hit = 1')"));
    browser.evaluate(&format!("{LANES}.focus()"));
    for key in ["Home", "n", "ArrowDown", "ArrowLeft", "End"] {
        browser.press(key, false);
    }
    assert_eq!(browser.evaluate("document.querySelectorAll('script').length"), 2);
    assert_eq!(
        browser.evaluate("document.querySelectorAll('img, [onclick], #console b, #title b').length"),
        0
    );
    let all = browser.text("document.documentElement.textContent");
    assert!(!all.contains(['\u{202e}', '\u{1b}']));
    assert_eq!(browser.evaluate("typeof window.hit"), "undefined");
    assert_eq!(troubles(&mut browser, &session), Vec::<String>::new());
}
