//! What `spawn` takes: functions, closures in variables, methods; and what its tasks share.

use super::{check, check_fails};

const ACCOUNT: &str = "
    fn open_account(balance) {
        #{ load: || { sleep(0.1); balance }, save: |n| { sleep(0.1); balance = n; print(`saved`, n) } }
    }
";

#[test]
fn a_closure_in_a_variable_is_started_with_its_arguments() {
    check(
        "let work = |i| { sleep(1); print(i); i * 2 }; let tasks = [];
         for i in 0..3 { tasks.push(spawn work(i)) } print(await tasks)",
        &["1.00 0", "1.00 1", "1.00 2", "1.00 [0, 2, 4]"],
    );
    // A function is meant, where there is one.
    check("fn f() { `function` } let f = || `closure`; print(await spawn f())", &["0.00 function"]);
    check("fn start(work) { await spawn work(1) } print(start(|x| x + 1))", &["0.00 2"]);
    check_fails("let n = 1; await spawn n(1)", "not a function");
}

#[test]
fn a_methods_arguments_are_evaluated_at_once() {
    check(
        "let list = []; let tasks = [];
         for i in 0..3 { tasks.push(spawn list.push(i)) } let n = 5; spawn list.push(n); n = 6;
         await tasks; sleep(1); print(list)",
        &["1.00 [0, 1, 2, 5]"],
    );
    check(
        "let rooms = [channel(1), channel(1)]; let i = 1; let t = spawn rooms[i].recv(); i = 0;
         rooms[1].send(`one`); print(await t)",
        &["0.00 one"],
    );
}

#[test]
fn the_receiver_is_shared_so_that_changes_are_seen() {
    check(
        "fn add(n) { this.n += n } let counter = #{n: 1};
         let t = spawn counter.add(4); counter.n += 10; await t; print(counter.n)",
        &["0.00 15"],
    );
    check(
        "let counter = #{n: 1, add: |n| this.n += n}; await [spawn counter.add(1), spawn counter.add(2)];
         print(counter.n)",
        &["0.00 4"],
    );
}

#[test]
fn a_receiver_may_be_anything() {
    check(
        "fn make() { #{n: 3, get: |by| this.n * by} } const BOX = channel(1); spawn BOX.send(`sent`);
         let ask = || 4; let map = #{inner: #{ask: || 5}};
         print(await spawn make().get(2), BOX.recv(), await spawn ask.call(), await spawn map.inner.ask());
         print(await spawn [1, 2].len(), await spawn map.inner[`ask`])",
        &["0.00 6 sent 4 5", "0.00 2 5"],
    );
    check(
        "let tasks = []; for (ch, i) in [channel(1), channel(1)] { tasks.push(spawn ch.recv()); ch.send(i) }
         for map in [#{n: 1, get: || this.n}, #{n: 2, get: || this.n}] { tasks.push(spawn map.get()) }
         print(await tasks)",
        &["0.00 [0, 1, 1, 2]"],
    );
    check_fails("let map = #{n: 1}; spawn map.n", "a value already");
    check_fails("await spawn nothing.work(1)", "no variable `nothing`");
}

#[test]
fn closures_in_a_captured_map_can_wait() {
    let script = "
        let account = open_account(100); let lock = mutex(); let tasks = [];
        for coins in [10, 20] {
            let own = coins;
            tasks.push(spawn || lock.lock(|| { account.save(account.load() + own); }));
        }
        await tasks; print(await spawn account.load())";
    check(&format!("{ACCOUNT}{script}"), &["0.20 saved 110", "0.40 saved 130", "0.50 130"]);
    let nested = "
        let bank = #{main: open_account(1), all: [open_account(2), open_account(3)]};
        print(await [spawn || bank.main.load(), spawn || bank.all[1].load(), spawn || bank.main.load()])";
    check(&format!("{ACCOUNT}{nested}"), &["0.10 [1, 3, 1]"]);
}

#[test]
fn a_list_can_be_looked_at_while_it_is_filtered() {
    check(
        "let a = [2, 1, 3]; print(a.filter(|v| v > a[0]), a.map(|v| v + a.len()), a.some(|v| v == a[2]))",
        &["0.00 [3] [5, 4, 6] true"],
    );
    check_fails("let a = [1, 2]; a.retain(|v| v > a[0])", "`a` is in use by its own `retain`");
}

#[test]
fn a_method_that_waits_while_it_changes_says_so() {
    check_fails(
        "fn add(n) { this.n += n; sleep(1) } let o = #{n: 1}; let t = spawn o.add(1); yield_now(); o.n",
        "in the middle of a method of `o`",
    );
}
