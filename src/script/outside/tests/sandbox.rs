//! Every door, tried while it is closed, and some that are open.

use std::fs;
use std::path::PathBuf;

use super::Place;
use crate::host::permissions::{Network, Outside, Permissions, SANDBOX_LIMITS, Sandbox};
use crate::runtime::Limits;
use crate::trace::ClockKind;

/// A folder with a secret beside what may be opened.
struct Prison {
    place: Place,
}

impl Prison {
    /// `inside` holds a file, a link to the secret beside it, and a link to itself.
    fn with_doors(read: &[&str], write: &[&str]) -> Prison {
        let mut place = Place::new();
        let root = place.path().to_owned();
        fs::create_dir_all(root.join("inside/deeper")).unwrap();
        fs::create_dir(root.join("other")).unwrap();
        fs::write(root.join("secret"), "secret").unwrap();
        fs::write(root.join("secret.rhai"), "fn tell() { \"secret\" }").unwrap();
        fs::write(root.join("inside/file"), "open").unwrap();
        fs::write(root.join("inside/module.rhai"), "fn tell() { \"open\" }").unwrap();
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../secret", root.join("inside/link")).unwrap();
            std::os::unix::fs::symlink(root.join("secret"), root.join("inside/absolute")).unwrap();
            std::os::unix::fs::symlink("../secret.rhai", root.join("inside/linked.rhai")).unwrap();
            std::os::unix::fs::symlink("..", root.join("inside/up")).unwrap();
            std::os::unix::fs::symlink("file", root.join("inside/alias")).unwrap();
        }
        let folders = |names: &[&str]| names.iter().map(|name| root.join(name)).collect::<Vec<PathBuf>>();
        let sandbox = Sandbox::new(&folders(read), &folders(write), Network::Closed).unwrap();
        place.outside = Outside { permissions: Permissions::Sandbox(sandbox), folder: root };
        Prison { place }
    }
}

#[test]
fn with_all_doors_closed_nothing_can_be_touched() {
    let mut prison = Prison::with_doors(&[], &[]).place;
    for clock in [ClockKind::Virtual, ClockKind::Real] {
        prison.clock = clock;
        for call in [
            "fs::read(\"secret\")",
            "fs::read_blocking(\"secret\")",
            "fs::read(\"/etc/passwd\")",
            "fs::list(\".\")",
            "fs::list_blocking(\"/\")",
            "fs::exists(\"secret\")",
            "fs::exists_blocking(\"/\")",
            "fs::write(\"new\", \"\")",
            "fs::write_blocking(\"new\", \"\")",
            "fs::append(\"secret\", \"\")",
            "fs::append_blocking(\"secret\", \"\")",
            "fs::remove(\"secret\")",
            "fs::remove_blocking(\"secret\")",
            "db::open(\"new.db\")",
            "db::open_blocking(\"secret\")",
            "db::open(\":memory:\")",
            "db::open(\"\")",
            "db::open(\"file:new.db\")",
            "spawn_thread(|| fs::read_blocking(\"secret\")).await",
            "process::run(\"cargo\")",
            "process::run_blocking(\"cargo\", [])",
            "spawn_thread(|| process::run_blocking(\"cargo\")).await",
            "import \"secret\" as s",
        ] {
            prison.check_catches(call, "the sandbox is closed");
        }
    }
    for call in [
        "http::test_server()",
        "http::get(\"http://127.0.0.1:1/\")",
        "http::get_blocking(\"http://127.0.0.1:1/\")",
        "http::post(\"http://127.0.0.1:1/\", \"\")",
        "http::request(#{url: \"http://127.0.0.1:1/\"})",
    ] {
        prison.check_catches(call, "the sandbox is closed: the network may not be used");
    }
    assert_eq!(fs::read_to_string(prison.path().join("secret")).unwrap(), "secret");
    assert!(!prison.path().join("new").exists() && !prison.path().join("new.db").exists());
}

#[test]
fn in_memory_the_test_server_is_no_door() {
    let prison = Prison::with_doors(&[], &[]).place;
    prison.check("print(http::get(http::test_server() + \"/delay/1\").status)", &["1.00 200"]);
    prison.check_catches("http::get(\"http://10.0.0.1/\")", "10.0.0.1 is outside");
}

#[test]
fn a_door_for_reading_opens_its_folder_and_nothing_else() {
    let prison = Prison::with_doors(&["inside"], &[]).place;
    prison.check(
        "print(fs::read(\"inside/file\"), fs::read(\"inside/deeper/../file\"), fs::read(\"other/../inside/file\"));
         print(fs::exists(\"inside/none\")); import \"inside/module\" as m; print(m::tell());",
        &["0.00 open open open", "0.00 false", "0.00 open"],
    );
    for path in [
        "secret",
        "inside/../secret",
        "inside/deeper/../../secret",
        "./inside/./../secret",
        "inside/../inside/../secret",
        "insider",
    ] {
        prison.check_catches(&format!("fs::read(\"{path}\")"), "the sandbox is closed");
    }
    for call in [
        "fs::write(\"inside/file\", \"\")",
        "fs::append(\"inside/new\", \"\")",
        "fs::remove(\"inside/file\")",
    ] {
        prison.check_catches(call, "--allow-write DIR opens a folder");
    }
    prison.check_catches("import \"secret\" as s", "the sandbox is closed");
    prison.check_catches("import \"inside/../secret\" as s", "the sandbox is closed");
}

#[cfg(unix)]
#[test]
fn links_lead_nowhere_outside() {
    let prison = Prison::with_doors(&["inside"], &["inside"]).place;
    prison.check("print(fs::read(\"inside/alias\"))", &["0.00 open"]);
    for call in [
        "fs::read(\"inside/link\")",
        "fs::read(\"inside/absolute\")",
        "fs::read(\"inside/up/secret\")",
        "fs::read_blocking(\"inside/up/inside/link\")",
        "fs::list(\"inside/up\")",
        "fs::exists(\"inside/up/secret\")",
        "fs::write(\"inside/link\", \"x\")",
        "fs::append(\"inside/absolute\", \"x\")",
        "fs::write(\"inside/up/new\", \"x\")",
        "fs::remove(\"inside/up/secret\")",
        "db::open(\"inside/link\")",
        "db::open(\"inside/absolute\")",
        "db::open(\"inside/up/new.db\")",
    ] {
        prison.check_catches(call, "this path leads out of the folder");
    }
    prison.check_catches("import \"inside/linked\" as s", "path led outside");
    assert_eq!(fs::read_to_string(prison.path().join("secret")).unwrap(), "secret");
    assert!(!prison.path().join("new").exists() && !prison.path().join("new.db").exists());
}

#[test]
fn a_database_stays_in_its_file() {
    let prison = Prison::with_doors(&[], &["inside"]).place;
    prison.check(
        "let c = db::open(\"inside/a.db\"); c.execute(\"CREATE TABLE t (n)\"); print(c.query(\"SELECT * FROM t\"));
         print(db::open(\":memory:\").query(\"SELECT 1 AS n\"));",
        &["0.00 []", "0.01 [#{n: 1}]"],
    );
    let secret = prison.path().join("secret.db").display().to_string();
    for statement in [
        format!("ATTACH '{secret}' AS s"),
        "ATTACH ':memory:' AS s".to_owned(),
        "PRAGMA temp_store_directory = '/tmp'".to_owned(),
        "PRAGMA TEMP_STORE_DIRECTORY = '/tmp'".to_owned(),
        "pragma main.Temp_Store = 1".to_owned(),
    ] {
        let call = format!("db::open(\"inside/a.db\").execute(\"{statement}\")");
        prison.check_catches(&call, "the sandbox is closed");
    }
    let vacuum = format!("db::open(\"inside/a.db\").execute(\"VACUUM INTO '{secret}'\")");
    prison.check_catches(&vacuum, "execute(");
    prison.check_catches("db::open(\"inside/a.db\").query(\"SELECT load_extension('x')\")", "query(");
    assert!(!prison.path().join("secret.db").exists());
    let prison = Prison::with_doors(&["inside"], &[]).place;
    prison.check_catches("db::open(\"inside/new.db\")", "cannot be opened");
    let prison = Prison::with_doors(&["inside"], &["inside"]).place;
    prison.check(
        "let c = db::open(\"inside/a%3f#.db\"); c.execute(\"CREATE TABLE t (n)\"); print(1)",
        &["0.00 1"],
    );
    let reading = Sandbox::new(&[prison.path().join("inside")], &[], Network::Closed).unwrap();
    let outside = Outside { permissions: Permissions::Sandbox(reading), ..prison.outside.clone() };
    let prison = Place { outside, ..prison };
    prison.check(
        "print(db::open(\"inside/a%3f#.db\").query(\"SELECT count(*) AS n FROM t\"))",
        &["0.00 [#{n: 0}]"],
    );
    prison.check_catches("db::open(\"inside/a%3f#.db\").execute(\"DELETE FROM t\")", "may only be read");
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn limits_are_named() {
    let mut prison = Prison::with_doors(&[], &[]).place;
    prison.check_fails("for i in 0..20000 { spawn sleep(1) }", "10000 tasks are alive");
    prison.check_fails(
        "let text = \"x\"; loop { text += text }",
        "uses too much memory (more than 256 MB in one run)",
    );
    let few = Limits { operations: 2_000_000, ..SANDBOX_LIMITS };
    let sandbox = Sandbox::default().with_limits(few);
    prison.outside.permissions = Permissions::Sandbox(sandbox);
    prison.check_fails("loop {}", "computes too long (more than 2 million operations in one run)");
    prison.check_fails("loop { try { loop {} } catch {} }", "computes too long");
    prison.check_fails("await spawn_thread(|| { loop {} })", "computes too long");
    prison.check_fails(
        "loop { print(\"all work and no play\") }",
        "prints too much (more than 1 MB in one run)",
    );
}
