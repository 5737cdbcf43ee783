//! The module `process`, with programs that every Unix has.

use super::Place;

#[test]
fn a_program_gives_what_it_wrote_and_how_it_ended() {
    for place in [Place::new(), Place::real()] {
        let said = place.said(
            "let run = process::run(\"sh\", [\"-c\", \"echo out; echo err >&2; exit 3\"]);
             print(run.status, run.stdout, run.stderr);
             print(process::run_blocking(\"echo\", [1, \"$HOME *\"]).stdout);
             print(process::run(\"sh\", [\"-c\", \"kill -9 $$\"]).status, process::run(\"true\").status);
             print(spawn_thread(|| process::run_blocking(\"pwd\").status).await);",
        );
        assert_eq!(said, ["3 out\n err\n", "1 $HOME *\n", "-9 0", "0"]);
    }
}

#[test]
fn what_cannot_be_run_is_said() {
    for place in [Place::new(), Place::real()] {
        place.check_catches("process::run(\"no-such-program\")", "there is no program \"no-such-program\"");
        place.check_catches("process::run(\"printf\", [\"\\\\377\"])", "its output is not UTF-8 text");
        place.check_catches("process::run(\"sh\", [\"-c\", \"yes\"])", "it wrote more than 16 MB");
    }
}

#[test]
fn programs_run_side_by_side_by_the_virtual_clock_too() {
    Place::new().check(
        "let all = []; for i in 0..5 { all.push(spawn process::run(\"true\")) } await all; print(now() < 0.002)",
        &["0.00 true"],
    );
}

/// The program and what it started would hold the pipe for ever.
#[test]
fn a_program_that_nobody_waits_for_is_ended_with_all_that_it_started() {
    let place = Place::real();
    let said = place.said(
        "let t = spawn process::run(\"sh\", [\"-c\", \"echo $$ > number; sleep 1000 & sleep 1000\"]);
         while !fs::exists(\"number\") || fs::read(\"number\") == \"\" { sleep(0.01) }
         t.cancel(); join_all_settled([t]);
         let group = fs::read(\"number\"); group.trim();
         let alive = || process::run(\"sh\", [\"-c\", \"kill -0 -\" + group]).status == 0;
         while alive.call() { sleep(0.01) }
         print(\"gone\");",
    );
    assert_eq!(said, ["gone"]);
}
