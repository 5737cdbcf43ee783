//! What is sent: a text, or events for as long as they come.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::{Body, Bytes, Frame, SizeHint};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::{First, Line, first};
use crate::share::hub::{Hub, Seed, end_event, event};

/// How often a reader hears something where nothing happens, so that both sides know of each other.
const ALIVE: Duration = Duration::from_secs(15);
/// How long a reader may take nothing of what is sent.
const SEND_TIMEOUT: Duration = Duration::from_secs(30);

/// A body that is sent.
pub enum Sent {
    Whole(Bytes),
    Events(mpsc::Receiver<Bytes>),
}

impl Body for Sent {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let next = match self.get_mut() {
            Sent::Whole(bytes) if bytes.is_empty() => None,
            Sent::Whole(bytes) => Some(std::mem::take(bytes)),
            Sent::Events(events) => std::task::ready!(events.poll_recv(context)),
        };
        Poll::Ready(next.map(|it| Ok(Frame::data(it))))
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Sent::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Sent::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Sent::Events(_) => SizeHint::default(),
        }
    }
}

/// A reader does not take what is sent, or is gone.
struct Gone;

/// Sends a reader all there is, and then what changes, until nothing is shared any more or the reader is gone. `held` is
/// kept until then.
pub async fn follow<T>(hub: Arc<Hub>, reader: String, out: mpsc::Sender<Bytes>, line: Arc<Line>, held: T) {
    let presence = hub.enter(&reader);
    if send_all(&hub, &reader, &out).await.is_err() {
        line.give_up();
    }
    drop((presence, held));
}

async fn send_all(hub: &Hub, reader: &str, out: &mpsc::Sender<Bytes>) -> Result<(), Gone> {
    while let Some(Seed { whole, mut changes }) = hub.seed() {
        let begin = Bytes::from(format!("event: seed\ndata: {{\"reader\":\"{reader}\",\"hub\":"));
        // The whole is the same for everybody, and is there once.
        for part in [begin, whole, Bytes::from_static(b"}\n\n")] {
            send(out, part).await?;
        }
        loop {
            match timeout(ALIVE, first(changes.recv(), out.closed())).await {
                Err(_) => send(out, event("alive", "{}")).await?,
                Ok(First::One(Ok(change))) => send(out, change).await?,
                // So far behind that the whole is shorter.
                Ok(First::One(Err(RecvError::Lagged(_)))) => break,
                Ok(First::One(Err(RecvError::Closed))) => return Ok(()),
                Ok(First::Other(())) => return Err(Gone),
            }
        }
    }
    send(out, end_event()).await
}

async fn send(out: &mpsc::Sender<Bytes>, part: Bytes) -> Result<(), Gone> {
    match timeout(SEND_TIMEOUT, out.send(part)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(Gone),
    }
}
