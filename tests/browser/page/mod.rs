//! Pages of runs: keys, pointers, either background, no scripts, hostile texts, accessibility.

mod hostile;
mod keyboard;
mod looks;
mod parts;
mod pointers;
mod sentences;
mod size;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use crate::chromium::{self, Browser};

/// Tasks that sleep, compute, block, queue for a lock, fail, and are awaited one by one and together.
const EVERYTHING: &str = r#"let door = mutex(0);
fn worker(n, door) {
    sleep(0.1 * n);
    busy(0.05);
    door.lock(|value| { sleep(0.1); value + 1 });
    if n == 1 { sleep_blocking(0.2); }
    mark("worker " + n);
    print("worker " + n + "\nis through");
    n
}
let tasks = [];
for n in 0..3 { tasks.push(spawn worker(n, door)); }
let fails = spawn || { sleep(0.3); throw "oh no ~n" };
await tasks[0];
await [tasks[1], tasks[2]];
try { await fails } catch (error) { print(error) }
"#;

/// The browser that the tests share, one after another.
struct Shared {
    browser: Browser,
}

fn browser() -> Option<MutexGuard<'static, Shared>> {
    static SHARED: OnceLock<Option<Mutex<Shared>>> = OnceLock::new();
    let shared = SHARED.get_or_init(|| {
        let program = chromium::program();
        if chromium::is_missing("Chromium", program.is_some()) {
            return None;
        }
        Some(Mutex::new(Shared { browser: Browser::start(&program?) }))
    });
    let mut shared = shared.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
    // As it was before the last test.
    shared.browser.emulate("light", "screen");
    shared.browser.resize(1200, 900);
    shared.browser.call("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": false }));
    Some(shared)
}

/// Where pages and traces of these tests lie.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn meanwhile(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    // What an older version left there may be replaced.
    command.args(arguments).arg("--force").current_dir(folder()).stdin(Stdio::null());
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{arguments:?}: {said}");
}

/// The page of a text under that name: a script or a trace.
fn page(name: &str, text: &str) -> PathBuf {
    fs::write(folder().join(name), text).unwrap();
    let page = folder().join(format!("{name}.html"));
    meanwhile(&["export", "html", name, "-o", page.to_str().unwrap(), "--clock", "virtual"]);
    page
}

fn example(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons/examples").join(name)).unwrap()
}

fn classic() -> PathBuf {
    page("nonblocking.rhai", &example("nonblocking.rhai"))
}

/// What the sentence below the lanes says.
const SAID: &str = "document.getElementById('said').textContent";
const LIVE: &str = "document.getElementById('live').textContent";
const CLOCK: &str = "document.getElementById('clock').textContent";
const LANES: &str = "document.getElementById('lanes')";

impl Shared {
    fn open(&mut self, page: &Path) {
        self.browser.open(page);
        self.browser.wait_for(&format!("{SAID}.length > 0"));
    }

    fn shown(&mut self) -> [f64; 2] {
        let text = self.browser.text(&format!("{LANES}.dataset.shown"));
        let (from, to) = text.split_once(' ').unwrap();
        [from, to].map(|it| it.parse().unwrap())
    }

    /// A place on the lanes: parts of their width and pixels from the top.
    fn place(&mut self, part: f64, y: f64) -> [f64; 2] {
        let frame = format!("(it => [it.left, it.width, it.top])({LANES}.getBoundingClientRect())");
        let frame = self.browser.evaluate(&frame);
        let [left, width, top] = [0, 1, 2].map(|it| frame[it].as_f64().unwrap());
        [left + part * width, top + y]
    }

    fn drag(&mut self, from: [f64; 2], to: [f64; 2]) {
        self.browser.mouse("mousePressed", from);
        self.browser.mouse("mouseMoved", [(from[0] + to[0]) / 2.0, from[1]]);
        self.browser.mouse("mouseMoved", to);
        self.browser.mouse("mouseReleased", to);
    }
}
