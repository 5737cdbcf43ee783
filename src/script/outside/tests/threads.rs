//! `spawn_thread`.

use super::Place;

#[test]
fn what_a_thread_blocks_on_does_not_hold_the_loop() {
    Place::new().check(
        "let t = spawn_thread(|| { sleep_blocking(2); print(\"thread\"); 7 });
         for i in 0..3 { sleep(0.5); print(i, t.state) } print(await t);",
        &["0.50 0 blocking", "1.00 1 blocking", "1.50 2 blocking", "2.00 thread", "2.00 7"],
    );
}

#[test]
fn computing_takes_turns_with_the_loop() {
    Place::new().check(
        "let t = spawn_thread(|| busy(0.2)); spawn_thread(|| { loop {} });
         sleep(0.1); print(\"in between\"); await t; print(\"done\");",
        &["0.10 in between", "0.42 done"],
    );
}

#[test]
fn threads_share_variables_and_lose_updates() {
    Place::new().check(
        "let n = 0; let add = || for i in 0..20000 { n = n + 1; };
         let a = spawn_thread(add); let b = spawn_thread(add); await [a, b]; print(n < 40000, n > 20000);
         let list = []; let c = spawn_thread(|| for i in 0..9000 { list.push(i) });
         let d = spawn_thread(|| for i in 0..9000 { list.push(i); list[0] += 1 }); await [c, d]; print(list.len());",
        &["0.02 true true", "0.03 18000"],
    );
}

#[test]
fn a_cancelled_thread_stops_at_its_next_slice() {
    Place::new().check(
        "let t = spawn_thread(|| { let n = 0; loop { n += 1 } }); let u = spawn_thread(|| { loop {} });
         sleep(0.05); t.cancel(); u.cancel(); sleep(0.05); print(t.state, u.state);
         let w = spawn_thread(|| sleep_blocking(9)); sleep(0); w.cancel(); sleep(0); print(w.state);",
        &["0.10 cancelled cancelled", "0.10 cancelled"],
    );
}

#[test]
fn a_call_that_has_run_already_is_told_so() {
    Place::new().check_catches("spawn_thread(1 + 1)", "spawn_thread takes a closure");
}

#[test]
fn by_the_real_clock_the_loop_stays_quick() {
    let said = Place::real().said(
        "let t = spawn_thread(|| { let n = 0; loop { n += 1 } }); let u = spawn_thread(|| sleep_blocking(0.05));
         let worst = 0.0;
         for i in 0..10 { let began = now(); sleep(0.005); let late = now() - began - 0.005; if late > worst { worst = late } }
         await u; t.cancel(); print(worst < 0.5);",
    );
    assert_eq!(said, ["true"]);
}
