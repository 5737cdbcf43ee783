//! A talk in a terminal: what types itself, what the speaker types, steps back, notes in a second terminal, and the check.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use crate::at_prompt;
use crate::pty::*;

/// How long a reader may wait for anything.
const PATIENCE: Duration = Duration::from_secs(30);

const DECK: &str = "+++
title = \"A talk\"
+++

Welcome.

```text +note
Breathe.
```

<!-- pause -->

Two tasks.

```rhai +run
let n = 1;
fn work(name) { sleep(0.2); print(`${name} is done`) }
await [spawn work(\"one\"), spawn work(\"two\")];
```

```text +note
Wait for the applause.
```

Now it counts.

```rhai +run
n += 1;
print(`n is ${n}`);
```

```toml +quiz
question = \"Who waits?\"
choices = [\"the task\", \"the thread\"]
answer = \"a\"
explain = \"The thread is free.\"
```

Your turn.

```rhai +type
print(n * 2
```
";

fn talk(arguments: &[&str]) -> (Pty, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("talk.md"), DECK).unwrap();
    let mut all = vec!["present", "talk.md"];
    all.extend(arguments);
    let run = folder.path().join("run");
    let terminal =
        Pty::meanwhile(&all).folder(folder.path()).env("XDG_RUNTIME_DIR", run).size(80, 24).start();
    (terminal, folder)
}

/// Goes on to a slide with this on it.
fn on_to(terminal: &mut Pty, text: &str) {
    terminal.press(ENTER);
    terminal.wait_for(text);
    at_prompt(terminal);
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_program_types_itself_and_runs_at_enter_and_a_step_back_undoes_it() {
    let (mut terminal, _folder) = talk(&[]);
    terminal.wait_for("A talk · 1 of 5");
    at_prompt(&mut terminal);
    on_to(&mut terminal, "Two tasks.");
    terminal.press(ENTER).wait_for("let n");
    // Enter has the rest at once, and only the next one runs it.
    terminal.press(ENTER).wait_for("spawn work(\"two\")];");
    assert!(!terminal.screen().contains("one is done"));
    terminal.press(ENTER).wait_for("two is done");
    at_prompt(&mut terminal);
    on_to(&mut terminal, "Now it counts.");
    // Anything may be tried at any time.
    terminal.type_text("n = 50; print(`free ${n}`)").press(ENTER).wait_for("free 50");
    at_prompt(&mut terminal);
    terminal.press(ENTER).wait_for("${n}`);");
    terminal.press(ENTER).wait_for("n is 51");
    at_prompt(&mut terminal);
    // Back to where the slide began: nothing of it has happened.
    terminal.press(LEFT).wait_until_gone("n is 51");
    terminal.wait_for("Now it counts.");
    at_prompt(&mut terminal);
    terminal.type_text(":resume").press(ENTER).wait_until_gone(":resume");
    terminal.wait_for("Now it counts.");
    at_prompt(&mut terminal);
    terminal.press(PAGE_DOWN).wait_for("n += 1");
    terminal.wait_for("print(`n is ${n}`);");
    terminal.press(PAGE_DOWN).wait_for("n is 2");
    at_prompt(&mut terminal);
    on_to(&mut terminal, "b  the thread");
    on_to(&mut terminal, "The thread is free.");
    on_to(&mut terminal, "Your turn.");
    terminal.press(" ").wait_for("print(n * 2");
    terminal.type_text("1)").press(ENTER).wait_for("42");
    at_prompt(&mut terminal);
    terminal.press(ENTER).wait_for("That was the last slide.");
    at_prompt(&mut terminal);
    terminal.type_text(":step 9").press(ENTER).wait_for("slides 1 to 5");
    at_prompt(&mut terminal);
    terminal.press(CTRL_D);
    assert!(terminal.wait_for_exit().success());
}

#[test]
fn a_fresh_start_stays_in_the_talk_s_sandbox() {
    let (mut terminal, folder) = talk(&["--from", "3"]);
    let secret = folder.path().join("secret");
    std::fs::write(&secret, "secret").unwrap();
    terminal.wait_for("Now it counts.");
    at_prompt(&mut terminal);
    let read = format!("print(fs::read({secret:?}).len + 1000)");
    for command in [":resume", ":reset"] {
        terminal.type_text(command).press(ENTER).wait_until_gone(command);
        at_prompt(&mut terminal);
        terminal.type_text(&read).press(ENTER).wait_for("have only their own");
        at_prompt(&mut terminal);
        assert!(!terminal.screen().contains("1006"), "{}", terminal.screen());
    }
    terminal.type_text(":reset").press(ENTER).wait_until_gone(":reset");
    at_prompt(&mut terminal);
    terminal.type_text("print(`n was ${n}`)").press(ENTER).wait_for("n was 1");
    at_prompt(&mut terminal);
    // What no program is runs nothing, so nothing of the slide has happened.
    terminal.press(LEFT).wait_until_gone("n was 1");
    at_prompt(&mut terminal);
    terminal.type_text("exit").press(ENTER).wait_for(":quit");
    at_prompt(&mut terminal);
    terminal.press(LEFT).wait_for("Two tasks.");
    at_prompt(&mut terminal);
    terminal.press(CTRL_D);
    assert!(terminal.wait_for_exit().success());
}

#[test]
fn keys_hurry_stop_and_put_away_what_types_itself() {
    let (mut terminal, _folder) = talk(&["--from", "3"]);
    terminal.wait_for("Now it counts.");
    at_prompt(&mut terminal);
    terminal.press(ENTER).wait_for("n +");
    // Esc leaves it half typed, for the speaker.
    terminal.press(ESCAPE);
    let is_whole = |screen: &vt100::Screen, _: &[u8]| screen.contents().contains("print");
    assert!(!terminal.comes_within(Duration::from_millis(500), is_whole));
    terminal.press(CTRL_C);
    at_prompt(&mut terminal);
    // The programs of slides before it have run, so it can.
    terminal.press(ENTER).wait_for("n");
    terminal.press(ENTER).wait_for("${n}`);");
    terminal.press(ENTER).wait_for("n is 2");
    at_prompt(&mut terminal);
    terminal.press(CTRL_D);
    assert!(terminal.wait_for_exit().success());
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_timed_talk_goes_on_by_itself_until_its_speaker_takes_over() {
    let (mut terminal, _folder) = talk(&["--timed", "1", "--from", "2"]);
    terminal.wait_for("two is done");
    terminal.wait_for("Now it counts.");
    terminal.wait_for("n is 2");
    terminal.wait_for("Who waits?");
    terminal.press(CTRL_D);
    assert!(terminal.wait_for_exit().success());
}

#[test]
#[cfg(unix)]
fn notes_are_in_a_second_terminal() {
    let (mut terminal, folder) = talk(&[]);
    terminal.wait_for("Welcome.");
    at_prompt(&mut terminal);
    let run = folder.path().join("run");
    let mut notes = Pty::meanwhile(&["present", "--notes"]).env("XDG_RUNTIME_DIR", &run).start();
    notes.wait_for("Breathe.");
    notes.wait_for("Then: Two tasks.");
    on_to(&mut terminal, "Two tasks.");
    notes.wait_for("2 of 5");
    notes.wait_for("let n = 1;");
    notes.wait_for("applause");
    terminal.press(CTRL_D);
    assert!(terminal.wait_for_exit().success());
    notes.wait_for("The talk is over.");
    let mut late = Pty::meanwhile(&["present", "--notes"]).env("XDG_RUNTIME_DIR", &run).start();
    late.wait_for("no talk is being given");
    assert!(!late.wait_for_exit().success());
}

/// A reader without a browser, who stays connected.
struct Reader {
    url: String,
    name: String,
    events: BufReader<TcpStream>,
}

impl Reader {
    /// Follows the page whose address is on the screen.
    fn of(screen: &str) -> Reader {
        let url = screen.lines().find_map(|it| it.trim().strip_prefix("http://")).unwrap().to_owned();
        let mut reader =
            Reader { events: BufReader::new(asked(&url, "GET", "events", "")), url, name: String::new() };
        let seed = reader.hears("\"reader\":\"");
        let name = seed.split("\"reader\":\"").nth(1).unwrap();
        reader.name = name.split('"').next().unwrap().to_owned();
        reader
    }

    /// The next line of the events that has this in it.
    fn hears(&mut self, wanted: &str) -> String {
        let (mut line, end) = (String::new(), Instant::now() + PATIENCE);
        while !line.contains(wanted) {
            line.clear();
            // It hears that the session is alive for as long as that lasts.
            assert!(Instant::now() < end, "it never hears {wanted}");
            assert_ne!(self.events.read_line(&mut line).unwrap(), 0, "it never hears {wanted}");
        }
        line
    }

    /// Answers in a round of a question, and gives what the page says to that.
    fn votes(&self, (vote, round): (usize, usize), answer: &str) -> String {
        let name = &self.name;
        let body = format!(r#"{{"reader":"{name}","vote":{vote},"round":{round},"answer":"{answer}"}}"#);
        let mut said = String::new();
        asked(&self.url, "POST", "vote", &body).read_to_string(&mut said).unwrap();
        said.split("\r\n\r\n").nth(1).unwrap().to_owned()
    }
}

/// The answer to a request.
fn asked(url: &str, method: &str, path: &str, body: &str) -> TcpStream {
    let (host, token) = url.split_once('/').unwrap();
    let mut stream = TcpStream::connect(host).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} /{token}{path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    stream
}

/// Runs what has typed itself. Where it still does, Enter has the rest at once.
fn run(terminal: &mut Pty, wanted: &str) {
    terminal.press(ENTER);
    let has_run = |screen: &vt100::Screen, _: &[u8]| screen.contents().contains(wanted);
    if !terminal.comes_within(Duration::from_secs(5), has_run) {
        terminal.press(ENTER).wait_for(wanted);
    }
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn the_room_predicts_what_a_program_does_before_it_runs_and_once_more_after_a_discussion() {
    let folder = tempfile::tempdir().unwrap();
    let deck = "```rhai +predict\nspawn || { sleep(0.2); print(\"late\") };\nprint(\"soon\"); sleep(0.3)\n```\n\n\
                What else?\n\n```rhai +predict\nsleep(0.3); print(\"once\")\n```\n";
    std::fs::write(folder.path().join("talk.md"), deck).unwrap();
    let arguments = ["present", "talk.md", "--share", "--share-votes"];
    let mut terminal = Pty::meanwhile(&arguments).folder(folder.path()).size(80, 40).start();
    let mut reader = Reader::of(&terminal.wait_for("Enter begins."));
    terminal.press(ENTER).wait_for("1 of 2");
    at_prompt(&mut terminal);
    assert!(reader.votes((1, 0), "a b").contains("Nothing is asked"));
    terminal.press(ENTER).wait_for("The room is asked what it will do; one reader is here.");
    terminal.wait_for("sleep(0.3)");
    let heard = reader.hears("In which order");
    let [first, second] = if heard.find("late") < heard.find("soon") { ["b", "a"] } else { ["a", "b"] };
    assert!(reader.votes((1, 0), "a").contains("no answer"));
    assert!(reader.votes((1, 0), &format!("{second} {first}")).contains("answer"));
    terminal.wait_for("The room: 1 of 1 has answered.");
    terminal.press(CTRL_C);
    at_prompt(&mut terminal);
    terminal.type_text(":vote close").press(ENTER).wait_for("The room, 1 answer:");
    at_prompt(&mut terminal);
    assert!(reader.votes((1, 0), "a b").contains("closed"));
    terminal.type_text(":vote again").press(ENTER).wait_for("asked once more");
    at_prompt(&mut terminal);
    // What is tried in between, and the slide once more, leave the question as it is.
    terminal.type_text("print(6 * 7)").press(ENTER).wait_for("42");
    at_prompt(&mut terminal);
    terminal.type_text(":resume").press(ENTER).wait_until_gone("42");
    at_prompt(&mut terminal);
    assert_eq!(
        reader.votes((1, 1), &format!("{first} {second}")),
        format!("{{\"answer\":\"{first} {second}\"}}")
    );
    terminal.press(ENTER).wait_for("sleep(0.3)");
    assert!(!terminal.screen().contains("The room is asked"), "it has been: {}", terminal.screen());
    run(&mut terminal, &format!("What happened: {first} {second}"));
    at_prompt(&mut terminal);
    let screen = terminal.screen();
    assert!(screen.contains("Before the discussion, 1 answer:"), "{screen}");
    assert!(screen.contains("After the discussion, 1 answer:"), "{screen}");
    let right = format!("{first} {second}");
    assert!(screen.lines().any(|it| it.contains(&right) && it.ends_with('✔')), "{screen}");
    reader.hears("\"happened\"");
    // One line has no order: the room is asked how long it takes. A program that is stopped answers nothing.
    terminal.press(ENTER).wait_for("2 of 2");
    at_prompt(&mut terminal);
    terminal.press(ENTER).wait_for("The room is asked");
    terminal.wait_for("print(\"once\")");
    reader.hears("How long");
    assert!(reader.votes((2, 0), "0.3").contains("0.3"));
    run(terminal.press(LEFT), "What happened: 300 ms");
    at_prompt(&mut terminal);
    // A step back takes a question away, and the next Enter asks it afresh.
    terminal.press(LEFT).wait_until_gone("What happened");
    at_prompt(&mut terminal);
    terminal.press(ENTER).wait_for("The room is asked");
    terminal.wait_for("print(\"once\")");
    terminal.press(CTRL_C);
    at_prompt(&mut terminal);
    terminal.press(LEFT).wait_for("1 of 2");
    at_prompt(&mut terminal);
    assert!(reader.votes((3, 0), "1").contains("Nothing is asked"));
    terminal.press(CTRL_D);
    assert!(terminal.wait_for_exit().success());
}

fn check(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    let Output { status, stdout, stderr } =
        command.args(["present", "talk.md", "--check"]).args(arguments).current_dir(folder).output().unwrap();
    (status.code(), String::from_utf8([stdout, stderr].concat()).unwrap())
}

#[test]
fn a_check_proves_that_each_step_does_what_it_did() {
    let folder = tempfile::tempdir().unwrap();
    let write = |text: &str| std::fs::write(folder.path().join("talk.md"), text).unwrap();
    write(DECK);
    let (code, text) = check(folder.path(), &[]);
    assert!(code == Some(0) && text.contains("With --accept"), "{text}");
    let (code, text) = check(folder.path(), &["--accept"]);
    assert!(code == Some(0) && text.contains("talk.check.json"), "{text}");
    let (code, text) = check(folder.path(), &[]);
    assert!(code == Some(0) && text.contains("each does what it did"), "{text}");
    write(&DECK.replace("n += 1", "n += 2"));
    let (code, text) = check(folder.path(), &[]);
    assert!(
        code == Some(1) && text.contains("it printed \"n is 2\" as line 1, and prints \"n is 3\""),
        "{text}"
    );
    write(&DECK.replace("let n = 1;", "let m = 1;"));
    let (code, text) = check(folder.path(), &[]);
    assert!(code == Some(1) && text.contains("slide 3: it ends with an error"), "{text}");
    write("```rhai +dance\n1\n```\n");
    let (code, text) = check(folder.path(), &[]);
    assert!(code == Some(2) && text.contains("talk.md:1: a deck knows no role `+dance`"), "{text}");
    // Every lesson can be presented.
    for lesson in std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons")).unwrap() {
        let path = lesson.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name.ends_with(".md") && name != "README.md" {
            write(&std::fs::read_to_string(&path).unwrap());
            std::fs::remove_file(folder.path().join("talk.check.json")).ok();
            let (code, text) = check(folder.path(), &[]);
            assert_eq!(code, Some(0), "{name}: {text}");
        }
    }
}
