//! A question, and all that it takes to get its answer: redirects, a timeout, a limit.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{
    AUTHORIZATION, CONTENT_TYPE, COOKIE, HOST, HeaderMap, HeaderValue, LOCATION, USER_AGENT,
};
use hyper::{Method, Request};
use url::Url;

use super::address;
use super::exchange::Network;
use crate::runtime::pause;

/// Redirects that are followed.
const MAX_REDIRECTS: usize = 10;

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
    /// Names and values in the order of their coming.
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as text. The error says why it is none.
    pub fn text(&self) -> Result<String, String> {
        match str::from_utf8(&self.body) {
            Ok(text) => Ok(text.to_owned()),
            // The web's old default. Its bytes are the first characters of Unicode.
            Err(_) if self.is_latin() => Ok(self.body.iter().map(|byte| char::from(*byte)).collect()),
            Err(_) => Err("the answer's body is not UTF-8 text; .bytes gives its bytes".to_owned()),
        }
    }

    fn is_latin(&self) -> bool {
        let kind = self.headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
        let kind = kind.to_ascii_lowercase();
        kind.contains("charset=iso-8859-1") || kind.contains("charset=\"iso-8859-1\"")
    }

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
    let Question { mut method, url, mut headers, mut body, limit, .. } = question;
    let mut url = address::parse(&url)?;
    for _ in 0..=MAX_REDIRECTS {
        let request = request(&method, &url, &headers, body.clone())?;
        let response = network.exchange(&url, request, limit).await?;
        let status = response.status().as_u16();
        let next = response.headers().get(LOCATION).and_then(|to| to.to_str().ok());
        match next.filter(|_| matches!(status, 301 | 302 | 303 | 307 | 308)) {
            Some(next) => {
                let next = address::redirected(&url, next)?;
                if next.origin() != url.origin() {
                    // What was meant for one server is no other's business.
                    for secret in [AUTHORIZATION, COOKIE, HOST] {
                        headers.remove(secret);
                    }
                }
                url = next;
            }
            None => {
                let (head, body) = response.into_parts();
                return Ok(Answer { status, headers: head.headers, body });
            }
        }
        if status <= 303 && method != Method::HEAD {
            (method, body) = (Method::GET, Bytes::new());
            headers.remove(CONTENT_TYPE);
        }
    }
    Err(format!("this leads from redirect to redirect, more than {MAX_REDIRECTS} times"))
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
        for name in headers.keys() {
            all.remove(name);
            for value in headers.get_all(name) {
                all.append(name, value.clone());
            }
        }
    }
    request.body(Full::new(body)).map_err(|error| error.to_string())
}
