//! The server as strangers and careless readers meet it, over raw connections.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};

use crate::runner::Record;
use crate::share::address::Hosts;
use crate::share::hub::Hub;
use crate::share::server::Server;
use crate::share::{Form, Question, Share, Votes, Wanted};
use crate::trace::{ClockKind, Event, EventKind, Recorder, TaskId, channel};

pub(super) fn shared(votes: Votes) -> Share {
    Share::open(Wanted { votes, ..Wanted::default() }, |_| true, Box::new(|_, _| {})).unwrap()
}

/// Where the server listens, and the path of the page.
pub(super) fn place(share: &Share) -> (SocketAddr, String) {
    let rest = share.url().strip_prefix("http://").unwrap();
    let (address, path) = rest.split_once('/').unwrap();
    (address.parse().unwrap(), format!("/{path}"))
}

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// Sends a request as it stands; gives all that comes back.
fn raw(address: SocketAddr, request: &str) -> String {
    let mut stream = connect(address);
    // It may be refused before all of it is written.
    let _ = stream.write_all(request.as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).into_owned()
}

fn get(address: SocketAddr, path: &str) -> String {
    raw(address, &format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n"))
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|it| it.parse().ok()).unwrap_or_else(|| panic!("no answer: {answer:?}"))
}

/// A reader's events as they come.
pub(super) struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    pub(super) fn follow(share: &Share, reader: &str) -> Events {
        let (address, path) = place(share);
        Events::ask(address, &format!("{path}events?reader={reader}"))
    }

    fn ask(address: SocketAddr, path: &str) -> Events {
        let mut stream = connect(address);
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {address}\r\n\r\n").unwrap();
        Events { lines: BufReader::new(stream) }
    }

    /// The next event of a name.
    pub(super) fn next(&mut self, name: &str) -> Value {
        let wanted = format!("event: {name}\n");
        let mut line = String::new();
        let mut body = String::new();
        while line != wanted {
            line.clear();
            assert_ne!(self.lines.read_line(&mut line).unwrap(), 0, "no {name} comes");
        }
        // Parts of an event may come in chunks of their own.
        while !body.ends_with("\n\n") {
            line.clear();
            assert_ne!(self.lines.read_line(&mut line).unwrap(), 0);
            let is_size =
                line.trim_end().len() < 8 && line.trim_end().bytes().all(|it| it.is_ascii_hexdigit());
            match line.ends_with("\r\n") {
                true if is_size => {}
                true => body.push_str(line.trim_end()),
                false => body.push_str(&line),
            }
        }
        serde_json::from_str(body.trim().strip_prefix("data: ").unwrap()).unwrap()
    }
}

/// A record that a test tells what happens.
pub(super) fn told() -> (Recorder, Arc<Mutex<Record>>) {
    let (recorder, collector) = channel();
    (recorder, Arc::new(Mutex::new(Record::new(ClockKind::Virtual, Arc::new(collector), None))))
}

#[test]
fn strangers_learn_nothing() {
    let share = shared(Votes::Off);
    let (address, path) = place(&share);
    for other in [
        "/",
        "/favicon.ico",
        "/events",
        "/aaaaaaaaaaaaaaaa/",
        &path[..path.len() - 2],
        "//",
        "/%2e%2e/",
        "/?x",
    ] {
        let answer = get(address, other);
        assert_eq!(status(&answer), 404, "{other}: {answer}");
        assert!(answer.ends_with("There is nothing here.\n"), "{answer}");
    }
    let page = get(address, &path);
    assert_eq!(status(&page), 200);
    for header in [
        "content-security-policy: default-src 'none'; script-src 'sha256-",
        "connect-src 'self'; frame-ancestors 'none'",
        "x-content-type-options: nosniff",
        "referrer-policy: no-referrer",
        "cache-control: no-store",
        "x-frame-options: DENY",
    ] {
        assert!(page.contains(header), "{header}: {page:.900}");
    }
    assert!(!page.contains("unsafe-inline") && !page.to_lowercase().contains("access-control"));
    let without_slash = get(address, path.trim_end_matches('/'));
    assert!(without_slash.contains(&format!("location: {path}")), "{without_slash}");
    assert_eq!(status(&get(address, &format!("{path}runs/1"))), 404);
    assert_eq!(status(&get(address, &format!("{path}runs/../../x"))), 404);
}

#[test]
fn other_hosts_and_methods_are_refused() {
    let share = shared(Votes::Off);
    let (address, path) = place(&share);
    let port = address.port();
    let ask = |head: &str| status(&raw(address, &format!("{head}\r\n\r\n")));
    assert_eq!(ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost:{port}")), 200);
    for host in ["evil.example", "127.0.0.1", "127.0.0.1:1", "127.0.0.2"] {
        assert_eq!(ask(&format!("GET {path} HTTP/1.1\r\nHost: {host}")), 421, "{host}");
    }
    assert_eq!(ask(&format!("GET {path} HTTP/1.1\r\nX: y")), 421, "no host");
    assert_eq!(ask(&format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nHost: evil.example")), 421);
    assert_eq!(ask(&format!("GET http://evil.example{path} HTTP/1.1\r\nHost: {address}")), 421);
    for method in ["PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "POST"] {
        let answer = raw(
            address,
            &format!("{method} {path} HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0\r\n\r\n"),
        );
        assert_eq!(status(&answer), 405, "{method}");
        assert!(answer.contains("allow: GET"), "{answer}");
    }
    let vote = format!("POST {path}vote HTTP/1.1\r\nHost: {address}\r\nContent-Length: 0");
    assert_eq!(ask(&vote), 405, "there are no votes");
    for wrong in ["NONSENSE\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\0\r\n\r\n"] {
        let answer = raw(address, wrong);
        assert!(answer.is_empty() || status(&answer) == 400 || status(&answer) == 505, "{answer}");
    }
    let long = format!("GET {path}{} HTTP/1.1\r\nHost: {address}\r\n\r\n", "x".repeat(100_000));
    let answer = raw(address, &long);
    assert!(answer.is_empty() || status(&answer) >= 400, "{answer:.200}");
}

#[test]
fn votes_are_counted_once_and_in_form_alone() {
    let share = shared(Votes::On);
    let (address, path) = place(&share);
    share.ask(Question { text: "Which?".into(), form: Form::Choice, options: vec!["x".into(), "y".into()] });
    let mut events = Events::follow(&share, "");
    let seed = events.next("seed");
    let reader = seed["reader"].as_str().unwrap().to_owned();
    let post = |headers: &str, body: &str| {
        let length = body.len();
        let head = format!(
            "POST {path}vote HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\n{headers}\r\n"
        );
        status(&raw(address, &format!("{head}{body}")))
    };
    let json = "Content-Type: application/json\r\n";
    let ballot =
        |answer: &str| json!({ "reader": reader, "vote": 1, "round": 0, "answer": answer }).to_string();
    assert_eq!(post(json, &ballot("a")), 200);
    assert_eq!(post(&format!("{json}Origin: http://{address}\r\n"), &ballot("b")), 200, "it may be changed");
    assert_eq!(post(json, &ballot("z")), 400);
    assert_eq!(post("", &ballot("a")), 403, "a form of another page");
    assert_eq!(post(&format!("{json}Origin: http://evil.example\r\n"), &ballot("a")), 403);
    assert_eq!(post(&format!("{json}Origin: null\r\n"), &ballot("a")), 403);
    assert_eq!(post(json, &ballot(&"a".repeat(5000))), 413);
    assert_eq!(post(json, "{"), 400);
    assert_eq!(post(json, &ballot("a").replace(&reader, "somebody")), 403);
    assert_eq!(share.poll().unwrap().answered(), 1);
    let poll = share.close_vote().unwrap();
    assert_eq!(poll.rounds()[0].counts, [("b".to_owned(), 1)]);
    assert_eq!(post(json, &ballot("a")), 409);
    // The same reader again is no other one.
    let mut again = Events::follow(&share, &reader);
    assert_eq!(again.next("seed")["reader"], reader);
    assert_eq!(share.readers(), 1);
    let mut forged = Events::follow(&share, &"a".repeat(32));
    assert_ne!(forged.next("seed")["reader"], "a".repeat(32));
}

#[test]
fn a_connection_is_one_request_of_bounded_size() {
    let share = shared(Votes::On);
    let (address, path) = place(&share);
    let one = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\n");
    // What comes behind it is not looked at, wherever its beginning is hidden.
    let smuggled = format!("{one}Content-Length: 4\r\n\r\nabcd{one}\r\n");
    for two in
        [format!("{one}\r\n{one}\r\n"), format!("{one}Connection: keep-alive\r\n\r\n{one}\r\n"), smuggled]
    {
        let answer = raw(address, &two);
        assert_eq!((status(&answer), answer.matches("HTTP/1.1 ").count()), (200, 1));
    }
    let headers = |count: usize, length: usize| {
        let more: String = (0..count).map(|it| format!("x{it}: {}\r\n", "y".repeat(length))).collect();
        raw(address, &format!("{one}{more}\r\n"))
    };
    assert_eq!(status(&headers(50, 10)), 200);
    for refused in [headers(1_000, 1), headers(1, 100_000), headers(60, 1_000)] {
        assert!(refused.is_empty() || matches!(status(&refused), 400 | 431), "{refused:.100}");
    }
    // A vote of unknown length that goes on and on.
    let head = format!(
        "POST {path}vote HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    );
    let chunks = format!("400\r\n{}\r\n", "z".repeat(0x400)).repeat(64);
    assert_eq!(status(&raw(address, &format!("{head}{chunks}"))), 413);
    let both = head.replace("chunked", "chunked\r\nContent-Length: 5");
    assert!(matches!(raw(address, &format!("{both}0\r\n\r\n")), it if it.is_empty() || status(&it) == 400));
}

#[test]
#[ignore = "waits until the server has waited long enough: .ci/long runs it"]
fn long_who_never_finishes_a_request_is_cut_off() {
    let share = shared(Votes::On);
    let (address, path) = place(&share);
    let vote = format!(
        "POST {path}vote HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    );
    let heads = ["", "G", "GET / HTTP/1.1\r\nX: ", &vote];
    let slow = heads.map(|head| {
        let mut stream = connect(address);
        stream.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        stream.write_all(head.as_bytes()).unwrap();
        stream
    });
    for (head, mut stream) in heads.iter().zip(slow) {
        let mut answer = Vec::new();
        // The end, or that it was broken off; a time-out is neither.
        let kind = stream.read_to_end(&mut answer).map_err(|error| error.kind());
        assert!(!matches!(kind, Err(ErrorKind::WouldBlock | ErrorKind::TimedOut)), "{head:?} is waited for");
    }
    assert_eq!(status(&get(address, &path)), 200, "others are served");
}

#[test]
fn who_comes_late_gets_the_whole_and_then_changes_and_the_end() {
    let share = shared(Votes::Off);
    let (mut recorder, record) = told();
    let mut early = Events::follow(&share, "");
    assert_eq!(early.next("seed")["hub"]["run"], Value::Null);
    share.announce(share.expect(record.clone(), "run 1".into()));
    let name_of_main = recorder.name("main");
    let mut note = |at, line, kind| recorder.record(Event { at, task: TaskId(0), line, kind });
    note(1_000_000, 1, EventKind::Spawned { parent: None, name: name_of_main });
    note(1_000_000, 1, EventKind::Resumed);
    recorder.flush();
    let first = early.next("change");
    assert_eq!(first[1]["run"][1]["title"], "run 1");
    let mut late = Events::follow(&share, "");
    let seed = late.next("seed");
    assert_eq!(seed["hub"]["run"]["title"], "run 1");
    assert_eq!(seed["hub"]["runs"], json!([{ "id": 1, "title": "run 1" }]));
    let text = recorder.text("</script>\u{1b}[31m<img src=x>");
    let kind = EventKind::Printed { text };
    recorder.record(Event { at: 2_000_000, task: TaskId(0), line: 2, kind });
    recorder.flush();
    for events in [&mut early, &mut late] {
        let change = events.next("change").to_string();
        assert!(change.contains("</script>"), "{change}");
        assert!(!change.contains('\u{1b}') && !change.contains("\\u001b"), "{change}");
    }
    drop(share);
    assert_eq!(early.next("end"), json!({}));
    assert_eq!(late.next("end"), json!({}));
}

#[test]
fn who_falls_behind_gets_the_whole_again() {
    let hub = Arc::new(Hub::new(Votes::Off).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let server = Server::start(listener, hub.clone(), "token".into(), Hosts::default()).unwrap();
    let mut slow = Events::ask(address, "/token/events");
    assert_eq!(slow.next("seed")["hub"]["run"], Value::Null);
    let run = |number: u8| {
        let text = char::from(b'a' + number % 26).to_string().repeat(200_000);
        json!({ "id": 1, "title": format!("change {number}"), "code": text })
    };
    // More than the system's buffers take; nobody waits for the reader.
    for number in 1..=75 {
        hub.show(run(number));
    }
    let mut quick = Events::ask(address, "/token/events");
    assert_eq!(quick.next("seed")["hub"]["run"], run(75));
    assert_eq!(slow.next("seed")["hub"]["run"], run(75), "what was left out is made up for");
    hub.show(run(76));
    assert_eq!(slow.next("change")[1]["run"][1]["title"], json!([0, "change 76"]));
    hub.end();
    slow.next("end");
    server.stop();
    assert!(TcpStream::connect(address).is_err(), "nobody listens any more");
}
