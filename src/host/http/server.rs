//! The test server: what it answers, and how it listens on loopback.

use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use http_body_util::{BodyExt, Limited};
use hyper::body::{Body, Bytes, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode, header};
use hyper_util::rt::{TokioIo, TokioTimer};
use serde_json::json;
use tokio::sync::Semaphore;

use super::connect::is_loopback;
use super::connections::max_open;
use crate::host::listening::listen;
use crate::runtime::pause;
use crate::trace::ClockKind;

/// What can be asked for.
const PATHS: &str = "/delay/SECONDS answers after so long. /status/CODE answers with that status. /bytes/N \
                         sends N bytes. /json sends an object. /flaky/P fails with status 503 with probability \
                         P. /echo tells what it was sent. /redirect/PATH points there. /die closes the \
                         connection in the middle of its answer.";

/// Bytes sent at a time.
const CHUNK: u64 = 64 << 10;
/// Bytes of a request's body.
const MAX_ASKED: usize = 1 << 20;
const MAX_SECONDS: f64 = 1e6;
/// How long a connection may be silent between requests.
const SILENCE: Duration = Duration::from_secs(60);

/// A test server's state. Requests are numbered from its beginning, so that what `/flaky` does repeats.
#[derive(Debug)]
pub struct Server {
    pub address: SocketAddr,
    requests: AtomicU64,
}

impl Server {
    /// One that only memory leads to.
    pub fn in_memory() -> Arc<Server> {
        Arc::new(Server { address: SocketAddr::from(([127, 0, 0, 1], 8000)), requests: AtomicU64::new(0) })
    }

    /// One that listens on loopback, on a thread of its own, until the process ends.
    pub fn listen() -> io::Result<Arc<Server>> {
        let listener = listen(([127, 0, 0, 1], 0).into())?;
        listener.set_nonblocking(true)?;
        let server = Arc::new(Server { address: listener.local_addr()?, requests: AtomicU64::new(0) });
        let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let for_thread = server.clone();
        let room = Arc::new(Semaphore::new(max_open()));
        let accept = async move {
            let listener = tokio::net::TcpListener::from_std(listener)?;
            loop {
                let place = room.clone().acquire_owned().await;
                // A connection that broke before it was taken concerns nobody but its client.
                if let Ok((stream, _)) = listener.accept().await {
                    let serve = for_thread.clone().serve(stream, ClockKind::Real);
                    tokio::spawn(async move {
                        serve.await;
                        drop(place);
                    });
                } else {
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            }
        };
        let run = move || {
            let _: io::Result<Infallible> = tokio.block_on(accept);
        };
        std::thread::Builder::new().name("test server".into()).spawn(run)?;
        Ok(server)
    }

    /// Begins to number the requests anew.
    pub fn begin(&self) {
        self.requests.store(0, Ordering::Relaxed);
    }

    /// Serves one connection.
    pub async fn serve<S>(self: Arc<Self>, stream: S, clock: ClockKind)
    where
        S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin,
    {
        let service = service_fn(|request| {
            let server = self.clone();
            async move { Ok::<_, Infallible>(server.answer(request, clock).await) }
        });
        // It ends with an error where the client is gone, and where `/die` is asked for.
        let mut builder = hyper::server::conn::http1::Builder::new();
        // The wall clock's time would differ from run to run.
        builder.auto_date_header(false);
        match clock {
            ClockKind::Real => builder.timer(TokioTimer::new()).header_read_timeout(SILENCE),
            ClockKind::Virtual => builder.header_read_timeout(None),
        };
        let _ = builder.serve_connection(TokioIo::new(stream), service).await;
    }

    /// Whether a request names this server. Pages of the web that reach it under a name of theirs do not.
    fn is_meant(&self, request: &Request<Incoming>) -> bool {
        let host = request.headers().get(header::HOST).and_then(|it| it.to_str().ok()).unwrap_or_default();
        let (name, port) = host.rsplit_once(':').unwrap_or((host, "80"));
        is_loopback(name) && port.parse() == Ok(self.address.port())
    }

    async fn answer(&self, request: Request<Incoming>, clock: ClockKind) -> Response<Sent> {
        if !self.is_meant(&request) {
            let words = format!("this server is asked as http://{} only", self.address);
            return text(StatusCode::MISDIRECTED_REQUEST, words);
        }
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        let path = request.uri().path().to_owned();
        let (word, rest) =
            path.trim_start_matches('/').split_once('/').unwrap_or((path.trim_start_matches('/'), ""));
        match (word, rest) {
            ("delay", seconds) => match seconds.parse::<f64>() {
                Ok(seconds) if (0.0..=MAX_SECONDS).contains(&seconds) => {
                    pause(clock, Duration::from_secs_f64(seconds)).await;
                    text(StatusCode::OK, format!("answered after {seconds} s"))
                }
                _ => text(StatusCode::BAD_REQUEST, "/delay/SECONDS takes a number"),
            },
            ("status", code) => match code.parse().ok().and_then(|code| StatusCode::from_u16(code).ok()) {
                Some(code) if code.as_u16() >= 200 => text(code, format!("{code}")),
                _ => text(StatusCode::BAD_REQUEST, "/status/CODE takes a number from 200 to 999"),
            },
            ("bytes", count) => match count.parse() {
                Ok(count) => sent(StatusCode::OK, Sent::Filling(count)),
                Err(_) => text(StatusCode::BAD_REQUEST, "/bytes/N takes a whole number"),
            },
            ("json", _) => {
                let value = json!({"message": "hello", "request": number + 1, "items": [1, 2, 3]});
                typed(text(StatusCode::OK, value.to_string()), "application/json")
            }
            ("flaky", chance) => match chance.parse::<f64>() {
                Ok(chance) if fate(number) < chance => text(StatusCode::SERVICE_UNAVAILABLE, "not this time"),
                Ok(_) => text(StatusCode::OK, "it went well"),
                Err(_) => text(StatusCode::BAD_REQUEST, "/flaky/P takes a number from 0 to 1"),
            },
            ("echo", _) => echo(request).await,
            ("redirect", to) => {
                let mut response = text(StatusCode::FOUND, "elsewhere");
                // Nowhere else: two slashes would begin another server's name.
                let to = format!("/{}", to.trim_start_matches(['/', '\\']));
                if let Ok(to) = to.parse() {
                    response.headers_mut().insert(header::LOCATION, to);
                }
                response
            }
            ("die", _) => sent(StatusCode::OK, Sent::Dying(2)),
            ("", _) => text(StatusCode::OK, PATHS),
            _ => text(StatusCode::NOT_FOUND, format!("There is no such path. {PATHS}")),
        }
    }
}

async fn echo(request: Request<Incoming>) -> Response<Sent> {
    let method = request.method().to_string();
    let shown = |name: &header::HeaderName| {
        let values = request.headers().get_all(name).iter();
        let mut values: Vec<_> =
            values.map(|it| String::from_utf8_lossy(it.as_bytes()).into_owned()).collect();
        let value = if values.len() == 1 { values.remove(0).into() } else { values.into() };
        (name.to_string(), value)
    };
    let headers: serde_json::Map<_, serde_json::Value> = request.headers().keys().map(shown).collect();
    let Ok(body) = Limited::new(request.into_body(), MAX_ASKED).collect().await else {
        return text(StatusCode::PAYLOAD_TOO_LARGE, "that is more than 1 MB");
    };
    let bytes = body.to_bytes();
    let body = str::from_utf8(&bytes).map_or_else(|_| json!(*bytes), |text| json!(text));
    let value = json!({"method": method, "headers": headers, "body": body});
    typed(text(StatusCode::OK, value.to_string()), "application/json")
}

fn text(status: StatusCode, text: impl Into<Bytes>) -> Response<Sent> {
    typed(sent(status, Sent::Whole(text.into())), "text/plain; charset=utf-8")
}

fn typed(mut response: Response<Sent>, kind: &'static str) -> Response<Sent> {
    response.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(kind));
    response
}

fn sent(status: StatusCode, body: Sent) -> Response<Sent> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response
}

/// A number from 0 to 1 that looks like chance and is the same every time (SplitMix64).
fn fate(number: u64) -> f64 {
    let mut mixed = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((mixed ^ (mixed >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
}

/// A body that is sent.
enum Sent {
    Whole(Bytes),
    /// So many bytes are still to come.
    Filling(u64),
    /// So many chunks come until the connection breaks.
    Dying(u8),
}

impl Body for Sent {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let next = match self.get_mut() {
            Sent::Whole(bytes) if bytes.is_empty() => None,
            Sent::Whole(bytes) => Some(Ok(std::mem::take(bytes))),
            Sent::Filling(0) => None,
            Sent::Filling(left) => {
                let size = CHUNK.min(*left);
                *left -= size;
                Some(Ok(Bytes::from(vec![b'x'; size as usize])))
            }
            Sent::Dying(0) => Some(Err(io::Error::other("asked for"))),
            Sent::Dying(left) => {
                *left -= 1;
                Some(Ok(Bytes::from_static(b"this is not the wh")))
            }
        };
        Poll::Ready(next.map(|it| it.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Sent::Filling(0)) || matches!(self, Sent::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Sent::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Sent::Filling(left) => SizeHint::with_exact(*left),
            Sent::Dying(_) => SizeHint::with_exact(1000),
        }
    }
}
