//! HTTP: what `:help` says of these words. What they do is in `script/library/web.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "http::get",
        signature: "http::get(url)   http::get(url, options)",
        summary: "waits for a web server's answer; other tasks run meanwhile",
        details: "http::get_blocking(url) holds the thread instead. The answer has .status, .headers, .text, \
                  .json and .bytes; a header that came several times is an array. Options: #{headers: #{…}, \
                  timeout: seconds, limit: bytes}; without them it waits for 30 s and takes 64 MB. The timeout begins \
                  when there is a free connection (see http::limit). Redirects are followed. https works with the \
                  certificates that the system trusts, HTTPS_PROXY and NO_PROXY are heeded. Under the virtual clock \
                  only http::test_server() can be reached, through memory.",
        example: "let server = http::test_server();\nlet tasks = [];\nfor i in 0..3 { tasks.push(spawn http::get(server + \"/delay/1\")) }\nfor answer in await tasks { print(answer.status) }",
        peers: Peers {
            python: "await session.get(url)",
            javascript: "await fetch(url)",
            tokio: "reqwest::get(url).await",
        },
    },
    Word {
        name: "http::post",
        signature: "http::post(url, body)   http::post(url, body, options)",
        summary: "sends a text, a blob, or a map or array as JSON, and waits for the answer",
        details: "http::post_blocking(url, body) holds the thread instead. Options as for http::get.",
        example: "let server = http::test_server();\nlet answer = http::post(server + \"/echo\", #{name: \"Ada\"});\nprint(answer.json.body);",
        peers: Peers {
            python: "await session.post(url, json=body)",
            javascript: "await fetch(url, {method: 'POST', body})",
            tokio: "client.post(url).body(body).send().await",
        },
    },
    Word {
        name: "http::request",
        signature: "http::request(#{method: …, url: …, …})",
        summary: "waits for the answer to any request",
        details: "Beside url it takes method, headers, body, timeout and limit. http::request_blocking(…) holds the \
                  thread instead.",
        example: "let server = http::test_server();\nlet answer = http::request(#{method: \"DELETE\", url: server + \"/echo\", headers: #{\"x-reason\": \"test\"}, timeout: 5});\nprint(answer.json.method);",
        peers: Peers {
            python: "await session.request(method, url)",
            javascript: "await fetch(url, options)",
            tokio: "client.request(method, url).send().await",
        },
    },
    Word {
        name: "http::limit",
        signature: "http::limit(n)   http::limit()",
        summary: "lets only so many requests be on their way at a time; the others wait for a free connection",
        details: "Without it there are as many as the system's limit of open files has room for, at most 4096. \
                  http::limit() gives the number. The same under both clocks. A connection is kept for the next \
                  request to the same server.",
        example: "let server = http::test_server();\nhttp::limit(2);\nlet tasks = [];\nfor i in 0..4 { tasks.push(spawn http::get(server + \"/delay/1\")) }\nawait tasks;\nprint(now() >= 2.0);",
        peers: Peers {
            python: "aiohttp.TCPConnector(limit=n)",
            javascript: "new http.Agent({maxSockets: n})",
            tokio: "tower::limit::ConcurrencyLimit",
        },
    },
    Word {
        name: "http::test_server",
        signature: "http::test_server()",
        summary: "starts a slow web server on this computer and gives its address",
        details: "/delay/SECONDS answers after so long. /status/CODE answers with that status. /bytes/N sends N \
                  bytes. /json sends an object. /flaky/P fails with status 503 with probability P, the same \
                  requests at every run. /echo tells what it was sent. /redirect/PATH points there. /die closes \
                  the connection in the middle of its answer. With the real clock it is a server on a thread of \
                  its own; with the virtual clock it is in memory, and /delay/1 takes exactly 1 s.",
        example: "let server = http::test_server();\nprint(http::get(server + \"/status/404\").status);\ntry { http::get(server + \"/delay/9\", #{timeout: 1}) } catch (e) { print(e) }",
        peers: Peers {
            python: "aiohttp.test_utils.TestServer",
            javascript: "http.createServer(f).listen()",
            tokio: "tokio::net::TcpListener::bind",
        },
    },
];
