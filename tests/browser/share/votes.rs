//! The room votes, in a session and in a lesson.

use super::*;

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn the_room_votes() {
    let Some((_turn, [mut one, mut other])) = readers() else { return };
    let mut session = Session::open(&["--clock", "virtual", "--share-votes"]);
    join(&mut one, &session);
    join(&mut other, &session);
    session.enter(":vote Which ends first? | the one <b>that sleeps</b> | the other");
    session.says("2 readers are here");
    for browser in [&mut one, &mut other] {
        browser.wait_for("document.querySelectorAll('#ballot .choice').length === 2");
    }
    assert!(one.text("document.getElementById('ballot').textContent").contains("<b>that sleeps</b>"));
    let choose = |browser: &mut Browser, letter: &str| {
        let choice = format!("document.querySelector('#ballot [data-letter={letter}]')");
        browser.wait_for(&choice);
        browser.evaluate(&format!("{choice}.click()"));
        browser.wait_for(&format!("{SAID}.startsWith('Your answer: {letter}.')"));
    };
    choose(&mut one, "a");
    choose(&mut one, "b");
    one.wait_for(&format!("{SAID}.includes('1 of 2 readers have answered')"));
    choose(&mut other, "b");
    session.enter(":vote");
    session.says("2 of 2 have answered");
    assert_eq!(
        one.evaluate("document.querySelectorAll('#ballot meter').length"),
        0,
        "nobody sees answers yet"
    );
    session.enter(":vote close");
    session.says("The room, 2 answers:");
    assert!(session.says("b  the other").contains(" 2"));
    one.wait_for("document.querySelectorAll('#ballot meter').length === 1");
    session.enter(":vote again");
    choose(&mut other, "a");
    // The page is loaded again: it is the same reader all the same.
    other.visit(&session.url);
    other.wait_for("document.querySelectorAll('#ballot .choice').length === 2");
    choose(&mut other, "a");
    session.enter(":vote right a");
    session.says("After the discussion, 1 answer:");
    assert!(session.says("a  the one").contains('✔'));
    one.wait_for("document.getElementById('ballot').textContent.includes('What happened: a  the one')");
    let told = one.text("document.getElementById('ballot').textContent");
    assert!(told.contains("1 ✓") && told.contains("a  the one <b>that sleeps</b>"), "{told}");
    assert_eq!(troubles(&mut one, &session), Vec::<String>::new());
}

/// Tabs of one browser are one reader, also where both were loaded before either was given its name.
#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn one_browser_has_one_vote() {
    let Some((_turn, [mut browser])) = readers() else { return };
    let mut session = Session::open(&["--clock", "virtual", "--share-votes"]);
    browser.open_tab(&session.url);
    browser.open_tab(&session.url);
    join(&mut browser, &session);
    session.enter(":vote Well?");
    browser.wait_for(&format!("{SAID} === '0 of 1 reader has answered.'"));
    browser.evaluate("document.querySelector('#ballot .choice').click()");
    browser.wait_for(&format!("{SAID}.includes('1 of 1 reader has answered.')"));
}

#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn in_a_lesson_the_room_is_asked_what_the_learner_is_asked() {
    let Some((_turn, [mut one, mut other])) = readers() else { return };
    let course = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/courses/tiny");
    let mut session =
        Session::open(&["learn", course.to_str().unwrap(), "--lesson", "waits", "--share-votes"]);
    join(&mut one, &session);
    join(&mut other, &session);
    for typed in ["", "", "yes"] {
        session.enter(typed);
    }
    let click = |browser: &mut Browser, letter: &str| {
        browser.evaluate(&format!("document.querySelector('#ballot [data-letter={letter}]').click()"));
    };
    for (browser, letters) in [(&mut one, ["b", "a"]), (&mut other, ["a", "b"])] {
        browser.wait_for("document.querySelectorAll('#ballot .choice').length === 2");
        letters.iter().for_each(|letter| click(browser, letter));
        browser.wait_for(&format!("{SAID}.startsWith('Your answer: {}.')", letters.join(" ")));
    }
    session.enter("b a");
    for (browser, time) in [(&mut one, "0,2"), (&mut other, "40")] {
        browser.wait_for("document.getElementById('number')");
        browser.evaluate(&format!("document.getElementById('number').value = '{time}'"));
        browser.evaluate("document.querySelector('#ballot .actions button').click()");
        browser.wait_for(&format!("{SAID}.startsWith('Your answer: {}.')", time.replace(',', ".")));
    }
    session.enter(".2");
    // Each question with the room's answers beside what really happened.
    session.says("In which order do these lines appear?");
    session.says("The room, 2 answers:");
    let rows = [session.says("█"), session.says("█")];
    assert!(rows.iter().any(|it| it.contains("b a") && it.contains('✔')), "{rows:?}");
    assert!(rows.iter().any(|it| it.contains("a b") && !it.contains('✔')), "{rows:?}");
    session.says("What happened: b a");
    session.says("How long does the program take");
    let rows = [session.says("█"), session.says("█")];
    assert!(rows.iter().any(|it| it.contains("0.2 s") && it.contains('✔')), "{rows:?}");
    session.says("What happened: ");
    one.wait_for("document.getElementById('ballot').textContent.includes('What happened')");
}
