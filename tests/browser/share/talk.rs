//! In a talk the room predicts what a program does.

use std::time::Duration;

use crate::pty::*;

use super::*;

/// A talk asks about a program while that types itself, and a second time where its speaker wants that.
#[test]
#[ignore = "in Chromium; .ci/run runs it"]
fn in_a_talk_the_room_predicts() {
    let Some((_turn, [mut one, mut other])) = readers() else { return };
    let folder = tempfile::tempdir().unwrap();
    let program = |role: &str, text: &str| format!("Look.\n\n```rhai {role}\n{text}\n```\n\n");
    let text = [
        program("+predict", "spawn || { sleep(0.2); print(\"late\") };\nprint(\"soon\"); sleep(0.3)"),
        program("+predict never=\"bye\"", "print(\"hello\")"),
        program("+predict", "sleep(0.3); print(\"once\")"),
    ]
    .concat();
    std::fs::write(folder.path().join("talk.md"), text).unwrap();
    let arguments = ["present", "talk.md", "--clock", "virtual", "--share", "--share-votes"];
    let mut talk = Pty::meanwhile(&arguments).folder(folder.path()).size(100, 40).start();
    let screen = talk.wait_for("Enter begins.");
    let url = screen.lines().find_map(|it| it.trim().strip_prefix("http://")).unwrap();
    for browser in [&mut one, &mut other] {
        browser.visit(&format!("http://{url}"));
        browser.wait_for("!document.getElementById('following').hidden");
    }
    let at_prompt = |talk: &mut Pty| {
        talk.wait_until("a prompt", |screen| screen.contents().trim_end().ends_with('›'));
    };
    let command = |talk: &mut Pty, text: &str| {
        // With it behind the prompt, no prompt ends the screen until there is a new one.
        talk.type_text(text).wait_for(&format!("› {text}"));
        talk.press(ENTER);
        at_prompt(talk);
    };
    let tap = |browser: &mut Browser, lines: &[&str], and_then: &str| {
        for line in lines {
            let choice = format!(
                "[...document.querySelectorAll('#ballot .choice')].find(it => it.textContent.slice(1) === '{line}')"
            );
            browser.wait_for(&choice);
            browser.evaluate(&format!("{choice}.click()"));
        }
        browser.evaluate(and_then);
        browser.wait_for(&format!("{SAID}.startsWith('Your answer: ')"));
    };
    let run = |talk: &mut Pty| {
        // Where it still types itself, Enter has the rest at once.
        talk.press(ENTER);
        let has_run = |screen: &vt100::Screen, _: &[u8]| screen.contents().contains("What happened:");
        if !talk.comes_within(Duration::from_secs(5), has_run) {
            talk.press(ENTER).wait_for("What happened:");
        }
    };
    let ballot = "document.getElementById('ballot').textContent";
    talk.press(ENTER).wait_for("1 of 3");
    at_prompt(&mut talk);
    assert_eq!(one.evaluate("document.getElementById('vote').hidden"), true);
    talk.press(ENTER).wait_for("The room is asked what it will do; 2 readers are here.");
    talk.wait_for("sleep(0.3)");
    tap(&mut one, &["late", "soon"], "0");
    tap(&mut other, &["soon", "late"], "0");
    talk.wait_for("The room: 2 of 2 have answered.");
    // How it answered, a discussion, and the same question once more.
    talk.press(CTRL_C);
    at_prompt(&mut talk);
    command(&mut talk, ":vote close");
    let screen = talk.wait_for("The room, 2 answers:");
    assert!(
        !screen.contains('✔') && !screen.contains(":vote right"),
        "the run tells what is right: {screen}"
    );
    command(&mut talk, ":vote again");
    one.wait_for(&format!("!{SAID}.startsWith('Your answer: ')"));
    tap(&mut one, &["soon", "late"], "0");
    // What is tried in between, and the slide once more, are no answer to it.
    command(&mut talk, "print(1)");
    command(&mut talk, ":resume");
    talk.press(ENTER).wait_for("sleep(0.3)");
    run(&mut talk);
    at_prompt(&mut talk);
    let screen = talk.screen();
    let all: Vec<&str> = screen.lines().filter(|it| it.contains('█') && it.contains("  ")).collect();
    assert!(screen.contains("Before the discussion, 2 answers:"), "{screen}");
    assert!(screen.contains("After the discussion, 1 answer:"), "{screen}");
    assert_eq!(all.iter().filter(|it| it.ends_with('✔')).count(), 2, "{screen}");
    one.wait_for(&format!("{ballot}.includes('What happened')"));
    one.resize(360, 760);
    picture(&mut one, "share-talk-answers.png");
    // Lines that never come are left out.
    talk.press(ENTER).wait_for("2 of 3");
    at_prompt(&mut talk);
    talk.press(ENTER).wait_for("The room is asked");
    talk.wait_for("print(\"hello\")");
    one.wait_for("document.querySelectorAll('#ballot .actions button').length === 1");
    picture(&mut one, "share-talk-some.png");
    tap(&mut one, &["hello"], "[...document.querySelectorAll('#ballot .actions button')].at(-1).click()");
    run(&mut talk);
    // With one line there is no order to predict.
    at_prompt(&mut talk);
    talk.press(ENTER).wait_for("3 of 3");
    at_prompt(&mut talk);
    talk.press(ENTER).wait_for("The room is asked");
    one.wait_for("document.getElementById('number')");
    // A step back takes the question away.
    talk.press(CTRL_C);
    at_prompt(&mut talk);
    talk.press(LEFT).wait_for("2 of 3");
    one.wait_for("document.getElementById('vote').hidden");
    for browser in [&mut one, &mut other] {
        let own = format!("\"http://{url}");
        let troubles: Vec<String> =
            browser.troubles().into_iter().filter(|it| !it.starts_with(&own)).collect();
        assert_eq!(troubles, Vec::<String>::new());
    }
    talk.press(CTRL_D);
    assert!(talk.wait_for_exit().success());
}
