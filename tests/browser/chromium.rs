//! A real browser, headless, for tests of pages: Chromium, spoken to in its DevTools protocol over a pipe.
//!
//! The pipe needs no port and no driver, and the browser ends when it is closed.

use std::collections::VecDeque;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

/// How long the browser may take for anything at all.
const TIMEOUT: Duration = Duration::from_secs(60);
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/// Whether to do without: a browser that is missing, or does not start here, is said, and is an error where
/// `NEEDS_BROWSER` is set, as `.ci/run` does where it has one.
pub fn is_missing(what: &str, is_there: bool) -> bool {
    if !is_there {
        assert!(std::env::var_os("NEEDS_BROWSER").is_none(), "{what} is missing; .ci/run gets it");
        eprintln!("skipped: {what} is missing; .ci/run gets it");
    }
    !is_there
}

/// Where the browser is, if there is one.
pub fn program() -> Option<PathBuf> {
    if std::env::var_os("NO_BROWSER").is_some() {
        return None;
    }
    let folders: Vec<PathBuf> = std::env::split_paths(&std::env::var_os("PATH")?).collect();
    let candidates = NAMES.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    candidates.into_iter().find(|it| it.is_file())
}

pub struct Browser {
    child: Child,
    input: ChildStdin,
    /// What the browser says, as it says it.
    messages: Receiver<Value>,
    next: u64,
    /// The session with the page.
    session: Option<String>,
    /// What pages of one reader share: what they keep, and their name.
    context: Option<Value>,
    /// What happened in the page, the oldest first.
    pub events: VecDeque<Value>,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts one with an empty page.
    pub fn start(program: &Path) -> Browser {
        let profile = tempfile::tempdir().unwrap();
        let mut command = Command::new("sh");
        // The browser speaks on descriptors 3 and 4.
        command.args(["-c", "exec \"$0\" \"$@\" 3<&0 4>&1 </dev/null >/dev/null 2>&1"]).arg(program);
        command.args(["--headless", "--remote-debugging-pipe", "--disable-gpu", "--disable-dev-shm-usage"]);
        command.args(["--no-first-run", "--disable-extensions", "--disable-background-networking"]);
        // As root, as in a container, its sandbox does not work. The pages are our own.
        command.arg("--no-sandbox").arg(format!("--user-data-dir={}", profile.path().display()));
        command.arg("about:blank").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let (input, output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let messages = messages(output);
        let mut browser = Browser {
            child,
            input,
            messages,
            next: 0,
            session: None,
            context: None,
            events: VecDeque::new(),
            _profile: profile,
        };
        browser.begin_anew();
        browser
    }

    /// Begins with an empty page, as somebody who was never here: nothing of earlier pages is left.
    pub fn begin_anew(&mut self) {
        // Pages are the browser's, not the page's.
        self.session = None;
        if let Some(context) = self.context.take() {
            self.call("Target.disposeBrowserContext", json!({ "browserContextId": context }));
        }
        let context = self.call("Target.createBrowserContext", json!({}))["browserContextId"].clone();
        let page = json!({ "url": "about:blank", "browserContextId": context });
        let page = self.call("Target.createTarget", page)["targetId"].clone();
        let attached = self.call("Target.attachToTarget", json!({ "targetId": page, "flatten": true }));
        self.session = Some(attached["sessionId"].as_str().unwrap().to_owned());
        self.context = Some(context);
        // As if its window were in front.
        self.call("Emulation.setFocusEmulationEnabled", json!({ "enabled": true }));
        for domain in ["Page", "Runtime", "Network", "Log"] {
            self.call(&format!("{domain}.enable"), json!({}));
        }
        self.events.clear();
    }

    /// Asks for something, and gives the answer.
    pub fn call(&mut self, method: &str, parameters: Value) -> Value {
        self.next += 1;
        let id = self.next;
        let mut message = json!({ "id": id, "method": method, "params": parameters });
        if let Some(session) = &self.session {
            message["sessionId"] = json!(session);
        }
        self.input.write_all(format!("{message}\0").as_bytes()).unwrap();
        self.input.flush().unwrap();
        loop {
            let said = self.messages.recv_timeout(TIMEOUT);
            let said = said.unwrap_or_else(|error| panic!("the browser does not answer {method}: {error}"));
            if said["id"] == id {
                assert!(said["error"].is_null(), "{method}: {}", said["error"]);
                return said["result"].clone();
            }
            self.events.push_back(said);
        }
    }

    /// Opens a file, and waits until it is there with all that it loads.
    pub fn open(&mut self, file: &Path) {
        self.visit(&format!("file://{}", file.display()));
    }

    /// Opens an address, and waits until it is there with all that it loads.
    pub fn visit(&mut self, url: &str) {
        self.events.clear();
        self.call("Page.navigate", json!({ "url": url }));
        let end = Instant::now() + TIMEOUT;
        while !self.events.iter().any(|it| it["method"] == "Page.loadEventFired") {
            let said = self.messages.recv_timeout(end.saturating_duration_since(Instant::now()));
            self.events.push_back(said.expect("the page does not load"));
        }
    }

    /// Opens an address in a tab behind this one, and does not wait for it.
    #[allow(dead_code, reason = "not all pages are opened twice")]
    pub fn open_tab(&mut self, url: &str) {
        // Tabs are the browser's, not the page's.
        let session = self.session.take();
        let tab = json!({ "url": url, "background": true, "browserContextId": self.context });
        self.call("Target.createTarget", tab);
        self.session = session;
    }

    /// What an expression comes to in the page; of a promise, what that comes to.
    pub fn evaluate(&mut self, expression: &str) -> Value {
        let wanted = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let answer = self.call("Runtime.evaluate", wanted);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {}", answer["exceptionDetails"]);
        answer["result"]["value"].clone()
    }

    /// The same as a text.
    pub fn text(&mut self, expression: &str) -> String {
        let value = self.evaluate(expression);
        value.as_str().unwrap_or_else(|| panic!("{expression} is no text: {value}")).to_owned()
    }

    /// Waits until something holds in the page.
    pub fn wait_for(&mut self, expression: &str) {
        let end = Instant::now() + TIMEOUT;
        // A frame is drawn in between.
        let look = format!("new Promise(done => requestAnimationFrame(() => done(Boolean({expression}))))");
        while self.evaluate(&look) != true {
            assert!(Instant::now() < end, "this never holds: {expression}");
        }
    }

    /// Presses a key, as its event names it.
    pub fn press(&mut self, key: &str, shift: bool) {
        let modifiers = if shift { 8 } else { 0 };
        let code = match key {
            "ArrowLeft" => 37,
            "ArrowUp" => 38,
            "ArrowRight" => 39,
            "ArrowDown" => 40,
            "Tab" => 9,
            _ => 0,
        };
        for kind in ["keyDown", "keyUp"] {
            let mut event = json!({ "type": kind, "key": key, "code": key, "modifiers": modifiers });
            event["windowsVirtualKeyCode"] = json!(code);
            if key.len() == 1 && kind == "keyDown" {
                event["text"] = json!(key);
            }
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// Moves the mouse with the left button as it is said: `mousePressed`, `mouseMoved`, `mouseReleased`.
    pub fn mouse(&mut self, kind: &str, [x, y]: [f64; 2]) {
        let buttons = if kind == "mouseReleased" { 0 } else { 1 };
        self.call(
            "Input.dispatchMouseEvent",
            json!({ "type": kind, "x": x, "y": y, "button": "left", "buttons": buttons, "clickCount": 1 }),
        );
    }

    /// Shows the page to readers of one kind: `light` or `dark`, on screen or in print.
    pub fn emulate(&mut self, scheme: &str, media: &str) {
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.call("Emulation.setEmulatedMedia", json!({ "media": media, "features": features }));
    }

    pub fn resize(&mut self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 500 });
        self.call("Emulation.setDeviceMetricsOverride", metrics);
    }

    /// What went wrong in the page since it was opened: errors in its console, and requests but the one for itself.
    pub fn troubles(&mut self) -> Vec<String> {
        // What has happened is told before the answer.
        self.evaluate("0");
        let trouble = |event: &Value| {
            let parameters = &event["params"];
            match event["method"].as_str()? {
                "Runtime.exceptionThrown" => Some(parameters["exceptionDetails"].to_string()),
                "Runtime.consoleAPICalled" => Some(parameters["args"].to_string()),
                "Log.entryAdded" => Some(parameters["entry"].to_string()),
                "Network.requestWillBeSent" if parameters["type"] != "Document" => {
                    Some(parameters["request"]["url"].to_string())
                }
                _ => None,
            }
        };
        self.events.iter().filter_map(trouble).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads messages, each of which ends with a zero byte.
fn messages(output: ChildStdout) -> Receiver<Value> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for message in BufReader::new(output).split(0).map_while(Result::ok) {
            let Ok(message) = serde_json::from_slice(&message) else { continue };
            if sender.send(message).is_err() {
                break;
            }
        }
    });
    receiver
}
