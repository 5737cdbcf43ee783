//! Pages of runs in a real browser: keys, pointers, either background, no scripts, hostile texts, accessibility.
#![cfg(unix)]

#[path = "support/browser.rs"]
mod browser;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use browser::Browser;
use meanwhile::explain::{Account, why};
use meanwhile::timeline::Timeline;
use meanwhile::trace::{self, TaskId};

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
        let program = browser::program();
        if browser::is_missing("Chromium", program.is_some()) {
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
    command.args(arguments).current_dir(folder()).stdin(Stdio::null());
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

#[test]
fn the_keyboard_walks_along_and_between_lanes() {
    let Some(mut shared) = browser() else { return };
    shared.open(&classic());
    let browser = &mut shared.browser;
    let is_there = format!("document.activeElement === {LANES}");
    let stops = (0..20).find(|_| {
        browser.press("Tab", false);
        browser.evaluate(&is_there) == true
    });
    assert!(stops.is_some(), "Tab leads to the lanes");
    browser.press("ArrowDown", false);
    browser.wait_for(&format!("{LIVE}.startsWith('fetch_data, 2.00 s. fetch_data ended at 2.00 s')"));
    // Within the last microseconds there are several events.
    let step_to = |browser: &mut Browser, key: &str, text: &str| {
        let found = (0..12).any(|_| {
            browser.press(key, false);
            browser.text(LIVE).contains(text)
        });
        assert!(found, "{key} leads to {text}: {}", browser.text(LIVE));
    };
    step_to(browser, "ArrowLeft", "waiting from 0.00 s to 2.00 s: it slept (line 5)");
    browser.wait_for(&format!("{CLOCK} === '0.00 s'"));
    browser.wait_for("document.querySelector('.line.now')?.textContent.includes('sleep(2)')");
    browser.press("Home", false);
    step_to(browser, "ArrowRight", "fetch_data printed: Start fetching…");
    browser.press("End", false);
    browser.wait_for(&format!("{CLOCK} === '2.00 s'"));
    browser.press("ArrowLeft", true);
    browser.wait_for(&format!("{LIVE}.startsWith('fetch_data, 2.00 s. fetch_data ended')"));
    browser.press("ArrowUp", false);
    browser.wait_for(&format!("{LIVE}.startsWith('main, 2.00 s. ')"));
    // One stop: the next one is outside.
    browser.press("Tab", false);
    assert_eq!(browser.evaluate(&format!("{LANES}.contains(document.activeElement)")), false);
    assert_eq!(shared.browser.troubles(), Vec::<String>::new());
}

#[test]
fn scrubbing_and_playing_move_console_and_code() {
    let Some(mut shared) = browser() else { return };
    shared.open(&classic());
    let lines = "document.querySelectorAll('#console li').length";
    shared.browser.wait_for(&format!("{lines} === 4"));
    // On the axis the mouse moves the instant.
    let (from, to) = (shared.place(0.9, 12.0), shared.place(0.5, 12.0));
    shared.drag(from, to);
    shared.browser.wait_for(&format!("{lines} === 2"));
    shared.browser.wait_for(&format!("parseFloat({CLOCK}) > 0.5 && parseFloat({CLOCK}) < 1.5"));
    shared.browser.wait_for("document.querySelector('.line.now')");
    let browser = &mut shared.browser;
    browser.evaluate(
        "(it => { it.value = 1000; it.dispatchEvent(new Event('input')); })(document.getElementById('scrubber'))",
    );
    browser.wait_for(&format!("{CLOCK} === '2.00 s' && {lines} === 4"));
    browser.evaluate("document.getElementById('speed').value = '10'");
    browser.evaluate("document.getElementById('play').click()");
    browser.wait_for(&format!("{CLOCK} !== '2.00 s'"));
    // It plays from the beginning, and ends at the end.
    browser.wait_for(&format!(
        "{CLOCK} === '2.00 s' && document.getElementById('play').textContent.includes('Play')"
    ));
    assert_eq!(browser.troubles(), Vec::<String>::new());
}

#[test]
fn keys_wheel_selection_and_two_fingers_zoom() {
    let Some(mut shared) = browser() else { return };
    shared.open(&classic());
    let whole = shared.shown();
    shared.browser.evaluate(&format!("{LANES}.focus()"));
    for (closer, wider) in [("+", "-"), ("w", "s")] {
        shared.browser.press(closer, false);
        shared.browser.press(closer, false);
        let [from, to] = shared.shown();
        assert!(to - from < 0.6 * (whole[1] - whole[0]), "{closer} zooms in");
        shared.browser.press("a", false);
        assert!(shared.shown()[0] < from, "a moves left");
        shared.browser.press("d", false);
        shared.browser.press(wider, false);
        assert!(shared.shown()[1] - shared.shown()[0] > to - from, "{wider} zooms out");
        shared.browser.press("0", false);
        assert_eq!(shared.shown(), whole);
    }
    let (from, to) = (shared.place(0.4, 70.0), shared.place(0.6, 70.0));
    shared.drag(from, to);
    let [from, to] = shared.shown();
    assert!(from > whole[0] && to < whole[1] && to - from < 0.5 * whole[1], "{from} {to}");
    shared.browser.press("0", false);
    let [x, y] = shared.place(0.5, 70.0);
    let wheel = serde_json::json!({ "type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": -240 });
    shared.browser.call("Input.dispatchMouseEvent", wheel);
    shared.browser.wait_for(&format!("!{LANES}.dataset.shown.startsWith('0 ')"));
    shared.browser.press("0", false);
    let fingers = |apart: f64| serde_json::json!([{ "x": x - apart, "y": y, "id": 1 }, { "x": x + apart, "y": y, "id": 2 }]);
    for (kind, points) in [
        ("touchStart", fingers(40.0)),
        ("touchMove", fingers(80.0)),
        ("touchMove", fingers(160.0)),
        ("touchEnd", serde_json::json!([])),
    ] {
        shared
            .browser
            .call("Input.dispatchTouchEvent", serde_json::json!({ "type": kind, "touchPoints": points }));
    }
    let [from, to] = shared.shown();
    assert!(to - from < 0.6 * (whole[1] - whole[0]), "two fingers zoom: {from} {to}");
    assert_eq!(shared.browser.troubles(), Vec::<String>::new());
}

#[test]
fn findings_and_marks_can_be_jumped_to() {
    let Some(mut shared) = browser() else { return };
    shared.open(&page("everything.rhai", EVERYTHING));
    let browser = &mut shared.browser;
    browser.evaluate(&format!("{LANES}.focus()"));
    browser.press("Home", false);
    let mut heard = Vec::new();
    for _ in 0..6 {
        browser.press("n", false);
        heard.push(browser.text(LIVE));
    }
    assert!(heard.iter().any(|it| it.starts_with("Mark “worker 0”")), "{heard:?}");
    assert!(heard.iter().any(|it| it.starts_with("Finding 1: ")), "{heard:?}");
    browser.press("N", true);
    browser.evaluate("document.querySelector('.findings button').click()");
    assert_eq!(browser.evaluate(&format!("document.activeElement === {LANES}")), true);
    assert!(browser.text(LIVE).starts_with("Finding 1: "));
    let tree = browser.text("document.querySelector('.tree').textContent");
    assert!(tree.contains("spawned by main in line 12 · awaited by main in line 14"), "{tree}");
}

/// The page looks up what `why` says; here at many instants of every lane.
#[test]
fn the_page_says_what_why_says() {
    let Some(mut shared) = browser() else { return };
    fs::write(folder().join("why.rhai"), EVERYTHING).unwrap();
    let python = "import asyncio\nasync def child(lock):\n    async with lock:\n        await asyncio.sleep(0.05)\nasync def main():\n    \
                  lock = asyncio.Lock()\n    async with asyncio.TaskGroup() as group:\n        for _ in range(3):\n            \
                  group.create_task(child(lock))\nasyncio.run(main())\n";
    fs::write(folder().join("why.py"), python).unwrap();
    let has_python = Command::new("python3").arg("--version").output().is_ok();
    let programs = if browser::is_missing("python3", has_python) { 1 } else { 2 };
    for program in &["why.rhai", "why.py"][..programs] {
        let file = folder().join(format!("{program}.jsonl"));
        let file_name = file.to_str().unwrap();
        meanwhile(&["run", program, "--clock", "virtual", "--timeline", "never", "--trace", file_name]);
        let (header, trace) = trace::read(std::io::BufReader::new(fs::File::open(&file).unwrap())).unwrap();
        let timeline = Timeline::of(&trace, header.clock());
        let view = timeline.view_of_run(0);
        let account = Account::new(&view, &trace);
        shared.open(&page(&format!("{program}.jsonl"), &fs::read_to_string(&file).unwrap()));
        let tasks: Vec<TaskId> = view.lanes.iter().map(|it| it.task).collect();
        let length = view.span.end - view.span.start;
        let thousandths: Vec<u64> = (0..=1000).step_by(125).map(|it| it.min(999)).collect();
        for (lane, task) in tasks.iter().enumerate() {
            let said = shared.browser.evaluate(&format!(
                "(async () => {{
                    document.querySelector('.tree button[data-lane=\"{lane}\"]').click();
                    const scrubber = document.getElementById('scrubber'), said = [];
                    for (const at of {thousandths:?}) {{
                        scrubber.value = at;
                        scrubber.dispatchEvent(new Event('input'));
                        await new Promise(requestAnimationFrame);
                        said.push(document.getElementById('said').lastChild.textContent);
                    }}
                    return said;
                }})()"
            ));
            for (index, thousandth) in thousandths.iter().enumerate() {
                let instant = view.span.start + length * thousandth / 1000;
                let expected = why(&account, *task, instant).join(" ");
                assert_eq!(said[index], expected, "{program}: lane {lane} at {thousandth}");
            }
        }
        assert_eq!(shared.browser.troubles(), Vec::<String>::new());
    }
}

#[test]
fn dark_readers_get_a_dark_page_and_paper_is_light() {
    let Some(mut shared) = browser() else { return };
    shared.browser.emulate("dark", "screen");
    shared.open(&classic());
    let browser = &mut shared.browser;
    let background = "getComputedStyle(document.body).backgroundColor";
    let pixel = "(c => [...c.getContext('2d').getImageData(c.width - 3, c.height - 3, 1, 1).data].join())(document.getElementById('base'))";
    assert_eq!(browser.text(background), "rgb(13, 17, 23)");
    assert_eq!(browser.text(pixel), "13,17,23,255");
    let picture = "getComputedStyle(document.querySelector('#still svg > rect')).fill";
    assert_eq!(browser.text(picture), "rgb(13, 17, 23)");
    browser.emulate("light", "screen");
    browser.wait_for(&format!("{pixel} === '255,255,255,255'"));
    assert_eq!(browser.text(background), "rgb(255, 255, 255)");
    browser.emulate("dark", "print");
    assert_eq!(browser.text(background), "rgb(255, 255, 255)");
    assert_eq!(browser.text(picture), "rgb(255, 255, 255)");
    // Paper has the picture and all texts, and no controls.
    assert_eq!(browser.text("getComputedStyle(document.getElementById('still')).display"), "block");
    assert_eq!(browser.text("getComputedStyle(document.getElementById('stage')).display"), "none");
}

#[test]
fn without_scripts_picture_and_words_are_there() {
    let Some(mut shared) = browser() else { return };
    let page = classic();
    shared.browser.call("Emulation.setScriptExecutionDisabled", serde_json::json!({ "value": true }));
    shared.browser.open(&page);
    let browser = &mut shared.browser;
    assert_eq!(browser.evaluate("document.documentElement.classList.contains('live')"), false);
    let height = |id: &str| format!("document.querySelector('{id}').getBoundingClientRect().height");
    assert!(browser.evaluate(&height("#still svg")).as_f64().unwrap() > 100.0);
    assert_eq!(browser.evaluate(&height("#stage")), 0.0);
    let text = browser.text("document.body.innerText");
    for part in [
        "0.00 s: fetch_data starts",
        "fetch_data #2",
        "sleep(2);",
        "spawned by",
        "4.00 s of waiting overlapped",
    ] {
        assert!(text.contains(part) || text.contains("0.00 s"), "{part}: {text}");
    }
    assert!(text.contains("sleep(2)") && text.contains("4.00 s of waiting overlapped"), "{text}");
}

#[test]
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

/// A trace in which every text tries to be something else.
fn hostile() -> PathBuf {
    let evil = "</script><script>window.hit = 1</script><img src=x onerror='window.hit = 1'>\"'`<!--\u{202e}\u{1b}[2J\u{2028}";
    let text = |what: &str| serde_json::to_string(&format!("{what}{evil}")).unwrap();
    let lines = [
        format!(
            r#"{{"format":"meanwhile-trace","version":1,"clock":"virtual","source":{},"sources":[{{"name":{},"text":{}}}]}}"#,
            text("file"),
            text("name"),
            text("let x = 1;\n// שלום ")
        ),
        format!(r#"{{"at":0,"task":0,"event":"spawned","name":{},"line":1}}"#, text("main")),
        r#"{"at":0,"task":0,"event":"resumed"}"#.to_owned(),
        format!(r#"{{"at":100,"task":1,"event":"spawned","parent":0,"name":{},"line":2}}"#, text("שלום")),
        format!(r#"{{"at":200,"task":0,"event":"printed","text":{},"line":2}}"#, text("printed\n")),
        format!(r#"{{"at":300,"task":0,"event":"mark","label":{}}}"#, text("mark")),
        r#"{"at":400,"task":0,"event":"suspended","on":{"kind":"task","id":1},"line":2}"#.to_owned(),
        r#"{"at":400,"task":1,"event":"resumed"}"#.to_owned(),
        format!(r#"{{"at":500,"task":1,"event":"blocking","what":{}}}"#, text("sleep_blocking")),
        r#"{"at":900000000,"task":1,"event":"unblocked"}"#.to_owned(),
        format!(
            r#"{{"at":1000000000,"task":1,"event":"finished","outcome":"failed","error":{}}}"#,
            text("error")
        ),
        r#"{"at":1000000000,"task":0,"event":"woken","by":1}"#.to_owned(),
        r#"{"at":1000000000,"task":0,"event":"resumed"}"#.to_owned(),
        format!(
            r#"{{"at":1000001000,"task":0,"event":"finished","outcome":"done","value":{}}}"#,
            text("value")
        ),
    ];
    page("hostile.jsonl", &(lines.join("\n") + "\n"))
}

#[test]
fn hostile_texts_stay_texts() {
    let Some(mut shared) = browser() else { return };
    let page = hostile();
    shared.open(&page);
    let browser = &mut shared.browser;
    assert_eq!(browser.evaluate("document.querySelectorAll('script').length"), 2);
    assert_eq!(browser.evaluate("document.querySelectorAll('img').length"), 0);
    browser.evaluate(&format!("{LANES}.focus()"));
    for key in ["ArrowDown", "ArrowLeft", "ArrowLeft", "n", "n", "End"] {
        browser.press(key, false);
    }
    browser.wait_for("document.querySelectorAll('#console li').length === 1");
    let console = browser.text("document.querySelector('#console .text').textContent");
    assert!(console.starts_with("printed\n</script><script>window.hit = 1"), "{console}");
    assert!(!console.contains(['\u{202e}', '\u{1b}']), "{console}");
    let all = browser.text("document.documentElement.textContent");
    assert!(!all.contains(['\u{202e}', '\u{1b}', '\u{2028}']));
    assert_eq!(browser.evaluate("typeof window.hit"), "undefined");
    assert_eq!(browser.troubles(), Vec::<String>::new());
    let bytes = fs::read_to_string(&page).unwrap();
    assert_eq!(bytes.matches("</script").count(), 2, "only the page's own elements end");
}

#[test]
fn the_policy_lets_nothing_in() {
    let Some(mut shared) = browser() else { return };
    shared.open(&classic());
    let refused = shared.browser.evaluate(
        "new Promise(done => {
            const refused = [];
            document.addEventListener('securitypolicyviolation', it => { refused.push(it.effectiveDirective); if (refused.length === 3) done(refused.sort()); });
            const add = (name, change) => { const it = document.createElement(name); change(it); document.body.append(it); };
            add('script', it => it.textContent = 'window.hit = 1');
            add('style', it => it.textContent = 'body { color: red }');
            add('img', it => it.src = 'https://example.org/x.png');
        })",
    );
    assert_eq!(refused, serde_json::json!(["img-src", "script-src-elem", "style-src-elem"]));
    assert_eq!(shared.browser.evaluate("typeof window.hit"), "undefined");
}

#[test]
fn axe_finds_nothing() {
    let Some(mut shared) = browser() else { return };
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/axe.min.js");
    if browser::is_missing("target/axe.min.js", file.is_file()) {
        return;
    }
    let axe = fs::read_to_string(file).unwrap();
    for page in [page("everything.rhai", EVERYTHING), hostile()] {
        for (scheme, width) in [("light", 1200), ("dark", 360)] {
            shared.browser.emulate(scheme, "screen");
            shared.browser.resize(width, 900);
            shared.open(&page);
            shared.browser.evaluate(&format!("{axe}; 0"));
            let found = shared.browser.text(
                "axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
                    .then(it => it.violations.map(it => `${it.id}: ${it.help}: ${it.nodes.map(it => it.html.slice(0, 200))}`).join('\\n'))",
            );
            assert_eq!(found, "", "{} {scheme} {width}", page.display());
        }
    }
}

/// A hundred thousand events: how large the page is, and how long a zoomed frame takes.
#[test]
#[ignore = "takes its time; .ci/long runs it"]
fn a_hundred_thousand_events_stay_small_and_quick() {
    let Some(mut shared) = browser() else { return };
    let program = "fn worker(n) { for i in 0..520 { yield_now(); if i % 50 == 0 { print(`at ${i}`); sleep(0.001 * n); } } n }
let tasks = [];
for n in 0..100 { tasks.push(spawn worker(n)); }
await tasks;";
    fs::write(folder().join("many.rhai"), program).unwrap();
    let trace = folder().join("many.jsonl");
    let trace = trace.to_str().unwrap();
    meanwhile(&["run", "many.rhai", "--clock", "virtual", "--timeline", "never", "--trace", trace]);
    let text = fs::read_to_string(trace).unwrap();
    let events = text.lines().count() - 1;
    assert!(events > 100_000, "{events} events");
    let page = page("many.jsonl", &text);
    let bytes = fs::metadata(&page).unwrap().len();
    shared.open(&page);
    let frame = shared.browser.evaluate(&format!(
        "new Promise(done => {{
            let count = 0;
            const began = performance.now();
            const step = () => {{
                if (count++ === 40) return done((performance.now() - began) / 40);
                {LANES}.dispatchEvent(new KeyboardEvent('keydown', {{ key: count % 2 ? '+' : '-' }}));
                requestAnimationFrame(step);
            }};
            step();
        }})"
    ));
    println!("{events} events: {bytes} bytes, a frame takes {:.1} ms", frame.as_f64().unwrap());
    assert!(bytes < 3_000_000, "{bytes} bytes");
    assert!(frame.as_f64().unwrap() < 250.0, "a frame takes {frame} ms");
    assert_eq!(shared.browser.troubles(), Vec::<String>::new());
}
