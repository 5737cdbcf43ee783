//! Streams and listeners over TCP.

use std::cell::Cell;
use std::future::{Future, poll_fn};
use std::io;
use std::pin::pin;
use std::task::Poll;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Mutex, Notify};

use super::part::{closed_text, taken_text};
use crate::host::listening::listen;

/// Bytes that are read at a time.
const CHUNK: usize = 64 << 10;

/// A stream's end. Tasks that read take turns, and so do those that write.
pub(super) struct Socket {
    reader: Mutex<Option<OwnedReadHalf>>,
    writer: Mutex<Option<OwnedWriteHalf>>,
    closing: Closing,
}

impl Socket {
    pub fn new(stream: TcpStream) -> Socket {
        let (reader, writer) = stream.into_split();
        Socket {
            reader: Mutex::new(Some(reader)),
            writer: Mutex::new(Some(writer)),
            closing: Closing::default(),
        }
    }

    /// What comes next; none where the other end is closed.
    pub async fn receive(&self) -> Result<Option<Vec<u8>>, String> {
        let mut reader = self.reader.lock().await;
        let Some(half) = reader.as_mut() else { return Err(closed_text()) };
        let mut bytes = Vec::with_capacity(CHUNK);
        match self.closing.unless(half.read_buf(&mut bytes)).await {
            None => {
                *reader = None;
                Err(closed_text())
            }
            Some(Ok(0)) => Ok(None),
            Some(Ok(_)) => Ok(Some(bytes)),
            Some(Err(error)) => Err(error_text(&error)),
        }
    }

    pub async fn write(&self, bytes: &[u8]) -> Result<(), String> {
        let mut writer = self.writer.lock().await;
        let Some(half) = writer.as_mut() else { return Err(closed_text()) };
        match self.closing.unless(half.write_all(bytes)).await {
            None => {
                *writer = None;
                Err(closed_text())
            }
            Some(written) => written.map_err(|error| error_text(&error)),
        }
    }

    pub fn close(&self) {
        self.closing.begin();
        // A task that holds one of these lets it go when it is woken.
        if let Ok(mut reader) = self.reader.try_lock() {
            *reader = None;
        }
        if let Ok(mut writer) = self.writer.try_lock() {
            *writer = None;
        }
    }
}

/// What others connect to.
pub(super) struct Door {
    socket: Mutex<Option<TcpListener>>,
    closing: Closing,
}

impl Door {
    /// Listens on this computer's own address. Gives the port as well.
    pub fn open(port: u16) -> Result<(u16, Door), String> {
        let listener = listen(([127, 0, 0, 1], port).into()).and_then(|listener| {
            listener.set_nonblocking(true)?;
            TcpListener::from_std(listener)
        });
        let socket = listener.map_err(|error| match error.kind() {
            io::ErrorKind::AddrInUse => taken_text(port),
            io::ErrorKind::PermissionDenied => {
                format!("the system does not permit port {port}; take one from 1024")
            }
            _ => error.to_string(),
        })?;
        let port = socket.local_addr().map_or(port, |address| address.port());
        Ok((port, Door { socket: Mutex::new(Some(socket)), closing: Closing::default() }))
    }

    pub async fn accept(&self) -> Result<TcpStream, String> {
        let mut socket = self.socket.lock().await;
        let closed = || "this listener is closed".to_owned();
        let Some(listener) = socket.as_mut() else { return Err(closed()) };
        match self.closing.unless(listener.accept()).await {
            None => {
                *socket = None;
                Err(closed())
            }
            Some(accepted) => accepted.map(|(stream, _)| stream).map_err(|error| error.to_string()),
        }
    }

    pub fn close(&self) {
        self.closing.begin();
        if let Ok(mut socket) = self.socket.try_lock() {
            *socket = None;
        }
    }
}

/// Ends waits for a socket that is closed.
#[derive(Default)]
struct Closing {
    has_begun: Cell<bool>,
    notify: Notify,
}

impl Closing {
    fn begin(&self) {
        self.has_begun.set(true);
        self.notify.notify_waiters();
    }

    /// What `work` comes to, unless it is closed before.
    async fn unless<T>(&self, work: impl Future<Output = T>) -> Option<T> {
        let (mut closing, mut work) = (pin!(self.notify.notified()), pin!(work));
        poll_fn(|context| {
            if self.has_begun.get() || closing.as_mut().poll(context).is_ready() {
                return Poll::Ready(None);
            }
            work.as_mut().poll(context).map(Some)
        })
        .await
    }
}

fn error_text(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::BrokenPipe | io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted => {
            "the other end is closed".to_owned()
        }
        _ => error.to_string(),
    }
}
