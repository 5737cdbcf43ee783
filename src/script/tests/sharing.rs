//! Channels, mutexes, semaphores, events, barriers, intervals.

use super::{check, check_fails, session};
use crate::script::Answer;

#[test]
fn messages_keep_their_order_and_a_closed_channel_empties() {
    check(
        "let ch = channel(10); for i in 0..3 { ch.send(i) } print(ch, ch.len, ch.capacity); ch.close();
         print(ch.is_closed, ch.try_recv(), ch.recv());
         for x in ch { print(x) }
         print(ch.recv() == (), ch.try_recv() == ());
         try { ch.send(1) } catch (e) { print(e) }",
        &[
            "0.00 <channel: 3 of 10> 3 10",
            "0.00 true 0 1",
            "0.00 2",
            "0.00 true true",
            "0.00 this channel is closed, so nothing can be sent",
        ],
    );
    check_fails("channel(0)", "no room");
}

#[test]
fn closing_wakes_whoever_waits_at_either_end() {
    check(
        "let full = channel(1); full.send(0); let empty = channel(1);
         let a = spawn || { try { full.send(1) } catch (e) { print(e) } };
         let b = spawn || print(`received`, empty.recv());
         sleep(1); full.close(); empty.close(); await a; await b; print(full.recv(), full.recv() == ())",
        &["1.00 this channel is closed, so nothing can be sent", "1.00 received ", "1.00 0 true"],
    );
}

#[test]
fn whoever_waits_longest_is_served_first() {
    check(
        "let ch = channel(1); let tasks = [];
         fn take(ch, i) { print(i, ch.recv()) } for i in 0..3 { tasks.push(spawn take(ch, i)) }
         sleep(1); for x in [`a`, `b`, `c`] { ch.send(x) } await tasks;",
        &["1.00 0 a", "1.00 1 b", "1.00 2 c"],
    );
    check(
        "let m = mutex(0); let tasks = [];
         fn turn(m, i) { m.lock(|v| { print(i, v); v += 1; sleep(1) }) }
         for i in 0..3 { tasks.push(spawn turn(m, i)) }
         await tasks; print(m.lock(|v| v), m)",
        &["0.00 0 0", "1.00 1 1", "2.00 2 2", "3.00 3 <mutex: free>"],
    );
}

#[test]
fn a_locked_value_is_changed_in_place_and_the_closures_value_given_on() {
    check(
        "let list = mutex([1]); list.lock(|items| items.push(2)); list.lock(|items| items = items + [3]);
         print(list.lock(|items| items.len()), list.lock(|items| items));
         let copy = list.lock(|items| items); copy.push(4); print(list.lock(|items| items));
         print(mutex().lock(|| `no parameter`))",
        &["0.00 3 [1, 2, 3]", "0.00 [1, 2, 3]", "0.00 no parameter"],
    );
}

#[test]
fn locks_end_with_their_closure_however_it_ends() {
    check(
        "let m = mutex(1); let s = semaphore(1);
         try { m.lock(|v| { v = 2; throw `oh` }) } catch (e) { print(e, m.is_locked, m.lock(|v| v)) }
         try { s.acquire(|| throw `no`) } catch (e) { print(e, s.available) }
         fn early(m) { m.lock(|v| { if v == 2 { return `early` } `late` }) }
         print(early(m), m.is_locked)",
        &["0.00 oh false 2", "0.00 no 1", "0.00 early false"],
    );
    check_fails("let m = mutex(1); m.lock(|v| m.lock(|w| w))", "has the mutex already");
    check_fails("let m = mutex(1); m.lock(|a, b, c| 1)", "too few");
}

#[test]
fn semaphores_count() {
    check(
        "let s = semaphore(1); print(s.try_acquire(), s.try_acquire(), s.available);
         spawn || { sleep(1); s.release(); s.release() };
         s.acquire(); s.acquire(); print(now() >= 1.0, s.available); s.release(); print(s)",
        &["0.00 true false 0", "1.00 true 0", "1.00 <semaphore: 1 free>"],
    );
    check_fails("semaphore(-1)", "fewer than 0");
}

#[test]
fn an_event_lets_all_go_on_even_if_it_is_cleared_at_once() {
    check(
        "let e = event(); let tasks = [];
         fn stand(e, i) { e.wait(); print(i) } for i in 0..2 { tasks.push(spawn stand(e, i)) }
         sleep(1); e.set(); e.clear(); await tasks; print(e.is_set, e); e.set(); e.wait()",
        &["1.00 0", "1.00 1", "1.00 false <event: not set>"],
    );
}

#[test]
fn a_barrier_opens_for_each_full_round() {
    check(
        "let b = barrier(2);
         fn walk(b, name, seconds) { for round in 0..2 { sleep(seconds); let n = b.wait(); print(name, round, n) } }
         await [spawn walk(b, `a`, 1), spawn walk(b, `b`, 2)]; print(b.waiting, b)",
        &["2.00 b 0 1", "2.00 a 0 0", "4.00 b 1 1", "4.00 a 1 0", "4.00 0 <barrier: 0 of 2 here>"],
    );
}

#[test]
fn an_interval_keeps_its_beat() {
    check(
        "let beat = interval(1);
         for i in 0..5 { let n = beat.tick(); print(n); if i == 1 { sleep_blocking(2.5) } else { sleep(0.3) } }",
        &["0.00 0", "1.00 1", "3.50 2", "3.80 3", "4.10 4"],
    );
    check_fails("interval(0)", "give some time");
}

#[test]
fn objects_have_names_numbered_in_their_run() {
    check(
        "let a = channel(1); let b = channel(1); print(a.name, b.name, b.named(`orders`).name, b, a == b, a == a);
         const C = channel(1); C.send(1); print(C.recv())",
        &["0.00 channel channel #2 orders <channel orders: 0 of 1> false true", "0.00 1"],
    );
}

/// Rhai locks a variable that closures share while a method of it runs; waiting methods must not hold that.
#[test]
fn captured_objects_can_be_waited_for_by_many() {
    check(
        "let ch = channel(1); let t = spawn sleep(2); let forks = [mutex(0), mutex(0)]; let bag = #{gate: semaphore(0)};
         spawn || { sleep(1); print(t.state, ch.len, forks[1].is_locked); ch.send(1); bag.gate.release() };
         spawn || forks[1].lock(|f| sleep(2));
         print(ch.recv()); bag.gate.acquire(); forks[1].lock(|f| print(`fork`)); t.await; ch = 5; print(ch)",
        &["1.00 waiting 0 true", "1.00 1", "2.00 fork", "2.00 5"],
    );
}

#[test]
fn a_captured_closure_can_be_called_by_many() {
    check(
        "let n = 0; let work = |by| { sleep(1); n += by; n };
         print(await [spawn || work.call(1), spawn || work.call(2)], n);
         let counter = #{n: 0, step: || 1};
         await [spawn || counter.call(|| this.n += 1), spawn || counter.call(|| this.n += 1)]; print(counter.n)",
        &["1.00 [1, 3] 3", "1.00 2"],
    );
}

#[test]
fn dining_philosophers_eat_or_starve_together() {
    let table = |second: &str| {
        format!(
            "let forks = []; for i in 0..5 {{ forks.push(mutex(())) }}
             fn dine(forks, i) {{
                 let a = i; let b = (i + 1) % 5; {second}
                 forks[a].lock(|| {{ sleep(1); forks[b].lock(|| sleep(1)) }});
             }}
             let tasks = []; for i in 0..5 {{ tasks.push(spawn dine(forks, i)) }}
             await tasks; print(`all have eaten`)"
        )
    };
    check_fails(&table(""), "deadlock");
    let (ends, said) = session(&[&table("if b < a { let c = a; a = b; b = c }")]);
    assert!(matches!(ends[0].answer, Answer::Value(_)), "{:?}", ends[0].answer);
    assert!(said[0].ends_with("all have eaten"));
}

#[test]
fn waiting_for_what_nobody_gives_is_a_deadlock_and_not_a_hang() {
    for script in [
        "channel(1).recv()",
        "semaphore(0).acquire()",
        "event().wait()",
        "barrier(2).wait()",
        "for x in channel() { }",
    ] {
        check_fails(script, "deadlock");
    }
}
