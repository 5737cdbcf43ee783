//! One exchange of a question and an answer, over a socket or through memory.

use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite, duplex};
use tokio::net::TcpStream;
use tokio::sync::Semaphore;

use super::server::Server;
use crate::runtime::is_over_memory_limit;
use crate::trace::ClockKind;

/// Sockets that are open at a time; more requests wait. With the test server's ends they stay below the 1,024
/// files that the line editor can live with.
const MOST_SOCKETS: usize = 256;
/// Bytes on their way through memory.
const MEMORY: usize = 64 << 10;

/// Where servers are found.
#[derive(Clone)]
pub enum Network {
    /// On the real network, through a limited number of sockets.
    Real(Arc<Semaphore>),
    /// In memory: the test server, if it has been started.
    Memory(Option<Arc<Server>>),
}

impl Network {
    pub fn real() -> Network {
        Network::Real(Arc::new(Semaphore::new(MOST_SOCKETS)))
    }

    pub fn clock(&self) -> ClockKind {
        match self {
            Network::Real(_) => ClockKind::Real,
            Network::Memory(_) => ClockKind::Virtual,
        }
    }

    /// Sends the question to the host and receives the answer, of at most `limit` bytes.
    pub async fn exchange(
        &self,
        host: &str,
        port: u16,
        question: Request<Full<Bytes>>,
        limit: usize,
    ) -> Result<Response<Vec<u8>>, String> {
        match self {
            Network::Real(sockets) => {
                let _socket = sockets.acquire().await;
                let stream = TcpStream::connect((host.trim_matches(['[', ']']), port)).await;
                let stream = stream.map_err(|error| connect_text(host, port, &error))?;
                talk(stream, question, limit, std::future::pending()).await
            }
            Network::Memory(server) => {
                let server = in_memory(server.as_ref(), host, port)?;
                let (here, there) = duplex(MEMORY);
                talk(here, question, limit, server.serve(there, ClockKind::Virtual)).await
            }
        }
    }
}

fn in_memory(server: Option<&Arc<Server>>, host: &str, port: u16) -> Result<Arc<Server>, String> {
    if !matches!(host, "127.0.0.1" | "localhost" | "[::1]") {
        return Err(format!(
            "{host} is outside, where time cannot be virtual. Under the virtual clock only http::test_server() \
             can be reached; --clock real reaches the rest"
        ));
    }
    match server.filter(|it| it.address.port() == port) {
        Some(server) => Ok(server.clone()),
        None => Err(refused_text(host, port)),
    }
}

fn connect_text(host: &str, port: u16, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => refused_text(host, port),
        _ => format!("{host} cannot be reached: {error}"),
    }
}

fn refused_text(host: &str, port: u16) -> String {
    format!("connection refused: no server listens at {host}:{port}")
}

/// Drives the connection, the exchange on it, and, in memory, the server, as one future: nothing is left
/// running where it is dropped.
async fn talk<S>(
    stream: S,
    question: Request<Full<Bytes>>,
    limit: usize,
    server: impl Future<Output = ()>,
) -> Result<Response<Vec<u8>>, String>
where
    S: AsyncRead + AsyncWrite + Unpin + 'static,
{
    let shake = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await;
    let (mut sender, connection) = shake.map_err(|error| broken_text(&error))?;
    let mut connection = pin!(connection);
    let mut server = pin!(server);
    let mut exchange = pin!(async move {
        let answer = sender.send_request(question).await.map_err(|error| broken_text(&error))?;
        let (head, body) = answer.into_parts();
        Ok(Response::from_parts(head, collect(body, limit).await?))
    });
    let (mut is_connected, mut is_served) = (true, true);
    poll_fn(|context| {
        is_served = is_served && server.as_mut().poll(context).is_pending();
        is_connected = is_connected && connection.as_mut().poll(context).is_pending();
        exchange.as_mut().poll(context)
    })
    .await
}

async fn collect<B>(body: B, limit: usize) -> Result<Vec<u8>, String>
where
    B: Body<Data = Bytes, Error = hyper::Error>,
{
    let too_large = || format!("the answer's body is larger than {} MB", limit as f64 / f64::from(1 << 20));
    let mut body = pin!(body);
    if body.size_hint().lower() > limit as u64 {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    while let Some(frame) = body.as_mut().frame().await {
        let frame = frame.map_err(|error| broken_text(&error))?;
        let Some(data) = frame.data_ref() else { continue };
        // Answers may come while no task runs whose operations would be stopped.
        if is_over_memory_limit() {
            return Err("the answers use too much memory".to_owned());
        }
        if bytes.len() + data.len() > limit {
            return Err(too_large());
        }
        bytes.extend_from_slice(data);
    }
    Ok(bytes)
}

fn broken_text(error: &hyper::Error) -> String {
    if error.is_parse() {
        return format!("what the server sent is no HTTP ({error})");
    }
    if error.is_incomplete_message()
        || error.is_body_write_aborted()
        || error.is_closed()
        || error.is_canceled()
    {
        return "the server closed the connection in the middle of its answer".to_owned();
    }
    let cause = std::error::Error::source(error).and_then(|it| it.downcast_ref::<io::Error>());
    match cause.map(io::Error::kind) {
        Some(io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe) => {
            "the server closed the connection in the middle of its answer".to_owned()
        }
        _ => format!("the connection broke: {error}"),
    }
}
