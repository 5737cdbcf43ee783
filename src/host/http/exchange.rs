//! One exchange of a question and an answer, over a socket or through memory.

use std::future::pending;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;

use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Bytes};
use hyper::client::conn::http1::SendRequest;
use hyper::header::PROXY_AUTHORIZATION;
use hyper::{Request, Response};
use tokio::io::duplex;
use url::Url;

use super::address::host_and_port;
use super::connect::{Form, connect, is_loopback, refused_text};
use super::connections::{Connections, Live};
use super::server::Server;
use crate::runtime::is_over_memory_limit;
use crate::trace::ClockKind;

/// Bytes on their way through memory.
const MEMORY: usize = 64 << 10;

/// Where servers are found.
#[derive(Clone)]
pub enum Network {
    /// On the real network, over connections that are kept; with an address to that alone.
    Real(Rc<Connections>, Option<SocketAddr>),
    /// In memory: the test server, if it has been started.
    Memory(Option<Arc<Server>>),
}

/// Why there is no answer.
enum Failure {
    /// Nothing of an answer has come.
    Unanswered(String),
    Other(String),
}

impl Failure {
    fn text(self) -> String {
        match self {
            Failure::Unanswered(text) | Failure::Other(text) => text,
        }
    }
}

impl Network {
    pub fn clock(&self) -> ClockKind {
        match self {
            Network::Real(..) => ClockKind::Real,
            Network::Memory(_) => ClockKind::Virtual,
        }
    }

    /// Sends the question to the server of `url` and receives the answer, of at most `limit` bytes.
    pub async fn exchange(
        &self,
        url: &Url,
        question: Request<Full<Bytes>>,
        limit: usize,
    ) -> Result<Response<Vec<u8>>, String> {
        match self {
            Network::Real(connections, only) => {
                // Redirections come here, too.
                only.map_or(Ok(()), |only| leads_to(url, only))?;
                over_sockets(connections, url, question, limit).await
            }
            Network::Memory(server) => {
                let server = in_memory(server.as_ref(), url)?;
                let (here, there) = duplex(MEMORY);
                let mut live = Live::open(here).await.map_err(|error| broken_text(&error))?;
                let serve = server.serve(there, ClockKind::Virtual);
                live.drive(serve, |sender| talk(sender, question, limit)).await.map_err(Failure::text)
            }
        }
    }
}

/// Whether a URL is one of that address.
fn leads_to(url: &Url, only: SocketAddr) -> Result<(), String> {
    let (host, port) = host_and_port(url)?;
    let is_it = url.scheme() == "http" && host == only.ip().to_string() && port == only.port();
    if is_it {
        Ok(())
    } else {
        Err("the network is closed here; only http::test_server() can be reached".to_owned())
    }
}

async fn over_sockets(
    connections: &Connections,
    url: &Url,
    mut question: Request<Full<Bytes>>,
    limit: usize,
) -> Result<Response<Vec<u8>>, String> {
    let (host, port) = host_and_port(url)?;
    let target = (url.scheme().to_owned(), host, port);
    let talk_on =
        async |live: &mut Live, question| live.drive(pending(), |it| talk(it, question, limit)).await;
    while let Some(mut live) = connections.kept(&target) {
        if !live.is_usable().await {
            continue;
        }
        match talk_on(&mut live, question.clone()).await {
            // The server may close what it has kept just when it is used again.
            Err(Failure::Unanswered(_)) if question.method().is_idempotent() => {}
            Err(why) => return Err(why.text()),
            Ok(answer) => {
                if live.is_usable().await {
                    connections.keep(target, live);
                }
                return Ok(answer);
            }
        }
    }
    let way = connect(url).await?;
    let is_direct = matches!(way.form, Form::Path);
    if let Form::Address(who) = way.form {
        *question.uri_mut() = url[..url::Position::AfterQuery].parse().map_err(|_| "this is no address")?;
        question.headers_mut().extend(who.map(|who| (PROXY_AUTHORIZATION, who)));
    }
    let mut live = Live::open(way.stream).await.map_err(|error| broken_text(&error))?;
    let answer = talk_on(&mut live, question).await.map_err(Failure::text)?;
    if is_direct && live.is_usable().await {
        connections.keep(target, live);
    }
    Ok(answer)
}

fn in_memory(server: Option<&Arc<Server>>, url: &Url) -> Result<Arc<Server>, String> {
    let (host, port) = host_and_port(url)?;
    if !is_loopback(&host) {
        return Err(format!(
            "{host} is outside, where time cannot be virtual. Under the virtual clock only http::test_server() \
             can be reached; --clock real reaches the rest"
        ));
    }
    match server.filter(|it| it.address.port() == port) {
        Some(_) if url.scheme() == "https" => Err("the test server's address begins with http://".to_owned()),
        Some(server) => Ok(server.clone()),
        None => Err(refused_text(&host, port)),
    }
}

async fn talk(
    sender: &mut SendRequest<Full<Bytes>>,
    question: Request<Full<Bytes>>,
    limit: usize,
) -> Result<Response<Vec<u8>>, Failure> {
    let answer = sender.send_request(question).await.map_err(|error| match error.is_parse() {
        true => Failure::Other(broken_text(&error)),
        false => Failure::Unanswered(broken_text(&error)),
    })?;
    let (head, body) = answer.into_parts();
    let body = collect(body, limit).await.map_err(Failure::Other)?;
    Ok(Response::from_parts(head, body))
}

async fn collect<B>(body: B, limit: usize) -> Result<Vec<u8>, String>
where
    B: Body<Data = Bytes, Error = hyper::Error>,
{
    let too_large =
        || format!("the answer's body is larger than {}; the option limit lets more in", size_text(limit));
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

fn size_text(bytes: usize) -> String {
    match bytes {
        1 => "1 byte".to_owned(),
        _ if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) => format!("{} MB", bytes >> 20),
        _ => format!("{bytes} bytes"),
    }
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
