//! Files as a whole: what is written destroys nothing, and what is read is bounded.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long something may take that takes milliseconds, on however busy a computer.
const PATIENCE: Duration = Duration::from_secs(60);
const SCRIPT: &str = "print(\"said\"); sleep(1)";

fn command(arguments: &[&str], folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meanwhile"));
    command.args(arguments).current_dir(folder).env("HOME", folder).env_remove("XDG_DATA_HOME");
    command.env_remove("NO_COLOR").stdin(Stdio::null());
    command
}

fn meanwhile(arguments: &[&str], folder: &Path) -> Output {
    command(arguments, folder).output().unwrap()
}

/// A folder with two scripts, a trace and a picture.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a.rhai", "b.rhai"] {
        fs::write(folder.path().join(name), SCRIPT).unwrap();
    }
    let run = ["run", "a.rhai", "--clock", "virtual", "--trace", "t.jsonl"];
    assert!(meanwhile(&run, folder.path()).status.success());
    let export = ["export", "svg", "t.jsonl", "-o", "p.svg"];
    assert!(meanwhile(&export, folder.path()).status.success());
    folder
}

fn contents(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap());
    let mut all: Vec<_> = entries
        .filter(|it| it.file_type().unwrap().is_file())
        .map(|it| (it.file_name().to_string_lossy().into_owned(), fs::read(it.path()).unwrap()))
        .collect();
    all.sort();
    all
}

/// Checks that this is refused before anything runs, and leaves every file as it was.
fn check_refused(folder: &Path, line: &str, expected: &str) {
    let before = contents(folder);
    let result = meanwhile(&line.split(' ').collect::<Vec<_>>(), folder);
    let said = String::from_utf8_lossy(&result.stderr).into_owned();
    assert!(said.contains(expected), "{line}: {said}");
    assert_eq!(result.status.code(), Some(2), "{line}: {said}");
    assert!(result.stdout.is_empty(), "{line} ran");
    assert!(before == contents(folder), "{line} changed a file");
}

#[test]
fn output_never_takes_the_place_of_what_it_is_made_from() {
    let folder = folder();
    let path = folder.path();
    let own = "is what is read here, so it is not written over";
    check_refused(path, "export svg a.rhai -o a.rhai", own);
    check_refused(path, "export svg a.rhai -o a.rhai --force", own);
    check_refused(path, "export svg a.rhai -o ./a.rhai", own);
    check_refused(path, "export trace-json t.jsonl -o t.jsonl --force", own);
    check_refused(path, "run a.rhai --trace a.rhai", own);
    check_refused(path, "run a.rhai --trace a.rhai --force", own);
    check_refused(path, "compare a.rhai b.rhai --svg b.rhai --force", own);
    let other = "is there already and is not";
    check_refused(path, "export svg a.rhai -o b.rhai", other);
    check_refused(path, "export svg a.rhai -o t.jsonl", other);
    check_refused(path, "export trace-json a.rhai -o p.svg", other);
    check_refused(path, "run a.rhai --trace p.svg", other);
    check_refused(path, "--trace b.rhai", other);
    check_refused(path, "compare a.rhai b.rhai --svg t.jsonl", other);
    check_refused(path, "export svg a.rhai -o none/a.svg", "there is no folder none");
    for line in
        ["export svg b.rhai -o p.svg", "run b.rhai --trace t.jsonl", "run b.rhai --trace p.svg --force"]
    {
        let arguments: Vec<&str> = line.split(' ').chain(["--clock", "virtual"]).collect();
        assert!(meanwhile(&arguments, path).status.success(), "{line}");
    }
    assert!(fs::read_to_string(path.join("p.svg")).unwrap().starts_with("{\"format\":\"meanwhile-trace\""));
}

#[test]
fn answers_and_feedback_take_nobodys_place() {
    let folder = folder();
    let path = folder.path();
    // There are answers to pack only after something was done; what is refused is refused first or last.
    fs::create_dir_all(path.join("hand-ins")).unwrap();
    fs::create_dir_all(path.join("feedback")).unwrap();
    fs::write(path.join("hand-ins/ann.rhai"), "1").unwrap();
    fs::write(path.join("feedback/ann.md"), "What the teacher wrote about Ann.").unwrap();
    let grade =
        |more: &[&str]| meanwhile(&[&["grade", "hand-ins", "--feedback", "feedback"], more].concat(), path);
    let lesson = ["--lesson", "two-fetches"];
    let result = grade(&lesson);
    let said = String::from_utf8_lossy(&result.stderr).into_owned();
    assert!(said.contains("ann.md is there already and is not feedback of meanwhile"), "{said}");
    assert!(String::from_utf8_lossy(&result.stdout).contains("ann"), "the grades are lost");
    let read = || fs::read_to_string(path.join("feedback/ann.md")).unwrap();
    assert_eq!(read(), "What the teacher wrote about Ann.");
    assert_eq!(grade(&[&lesson[..], &["--force"]].concat()).status.code(), Some(0));
    assert!(read().starts_with("# ann"));
    // Graded once more, it is replaced as a matter of course.
    assert_eq!(grade(&lesson).status.code(), Some(0));
}

#[cfg(unix)]
#[path = "support/interrupts.rs"]
mod interrupts;

#[cfg(unix)]
mod on_unix {
    use super::interrupts::interruptible;
    use super::*;
    use std::os::unix::fs::symlink;

    fn pipe(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    fn wait_until(what: &str, is_so: impl Fn() -> bool) {
        let begin = Instant::now();
        while !is_so() {
            assert!(begin.elapsed() < PATIENCE, "{what}");
            sleep(Duration::from_millis(5));
        }
    }

    /// What a shell makes of it, with `meanwhile` as `$M`.
    fn shell(script: &str, folder: &Path) -> Output {
        let mut command = Command::new("bash");
        command.args(["-c", script]).current_dir(folder).env("M", env!("CARGO_BIN_EXE_meanwhile"));
        command.stdin(Stdio::null()).output().unwrap()
    }

    #[test]
    fn links_are_not_followed() {
        let folder = folder();
        let path = folder.path();
        fs::write(path.join("secret"), "").unwrap();
        symlink("a.rhai", path.join("link")).unwrap();
        symlink("secret", path.join("empty")).unwrap();
        symlink("nowhere", path.join("dangling")).unwrap();
        fs::hard_link(path.join("a.rhai"), path.join("second")).unwrap();
        for link in ["link", "empty", "dangling"] {
            check_refused(path, &format!("export svg a.rhai -o {link}"), "links are not followed");
            check_refused(path, &format!("run a.rhai --trace {link}"), "links are not followed");
        }
        check_refused(path, "run a.rhai --trace second --force", "is what is read here");
        let result =
            meanwhile(&["export", "svg", "a.rhai", "-o", "link", "--force", "--clock", "virtual"], path);
        assert!(result.status.success());
        assert_eq!(fs::read_to_string(path.join("a.rhai")).unwrap(), SCRIPT);
        assert!(!path.join("link").is_symlink());
    }

    #[test]
    fn streams_are_written_directly() {
        let folder = folder();
        let path = folder.path();
        let is_picture = |text: &[u8]| text.starts_with(b"<svg") || text.starts_with(b"<?xml");
        for to in ["-", "/dev/stdout", "/dev/fd/1", "/dev/stderr"] {
            let result = shell(&format!("\"$M\" export svg t.jsonl -o {to} 2>&1 | cat"), path);
            assert!(is_picture(&result.stdout), "{to}: {}", String::from_utf8_lossy(&result.stdout));
        }
        // A shell has made the file, and what it holds already stays.
        shell(
            "\"$M\" export svg t.jsonl -o /dev/stdout >new.svg; (echo log; \"$M\" export svg t.jsonl -o /dev/fd/3) \
               3>>log >>log; \"$M\" export svg t.jsonl -o >(cat >through.svg); sleep 0.2; wait",
            path,
        );
        assert!(is_picture(&fs::read(path.join("new.svg")).unwrap()));
        assert!(fs::read(path.join("log")).unwrap().starts_with(b"log\n<"));
        wait_until("through a pipe", || fs::read(path.join("through.svg")).is_ok_and(|it| is_picture(&it)));
        assert!(meanwhile(&["export", "svg", "t.jsonl", "-o", "/dev/null"], path).status.success());
    }

    #[test]
    fn a_trace_on_standard_output_is_that_alone() {
        let folder = folder();
        let path = folder.path();
        let result = meanwhile(&["run", "a.rhai", "--clock", "virtual", "--trace", "-"], path);
        assert_eq!(result.stdout, fs::read(path.join("t.jsonl")).unwrap());
        assert_eq!(String::from_utf8_lossy(&result.stderr), "said\n");
        assert!(!path.join("-").exists());
        check_refused(path, "--trace -", "the session writes to standard output itself");
    }

    /// Runs a script that never ends until its trace says so much, and ends it with a signal.
    fn killed(signal: &str, arguments: &[&str], folder: &Path) -> String {
        let mut child: Child = command(arguments, folder).stdout(Stdio::null()).spawn().unwrap();
        let trace = folder.join("killed.jsonl");
        wait_until("an event in the trace", || {
            fs::read_to_string(&trace).is_ok_and(|it| it.contains("\"printed\""))
        });
        Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
        child.wait().unwrap();
        fs::read_to_string(&trace).unwrap()
    }

    #[test]
    fn a_trace_keeps_what_was_recorded_when_the_run_is_killed() {
        for signal in ["-KILL", "-TERM"] {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path();
            fs::write(path.join("a.rhai"), "print(\"said\"); loop { sleep(0.05) }").unwrap();
            let text = killed(signal, &["run", "a.rhai", "--trace", "killed.jsonl"], path);
            assert!(text.starts_with("{\"format\":\"meanwhile-trace\""), "{text}");
            // What was flushed ends with a whole line, and can be drawn.
            assert!(text.ends_with('\n'), "{text}");
            assert!(meanwhile(&["export", "svg", "killed.jsonl", "-o", "k.svg"], path).status.success());
            let names: Vec<String> = contents(path).into_iter().map(|(name, _)| name).collect();
            assert_eq!(names, ["a.rhai", "k.svg", "killed.jsonl"]);
        }
    }

    #[test]
    fn files_that_are_no_files_are_said_to_be_none() {
        let folder = folder();
        let path = folder.path();
        pipe(&path.join("pipe.rhai"));
        symlink("/dev/zero", path.join("zero.rhai")).unwrap();
        let import =
            |name: &str| fs::write(path.join("i.rhai"), format!("import \"{name}\" as it;")).unwrap();
        for (name, expected) in
            [("pipe", "is a pipe; only ordinary files"), ("zero", "is a device; only ordinary")]
        {
            import(name);
            for line in ["run i.rhai --clock virtual", "run i.rhai --sandbox --allow-read ."] {
                let result = meanwhile(&line.split(' ').collect::<Vec<_>>(), path);
                let said = String::from_utf8_lossy(&result.stderr).into_owned();
                let is_closed = name == "zero" && line.contains("sandbox") && said.contains("led outside");
                assert!(said.replace('\n', " ").contains(expected) || is_closed, "{line}, {name}: {said}");
            }
        }
        check_refused(path, "run zero.rhai", "zero.rhai is too long: more than 128 MB");
        check_refused(path, "export svg zero.rhai -o z.svg", "zero.rhai is too long: more than 128 MB");
        check_refused(path, "grade a.rhai --roster zero.rhai", "zero.rhai is too long: more than 16 MB");
        let result = shell("yes 'print(1);' | \"$M\" run -", path);
        let said = String::from_utf8_lossy(&result.stderr).into_owned();
        assert!(said.contains("standard input is too long: more than 8 MB"), "{said}");
    }

    #[test]
    fn a_course_consists_of_ordinary_files() {
        for (name, expected) in [
            ("pipe", "02.md: this is a pipe; a course consists of ordinary files"),
            ("zero", "02.md: this is a link; a course"),
            ("link", "02.md: this is a link; a course"),
            ("folder", "02.md is a folder, not a file"),
            ("huge", "02.md: this file has more than 1 MB"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            assert!(meanwhile(&["course", "new", "c"], folder.path()).status.success());
            let lesson = folder.path().join("c/02.md");
            match name {
                "pipe" => pipe(&lesson),
                "zero" => symlink("/dev/zero", &lesson).unwrap(),
                "link" => symlink("/etc/passwd", &lesson).unwrap(),
                "folder" => fs::create_dir(&lesson).unwrap(),
                _ => fs::write(&lesson, "x".repeat(2 << 20)).unwrap(),
            }
            for line in ["course check c", "learn c", "grade c --course c"] {
                let result = meanwhile(&line.split(' ').collect::<Vec<_>>(), folder.path());
                let said = String::from_utf8_lossy(&result.stderr).into_owned();
                assert!(said.contains(expected), "{line}, {name}: {said}");
                assert!(!said.contains("root:"), "{said}");
            }
        }
    }

    #[test]
    fn what_was_handed_in_is_a_file_or_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path();
        for (student, what) in [("ann", "pipe"), ("bob", "zero"), ("cem", "link"), ("dan", "huge")] {
            fs::create_dir_all(path.join("all").join(student)).unwrap();
            let file = path.join("all").join(student).join("two-fetches.rhai");
            match what {
                "pipe" => pipe(&file),
                "zero" => symlink("/dev/zero", &file).unwrap(),
                "link" => symlink("/etc/passwd", &file).unwrap(),
                _ => fs::write(&file, "x".repeat(2 << 20)).unwrap(),
            }
        }
        let result = meanwhile(&["grade", "all", "--format", "csv"], path);
        let told = String::from_utf8_lossy(&result.stdout).into_owned();
        for expected in ["this is no file but a pipe", "this is a link", "this file is too large"] {
            assert!(told.contains(expected), "{told}");
        }
        assert!(!told.contains("root:"), "{told}");
    }

    #[test]
    fn what_the_command_line_names_may_be_a_pipe() {
        let folder = folder();
        let path = folder.path();
        for (line, expected) in [
            ("\"$M\" run <(cat a.rhai) --clock virtual", "said\n"),
            ("\"$M\" run /dev/stdin --clock virtual < a.rhai", "said\n"),
            ("cat a.rhai | \"$M\" run - --clock virtual", "said\n"),
            ("\"$M\" export svg <(cat t.jsonl) -o - | head -c 4", "<svg"),
            ("\"$M\" export svg <(cat a.rhai) -o - --clock virtual | head -c 4", "<svg"),
            (
                "\"$M\" compare <(cat a.rhai) <(cat t.jsonl) --clock virtual --timeline never >/dev/null; echo $?",
                "0\n",
            ),
            (
                "\"$M\" grade a.rhai --lesson two-fetches --roster <(printf 'name\\nann\\n') | grep -c 'nothing handed in'",
                "1\n",
            ),
        ] {
            let result = shell(line, path);
            let said = String::from_utf8_lossy(&result.stdout).into_owned();
            assert_eq!(said, expected, "{line}: {}", String::from_utf8_lossy(&result.stderr));
        }
    }

    #[test]
    fn an_interrupt_ends_the_wait_for_a_pipe() {
        let folder = folder();
        let path = folder.path();
        pipe(&path.join("pipe"));
        for arguments in
            [&["run", "pipe"][..], &["export", "svg", "pipe", "-o", "x.svg"], &["compare", "a.rhai", "pipe"]]
        {
            let mut command = command(arguments, path);
            let mut child = interruptible(command.args(["--clock", "virtual"])).spawn().unwrap();
            // However early or late it comes: it is not to be waited for longer.
            let begin = Instant::now();
            while child.try_wait().unwrap().is_none() {
                assert!(begin.elapsed() < PATIENCE, "{arguments:?}");
                Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
                sleep(Duration::from_millis(50));
            }
        }
    }
}
