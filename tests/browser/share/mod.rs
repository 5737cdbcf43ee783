//! A shared session in real browsers: late and lagging readers, lost connections, votes, hostile texts, the end.
#![cfg(unix)]

#[allow(dead_code, reason = "pages that are files are opened elsewhere")]
#[path = "support/browser.rs"]
mod browser;

use std::io::{BufRead, BufReader, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

#[allow(dead_code, reason = "other programs type more")]
#[path = "support/pty.rs"]
mod pty;

use browser::Browser;
use pty::*;
use serde_json::{Value, json};

const TITLE: &str = "document.getElementById('title').textContent";
const ABOUT: &str = "document.getElementById('about').textContent";
const CONNECTION: &str = "document.getElementById('connection').textContent";
const CONSOLE: &str = "document.getElementById('console').textContent";
const CLOCK: &str = "document.getElementById('clock').textContent";
const FOLLOWS: &str = "document.getElementById('follow').getAttribute('aria-pressed') === 'true'";
const LANES: &str = "document.getElementById('lanes')";
const SAID: &str = "document.getElementById('vote-said').textContent";

const VIRTUAL: &[&str] = &["--clock", "virtual"];
const CLASSIC: &str = "fn fetch(n, s) { sleep(s); print(`fetched ${n}`); n } \
                       let a = spawn fetch(1, 2); let b = spawn fetch(2, 1); [await a, await b]";

/// A session that is shared, as its user has it.
struct Session {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    url: String,
    _home: tempfile::TempDir,
}

impl Session {
    fn open(arguments: &[&str]) -> Session {
        let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
        command.args(arguments).args(["--share", "--glyphs", "unicode"]).env("NO_COLOR", "1");
        let home = tempfile::tempdir().unwrap();
        command.env("HOME", home.path()).env("XDG_DATA_HOME", home.path().join("data"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let input = child.stdin.take().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut session = Session { child, input, output, url: String::new(), _home: home };
        session.url = session.says("http://").trim().to_owned();
        session
    }

    fn enter(&mut self, text: &str) {
        writeln!(self.input, "{text}").unwrap();
        self.input.flush().unwrap();
    }

    /// The next line that has this in it.
    fn says(&mut self, wanted: &str) -> String {
        let mut line = String::new();
        while !line.contains(wanted) {
            line.clear();
            assert_ne!(self.output.read_line(&mut line).unwrap(), 0, "it does not say {wanted:?}");
        }
        line
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What stands between a reader and the session, and can fail.
struct Relay {
    url: String,
    is_cut: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
}

impl Relay {
    fn to(url: &str) -> Relay {
        let (address, path) = url.strip_prefix("http://").unwrap().split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/{path}", listener.local_addr().unwrap());
        let (is_cut, streams) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (cut, all, address) = (is_cut.clone(), streams.clone(), address.to_owned());
        std::thread::spawn(move || {
            for reader in listener.incoming().map_while(Result::ok) {
                // Who is cut off is not answered.
                let Some(session) = (!cut.load(Ordering::SeqCst)).then(|| TcpStream::connect(&address))
                else {
                    continue;
                };
                let session = session.unwrap();
                for (from, to) in [(&reader, &session), (&session, &reader)] {
                    let [mut from, mut to] = [from, to].map(|it| it.try_clone().unwrap());
                    std::thread::spawn(move || {
                        let _ = std::io::copy(&mut from, &mut to);
                        let _ = to.shutdown(Shutdown::Both);
                    });
                }
                all.lock().unwrap().extend([reader, session]);
            }
        });
        Relay { url, is_cut, streams }
    }

    fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        self.streams.lock().unwrap().drain(..).for_each(|it| drop(it.shutdown(Shutdown::Both)));
    }

    fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }
}

/// Browsers take their room: one test at a time.
fn readers<const N: usize>() -> Option<(MutexGuard<'static, ()>, [Browser; N])> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let program = browser::program();
    if browser::is_missing("Chromium", program.is_some()) {
        return None;
    }
    let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let program = program?;
    let start = |_| {
        let mut browser = Browser::start(&program);
        browser.resize(1200, 900);
        browser
    };
    Some((turn, [(); N].map(start)))
}

fn join(browser: &mut Browser, session: &Session) {
    browser.visit(&session.url);
    browser.wait_for("!document.getElementById('following').hidden");
}

/// What went wrong on the page but for what it loads itself.
fn troubles(browser: &mut Browser, session: &Session) -> Vec<String> {
    let own = json!(session.url).to_string();
    let own = own.trim_end_matches('"');
    browser.troubles().into_iter().filter(|it| !it.starts_with(own)).collect()
}

fn press(browser: &mut Browser, id: &str) {
    browser.evaluate(&format!("document.getElementById('{id}').click()"));
}

#[test]
fn what_cannot_be_shared_is_told() {
    let said = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
        let output = command.args(arguments).stdin(Stdio::null()).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    for (arguments, expected) in [
        (&["run", "x.rhai", "--share"][..], "`meanwhile present` take it"),
        (&["--share=room"], "write 0.0.0.0 for the room"),
        (&["--share-votes"], "add --share"),
        (&["--share", "--share-host", "http://x"], "without http://"),
        (&["--share=203.0.113.1:9"], "The session cannot be shared at 203.0.113.1:9"),
    ] {
        let text = said(arguments);
        assert!(text.contains(expected), "{arguments:?}: {text}");
    }
}

#[test]
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

#[test]
fn a_lost_connection_comes_back_and_the_end_is_told() {
    let Some((_turn, [mut browser])) = readers() else { return };
    // What is in between has another port, so its name is admitted.
    let mut session = Session::open(&["--clock", "virtual", "--share-host", "127.0.0.1"]);
    let relay = Relay::to(&session.url);
    let own = std::mem::replace(&mut session.url, relay.url.clone());
    join(&mut browser, &session);
    session.enter(CLASSIC);
    browser.wait_for(&format!("{TITLE} === 'run 1'"));
    let key = "localStorage.getItem('reader ' + location.pathname)";
    let reader = browser.text(key);
    relay.cut();
    browser.wait_for(&format!("{CONNECTION}.startsWith('The connection is lost')"));
    session.enter("sleep(7);");
    session.enter("print(\"that was seven\")");
    session.says("that was seven");
    assert_eq!(browser.text(TITLE), "run 1");
    relay.mend();
    browser.wait_for(&format!("{TITLE} === 'run 2' && {CONNECTION} === ''"));
    assert_eq!(browser.text(key), reader, "it is the same reader");
    assert_ne!(own, session.url);
    session.enter(":share off");
    browser.wait_for(&format!("{CONNECTION} === 'The session is no longer shared. What is here stays.'"));
    assert_eq!(browser.text(TITLE), "run 2");
    assert_eq!(browser.evaluate("localStorage.length"), 0, "the reader is forgotten");
    assert!(browser.text(ABOUT).contains("7.00 s"));
    // It can still be looked at.
    browser.evaluate(&format!("{LANES}.focus()"));
    browser.press("Home", false);
    browser.wait_for(&format!("{CLOCK}.startsWith('0')"));
    // A server that is gone altogether is told apart from one that answers.
    session.enter(":share");
    session.url = session.says("http://").trim().to_owned();
    join(&mut browser, &session);
    session.child.kill().unwrap();
    browser.wait_for(&format!("{CONNECTION}.startsWith('The connection is lost')"));
}

#[test]
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

#[test]
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

/// A talk asks about a program while that types itself, and a second time where its speaker wants that.
#[test]
fn in_a_talk_the_room_predicts() {
    let Some((_turn, [mut one, mut other])) = readers() else { return };
    let folder = tempfile::tempdir().unwrap();
    let program = |role: &str, text: &str| format!("Look.\n\n```rhai {role}\n{text}\n```\n\n");
    let text = program("+predict", "spawn || { sleep(0.2); print(\"late\") };\nprint(\"soon\"); sleep(0.3)")
        + &program("+predict never=\"bye\"", "print(\"hello\")")
        + &program("+predict", "sleep(0.3); print(\"once\")");
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

/// Tabs of one browser are one reader, also where both were loaded before either was given its name.
#[test]
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

/// The page on a phone fits its width, and axe finds nothing.
#[test]
fn it_fits_a_phone_and_screen_readers() {
    let Some((_turn, [mut browser])) = readers() else { return };
    let mut session = Session::open(&["--clock", "virtual", "--share-votes"]);
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe.min.js");
    let axe = std::fs::read_to_string(file).ok();
    for (width, scheme) in [(360, "dark"), (1200, "light")] {
        browser.emulate(scheme, "screen");
        browser.resize(width, 760);
        join(&mut browser, &session);
        session.enter(CLASSIC);
        session.enter(":vote How long does it take? | one second | two seconds | three seconds");
        browser.wait_for(&format!("{TITLE}.startsWith('run') && {CLOCK} === '2.00 s'"));
        browser.wait_for("document.querySelectorAll('#ballot .choice').length === 3");
        let wide = browser.evaluate("document.documentElement.scrollWidth");
        assert!(wide.as_u64() <= Some(width.into()), "{wide} is wider than {width}");
        picture(&mut browser, &format!("share-{width}.png"));
        if let Some(axe) = &axe {
            browser.evaluate(&format!("{axe}; 0"));
            let found = browser.text(
                "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
                    .then(it => it.violations.map(it => `${it.id}: ${it.help}: ${it.nodes.map(it => it.html.slice(0, 200))}`).join('\\n'))",
            );
            assert_eq!(found, "", "{scheme} {width}");
        }
    }
}

/// Keeps a picture of the page, for who wants to look at it.
fn picture(browser: &mut Browser, name: &str) {
    use base64::Engine;
    let taken = browser.call("Page.captureScreenshot", json!({ "format": "png" }));
    let Value::String(text) = &taken["data"] else { panic!("{taken}") };
    let bytes = base64::engine::general_purpose::STANDARD.decode(text).unwrap();
    std::fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), bytes).unwrap();
}
