//! A shared session: late and lagging readers, lost connections, votes, hostile texts, the end.

mod connection;
mod following;
mod strangers;
mod talk;
mod votes;

use std::io::{BufRead, BufReader, Write};
use std::ops::{Deref, DerefMut};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::chromium::{self, Browser};

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

/// Browsers that no test uses: to start one takes longer than most tests.
static IDLE: Mutex<Vec<Browser>> = Mutex::new(Vec::new());

/// A reader's browser, for one test.
struct Reader(Option<Browser>);

impl Reader {
    fn new(program: &Path) -> Reader {
        let idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut browser = match idle {
            Some(mut browser) => {
                browser.begin_anew();
                browser
            }
            None => Browser::start(program),
        };
        browser.resize(1200, 900);
        Reader(Some(browser))
    }
}

impl Deref for Reader {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        self.0.as_ref().expect("its browser")
    }
}

impl DerefMut for Reader {
    fn deref_mut(&mut self) -> &mut Browser {
        self.0.as_mut().expect("its browser")
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            IDLE.lock().unwrap_or_else(PoisonError::into_inner).extend(self.0.take());
        }
    }
}

/// Browsers take their room: one test at a time.
fn readers<const N: usize>() -> Option<(MutexGuard<'static, ()>, [Reader; N])> {
    static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
    let program = chromium::program();
    if chromium::is_missing("Chromium", program.is_some()) {
        return None;
    }
    let turn = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let program = program?;
    Some((turn, [(); N].map(|()| Reader::new(&program))))
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
#[ignore = "in Chromium; .ci/run runs it"]
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

/// The page on a phone fits its width, and axe finds nothing.
#[test]
#[ignore = "in Chromium; .ci/run runs it"]
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
