use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::files::{Destination, Kind, Replace, create_private_folder, replace_private};

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";

fn attempt(path: &Path, replace: Replace, inputs: &[&Path]) -> Result<(), String> {
    let written =
        Destination::new(path, Kind::Picture, replace, inputs).and_then(|it| it.write(SVG.as_bytes()));
    let folder = format!("{}/", path.parent().unwrap().display());
    written.map_err(|it| it.to_string().replace(&folder, ""))
}

/// A folder with these files in it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// Checks that this is refused, in these words, and that all stays as it was.
fn check_refused(there: &[(&str, &str)], name: &str, replace: Replace, inputs: &[&str], expected: &str) {
    let folder = folder(there);
    let inputs: Vec<PathBuf> = inputs.iter().map(|it| folder.path().join(it)).collect();
    let inputs: Vec<&Path> = inputs.iter().map(PathBuf::as_path).collect();
    let said = attempt(&folder.path().join(name), replace, &inputs).unwrap_err();
    assert!(said.contains(expected), "{said}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), there.len());
    for (name, text) in there {
        assert_eq!(fs::read_to_string(folder.path().join(name)).unwrap(), *text);
    }
}

#[test]
fn an_input_is_never_written_over() {
    for replace in [Replace::SameKind, Replace::Anything] {
        check_refused(&[("a.rhai", "1")], "a.rhai", replace, &["a.rhai"], "is what is read here");
        check_refused(&[("a.rhai", "1")], "./a.rhai", replace, &["a.rhai"], "is what is read here");
        check_refused(&[("a", SVG), ("b", "2")], "b", replace, &["a", "b"], "is what is read here");
    }
}

#[test]
fn a_file_of_another_kind_is_replaced_only_where_that_was_said() {
    for text in
        ["print(1)", "{\"format\":\"meanwhile-trace\"}", "\0\0", "see <svg>", "<html><svg></svg></html>"]
    {
        let expected = "is there already and is not a vector picture (SVG); nothing was written";
        check_refused(&[("a", text)], "a", Replace::SameKind, &[], expected);
        let folder = folder(&[("a", text)]);
        attempt(&folder.path().join("a"), Replace::Anything, &[]).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("a")).unwrap(), SVG);
    }
    check_refused(&[("a", SVG)], "a", Replace::Nothing, &[], "a is there already");
}

#[test]
fn an_older_one_of_the_same_kind_gives_way() {
    let older = "<?xml version=\"1.0\"?>\n<svg>older</svg>";
    for text in ["", "\n", SVG, older] {
        let folder = folder(&[("a.svg", text)]);
        attempt(&folder.path().join("a.svg"), Replace::SameKind, &[]).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("a.svg")).unwrap(), SVG);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    check_refused(&[], "none/a.svg", Replace::SameKind, &[], "there is no folder");
    let folder = folder(&[]);
    assert!(attempt(folder.path(), Replace::Anything, &[]).unwrap_err().contains("is a folder"));
}

#[test]
fn a_document_that_grows_is_there_from_its_first_flush_on() {
    let folder = folder(&[("a.svg", "<svg>old</svg>")]);
    let path = folder.path().join("a.svg");
    let destination = Destination::new(&path, Kind::Picture, Replace::SameKind, &[]).unwrap();
    let mut out = destination.begin().unwrap();
    out.write_all(b"<svg>").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "<svg>old</svg>");
    out.flush().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "<svg>");
    out.write_all(b"more").unwrap();
    out.flush().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "<svg>more");
    // One that never comes to be leaves nothing behind, and what was there stays.
    drop(destination.begin().unwrap());
    assert_eq!(fs::read_to_string(&path).unwrap(), "<svg>more");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_comes_to_stand_there_meanwhile_stays() {
    let folder = folder(&[]);
    let path = folder.path().join("a.svg");
    let destination = Destination::new(&path, Kind::Picture, Replace::SameKind, &[]).unwrap();
    let mut out = destination.begin().unwrap();
    fs::write(&path, "somebody's work").unwrap();
    out.write_all(SVG.as_bytes()).unwrap();
    assert!(out.flush().unwrap_err().to_string().contains("is there already"));
    assert!(destination.write(SVG.as_bytes()).is_err());
    assert_eq!(fs::read_to_string(&path).unwrap(), "somebody's work");
}

#[cfg(unix)]
mod on_unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn links_are_not_followed_and_inputs_are_known_by_any_name() {
        let folder = folder(&[("kept", SVG)]);
        let at = |name: &str| folder.path().join(name);
        symlink(at("kept"), at("link")).unwrap();
        symlink(at("nowhere"), at("dangling")).unwrap();
        symlink("/dev/null", at("device")).unwrap();
        fs::hard_link(at("kept"), at("second")).unwrap();
        for name in ["link", "dangling", "device"] {
            let said = attempt(&at(name), Replace::SameKind, &[]).unwrap_err();
            assert!(said.contains("is a link, and links are not followed"), "{said}");
        }
        let said = attempt(&at("second"), Replace::Anything, &[&at("kept")]).unwrap_err();
        assert!(said.contains("is what is read here"), "{said}");
        // The link itself goes, and what it led to stays.
        fs::write(at("kept"), "kept").unwrap();
        attempt(&at("link"), Replace::Anything, &[&at("kept")]).unwrap();
        assert!(!at("link").is_symlink());
        assert_eq!(fs::read_to_string(at("kept")).unwrap(), "kept");
        assert!(!at("nowhere").exists());
    }

    #[test]
    fn a_pipe_and_a_device_get_the_document_itself() {
        let folder = folder(&[]);
        let path = folder.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        let from = path.clone();
        let reader = std::thread::spawn(move || fs::read_to_string(from).unwrap());
        attempt(&path, Replace::SameKind, &[]).unwrap();
        assert_eq!(reader.join().unwrap(), SVG);
        attempt(Path::new("/dev/null"), Replace::SameKind, &[]).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_file_that_is_replaced_keeps_who_may_read_it() {
        let folder = folder(&[("a", SVG), ("b", SVG)]);
        let at = |name: &str| folder.path().join(name);
        fs::set_permissions(at("a"), fs::Permissions::from_mode(0o600)).unwrap();
        attempt(&at("a"), Replace::SameKind, &[]).unwrap();
        assert_eq!(mode(&at("a")), 0o600);
        fs::set_permissions(at("b"), fs::Permissions::from_mode(0o444)).unwrap();
        assert!(attempt(&at("b"), Replace::SameKind, &[]).unwrap_err().contains("may not be written"));
    }

    #[test]
    fn what_is_kept_for_the_user_is_the_users_alone() {
        let folder = folder(&[]);
        let (outer, inner) = (folder.path().join("data"), folder.path().join("data/answers"));
        create_private_folder(&inner).unwrap();
        assert_eq!((mode(&outer), mode(&inner)), (0o700, 0o700));
        fs::set_permissions(&inner, fs::Permissions::from_mode(0o755)).unwrap();
        create_private_folder(&inner).unwrap();
        assert_eq!(mode(&inner), 0o700);
        let path = inner.join("a");
        fs::write(&path, "old").unwrap();
        replace_private(&path, b"new").unwrap();
        assert_eq!((mode(&path), fs::read_to_string(&path).unwrap().as_str()), (0o600, "new"));
    }
}
