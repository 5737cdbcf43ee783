//! Cancelling as asyncio does it: what is thrown where, and what a waiting task gets.

use super::check;

const WORK: &str = "fn work(seconds, value) { sleep(seconds); value }
    fn stubborn(value) { try { sleep(9) } catch (e) { } value }
    fn bad(seconds) { sleep(seconds); throw `bad ${seconds}` }
    fn worse() { try { sleep(9) } catch (e) { throw `worse` } }
    fn careful(name) { try { sleep(9) } catch (e) { sleep(1); print(name, e); throw e } }\n";

fn check_work(script: &str, expected: &[&str]) {
    check(&format!("{WORK}{script}"), expected);
}

#[test]
fn each_cancel_breaks_off_the_next_wait_and_two_before_a_turn_count_as_one() {
    check_work(
        "let t = spawn || { try { sleep(10) } catch (e) { } print(`goes on`); sleep(10); print(`never`) };
         sleep(1); print(t.cancel(), t.cancel()); sleep(1); print(t.state, t.cancel()); sleep(0);
         print(t.state, t.cancel())",
        &["1.00 true true", "1.00 goes on", "2.00 waiting true", "2.00 cancelled false"],
    );
    check_work(
        "let tries = 0;
         let t = spawn || loop { try { sleep(10) } catch (e) { tries += 1; if tries == 3 { throw e } } };
         for i in 0..3 { sleep(1); t.cancel() } sleep(0); print(tries, t.state)",
        &["3.00 3 cancelled"],
    );
}

#[test]
fn a_cancel_is_not_lost_in_a_loop_that_looks_at_nothing() {
    for wait in ["for x in as_completed([spawn sleep(5), spawn sleep(9)]) {}", "for x in channel() {}"] {
        check_work(
            &format!(
                "let t = spawn || {{ {wait} print(`after it`); sleep(20); print(`never`) }};
                 sleep(1); t.cancel(); sleep(1); print(t.state)"
            ),
            &["1.00 after it", "2.00 cancelled"],
        );
    }
}

#[test]
fn a_task_that_cancels_itself_hears_of_it_at_its_next_wait_that_has_to_wait() {
    check_work(
        "let t = (); let m = mutex(1);
         t = spawn || { t.cancel(); m.lock(|v| print(`free`)); try { sleep(1) } catch (e) { print(e); throw e } };
         sleep(1); print(t.state)",
        &["0.00 free", "0.00 cancelled", "1.00 cancelled"],
    );
    check_work(
        "let t = (); let child = spawn careful(`child`);
         t = spawn || { sleep(1); t.cancel(); await child };
         sleep(3); print(t.state, child.state)",
        &["2.00 child cancelled", "3.00 cancelled cancelled"],
    );
}

#[test]
fn a_cancel_reaches_what_is_awaited() {
    for wait in [
        "await inner",
        "await [inner]",
        "join_all([inner])",
        "join_all_settled([inner])",
        "timeout(9, inner)",
    ] {
        check_work(
            &format!(
                "let inner = spawn careful(`inner`);
                 let outer = spawn || {{ {wait} }};
                 sleep(1); outer.cancel(); sleep(0.5); print(inner.state, outer.state); sleep(1);
                 print(inner.state, outer.state)"
            ),
            &["1.50 waiting waiting", "2.00 inner cancelled", "2.50 cancelled cancelled"],
        );
    }
    for wait in [
        "select([inner])",
        "for x in as_completed([inner]) { print(x) }",
        "await shield(inner)",
        "join_all([shield(inner)])",
    ] {
        check_work(
            &format!(
                "let inner = spawn work(3, `value`);
                 let outer = spawn || {{ {wait} }};
                 sleep(1); outer.cancel(); sleep(0.5); print(inner.state, outer.state); print(await inner)"
            ),
            &["1.50 waiting cancelled", "3.00 value"],
        );
    }
    check_work(
        "try { timeout(1, spawn || join_all([spawn careful(`a`), spawn careful(`b`)])) } catch (e) { print(e) }",
        &["2.00 a cancelled", "2.00 b cancelled", "2.00 timed out after 1 s"],
    );
}

#[test]
fn the_waiting_task_gets_what_the_awaited_one_ends_with() {
    check_work(
        "let outer = spawn || { print(await spawn stubborn(`kept`)); sleep(1); `done` };
         sleep(1); outer.cancel(); print(await outer)",
        &["1.00 kept", "2.00 done"],
    );
    check_work(
        "let outer = spawn || { try { await spawn worse() } catch (e) { print(e) } };
         sleep(1); outer.cancel(); await outer; print(outer.state)",
        &["1.00 worse", "1.00 done"],
    );
    check_work(
        "let outer = spawn || { try { await [spawn stubborn(1), spawn stubborn(2)] } catch (e) { print(e); throw e } };
         sleep(1); outer.cancel(); sleep(0.1); print(outer.state)",
        &["1.00 cancelled", "1.10 cancelled"],
    );
    check_work(
        "let inner = spawn work(9, 1); let outer = spawn || await inner;
         sleep(1); inner.cancel(); try { await outer } catch (e) { print(e) } print(outer.state)",
        &["1.00 work was cancelled, so it has no value", "1.00 failed"],
    );
}

#[test]
fn tasks_that_await_each_other_are_ended_by_one_cancel() {
    check_work(
        "let a = (); let b = ();
         a = spawn || { sleep(0.1); await b }; b = spawn || await a;
         sleep(1); print(a.state, b.state); a.cancel(); sleep(0); sleep(0); sleep(0); print(a.state, b.state)",
        &["1.00 waiting waiting", "1.00 cancelled cancelled"],
    );
}

#[test]
fn what_a_task_says_while_it_times_out_is_heard() {
    check_work("try { timeout(1, spawn worse()) } catch (e) { print(e) }", &["1.00 worse"]);
    check_work("print(timeout(1, spawn stubborn(`all the same`)))", &["1.00 all the same"]);
    check_work(
        "let t = spawn work(2, `late`); try { timeout(1, shield(t)) } catch (e) { print(e) } print(await t)",
        &["1.00 timed out after 1 s", "2.00 late"],
    );
    check_work(
        "let outer = spawn || timeout(1, spawn careful(`t`));
         sleep(1.5); outer.cancel(); sleep(2); print(outer.state) // its clean-up was broken off",
        &["3.50 cancelled"],
    );
}

#[test]
fn a_group_tells_all_failures_of_an_instant_and_never_its_closures_own_end() {
    check_work(
        "try { task_group(|g| { g.spawn(|| bad(1)); g.spawn(|| bad(1)); g.spawn(|| worse()); sleep(5) }) }
         catch (e) { print(e.errors.map(|it| it.error)) }",
        &["1.00 [\"bad 1\", \"bad 1\", \"worse\"]"],
    );
    check_work(
        "let other = spawn careful(`other`);
         try { task_group(|g| { g.spawn(|| bad(1)); await other }) } catch (e) { print(e.errors.len(), e.message) }",
        &["2.00 other cancelled", "2.00 1 a task of the group failed: bad: bad 1"],
    );
    check_work(
        "let t = spawn || task_group(|g| { g.spawn(|| careful(`child`)); sleep(9) });
         sleep(1); t.cancel(); sleep(2); print(t.state)",
        &["2.00 child cancelled", "3.00 cancelled"],
    );
}

#[test]
fn a_group_is_cancelled_from_within_as_a_whole_and_again() {
    check_work(
        "let given = task_group(|g| {
             g.spawn(|| { sleep(1); g.cancel(); print(`goes on to its next wait`); sleep(9); print(`never`) });
             g.spawn(|| careful(`sibling`));
             sleep(9); print(`never`)
         });
         print(given == (), now() < 2.1)",
        &["1.00 goes on to its next wait", "2.00 sibling cancelled", "2.00 true true"],
    );
    check_work(
        "task_group(|g| {
             g.spawn(|| { try { sleep(9) } catch { } print(`once`); sleep(9); print(`never`) });
             sleep(1); g.cancel(); sleep(1); g.cancel();
         });
         print(`ended`)",
        &["1.00 once", "2.00 ended"],
    );
}

#[test]
fn equal_sleeps_end_together_and_those_they_let_go_come_after() {
    check_work(
        "let s = semaphore(2);
         let task = || s.acquire(|| { print(`in`); sleep(1); print(`out`) });
         let all = []; for i in 0..4 { all.push(spawn || task.call()) } await all",
        &["0.00 in", "0.00 in", "1.00 out", "1.00 out", "1.00 in", "1.00 in", "2.00 out", "2.00 out"],
    );
    check_work(
        "let before = now(); sleep(0.5); print(now() - before >= 0.5, now() - before < 0.502);
         spawn || sleep(0.0103); sleep(0.01); print(now() < 0.52)",
        &["0.50 true true", "0.51 true"],
    );
}

#[test]
fn a_barriers_numbers_count_those_of_the_round() {
    check_work(
        "let b = barrier(3); let come = |name| { let n = b.wait(); print(name, n) };
         let a = spawn || come.call(`a`); let others = [spawn || come.call(`b`)]; sleep(1); a.cancel(); sleep(1);
         others.push(spawn || come.call(`c`)); sleep(1); others.push(spawn || come.call(`d`)); await others",
        &["3.00 d 2", "3.00 b 0", "3.00 c 1"],
    );
}
