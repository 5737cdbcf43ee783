//! The pictures of the README are what the program draws. `UPDATE_ASSETS=1 cargo test --test assets` draws
//! them anew.

use std::fs;
use std::path::Path;
use std::process::Command;

/// Draws the classic comparison, and compares it with the file in `assets`.
fn check(name: &str, theme: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let drawn = folder.path().join(name);
    let result = Command::new(env!("CARGO_BIN_EXE_meanwhile"))
        .current_dir(root.join("lessons/examples"))
        .args(["compare", "blocking.rhai", "nonblocking.rhai", "--clock", "virtual"])
        .args(["--timeline", "never", "--theme", theme, "--svg"])
        .arg(&drawn)
        .output()
        .unwrap();
    assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    let drawn = fs::read_to_string(drawn).unwrap();
    let kept = root.join("assets").join(name);
    if std::env::var_os("UPDATE_ASSETS").is_some() {
        fs::write(&kept, &drawn).unwrap();
    }
    let kept = fs::read_to_string(kept).unwrap_or_default().replace("\r\n", "\n");
    assert!(kept == drawn, "assets/{name} is out of date: UPDATE_ASSETS=1 cargo test --test assets");
}

#[test]
fn the_light_picture_is_current() {
    check("classic.svg", "light");
}

#[test]
fn the_dark_picture_is_current() {
    check("classic-dark.svg", "dark");
}
