//! The way to a server: its name is looked up, a proxy is asked where there is one, and the connection is secured.

use std::io;

use hyper::Uri;
use hyper::header::HeaderValue;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, lookup_host};
use url::Url;

use super::address::{authority, host_and_port};
use super::tls;

/// Bytes of a proxy's answer.
const MAX_ANSWER: usize = 16 << 10;

/// What bytes go through.
pub trait Stream: AsyncRead + AsyncWrite + Unpin {}

impl<S: AsyncRead + AsyncWrite + Unpin> Stream for S {}

/// An open way to a server.
pub struct Way {
    pub stream: Box<dyn Stream>,
    pub form: Form,
}

/// How a request names what it asks for.
pub enum Form {
    /// By its path.
    Path,
    /// By the whole address, because a proxy reads it, which may want to know who asks.
    Address(Option<HeaderValue>),
}

/// Opens a way to the server of an address. The error is a text for the learner.
pub async fn connect(url: &Url) -> Result<Way, String> {
    let (host, port) = host_and_port(url)?;
    let is_secure = url.scheme() == "https";
    let (stream, form) = match proxy(url, &host) {
        None => (dial(&host, port).await?, Form::Path),
        Some(proxy) => {
            let stream = dial_proxy(&proxy).await?;
            let who = proxy.basic_auth().cloned();
            match is_secure {
                true => (tunnel(stream, &format!("{host}:{port}"), who.as_ref()).await?, Form::Path),
                false => (stream, Form::Address(who)),
            }
        }
    };
    let stream: Box<dyn Stream> = match is_secure {
        true => Box::new(tls::secure(stream, &host).await?),
        false => Box::new(stream),
    };
    Ok(Way { stream, form })
}

/// The proxy that the environment names for this address. None leads to this computer itself.
fn proxy(url: &Url, host: &str) -> Option<Intercept> {
    let uri: Uri = format!("{}://{}/", url.scheme(), authority(url)).parse().ok()?;
    (!is_loopback(host)).then(Matcher::from_env)?.intercept(&uri)
}

/// Whether a host is this computer.
pub fn is_loopback(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|it| it.is_loopback())
}

async fn dial_proxy(proxy: &Intercept) -> Result<TcpStream, String> {
    let uri = proxy.uri();
    if uri.scheme_str() != Some("http") {
        return Err(format!("the proxy {uri} is of a kind that cannot be used; http:// proxies can"));
    }
    let (host, port) = (uri.host().unwrap_or_default(), uri.port_u16().unwrap_or(80));
    dial(host, port).await.map_err(|why| format!("the proxy of this computer's settings: {why}"))
}

/// Has the proxy lead bytes to the target and back.
async fn tunnel(mut stream: TcpStream, target: &str, who: Option<&HeaderValue>) -> Result<TcpStream, String> {
    let broken = |why: io::Error| format!("the proxy broke the connection ({why})");
    let who = who.and_then(|it| it.to_str().ok()).map(|it| format!("Proxy-Authorization: {it}\r\n"));
    let question = format!("CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{}\r\n", who.unwrap_or_default());
    stream.write_all(question.as_bytes()).await.map_err(broken)?;
    let mut answer = Vec::new();
    // Not a byte too many: what follows is the server's.
    while !answer.ends_with(b"\r\n\r\n") && answer.len() < MAX_ANSWER {
        answer.push(stream.read_u8().await.map_err(broken)?);
    }
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.split_whitespace().nth(1).unwrap_or_default();
    match status.starts_with('2') {
        true => Ok(stream),
        false => Err(format!("the proxy does not lead to {target}: it answers with status {status}")),
    }
}

/// Connects to a host. The error is a text for the learner.
pub async fn dial(host: &str, port: u16) -> Result<TcpStream, String> {
    let name = host.trim_matches(['[', ']']);
    let addresses = lookup_host((name, port)).await.map_err(|why| unknown_text(host, &why))?;
    let mut trouble: Option<io::Error> = None;
    for address in addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => {
                // Requests are written whole; waiting for more to write only makes them late.
                let _ = stream.set_nodelay(true);
                return Ok(stream);
            }
            // A refusal says most; another error may be that of a kind of address which there is not.
            Err(error) if trouble.is_none() || error.kind() == io::ErrorKind::ConnectionRefused => {
                trouble = Some(error);
            }
            Err(_) => {}
        }
    }
    Err(match trouble {
        Some(error) => connect_text(host, port, &error),
        None => format!("{host} has no address"),
    })
}

fn unknown_text(host: &str, error: &io::Error) -> String {
    match error.raw_os_error() {
        Some(_) => format!("{host} cannot be looked up: {error}"),
        None => format!(
            "{host} is not known: either the name is misspelled, or this computer has no network just now"
        ),
    }
}

pub fn connect_text(host: &str, port: u16, error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => refused_text(host, port),
        io::ErrorKind::NetworkUnreachable | io::ErrorKind::NetworkDown => {
            format!("{host} cannot be reached: this computer has no network just now")
        }
        io::ErrorKind::HostUnreachable => format!("{host} cannot be reached from this computer's network"),
        io::ErrorKind::TimedOut => format!("{host} does not answer"),
        _ => format!("{host} cannot be reached: {error}"),
    }
}

pub fn refused_text(host: &str, port: u16) -> String {
    format!("connection refused: no server listens at {host}:{port}")
}
