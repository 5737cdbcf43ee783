//! Names of other languages lead to our words: all that the vocabulary itself names as peers.

use super::session;
use crate::diagnostics::Report;
use crate::diagnostics::peers::{self, Peer};
use crate::script::{Answer, EntryEnd};
use crate::vocabulary::{self, Word};

/// Cells that say something instead of naming it.
const SAID: &[&str] = &[
    "a loop that computes",
    "await task",
    "task.await",
    "await promise",
    "calling an async function: f(x)",
    "the callback",
    "p-limit (a package)",
    "tokio-console",
    "async with lock:",
    "async with semaphore:",
];

/// All that a learner reads when a script fails.
fn answer(script: &str) -> String {
    read(&session(&[script]).0[0])
}

/// The same of many scripts, entered one after the other.
fn answers(scripts: &[String]) -> Vec<String> {
    let scripts: Vec<&str> = scripts.iter().map(String::as_str).collect();
    session(&scripts).0.iter().map(read).collect()
}

fn read(end: &EntryEnd) -> String {
    let text = |report: &Report| {
        let labels = report.labels.iter().map(|label| label.text.as_str());
        let texts = labels.chain(report.help.iter().map(String::as_str));
        texts.fold(report.title.clone(), |all, text| format!("{all}\n{text}"))
    };
    match &end.answer {
        Answer::Failed(report) => text(report),
        _ => end.unseen.iter().map(|(_, report)| text(report)).collect(),
    }
}

/// How a word begins where it is written: `ch.send(`, `task.is_done`.
fn head(word: &Word) -> &'static str {
    let form = peers::form(word);
    let end = form.find(['(', '[', ' ']).map_or(form.len(), |at| at + 1);
    form[..end].trim()
}

/// Our words for a name, wherever the vocabulary has it.
fn leads_home(answer: &str, peers: &[&Peer]) -> bool {
    peers.iter().any(|peer| answer.contains(head(peer.word)))
}

#[test]
fn every_cell_names_something_or_is_known_to_say_something() {
    for word in vocabulary::words() {
        for text in [word.peers.python, word.peers.javascript, word.peers.tokio] {
            let has_names = peers::all().iter().any(|peer| peer.word == word && text.contains(&peer.name));
            assert!(text.is_empty() || has_names || SAID.contains(&text), "{}: {text}", word.name);
        }
    }
}

#[test]
fn every_peer_leads_to_our_word() {
    let mut lost = Vec::new();
    let scripts: Vec<String> = peers::all().iter().map(|peer| format!("{}(1)", peer.name)).collect();
    for (peer, answer) in peers::all().iter().zip(answers(&scripts)) {
        let same: Vec<&Peer> = peers::all().iter().filter(|other| other.name == peer.name).collect();
        // Our own name for it, and it works.
        let is_ours = vocabulary::words().any(|word| word.name == peer.name.trim_end_matches('!'));
        if !is_ours && !leads_home(&answer, &same) {
            lost.push(format!("{} → {}: {answer}", peer.name, head(peer.word)));
        }
    }
    assert!(lost.is_empty(), "{} of {}:\n{}", lost.len(), peers::all().len(), lost.join("\n\n"));
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn every_peer_leads_to_our_word_without_its_module_and_under_another() {
    let mut asked: Vec<(String, &Peer)> = Vec::new();
    for peer in peers::all() {
        let last = peer.last();
        let bare = last.trim_end_matches('!');
        // Words that are known here, too, in whatever sense.
        let is_ours = vocabulary::words().any(|word| word.name == bare)
            || matches!(bare, "print" | "new" | "name" | "parse" | "get" | "exists" | "remove" | "all");
        if is_ours {
            continue;
        }
        // A macro has no module before a dot.
        let modules: &[&str] = if last == bare { &["", "asyncio.", "queue."] } else { &[""] };
        asked.extend(modules.iter().map(|module| (format!("{module}{last}(1)"), peer)));
    }
    let scripts: Vec<String> = asked.iter().map(|(script, _)| script.clone()).collect();
    let mut lost = Vec::new();
    for ((script, peer), answer) in asked.iter().zip(answers(&scripts)) {
        let same: Vec<&Peer> = peers::all().iter().filter(|other| other.last() == peer.last()).collect();
        if !leads_home(&answer, &same) {
            lost.push(format!("{script} → {}: {answer}", head(peer.word)));
        }
    }
    assert!(lost.is_empty(), "{}:\n{}", lost.len(), lost.join("\n\n"));
}

#[test]
fn methods_of_our_values_by_their_foreign_names() {
    for (script, word) in [
        ("let q = channel(1); q.put(1)", "q.send(value)"),
        ("let q = channel(1); q.get()", "q.recv()"),
        ("let q = channel(1); q.get_nowait()", "q.try_recv()"),
        ("let q = channel(1); q.qsize()", "q.len"),
        ("let q = channel(1); q.empty()", "q.len == 0"),
        ("let t = spawn sleep(1); t.join()", "await t"),
        ("let t = spawn sleep(1); t.result()", "await t"),
        ("let t = spawn sleep(1); t.done()", "t.is_done"),
        ("let t = spawn sleep(1); t.abort()", "t.cancel()"),
        ("let t = spawn sleep(1); t.is_done()", "t.is_done"),
        ("let t = spawn sleep(1); t.then(|x| x)", "await t"),
        ("let e = event(); e.is_set()", "e.is_set"),
        ("let e = event(); e.isSet()", "e.is_set"),
        ("let e = event(); e.notify_waiters()", "e.set()"),
        ("let m = mutex(); m.acquire()", "m.lock(|value| …)"),
        ("let m = mutex(); m.release()", "m.lock(|value| …)"),
        ("let s = semaphore(1); s.add_permits(1)", "s.release()"),
        ("let ts = []; ts.append(spawn sleep(1))", "push(x)"),
        ("let ts = []; ts.append(5)", "push(x)"),
        ("Lock()", "mutex(value)"),
        ("to_thread(f)", "spawn_thread("),
        ("asyncio.wait_for(t, 1)", "timeout(seconds, task)"),
        ("Promise.race([])", "select("),
        ("asyncio.run(main())", "main()"),
        ("tokio::time::sleep(1)", "sleep(seconds)"),
        ("std::thread::sleep(1)", "sleep_blocking(seconds)"),
        ("time.sleep(1)", "sleep_blocking(seconds)"),
        ("asyncio.nothing_like_it(1)", "spawn, sleep, await"),
        ("async with lock:\n    x = 1", "m.lock(|value| { … })"),
        ("async with asyncio.TaskGroup() as g:\n    x = 1", "task_group("),
        ("let xs = [1]; let ys = [f(x) for x in xs];", "for x in xs { list.push(f(x)); }"),
        ("let xs = [1]; let ts = [spawn f(x) for x in xs if x > 0];", "if x > 0 { list.push(spawn f(x)); }"),
        ("let (a, b) = [1, 2];", "let a = pair[0];"),
        ("import requests;", "http::get(url) is always there"),
        ("import asyncio;", "spawn, sleep, await are always there"),
        ("new Promise(f)", "spawn work()"),
        ("let t = spawn sleep(1); t.join();", "await t"),
        ("let t = spawn sleep(1); t.set();", "a task"),
    ] {
        let answer = answer(script);
        assert!(answer.contains(word), "{script}: {answer}");
        // The value of a task at once is one after the other, and never what was meant here.
        assert!(!answer.contains("write await before"), "{script}: {answer}");
    }
}

#[test]
fn plain_mistakes_are_called_by_their_names() {
    for (script, said) in [
        ("let x = x - 1;", "`x` has no value yet"),
        ("fn f() { let n = n + 1; } f()", "`n` has no value yet"),
        ("switch 3 { 1 => 2, _ if true => 3 }", "the case `_` takes all that is left"),
        ("Fn(\"no\").call(0)", "there is no function `no`"),
        ("fn f(a, b) { } Fn(\"f\").call(0)", "`f` takes 2 arguments, not 1"),
        ("fn twice() { this *= 2 } const A = 2; A.twice()", "`this` is a constant here"),
    ] {
        let answer = answer(script);
        assert!(answer.contains(said), "{script}: {answer}");
    }
}
