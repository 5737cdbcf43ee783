use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::files::{Origin, ReadError, UNINTERRUPTED, read};

/// Reads up to 10 bytes, and checks them, or the message without the folder.
fn check(path: &Path, origin: Origin, expected: Result<&str, &str>) {
    let found = read(path, origin, 10, UNINTERRUPTED);
    let folder = format!("{}/", path.parent().unwrap().display());
    let found =
        found.map(|it| String::from_utf8(it).unwrap()).map_err(|it| it.to_string().replace(&folder, ""));
    assert_eq!(found.as_deref().map_err(String::as_str), expected, "{origin:?}");
}

#[test]
fn an_ordinary_file_is_read_whoever_names_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a");
    fs::write(&path, "0123456789").unwrap();
    for origin in [Origin::Named, Origin::Referenced, Origin::Found] {
        check(&path, origin, Ok("0123456789"));
        check(&folder.path().join("b"), origin, Err("there is no file b"));
    }
    fs::write(&path, "0123456789a").unwrap();
    let text = "a is too long: more than 0 KB, which is the most that is read";
    check(&path, Origin::Named, Err(text));
    fs::create_dir(folder.path().join("c")).unwrap();
    check(&folder.path().join("c"), Origin::Found, Err("c is a folder, not a file"));
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use std::io::Write;
    use std::os::unix::fs::symlink;
    use std::process::Command;
    use std::thread;

    fn pipe(path: &Path) {
        assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
    }

    #[test]
    fn what_lies_in_a_strangers_folder_is_an_ordinary_file_or_not_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file"), "text").unwrap();
        pipe(&at("pipe"));
        symlink("/dev/zero", at("zero")).unwrap();
        symlink(at("file"), at("link")).unwrap();
        symlink(at("link"), at("chain")).unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
        let only = "only ordinary files are read here";
        for (name, what) in [
            ("pipe", "a pipe"),
            ("zero", "a link"),
            ("link", "a link"),
            ("chain", "a link"),
            ("socket", "a socket"),
        ] {
            check(&at(name), Origin::Found, Err(&format!("{name} is {what}; {only}")));
        }
        // What the user has linked is the user's, but it has an end.
        check(&at("chain"), Origin::Referenced, Ok("text"));
        check(&at("zero"), Origin::Referenced, Err(&format!("zero is a device; {only}")));
        check(&at("pipe"), Origin::Referenced, Err(&format!("pipe is a pipe; {only}")));
    }

    #[test]
    fn a_pipe_that_is_named_is_read_to_its_end() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        pipe(&path);
        let to = path.clone();
        let writer =
            thread::spawn(move || fs::OpenOptions::new().write(true).open(to).unwrap().write_all(b"text"));
        check(&path, Origin::Named, Ok("text"));
        writer.join().unwrap().unwrap();
    }

    #[test]
    fn a_device_without_an_end_is_read_as_far_as_it_may_be() {
        let text = "zero is too long: more than 0 KB, which is the most that is read";
        check(Path::new("/dev/zero"), Origin::Named, Err(text));
        check(Path::new("/dev/null"), Origin::Named, Ok(""));
    }

    #[test]
    fn an_interrupt_ends_a_wait_for_the_other_end_of_a_pipe() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("pipe");
        pipe(&path);
        let looked = AtomicBool::new(false);
        let found = read(&path, Origin::Named, 10, &|| looked.swap(true, Ordering::Relaxed));
        assert!(matches!(found, Err(ReadError::Interrupted(_))), "{found:?}");
    }
}
