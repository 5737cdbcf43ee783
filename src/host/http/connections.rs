//! Connections of a session: how many may be open at a time, and those that are kept for the next request.
//!
//! A kept connection is polled by nobody. What has become of it shows when it is used again.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;
use std::time::{Duration, Instant};

use http_body_util::Full;
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Connections at a time, at most.
const MAX_OPEN: usize = 4096;
/// The fewest that are worth offering.
const MIN_OPEN: usize = 8;
/// Files that the program itself may have open.
#[cfg(unix)]
const RESERVE: u64 = 64;
/// How long a connection is kept.
const KEPT: Duration = Duration::from_secs(15);

/// Where a connection leads: scheme, host, port.
pub type Target = (String, String, u16);

/// The connections of a session, for its loop's thread.
pub struct Connections {
    room: Arc<Semaphore>,
    state: RefCell<State>,
}

struct State {
    limit: usize,
    /// Connections in use that are one too many since the limit was lowered.
    too_many: usize,
    in_use: usize,
    /// The one that has been kept longest comes first.
    kept: VecDeque<(Target, Instant, Live)>,
}

/// The right to one connection.
pub struct Free {
    permit: Option<OwnedSemaphorePermit>,
    connections: Rc<Connections>,
}

impl Default for Connections {
    fn default() -> Self {
        let limit = max_open();
        let state = State { limit, too_many: 0, in_use: 0, kept: VecDeque::new() };
        Connections { room: Arc::new(Semaphore::new(limit)), state: RefCell::new(state) }
    }
}

impl Connections {
    /// How many may be in use at a time.
    pub fn limit(&self) -> usize {
        self.state.borrow().limit
    }

    /// Lets so many be in use at a time. Those in use beyond that stay until they are done with.
    pub fn set_limit(&self, limit: usize) {
        let mut state = self.state.borrow_mut();
        let before = std::mem::replace(&mut state.limit, limit);
        if limit < before {
            let fewer = before - limit;
            state.too_many += fewer - self.room.forget_permits(fewer);
        } else {
            let more = limit - before;
            let forgiven = more.min(state.too_many);
            state.too_many -= forgiven;
            self.room.add_permits(more - forgiven);
        }
    }

    /// A free connection, if there is one just now and nobody waits for one.
    pub fn take(self: &Rc<Self>) -> Option<Free> {
        let permit = self.room.clone().try_acquire_owned().ok()?;
        Some(self.free(permit))
    }

    /// The next free connection; who has waited longest gets it.
    pub fn next(self: &Rc<Self>) -> impl Future<Output = Option<Free>> + use<> {
        let connections = self.clone();
        async move {
            let permit = connections.room.clone().acquire_owned().await.ok()?;
            Some(connections.free(permit))
        }
    }

    fn free(self: &Rc<Self>, permit: OwnedSemaphorePermit) -> Free {
        let mut state = self.state.borrow_mut();
        state.in_use += 1;
        // A kept connection is an open file, too.
        while state.in_use + state.kept.len() > state.limit && state.kept.pop_front().is_some() {}
        drop(state);
        Free { permit: Some(permit), connections: self.clone() }
    }

    /// A kept connection to the target. It may have been closed by the other side.
    pub fn kept(&self, target: &Target) -> Option<Live> {
        let mut state = self.state.borrow_mut();
        state.kept.retain(|(_, since, _)| since.elapsed() < KEPT);
        let index = state.kept.iter().rposition(|(it, ..)| it == target)?;
        state.kept.remove(index).map(|(.., live)| live)
    }

    /// Keeps a connection for the next request.
    pub fn keep(&self, target: Target, live: Live) {
        self.state.borrow_mut().kept.push_back((target, Instant::now(), live));
    }
}

impl Drop for Free {
    fn drop(&mut self) {
        let mut state = self.connections.state.borrow_mut();
        state.in_use -= 1;
        while state.in_use + state.kept.len() > state.limit && state.kept.pop_front().is_some() {}
        if state.too_many > 0
            && let Some(permit) = self.permit.take()
        {
            state.too_many -= 1;
            permit.forget();
        }
    }
}

/// As many as the limit of open files has room for, if the other ends, of the test server, are ours as well.
pub fn max_open() -> usize {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, getrlimit};
        let files = getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX);
        let room = usize::try_from(files.saturating_sub(RESERVE) / 2).unwrap_or(MAX_OPEN);
        room.clamp(MIN_OPEN, MAX_OPEN)
    }
    #[cfg(not(unix))]
    MAX_OPEN.max(MIN_OPEN)
}

/// An open connection. Nothing happens on it but while [`Live::drive`] is polled.
pub struct Live {
    pub sender: SendRequest<Full<Bytes>>,
    connection: Pin<Box<dyn Future<Output = hyper::Result<()>>>>,
}

impl Live {
    /// Begins to speak HTTP on a stream.
    pub async fn open<S>(stream: S) -> hyper::Result<Live>
    where
        S: AsyncRead + AsyncWrite + Unpin + 'static,
    {
        let (sender, connection) = handshake(TokioIo::new(stream)).await?;
        Ok(Live { sender, connection: Box::pin(connection) })
    }

    /// Drives the connection and, in memory, the server, until the exchange on it is over.
    pub async fn drive<'a, F: Future>(
        &'a mut self,
        server: impl Future<Output = ()>,
        exchange: impl FnOnce(&'a mut SendRequest<Full<Bytes>>) -> F,
    ) -> F::Output {
        let Live { sender, connection } = self;
        let mut exchange = pin!(exchange(sender));
        let mut server = pin!(server);
        let (mut is_connected, mut is_served) = (true, true);
        poll_fn(|context| {
            is_served = is_served && server.as_mut().poll(context).is_pending();
            is_connected = is_connected && connection.as_mut().poll(context).is_pending();
            exchange.as_mut().poll(context)
        })
        .await
    }

    /// Whether another request can be sent on it.
    pub async fn is_usable(&mut self) -> bool {
        let is_connected =
            poll_fn(|context| Poll::Ready(self.connection.as_mut().poll(context).is_pending()));
        is_connected.await && self.sender.is_ready()
    }
}
