//! What is answered to a request. Who does not know the token learns nothing.

use std::net::SocketAddr;
use std::sync::Arc;

use http_body_util::{BodyExt, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{Method, Request, Response, StatusCode};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::{Semaphore, mpsc};

use super::Line;
use super::body::{Sent, follow};
use crate::share::Votes;
use crate::share::address::Hosts;
use crate::share::hub::Hub;
use crate::share::token::is_same;
use crate::share::vote::VoteProblem;

/// Bytes of a vote.
const MAX_ASKED: usize = 1 << 10;

/// On every answer. Nothing is kept anywhere, framed, guessed at, or told to other places.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CACHE_CONTROL, "no-store"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// What answers need.
pub struct Office {
    pub hub: Arc<Hub>,
    pub token: String,
    pub hosts: Hosts,
    pub html: Bytes,
    pub policy: String,
    /// For those who follow.
    pub room: Arc<Semaphore>,
}

/// A vote as it comes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ballot {
    reader: String,
    vote: usize,
    round: usize,
    answer: String,
}

impl Office {
    /// Answers a request that came in at `own`.
    pub async fn answer(
        self: &Arc<Self>,
        request: Request<Incoming>,
        own: SocketAddr,
        line: &Arc<Line>,
    ) -> Response<Sent> {
        let mut response = self.route(request, own, line).await;
        let headers = response.headers_mut();
        for (name, value) in HEADERS {
            headers.insert(name, HeaderValue::from_static(value));
        }
        let policy = headers.get(header::CONTENT_SECURITY_POLICY).is_none();
        if policy {
            headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'"));
        }
        response
    }

    async fn route(
        self: &Arc<Self>,
        request: Request<Incoming>,
        own: SocketAddr,
        line: &Arc<Line>,
    ) -> Response<Sent> {
        let Some(host) = self.host(&request, own) else {
            return text(
                StatusCode::MISDIRECTED_REQUEST,
                "Ask for this page under the address that was shown.\n",
            );
        };
        let path = request.uri().path().to_owned();
        let (token, rest) =
            path[1..].split_once('/').map_or((&path[1..], None), |(it, rest)| (it, Some(rest)));
        let is_known = is_same(&self.token, token);
        if request.method() == Method::POST {
            return match (is_known, rest, self.hub.votes()) {
                (true, Some("vote"), Votes::On) => self.vote(request, &host).await,
                (false, ..) => nothing(),
                _ => not_allowed(),
            };
        }
        if request.method() != Method::GET {
            return not_allowed();
        }
        match rest {
            _ if !is_known => nothing(),
            None => {
                let mut response = text(StatusCode::PERMANENT_REDIRECT, "");
                let to = HeaderValue::from_str(&format!("/{}/", self.token));
                to.into_iter().for_each(|to| drop(response.headers_mut().insert(header::LOCATION, to)));
                response
            }
            Some("") => self.page(),
            Some("events") => self.events(request.uri().query().unwrap_or_default(), line),
            Some(rest) => {
                let run = rest.strip_prefix("runs/").and_then(|it| self.hub.run(it.parse().ok()?));
                run.map_or_else(nothing, |it| typed(StatusCode::OK, Sent::Whole(it), "application/json"))
            }
        }
    }

    /// The name that the request is for, if it is one of ours.
    fn host(&self, request: &Request<Incoming>, own: SocketAddr) -> Option<String> {
        let mut hosts = request.headers().get_all(header::HOST).iter();
        let host = hosts.next()?.to_str().ok()?;
        let is_one = hosts.next().is_none() && request.uri().authority().is_none();
        // `OPTIONS *` has no path.
        let has_path = request.uri().path().starts_with('/');
        (is_one && has_path && self.hosts.admit(host, own)).then(|| host.to_owned())
    }

    fn page(&self) -> Response<Sent> {
        let mut response = typed(StatusCode::OK, Sent::Whole(self.html.clone()), "text/html; charset=utf-8");
        if let Ok(policy) = HeaderValue::from_str(&self.policy) {
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }

    fn events(&self, query: &str, line: &Arc<Line>) -> Response<Sent> {
        let Ok(place) = self.room.clone().try_acquire_owned() else {
            return text(StatusCode::SERVICE_UNAVAILABLE, "So many follow that there is no room for more.\n");
        };
        // Who was here before is the same reader.
        let known = query.strip_prefix("reader=").filter(|it| self.hub.readers.knows(it));
        let Some(reader) = known.map(str::to_owned).or_else(|| self.hub.readers.welcome()) else {
            return text(StatusCode::SERVICE_UNAVAILABLE, "The system has no random numbers to give.\n");
        };
        // One part at a time: what a reader has not taken is the hub's to forget.
        let (sender, receiver) = mpsc::channel(1);
        line.follow();
        tokio::spawn(follow(self.hub.clone(), reader, sender, line.clone(), place));
        typed(StatusCode::OK, Sent::Events(receiver), "text/event-stream")
    }

    async fn vote(&self, request: Request<Incoming>, host: &str) -> Response<Sent> {
        let given = |name: HeaderName| request.headers().get(name).and_then(|it| it.to_str().ok());
        // Other pages' scripts cannot say otherwise.
        let is_own_page = given(header::ORIGIN)
            .is_none_or(|it| it.split_once("://").is_some_and(|(_, rest)| rest.eq_ignore_ascii_case(host)));
        let is_json =
            given(header::CONTENT_TYPE).is_some_and(|it| it.split(';').next() == Some("application/json"));
        if !is_own_page || !is_json {
            return text(StatusCode::FORBIDDEN, "Votes come from the page alone.\n");
        }
        let Ok(body) = Limited::new(request.into_body(), MAX_ASKED).collect().await else {
            return text(StatusCode::PAYLOAD_TOO_LARGE, "That is more than a vote can be.\n");
        };
        let Ok(ballot) = serde_json::from_slice::<Ballot>(&body.to_bytes()) else {
            return text(StatusCode::BAD_REQUEST, "That is no vote.\n");
        };
        match self.hub.vote(&ballot.reader, ballot.vote, ballot.round, &ballot.answer) {
            Ok(answer) => {
                let body = Sent::Whole(json!({ "answer": answer }).to_string().into());
                typed(StatusCode::OK, body, "application/json")
            }
            Err(problem) => {
                let status = match problem {
                    VoteProblem::NoAnswer => StatusCode::BAD_REQUEST,
                    VoteProblem::Unknown => StatusCode::FORBIDDEN,
                    VoteProblem::NotAsked | VoteProblem::Closed | VoteProblem::Full => StatusCode::CONFLICT,
                };
                text(status, problem.to_string())
            }
        }
    }
}

fn nothing() -> Response<Sent> {
    text(StatusCode::NOT_FOUND, "There is nothing here.\n")
}

fn not_allowed() -> Response<Sent> {
    let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "This page can only be read.\n");
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET"));
    response
}

fn text(status: StatusCode, text: impl Into<Bytes>) -> Response<Sent> {
    typed(status, Sent::Whole(text.into()), "text/plain; charset=utf-8")
}

fn typed(status: StatusCode, body: Sent, kind: &'static str) -> Response<Sent> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}
