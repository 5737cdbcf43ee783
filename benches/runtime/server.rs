//! A small HTTP server for all who are measured: `/slow` answers after a second, all else at once. It keeps connections.

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

const ANSWER: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nok";

/// Starts it on a thread of its own. Gives its address.
pub fn start() -> String {
    // With room for all who connect at once, so that nobody is measured by what the system does then.
    let listener = meanwhile::host::listening::listen(([127, 0, 0, 1], 0).into()).expect("a port");
    let address = listener.local_addr().expect("an address");
    listener.set_nonblocking(true).expect("a socket");
    std::thread::spawn(move || {
        let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        tokio.block_on(async {
            let listener = TcpListener::from_std(listener).expect("a socket");
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream));
            }
        });
    });
    format!("http://{address}")
}

async fn serve(mut stream: TcpStream) {
    let mut request = Vec::new();
    loop {
        let mut part = [0; 4096];
        let Ok(1..) = stream.read(&mut part).await.inspect(|count| request.extend(&part[..*count])) else {
            return;
        };
        if !request.ends_with(b"\r\n\r\n") {
            continue;
        }
        if request.starts_with(b"GET /slow") {
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
        request.clear();
        if stream.write_all(ANSWER).await.is_err() {
            return;
        }
    }
}
