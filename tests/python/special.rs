//! What a person does with a program besides running it: arguments, modules, input, comparing, exporting, mistakes.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::{has_python, meanwhile, outcome, python};

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn arguments_and_imports_from_beside_the_script_are_the_program_s_own() {
    if !has_python() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    write(
        scratch.path(),
        "app/main.py",
        "import sys, helper\nprint(helper.VALUE, sys.argv, sys.path[0].endswith('app'))\n",
    );
    write(scratch.path(), "app/helper.py", "VALUE = 7\n");
    let plain = outcome(&python(scratch.path(), &["app/main.py", "a", "--b"]));
    let recorded = outcome(&meanwhile(scratch.path(), &["run", "app/main.py", "--", "a", "--b"]));
    assert_eq!(recorded, plain);
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn modules_beside_the_script_come_before_libraries_of_their_names() {
    if !has_python() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let classic = "import asyncio\nasync def main(): print('hi')\nasyncio.run(main())\n";
    for (name, text) in [
        ("itself/asyncio.py", classic),
        ("inside/socket.py", classic),
        ("own/main.py", "import asyncio, json\nfrom queue import MINE\nprint(MINE, json.MINE)\n"),
        ("own/queue.py", "MINE = 1\n"),
        ("own/json/__init__.py", "MINE = 2\n"),
        // asyncio needs this one, so the program fails.
        ("below/main.py", classic),
        ("below/opcode.py", "MINE = 3\n"),
    ] {
        write(scratch.path(), name, text);
    }
    for file in ["itself/asyncio.py", "inside/socket.py", "own/main.py", "below/main.py"] {
        let plain = outcome(&python(scratch.path(), &[file]));
        assert_eq!(
            outcome(&meanwhile(scratch.path(), &["run", file, "--timeline", "never"])),
            plain,
            "{file}"
        );
    }
}

#[test]
fn waits_of_threads_come_to_their_limit_under_the_virtual_clock() {
    if !has_python() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let text = "import queue, select, threading, time\nbegan = time.monotonic()\nlock = threading.Lock()\nlock.acquire()\n\
        try: queue.Queue().get(timeout=0.02)\nexcept queue.Empty: print('empty')\n\
        print(lock.acquire(timeout=0.02), threading.Event().wait(0.02), select.select([], [], [], 0.02))\n\
        while time.monotonic() < began + 0.1: threading.Event().wait(0.01)\n\
        print(round(time.monotonic() - began, 2))\n";
    write(scratch.path(), "limits.py", text);
    let run = outcome(&meanwhile(
        scratch.path(),
        &["run", "limits.py", "--clock", "virtual", "--timeline", "never"],
    ));
    assert_eq!(run.0, "empty\nFalse False ([], [], [])\n0.1\n", "{}", run.1);
    assert_eq!(run.2, Some(0));
}

#[test]
fn threads_wait_for_one_another_under_the_virtual_clock() {
    if !has_python() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let text = "import queue, threading, time\nfrom concurrent.futures import ThreadPoolExecutor\nlock, box = threading.Lock(), queue.Queue()\n\
        def hold():\n    with lock: time.sleep(100); box.put(1)\n\
        def take():\n    box.get(); time.sleep(100)\n\
        def nest():\n    late = threading.Thread(target=time.sleep, args=(100,)); late.start(); late.join()\n\
        threads = [threading.Thread(target=it) for it in (hold, hold, take, take, nest)]\n\
        for it in threads: it.start()\nfor it in threads: it.join()\n\
        print('joined')\n\
        with ThreadPoolExecutor(1) as pool:\n    for _ in range(3): pool.submit(time.sleep, 100)\n\
        print('pooled')\n\
        threading.Thread(target=lambda: (time.sleep(100), print('late'))).start()\n";
    write(scratch.path(), "threads.py", text);
    let run = outcome(&meanwhile(
        scratch.path(),
        &["run", "threads.py", "--clock", "virtual", "--timeline", "never"],
    ));
    assert_eq!(run, ("joined\npooled\nlate\n".to_owned(), String::new(), Some(0)));
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_package_runs_as_a_module() {
    if !has_python() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    write(scratch.path(), "pkg/__init__.py", "");
    write(
        scratch.path(),
        "pkg/__main__.py",
        "import sys\nfrom . import part\nprint(part.NAME, sys.argv[1:], __name__)\nraise SystemExit(2)\n",
    );
    write(scratch.path(), "pkg/part.py", "NAME = 'part'\n");
    let plain = outcome(&python(scratch.path(), &["-m", "pkg", "x"]));
    let recorded = outcome(&meanwhile(scratch.path(), &["run", "-m", "pkg", "--", "x"]));
    assert_eq!(recorded, plain);
    assert_eq!(outcome(&meanwhile(scratch.path(), &["run", "-m", "nosuch"])).2, Some(1));
}

#[test]
fn standard_input_is_the_program_s_own() {
    if !has_python() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    write(
        scratch.path(),
        "ask.py",
        "name = input('name? ')\nprint('hello', name)\nimport sys\nprint(len(sys.stdin.read()))\n",
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.args(["run", "ask.py"]).current_dir(scratch.path()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"Ann\nmore\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "name? hello Ann\n5\n");
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn the_environment_and_children_know_nothing_of_the_recorder() {
    if !has_python() {
        return;
    }
    let scratch = tempfile::tempdir().unwrap();
    let text = "import os, subprocess, sys\nprint(sorted(k for k in os.environ if 'MEANWHILE' in k or 'PYTHON' in k))\n\
        print(subprocess.run([sys.executable, '-c', 'import sys; print(\"sitecustomize\" in sys.modules and \"Trace\" in vars(sys.modules[\"sitecustomize\"]))'], capture_output=True, text=True).stdout)\n";
    write(scratch.path(), "look.py", text);
    let plain = outcome(&python(scratch.path(), &["look.py"]));
    assert_eq!(outcome(&meanwhile(scratch.path(), &["run", "look.py"])), plain);
}

#[test]
fn mistakes_are_answered_in_a_sentence() {
    let scratch = tempfile::tempdir().unwrap();
    let missing = outcome(&meanwhile(scratch.path(), &["run", "nosuch.py"]));
    assert_eq!(
        (missing.1.as_str(), missing.2),
        ("meanwhile: nosuch.py is no file that can be read\n", Some(2))
    );
    write(scratch.path(), "a.py", "print(1)\n");
    let none = outcome(&meanwhile(scratch.path(), &["run", "a.py", "--python", "/no/python"]));
    assert!(none.1.contains("there is no /no/python here to run Python programs with"), "{}", none.1);
    assert_eq!(none.2, Some(2));
    let sandboxed = outcome(&meanwhile(scratch.path(), &["run", "a.py", "--sandbox"]));
    assert_eq!(sandboxed.2, Some(2), "{}", sandboxed.1);
    write(scratch.path(), "a.rhai", "print(1)\n");
    assert_eq!(outcome(&meanwhile(scratch.path(), &["run", "a.rhai", "--", "x"])).2, Some(2));
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn the_classic_pair_reads_like_its_twin_in_rhai() {
    if !has_python() {
        return;
    }
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("lessons/examples");
    let sentence = |ending: &str| {
        let files = ["blocking", "nonblocking"].map(|name| format!("{name}.{ending}"));
        let output = meanwhile(
            &examples,
            &["compare", &files[0], &files[1], "--clock", "virtual", "--timeline", "never"],
        );
        let text = String::from_utf8(output.stdout).unwrap();
        text.replace(ending, "")
    };
    assert_eq!(sentence("py"), sentence("rhai"));
    // Their pictures, too, beside the console and under the row with the file's name.
    let lanes = |name: &str, ending: &str| {
        let file = format!("{name}.{ending}");
        let output = meanwhile(&examples, &["run", &file, "--clock", "virtual", "--timeline", "always"]);
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        let lanes = text.lines().filter_map(|line| Some(line.split_once('│')?.1.to_owned()));
        lanes.collect::<Vec<_>>()
    };
    for name in ["blocking", "nonblocking"] {
        assert!(lanes(name, "py").len() > 4);
        assert_eq!(lanes(name, "py"), lanes(name, "rhai"));
    }
}
