//! Readers follow: each at their own pace, live, through a lost connection, to the end.

use super::*;

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn two_readers_follow_each_at_their_own_pace() {
    let Some((_turn, [mut one, mut other])) = readers() else { return };
    let mut session = Session::open(VIRTUAL);
    join(&mut one, &session);
    assert_eq!(one.text(TITLE), "Waiting for the first run");
    session.enter(CLASSIC);
    one.wait_for(&format!("{TITLE} === 'run 1' && {ABOUT}.includes('2.00 s') && {CLOCK} === '2.00 s'"));
    assert!(one.text(CONSOLE).contains("fetched 2") && one.text(CONSOLE).contains("fetched 1"));
    assert_eq!(one.evaluate(FOLLOWS), true);
    // Somebody comes late and sees what is there.
    join(&mut other, &session);
    other.wait_for(&format!("{TITLE} === 'run 1' && {CONSOLE}.includes('fetched 1')"));
    // The first one looks at the beginning, and asks why.
    one.evaluate(&format!("{LANES}.focus()"));
    one.press("Home", false);
    one.press("ArrowDown", false);
    one.wait_for(&format!("{CLOCK} === '0.00 s' && !({FOLLOWS})"));
    session.enter("let c = spawn fetch(3, 5); print(await c);");
    other.wait_for(&format!("{TITLE} === 'run 2' && {CONSOLE}.includes('fetched 3')"));
    one.wait_for("document.querySelectorAll('#run option').length === 2");
    assert_eq!(one.text(TITLE), "run 1");
    assert_eq!(one.text(CLOCK), "0.00 s");
    one.press("ArrowRight", false);
    let live = one.text("document.getElementById('live').textContent");
    assert!(live.contains("fetch"), "{live}");
    press(&mut one, "follow");
    one.wait_for(&format!("{TITLE} === 'run 2' && {FOLLOWS} && {CLOCK} === '5.00 s'"));
    // The second one goes back to a run before.
    other.evaluate(
        "(it => { it.value = '1'; it.dispatchEvent(new Event('change')); })(document.getElementById('run'))",
    );
    other.wait_for(&format!("{TITLE} === 'run 1' && {CONSOLE}.includes('fetched 1') && !({FOLLOWS})"));
    press(&mut other, "follow");
    other.wait_for(&format!("{TITLE} === 'run 2'"));
    // What is nothing to look at does not take the picture away.
    session.enter("1 + 1");
    session.says("2");
    session.enter(CLASSIC);
    one.wait_for(&format!("{TITLE} === 'run 3'"));
    for browser in [&mut one, &mut other] {
        assert_eq!(troubles(browser, &session), Vec::<String>::new());
    }
}

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn a_run_is_drawn_while_it_goes_on() {
    let Some((_turn, [mut browser])) = readers() else { return };
    let mut session = Session::open(&["--clock", "real"]);
    join(&mut browser, &session);
    session.enter("let t = spawn || { sleep(600) }; for n in 0..6000 { print(`at ${n}`); sleep(0.1) }");
    browser.wait_for(&format!("{CONSOLE}.includes('at 3')"));
    let shown = |browser: &mut Browser| {
        let text = browser.text(&format!("{LANES}.dataset.shown"));
        text.split_once(' ').unwrap().1.parse::<f64>().unwrap()
    };
    let before = shown(&mut browser);
    browser.wait_for(&format!("Number({LANES}.dataset.shown.split(' ')[1]) > {before} + 3e8"));
    // A page that is busy for a while is behind, and catches up.
    let latest = browser.text(CONSOLE).matches("at ").count();
    browser.evaluate("(end => { while (performance.now() < end); })(performance.now() + 2500)");
    browser.wait_for(&format!("({CONSOLE}.match(/at /g) || []).length >= {latest} + 20"));
    assert_eq!(browser.evaluate(FOLLOWS), true);
    // Who looks around is left in peace, while the run goes on.
    browser.evaluate(&format!("{LANES}.focus()"));
    browser.press("Home", false);
    browser.press("+", false);
    browser.press("+", false);
    browser.wait_for(&format!("!({FOLLOWS})"));
    let (zoomed, clock, console) = (shown(&mut browser), browser.text(CLOCK), browser.text(CONSOLE));
    let words = "document.getElementById('words-slot').textContent";
    let before = json!(browser.text(words));
    browser.wait_for(&format!("{words} !== {before}"));
    assert_eq!((shown(&mut browser), browser.text(CLOCK), browser.text(CONSOLE)), (zoomed, clock, console));
    assert_eq!(troubles(&mut browser, &session), Vec::<String>::new());
}
