//! `condition`, `priority_channel`, `join` and `task_done`, `select` with a time, `future`, `shield`.

use super::{check, check_fails};

const BAD: &str = "fn bad(seconds) { sleep(seconds); throw `bad` }\n";

#[test]
fn a_condition_gives_its_lock_back_while_a_task_waits() {
    check(
        "let stock = mutex([]); let changed = condition(stock);
         let buy = |name| stock.lock(|s| { changed.wait_for(|| s.len() > 0); print(name, s.pop()) });
         let all = [spawn || buy.call(`a`), spawn || buy.call(`b`)];
         for item in [1, 2] { sleep(1); stock.lock(|s| { s.push(item); changed.notify() }) } await all",
        &["1.00 a 1", "2.00 b 2"],
    );
    check(
        "let c = condition(); let wait = |name| c.lock(|| { c.wait(); print(name) });
         let all = []; for name in [`a`, `b`, `c`] { all.push(spawn wait.call(name)) }
         sleep(1); c.lock(|| c.notify(2)); sleep(1); c.lock(|| { c.notify_all(); print(c.waiting) }); await all",
        &["1.00 a", "1.00 b", "2.00 0", "2.00 c"],
    );
    check_fails("let c = condition(); c.wait()", "does not have the condition's lock");
    check_fails("let c = condition(); c.notify()", "does not have the condition's lock");
}

#[test]
fn a_task_that_is_cancelled_at_a_condition_has_the_lock_again_and_hands_its_notification_on() {
    check(
        "let c = condition();
         let first = spawn || c.lock(|| { try { c.wait() } catch (e) { print(e, `with the lock`); sleep(1); throw e } });
         let second = spawn || c.lock(|| { c.wait(); print(`notified`) });
         sleep(1); c.lock(|| { c.notify(); first.cancel() }); sleep(0.5); print(c.waiting);
         await second; c.lock(|| print(`free`))",
        &["1.00 cancelled with the lock", "1.50 0", "2.00 notified", "2.00 free"],
    );
}

#[test]
fn a_priority_channel_gives_the_least_message_first() {
    check(
        "let ch = priority_channel(); for m in [3, 1, 2] { ch.send(m) } ch.close(); for m in ch { print(m) }",
        &["0.00 1", "0.00 2", "0.00 3"],
    );
    check(
        "let ch = priority_channel(); for m in [[2, `b`], [1, `x`], [2, `a`], [1, #{}]] { ch.send(m) }
         print(ch.recv()[1], ch.recv()[1], ch.recv()[1], ch.recv()[1])",
        &["0.00 x #{} a b"],
    );
    check(
        "let ch = priority_channel(1); let t = spawn || { ch.send(2); ch.send(1); print(`sent`) };
         sleep(1); print(ch.recv()); sleep(1); print(ch.recv())",
        &["1.00 2", "1.00 sent", "2.00 1"],
    );
    check_fails("priority_channel().send(#{})", "ch.send([1, value])");
}

#[test]
fn join_waits_until_all_messages_are_done() {
    check(
        "let ch = channel(); ch.join(); let t = spawn || { for m in ch { sleep(1); ch.task_done() } };
         for m in 0..3 { ch.send(m) } print(ch.unfinished); ch.join(); print(ch.unfinished)",
        &["0.00 3", "3.00 0"],
    );
    check_fails("channel().task_done()", "more often than messages were sent");
}

#[test]
fn select_waits_no_longer_than_a_time_and_the_tasks_go_on() {
    check(
        "let slow = spawn || { sleep(2); `late` };
         try { select(1, [slow]) } catch (e) { print(e, slow.state) } print(select(5, [slow]).value)",
        &["1.00 timed out after 1 s waiting", "2.00 late"],
    );
    check(
        &format!(
            "{BAD}let first = select_settled([spawn sleep(9), spawn bad(1)]);
             print(first.index, first.task.name, first.error);
             print(select_settled(5, [spawn sleep(1)]).keys());
             try {{ select_settled(1, [spawn sleep(9)]) }} catch (e) {{ print(e) }}"
        ),
        &["1.00 1 bad bad", "2.00 [\"index\", \"ok\", \"task\"]", "3.00 timed out after 1 s"],
    );
    check_fails("select(1, [5])", "select takes tasks, and got 5");
}

#[test]
fn a_future_is_set_by_hand_once() {
    check(
        "let f = future(); let t = spawn || print(`got`, await f); sleep(1); print(f, f.is_done); f.set(42);
         await t; print(await f, f.state)",
        &[
            "line 1: this is a future, not its value; that comes with await.",
            "1.00 <future: waiting> false",
            "1.00 got 42",
            "1.00 42 done",
        ],
    );
    check(
        "let f = future(); spawn || { sleep(1); f.fail(`no`) }; try { await f } catch (e) { print(e, f.state) }
         try { f.set(1) } catch (e) { print(e) }",
        &["1.00 no failed", "1.00 this future is failed already, and is set only once"],
    );
    check(
        "let f = future(); spawn || { sleep(1); f.set(`first`) }; print(select([spawn sleep(2), f]).value);
         try { timeout(1, future()) } catch (e) { print(e) }
         print(await [spawn || 1, f])",
        &["1.00 first", "2.00 timed out after 1 s", "2.00 [1, \"first\"]"],
    );
    check(
        "let f = future(); let t = spawn || await f; sleep(1); t.cancel(); sleep(0); sleep(0); print(f.state, t.state);
         let g = future(); let u = spawn || await shield(g); sleep(1); u.cancel(); sleep(0); print(g.state, u.state)",
        &["1.00 cancelled cancelled", "2.00 waiting cancelled"],
    );
    check_fails("let t = spawn sleep(1); t.set(5)", "what future() gives");
    check_fails("await future()", "deadlock");
}
