//! The module `http`: through memory, and through sockets.

use super::Place;

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
        catches(&format!("http::{get}(server + \"/bytes/5000000000\")"), "body is larger than 64 MB");
        catches(&format!("http::{get}(server + \"/bytes/11\", #{{limit: 10}})"), "body is larger than");
    }
    catches("http::get(server + \"/bytes/9\").json", "the answer's body is no JSON");
    catches(
        "http::get(server + \"/redirect/redirect/redirect/redirect/redirect/redirect/redirect/redirect/redirect/redirect/redirect/json\")",
        "from redirect to redirect",
    );
    catches("http::get(\"https://localhost/\")", "https is not built in");
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
    place.check_catches(
        "http::get(http::test_server() + \"/redirect/http://example.org/\")",
        "example.org is outside",
    );
}

#[test]
fn flaky_answers_are_the_same_at_every_run() {
    let script = "let server = http::test_server(); let all = \"\";
                  for i in 0..12 { all += `${http::get(server + \"/flaky/0.5\").status / 100}` } print(all);";
    Place::new().check(script, &["0.00 255255525252"]);
}

#[test]
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
