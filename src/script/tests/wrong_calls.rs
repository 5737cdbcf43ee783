//! Calls that can never be right are reported although the script catches their errors, for every word there is.

use super::session;
use crate::vocabulary::words;

/// The words that are called by their names, each with calls that it cannot take.
const FREE: &[(&str, &[&str])] = &[
    ("sleep", &["sleep()", "sleep(1, 2)", "sleep(`x`)", "sleep([1])"]),
    ("sleep_blocking", &["sleep_blocking()", "sleep_blocking(`x`)"]),
    ("busy", &["busy()", "busy(`x`)", "busy(|| 1)"]),
    ("yield_now", &["yield_now(1)"]),
    ("now", &["now(1)"]),
    ("join_all", &["join_all()", "join_all(5)", "join_all([1, 2])", "join_all(spawn sleep(0))"]),
    ("join_all_settled", &["join_all_settled()", "join_all_settled(5)", "join_all_settled([1])"]),
    ("select", &["select()", "select([spawn sleep(0)], 2)", "select(5)", "select(1, 5)", "select(`x`, [])"]),
    ("select_settled", &["select_settled([spawn sleep(0)], 2)", "select_settled(5)", "select_settled(1, 5)"]),
    ("as_completed", &["as_completed()", "as_completed(5)", "as_completed([1])"]),
    ("timeout", &["timeout(1)", "timeout(spawn sleep(0), 1)", "timeout(1, 2)", "timeout(1, || 2)"]),
    ("shield", &["shield()", "shield(5)", "shield(|| 5)"]),
    ("task_group", &["task_group()", "task_group(5)", "task_group(|g| 1, 2)"]),
    ("channel", &["channel(`x`)", "channel(1, 2)", "channel(1.5)"]),
    ("priority_channel", &["priority_channel(`x`)", "priority_channel(1, 2)"]),
    ("mutex", &["mutex(1, 2)"]),
    ("semaphore", &["semaphore()", "semaphore(`x`)", "semaphore(1.5)", "semaphore(1, 2)"]),
    ("condition", &["condition(5)", "condition(mutex(), 2)"]),
    ("event", &["event(5)"]),
    ("barrier", &["barrier()", "barrier(`x`)"]),
    ("future", &["future(5)"]),
    ("interval", &["interval()", "interval(`x`)"]),
    ("spawn_thread", &["spawn_thread()", "spawn_thread(5)"]),
    ("compare", &["compare()", "compare(|| 1)", "compare(1, 2)"]),
    ("mark", &["mark()", "mark(`a`, `b`)"]),
    ("why", &["why()", "why(5)", "why(5, 1)", "why(spawn sleep(0), `x`)"]),
];

/// Handles, and calls of their methods that cannot be.
const METHODS: &[(&str, &[&str])] = &[
    ("spawn sleep(0)", &["cancel(1)", "named(5)", "named()", "send(1)", "close()"]),
    (
        "channel()",
        &[
            "send()",
            "send(1, 2)",
            "recv(1)",
            "try_recv(1)",
            "close(1)",
            "task_done(1)",
            "join(1)",
            "lock(|| 1)",
        ],
    ),
    ("priority_channel()", &["send()", "send(#{})", "send(|| 1)", "put(1)"]),
    ("mutex()", &["lock()", "lock(5)", "lock(|| 1, 2)", "acquire()"]),
    ("semaphore(1)", &["acquire(5)", "acquire(1, 2)", "release(1)", "lock(|| 1)"]),
    ("condition()", &["notify(`x`)", "notify_all(1)", "wait(1)", "wait_for()", "wait_for(5)", "lock(5)"]),
    ("event()", &["set(1)", "clear(1)", "wait(1)", "send(1)"]),
    ("barrier(1)", &["wait(1)", "set()"]),
    ("future()", &["set(1, 2)", "fail()", "resolve(1)"]),
    ("interval(1)", &["tick(1)", "next()"]),
];

/// The words of modules, each with calls that it cannot take.
const OF_MODULES: &[(&str, &[&str])] = &[
    ("fs::read", &["fs::read()", "fs::read(5)"]),
    ("fs::read_bytes", &["fs::read_bytes()", "fs::read_bytes(5)"]),
    ("fs::write", &["fs::write(`x`)", "fs::write(5, `x`)"]),
    ("fs::append", &["fs::append(`x`)", "fs::append(5, `x`)"]),
    ("fs::list", &["fs::list(5)"]),
    ("fs::exists", &["fs::exists()", "fs::exists(5)"]),
    ("fs::remove", &["fs::remove()", "fs::remove(5)"]),
    ("http::get", &["http::get()", "http::get(5)", "http::get(`http://localhost`, #{ retries: 3 })"]),
    ("http::post", &["http::post(`x`)", "http::post(5, 6)"]),
    ("http::request", &["http::request()", "http::request(5)"]),
    ("http::limit", &["http::limit(`x`)"]),
    ("http::test_server", &["http::test_server(5)"]),
    ("db::open", &["db::open()", "db::open(5)"]),
    ("process::run", &["process::run()", "process::run(5)"]),
    ("net::connect", &["net::connect(`x`)", "net::connect(1, 2)"]),
    ("net::listen", &["net::listen(`x`)"]),
];

/// Checks of each call, entered by itself, that its only mistake is reported, whether its `catch` looks at the error or not.
fn check_reported(calls: &[String]) {
    let catches = ["catch { }", "catch (error) { print(error) }"];
    let of = |call: &String| catches.map(|catch| format!("try {{ {call}; }} {catch}"));
    let scripts: Vec<String> = calls.iter().flat_map(of).collect();
    let entries: Vec<&str> = scripts.iter().map(String::as_str).collect();
    for (script, end) in scripts.iter().zip(session(&entries).0) {
        let titles: Vec<&str> = end.swallowed.iter().map(|it| it.title.as_str()).collect();
        assert_eq!(titles.len(), 1, "{script}\n{titles:?} {:?}", end.answer);
        let label = end.swallowed[0].labels.first();
        assert!(label.is_some_and(|it| it.line == 1), "{script}: nothing is underlined");
    }
}

/// Checks that nothing is reported of a script.
fn check_silent(script: &str) {
    let (ends, _) = session(&[script]);
    let titles: Vec<&str> = ends[0].swallowed.iter().map(|it| it.title.as_str()).collect();
    assert!(titles.is_empty(), "{script}: {titles:?}");
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_word_with_arguments_that_it_cannot_take() {
    let strange = |word: &str| [format!("{word}_x(1)"), format!("{word}(1, 2, 3, 4, 5)")];
    let of = |(word, calls): &(&str, &[&str])| {
        let wrong = calls.iter().map(|it| (*it).to_owned());
        wrong.chain(strange(word)).collect::<Vec<String>>()
    };
    check_reported(&FREE.iter().flat_map(of).collect::<Vec<String>>());
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_method_that_a_handle_does_not_have_or_with_arguments_that_it_cannot_take() {
    let of = |handle: &str, call: &str| {
        let (name, arguments) = call.split_once('(').unwrap();
        [call.to_owned(), format!("{name}_x({arguments}")]
            .map(|it| format!("let handle = {handle}; handle.{it}"))
    };
    let all = METHODS.iter().flat_map(|(handle, calls)| calls.iter().flat_map(|call| of(handle, call)));
    check_reported(&all.collect::<Vec<String>>());
}

#[test]
fn a_word_of_a_module_with_arguments_that_it_cannot_take() {
    let strange = |word: &str| [format!("{word}_x(`a`)"), format!("{word}(1, 2, 3, 4, 5)")];
    let of = |(word, calls): &(&str, &[&str])| {
        let wrong = calls.iter().map(|it| (*it).to_owned());
        wrong.chain(strange(word)).collect::<Vec<String>>()
    };
    check_reported(&OF_MODULES.iter().flat_map(of).collect::<Vec<String>>());
    let database = "let connection = db::open(`:memory:`); connection.";
    let of_databases = [
        "execute()",
        "execute(5)",
        "query()",
        "query(`SELECT 1`, 5)",
        "transaction()",
        "transaction(5)",
        "exec(`x`)",
    ];
    check_reported(&of_databases.map(|call| format!("{database}{call}")));
}

#[test]
fn every_word_is_in_a_table() {
    // They are syntax, properties or take anything; and those of modules.
    const OTHERS: &[&str] = &["spawn", "await", "state", "is_done", "name", "id", "print", "debug"];
    const OF_DATABASES: &[&str] = &["execute", "query", "transaction"];
    let methods: Vec<&str> =
        METHODS.iter().flat_map(|(_, calls)| *calls).filter_map(|it| it.split('(').next()).collect();
    for word in words().map(|it| it.name) {
        let is_there =
            FREE.iter().chain(OF_MODULES).any(|(name, _)| *name == word) || methods.contains(&word);
        assert!(is_there || OTHERS.contains(&word) || OF_DATABASES.contains(&word), "{word}");
    }
}

#[test]
fn what_can_be_right_is_not_reported() {
    // Errors that the world or time brings.
    check_silent("try { timeout(1, spawn sleep(2)) } catch { }");
    check_silent("let t = spawn sleep(1); t.cancel(); try { await t } catch { }");
    check_silent("let ch = channel(); ch.close(); try { ch.send(1) } catch (error) { print(error) }");
    check_silent("try { throw `mine` } catch { }");
    check_silent("fn f(a) { throw `mine` } try { f(1) } catch { }");
    // What a closure throws, where a word has called it.
    check_silent("try { task_group(|g| { throw `mine` }) } catch { }");
    check_silent("try { task_group(|g| { g.spawn(|| { throw `mine` }) }) } catch { }");
    check_silent("let m = mutex(0); try { m.lock(|value| { throw `mine` }) } catch { }");
    check_silent("let s = semaphore(1); try { s.acquire(|| { throw `mine` }) } catch { }");
    check_silent("let c = condition(); try { c.lock(|| c.wait_for(|| { throw `mine` })) } catch { }");
    check_silent("try { compare(|| { throw `mine` }, || 1) } catch { }");
    check_silent("try { timeout(9, spawn_thread(|| { throw `mine` })) } catch { }");
    check_silent("fn apply(f) { f.call() } try { apply(|| { throw `mine` }) } catch { }");
    check_silent(
        "let d = db::open(`:memory:`); try { d.transaction(|| { d.query(`SELECT x`); }) } catch { } \
         try { d.query(`SELECT x`) } catch { }",
    );
    check_silent(
        "let t = spawn || { let m = mutex(0); m.lock(|v| { sleep(9) }) }; sleep(1); t.cancel(); sleep(1);",
    );
    check_silent("let m = mutex(0); spawn || m.lock(|v| { sleep(9) }); sleep(1);");
    // What a value can do is tried.
    check_silent("for v in [1, `ab`] { try { print(v.len()) } catch { print(0) } }");
    check_silent("try { #{ a: 1 }.describe() } catch { }");
    // The engine tries functions with fewer arguments first.
    check_silent("fn pair(item, index) { item + index } try { print([1, 2].map(Fn(`pair`))) } catch { }");
    check_silent("try { print([1, 2].map(|item, index| item + index)) } catch { }");
    check_silent("try { print([3, 1].sort()); print(#{ a: [1] }) } catch { }");
}
