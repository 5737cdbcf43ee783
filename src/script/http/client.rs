//! A question, and all that it takes to get its answer: redirects, a timeout, a limit.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue, LOCATION, USER_AGENT};
use hyper::{Method, Request, Uri};

use super::exchange::Network;
use crate::runtime::pause;

/// Redirects that are followed.
const MOST_REDIRECTS: usize = 10;

/// What to ask for, and with what patience.
#[derive(Clone, Debug)]
pub struct Question {
    pub method: Method,
    pub url: String,
    pub headers: HeaderMap,
    pub body: Bytes,
    pub timeout: Duration,
    /// Bytes of the answer's body.
    pub limit: usize,
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Answer {
    /// As text, without its body.
    pub fn shown(&self) -> String {
        format!("<answer {}: {} bytes>", self.status, self.body.len())
    }
}

/// Asks, follows redirects, and gives up after the timeout. The error is a text for the learner.
pub async fn fetch(question: Question, network: Network) -> Result<Answer, String> {
    let patience = question.timeout;
    let mut timeout = pin!(pause(network.clock(), patience));
    let mut asking = pin!(ask(question, &network));
    poll_fn(|context| match asking.as_mut().poll(context) {
        Poll::Pending => timeout
            .as_mut()
            .poll(context)
            .map(|()| Err(format!("timeout: there was no whole answer within {} s", patience.as_secs_f64()))),
        ready => ready,
    })
    .await
}

async fn ask(question: Question, network: &Network) -> Result<Answer, String> {
    let Question { mut method, url, headers, mut body, limit, .. } = question;
    let mut url = parse(&url)?;
    for _ in 0..=MOST_REDIRECTS {
        let (host, port) = address(&url)?;
        let request = request(&method, &url, &headers, body.clone())?;
        let response = network.exchange(&host, port, request, limit).await?;
        let status = response.status().as_u16();
        let next = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
        match next.filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308)) {
            Some(next) => url = parse(&absolute(&url, next))?,
            None => {
                let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
                let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value)));
                return Ok(Answer { status, headers: headers.collect(), body: response.into_body() });
            }
        }
        if status <= 303 && method != Method::HEAD {
            (method, body) = (Method::GET, Bytes::new());
        }
    }
    Err(format!("this leads from redirect to redirect, more than {MOST_REDIRECTS} times"))
}

fn parse(url: &str) -> Result<Uri, String> {
    let uri: Uri =
        url.parse().map_err(|_| "this is no URL, such as http://127.0.0.1:8000/json".to_owned())?;
    match uri.scheme_str() {
        Some("http") if uri.host().is_some() => Ok(uri),
        Some("https") => Err("https is not built in; http:// is".to_owned()),
        _ => Err("a URL begins with http://".to_owned()),
    }
}

fn address(url: &Uri) -> Result<(String, u16), String> {
    let host = url.host().ok_or("this URL has no host")?;
    Ok((host.to_owned(), url.port_u16().unwrap_or(80)))
}

fn absolute(from: &Uri, to: &str) -> String {
    let authority = from.authority().map_or("", |it| it.as_str());
    match to {
        to if to.contains("://") => to.to_owned(),
        to if to.starts_with('/') => format!("http://{authority}{to}"),
        to => {
            let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("http://{authority}{folder}/{to}")
        }
    }
}

fn request(
    method: &Method,
    url: &Uri,
    headers: &HeaderMap,
    body: Bytes,
) -> Result<Request<Full<Bytes>>, String> {
    let path = url.path_and_query().map_or("/", |it| it.as_str());
    let mut request = Request::builder().method(method).uri(path);
    if let Some(all) = request.headers_mut() {
        let host = url.authority().map_or("", |it| it.as_str());
        all.insert(
            HOST,
            HeaderValue::from_str(host).map_err(|_| "this URL's host cannot be written".to_owned())?,
        );
        all.insert(USER_AGENT, HeaderValue::from_static("meanwhile"));
        let own =
            headers.iter().map(|(name, value): (&HeaderName, &HeaderValue)| (name.clone(), value.clone()));
        all.extend(own);
    }
    request.body(Full::new(body)).map_err(|error| error.to_string())
}
