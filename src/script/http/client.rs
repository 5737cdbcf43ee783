//! A question, and all that it takes to get its answer: redirects, a timeout, a limit.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue, LOCATION, USER_AGENT};
use hyper::{Method, Request};
use url::Url;

use super::address::{self, host_and_port};
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
    let mut url = address::parse(&url)?;
    for _ in 0..=MOST_REDIRECTS {
        if url.scheme() == "https" {
            return Err("https is not built in; http:// is".to_owned());
        }
        let (host, port) = host_and_port(&url)?;
        let request = request(&method, &url, &headers, body.clone())?;
        let response = network.exchange(&host, port, request, limit).await?;
        let status = response.status().as_u16();
        let next = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
        match next.filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308)) {
            Some(next) => url = address::redirected(&url, next)?,
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

fn request(
    method: &Method,
    url: &Url,
    headers: &HeaderMap,
    body: Bytes,
) -> Result<Request<Full<Bytes>>, String> {
    let mut request = Request::builder().method(method).uri(address::path(url)?);
    if let Some(all) = request.headers_mut() {
        let host = HeaderValue::from_str(&address::authority(url)).map_err(|why| why.to_string())?;
        all.insert(HOST, host);
        all.insert(USER_AGENT, HeaderValue::from_static("meanwhile"));
        let own =
            headers.iter().map(|(name, value): (&HeaderName, &HeaderValue)| (name.clone(), value.clone()));
        all.extend(own);
    }
    request.body(Full::new(body)).map_err(|error| error.to_string())
}
