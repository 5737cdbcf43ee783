//! The module `http`: through memory, and through sockets.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use super::Place;

/// A server that gives each request the same answer, one connection after the other, and closes a connection after
/// so many. Gives its address, and how many connections there have been.
fn raw_server(answer: &'static str, answers: usize) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let connections = Arc::new(AtomicUsize::new(0));
    let count = connections.clone();
    thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            count.fetch_add(1, Ordering::SeqCst);
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
            for _ in 0..answers {
                if !lines.any(|line| line.is_empty()) {
                    break;
                }
                let _ = stream.write_all(answer.as_bytes());
            }
        }
    });
    (address, connections)
}

/// The same script with a server, under either clock.
fn both(script: &str, expected: &[&str]) {
    let script = format!("let server = http::test_server(); {script}");
    Place::new().check(&script, expected);
    let said = Place::real().said(&script);
    let expected: Vec<&str> = expected.iter().map(|it| it.split_once(' ').unwrap().1).collect();
    assert_eq!(said, expected, "{script}");
}

fn catches(call: &str, expected: &str) {
    for place in [Place::new(), Place::real()] {
        place.check_catches(&format!("let server = http::test_server(); {call}"), expected);
    }
}

#[test]
fn requests_that_wait_overlap_and_blocking_ones_add_up() {
    let ten = |get: &str| {
        format!(
            "let server = http::test_server(); let tasks = [];
             for i in 0..10 {{ tasks.push(spawn http::{get}(server + \"/delay/1\")) }}
             await tasks; print(tasks.len());"
        )
    };
    Place::new().check(&ten("get"), &["1.00 10"]);
    Place::new().check(&ten("get_blocking"), &["10.00 10"]);
}

#[test]
fn by_the_real_clock_too() {
    let said = Place::real().said(
        "let server = http::test_server();
         fn ten(get) { let tasks = []; for i in 0..10 { tasks.push(spawn call(get)) } await tasks; }
         let began = now(); ten(|| http::get(server + \"/delay/0.05\")); let waiting = now() - began;
         began = now(); ten(|| http::get_blocking(server + \"/delay/0.05\")); let blocking = now() - began;
         print(blocking >= 0.5, waiting * 2 < blocking);",
    );
    assert_eq!(said, ["true true"]);
}

#[test]
fn an_answer_has_status_headers_text_and_json() {
    both(
        "let answer = http::get(server + \"/json\");
         print(answer.status, answer.headers[\"content-type\"], answer.json.items, answer.text.len());
         print(http::get(server + \"/status/404\").status, http::get(server + \"/nothing\").status);
         print(http::get_blocking(server + \"/bytes/100000\").text().len());
         print(http::get(server + \"/redirect/redirect/bytes/3\").text);
         print(answer);",
        &[
            "0.00 200 application/json [1, 2, 3] 47",
            "0.00 404 404",
            "0.00 100000",
            "0.00 xxx",
            "0.00 <answer 200: 47 bytes>",
        ],
    );
}

#[test]
fn a_request_can_have_a_method_headers_and_a_body() {
    both(
        "let echo = http::post(server + \"/echo\", #{a: [1, ()]}, #{headers: #{\"X-One\": 1}}).json;
         print(echo.method, echo.body, echo.headers[\"x-one\"], echo.headers[\"content-type\"]);
         let echo = http::request_blocking(#{method: \"put\", url: server + \"/echo\", body: \"text\"}).json();
         print(echo.method, echo.body);",
        &["0.00 POST {\"a\":[1,null]} 1 application/json", "0.00 PUT text"],
    );
}

#[test]
fn whatever_goes_wrong_can_be_caught() {
    for get in ["get", "get_blocking"] {
        catches(&format!("http::{get}(server + \"/die\")"), "the server closed the connection in the middle");
        catches(&format!("http::{get}(\"http://127.0.0.1:1/\")"), "connection refused: no server listens at");
        catches(
            &format!("http::{get}(server + \"/delay/9\", #{{timeout: 0.05}})"),
            "timeout: there was no whole answer within 0.05 s",
        );
        catches(
            &format!("http::{get}(server + \"/bytes/5000000000\")"),
            "body is larger than 64 MB; the option limit lets more in",
        );
        catches(
            &format!("http::{get}(server + \"/bytes/11\", #{{limit: 10}})"),
            "body is larger than 10 bytes",
        );
    }
    catches("http::get(server + \"/bytes/9\").json", "the answer's body is no JSON");
    catches(
        "http::get(server + \"/redirect/redirect/redirect/redirect/redirect/redirect/redirect/redirect/redirect/redirect/redirect/json\")",
        "from redirect to redirect",
    );
    catches("http::get(\"https://localhost:1/\")", "connection refused: no server listens at localhost:1");
    catches("http::limit(0)", "it takes a number from 1 to");
    catches("http::get(\"nonsense\")", "this is no address, such as https://example.com/page");
    catches(
        "http::get(\"example.com/page\")",
        "an address begins with http:// or https://: https://example.com",
    );
    catches("http::get(\"localhost:8000\")", "an address begins with http:// or https://");
    catches("http::get(\"file:///etc/passwd\")", "this is a file, and no address of the web; fs::read(path)");
    catches("http::get(\"ftp://example.com/x\")", "`ftp://` cannot be asked; http:// and https:// can");
    catches("http::get(server, #{limt: 1})", "there is no option `limt`");
    catches("http::get(server, #{headers: #{\"a b\": 1}})", "is no header");
    catches("http::post(server, [|| 1])", "cannot be written as JSON");
}

#[test]
fn the_virtual_clock_reaches_nothing_outside() {
    let place = Place::new();
    place.check_catches(
        "http::get(\"http://example.org/\")",
        "example.org is outside, where time cannot be virtual",
    );
    place.check_catches("http::get(\"https://example.org/\")", "example.org is outside");
}

#[test]
fn flaky_answers_are_the_same_at_every_run() {
    let script = "let server = http::test_server(); let all = \"\";
                  for i in 0..12 { all += `${http::get(server + \"/flaky/0.5\").status / 100}` } print(all);";
    Place::new().check(script, &["0.00 255255525252"]);
}

#[test]
#[ignore = "takes its time; .ci/run runs it"]
fn a_thousand_requests_at_once_complete() {
    both(
        "let tasks = []; for i in 0..1000 { tasks.push(spawn http::get(server + \"/bytes/10\")) }
         let sum = 0; for answer in await tasks { sum += answer.text.len() } print(sum);",
        &["0.00 10000"],
    );
}

#[test]
fn a_cancelled_request_ends_at_once() {
    both(
        "let t = spawn http::get(server + \"/delay/9\"); sleep(0.1); t.cancel();
         try { await t } catch (error) { print(error) } print(now() < 1.0);",
        &["0.10 get was cancelled, so it has no value", "0.10 true"],
    );
}

#[test]
fn blobs_are_sent_and_received_as_bytes() {
    both(
        "let answer = http::post(server + \"/echo\", blob(2, 255));
         print(answer.json.body, answer.json.headers[\"content-type\"]);
         print(http::get(server + \"/bytes/3\").bytes == blob(3, 120), type_of(answer.bytes));",
        &["0.00 [255, 255] application/octet-stream", "0.00 true blob"],
    );
    let (address, _) = raw_server("HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\n\u{7f}", 1);
    assert_eq!(Place::real().said(&format!("print(http::get(\"{address}\").bytes.len())")), ["1"]);
}

#[test]
fn a_header_that_comes_several_times_keeps_all_its_values() {
    both(
        "print(http::get(server + \"/echo\", #{headers: #{\"x-many\": [1, \"two\"]}}).json.headers[\"x-many\"]);",
        &["0.00 [\"1\", \"two\"]"],
    );
    let answer =
        "HTTP/1.1 200 OK\r\nset-cookie: a=1\r\nset-cookie: b=2\r\nx-one: 1\r\ncontent-length: 0\r\n\r\n";
    let (address, _) = raw_server(answer, 1);
    let script = format!("let h = http::get(\"{address}\").headers; print(h[\"set-cookie\"], h[\"x-one\"]);");
    assert_eq!(Place::real().said(&script), ["[\"a=1\", \"b=2\"] 1"]);
}

#[test]
fn a_redirect_says_where_it_leads_that_cannot_be_asked() {
    for (to, expected) in [
        ("file:///etc/passwd", "the server redirects to file:///etc/passwd: this is a file"),
        ("ftp://example.org/", "`ftp://` cannot be asked"),
        ("mailto:me", "`mailto:` cannot be asked"),
    ] {
        let answer = format!("HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\n\r\n");
        let (address, _) = raw_server(answer.leak(), 1);
        Place::real().check_catches(&format!("http::get(\"{address}\")"), expected);
    }
}

#[test]
fn a_connection_is_kept_for_the_next_request_and_replaced_when_it_was_closed() {
    let ok = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
    let script = |address: &str| format!("for i in 0..6 {{ print(http::get(\"{address}\").text) }}");
    let (address, connections) = raw_server(ok, usize::MAX);
    assert_eq!(Place::real().said(&script(&address)), ["ok"; 6]);
    assert_eq!(connections.load(Ordering::SeqCst), 1);
    let (address, connections) = raw_server(ok, 2);
    assert_eq!(Place::real().said(&script(&address)), ["ok"; 6]);
    assert_eq!(connections.load(Ordering::SeqCst), 3);
}

#[test]
fn requests_wait_for_a_free_connection_and_their_timeout_begins_with_it() {
    both(
        "http::limit(2); print(http::limit()); let tasks = [];
         for i in 0..6 { tasks.push(spawn http::get(server + \"/delay/0.2\", #{timeout: 5})) }
         let began = now(); await tasks; let took = now() - began; print(took >= 0.59);",
        &["0.00 2", "0.60 true"],
    );
    // More than a machine has connections for.
    Place::new().said(
        "let server = http::test_server(); http::limit(100); let tasks = [];
         for i in 0..600 { tasks.push(spawn http::get(server + \"/delay/1\", #{timeout: 1.5})) } await tasks;",
    );
}

#[test]
fn who_gives_up_waiting_for_a_connection_takes_none() {
    both(
        "http::limit(1); let first = spawn http::get(server + \"/delay/0.3\");
         yield_now(); let second = spawn http::get(server + \"/json\"); yield_now();
         let third = spawn http::get(server + \"/json\"); yield_now();
         second.cancel(); print(http::get_blocking(server + \"/json\").status);
         print(third.await.status); print(first.await.status); http::limit(3); print(http::limit());",
        &["0.00 200", "0.30 200", "0.30 200", "0.30 3"],
    );
}

#[test]
fn the_test_server_answers_to_its_own_name_only() {
    both(
        "print(http::get(server + \"/json\", #{headers: #{host: \"evil.example\"}}).status);
         print(http::get(server + \"/redirect/http://evil.example/\").status);
         print(http::get(server + \"/redirect//evil.example/\").status);",
        &["0.00 421", "0.00 404", "0.00 404"],
    );
}
