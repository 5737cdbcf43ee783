//! The module `fs`.

use std::fs;

use super::Place;

#[test]
fn what_is_written_is_read() {
    Place::new().check(
        "fs::write(\"a.txt\", \"one \"); fs::append(\"a.txt\", 2); print(fs::read(\"a.txt\"));
         fs::write(\"b.txt\", \"\"); print(fs::list(\".\"));
         fs::remove(\"a.txt\"); print(fs::exists(\"a.txt\"), fs::exists(\"b.txt\"));",
        &["0.00 one 2", "0.01 [\"a.txt\", \"b.txt\"]", "0.01 false true"],
    );
}

#[test]
fn each_call_takes_a_millisecond_and_waiting_ones_overlap() {
    let place = Place::new();
    let ten = |call: &str| {
        format!(
            "let tasks = []; for i in 0..10 {{ tasks.push(spawn {call}) }} await tasks; \
                                    print((now() * 1000).to_int());"
        )
    };
    place.check(&ten("fs::write(`${i}`, \"\")"), &["0.00 1"]);
    place.check(&ten("fs::write_blocking(`${i}`, \"\")"), &["0.01 10"]);
}

#[test]
fn errors_are_in_plain_words_and_can_be_caught() {
    let place = Place::new();
    fs::create_dir_all(place.path().join("folder/inner")).unwrap();
    fs::write(place.path().join("latin1"), b"\xe9").unwrap();
    place.check_catches("fs::read(\"none\")", "fs::read(\"none\"): there is no such file or folder");
    place.check_catches("fs::read_blocking(\"none\")", "fs::read_blocking(\"none\"): there is no such file");
    place.check_catches("fs::read(\"folder\")", "this is a folder, not a file");
    place.check_catches("fs::read(\"latin1\")", "the file is not UTF-8 text");
    place.check_catches("fs::list(\"latin1\")", "this is a file, not a folder");
    place.check_catches("fs::remove(\"folder\")", "the folder is not empty");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_an_endless_file_can_be_caught() {
    let place = Place::new();
    place.check_catches("fs::write(\"/dev/full\", \"x\")", "the disk is full");
    place.check_catches("fs::append_blocking(\"/dev/full\", \"x\")", "the disk is full");
    place.check_catches("fs::read(\"/dev/zero\")", "the file is larger than 64 MB");
}

#[test]
fn by_the_real_clock_files_are_the_same() {
    let script = "fs::write(\"a\", \"x\"); fs::append_blocking(\"a\", \"y\"); \
                  let t = spawn_thread(|| fs::read_blocking(\"a\")); if await t != \"xy\" { throw \"no\" }";
    Place::real().check(script, &[]);
}

/// A pipe that nobody writes to holds a thread for ever, also after the call has been given up.
#[cfg(unix)]
#[test]
fn calls_that_were_given_up_stand_in_nobodys_way() {
    let place = Place::real();
    let pipe = place.path().join("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let said = place.said(
        "fs::write(\"a\", \"still there\");
         let held = []; for i in 0..70 { held.push(spawn fs::read(\"pipe\")) }
         yield_now();
         for t in held { t.cancel() }
         join_all_settled(held);
         print(fs::read(\"a\"), fs::read_blocking(\"a\"));",
    );
    assert_eq!(said, ["still there still there"]);
    // Lets the threads go.
    drop(fs::OpenOptions::new().write(true).open(pipe).unwrap());
}
