//! Streams between programs: what `:help` says of these words. What they do is in `script/library/streams.rs`.

use super::{Peers, Word};

pub(super) const WORDS: &[Word] = &[
    Word {
        name: "net::connect",
        signature: "net::connect(host, port)",
        summary: "waits for a TCP connection and gives a stream of text; other tasks run in the meantime",
        details: "stream.read_line() waits for a line, stream.read() for whatever comes next; both give () once the \
                  other end is closed. stream.write(text) also takes a blob. stream.close() closes it. In the sandbox \
                  it needs --allow-net and reaches this computer only. Under the virtual clock only net::listen can \
                  be reached, through memory.",
        example: "let listener = net::listen(0);\nfn greet(listener) {\n    let guest = listener.accept();\n    guest.write(\"hello, \" + guest.read_line() + \"\\n\");\n    guest.close();\n}\nlet host = spawn greet(listener);\nlet stream = net::connect(\"localhost\", listener.port);\nstream.write(\"Ada\\n\");\nprint(stream.read_line());\nawait host;",
        peers: Peers {
            python: "await asyncio.open_connection(host, port)",
            javascript: "net.createConnection(port, host)",
            tokio: "net::TcpStream::connect((host, port)).await",
        },
    },
    Word {
        name: "net::listen",
        signature: "net::listen(port)",
        summary: "lets others on this computer connect; with port 0 at any that is free: listener.port",
        details: "listener.accept() waits for the next who connects and gives a stream. listener.close() lets nobody in \
                  any more. No other computer reaches it. In the sandbox it needs --allow-net.",
        example: "let listener = net::listen(0);\nspawn || { let stream = net::connect(\"localhost\", listener.port); stream.write(\"hello\\n\"); stream.close() };\nlet guest = listener.accept();\nprint(guest.read_line());\nprint(guest.read_line() == ());",
        peers: Peers {
            python: "await asyncio.start_server(f, host, port)",
            javascript: "net.createServer(f).listen(port)",
            tokio: "net::TcpListener::bind(address).await",
        },
    },
];
