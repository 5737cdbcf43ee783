//! The server: it listens on a thread of its own, with so many connections at a time, each for one request.

mod answer;
mod body;
mod line;

use std::convert::Infallible;
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::Builder;
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore};
use tokio::time::sleep;

use super::address::Hosts;
use super::hub::Hub;
use super::vote::MAX_READERS;
use crate::export::{FollowPage, follow_page};
use answer::Office;
pub use line::Line;
use line::{First, HEADER_TIMEOUT, first};

/// Connections at a time, of which [`MAX_READERS`] may follow.
const MAX_CONNECTIONS: usize = 512;
/// Bytes of a request's head that are read.
const MAX_HEAD: usize = 16 << 10;
/// How long those who follow have to hear of the end.
const FAREWELL: Duration = Duration::from_millis(300);

/// A server that runs.
pub struct Server {
    stop: Arc<Notify>,
    has_stopped: Receiver<()>,
}

impl Server {
    /// Serves on a thread of its own.
    ///
    /// # Errors
    /// The system has no thread to give.
    pub fn start(listener: TcpListener, hub: Arc<Hub>, token: String, hosts: Hosts) -> io::Result<Server> {
        listener.set_nonblocking(true)?;
        let tokio = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let stop = Arc::new(Notify::new());
        let (done, has_stopped) = channel();
        let stopping = stop.clone();
        let FollowPage { html, policy } = follow_page();
        let room = Arc::new(Semaphore::new(MAX_READERS));
        let office = Arc::new(Office { hub, token, hosts, html: html.into(), policy, room });
        let run = move || {
            tokio.block_on(async move {
                if let First::Other(()) = first(accept(listener, office), stopping.notified()).await {
                    sleep(FAREWELL).await;
                }
            });
            // What still goes on is dropped with the runtime.
            let _ = done.send(());
        };
        Builder::new().name("share server".into()).spawn(run)?;
        Ok(Server { stop, has_stopped })
    }

    /// Ends it. Those who follow hear of the end before, if they listen.
    pub fn stop(&self) {
        self.stop.notify_one();
        let _ = self.has_stopped.recv_timeout(4 * FAREWELL);
    }
}

async fn accept(listener: TcpListener, office: Arc<Office>) -> io::Result<Infallible> {
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let room = Arc::new(Semaphore::new(MAX_CONNECTIONS));
    loop {
        let place = room.clone().acquire_owned().await;
        let accepted = listener.accept().await;
        match accepted.and_then(|(stream, _)| Ok((stream.local_addr()?, stream))) {
            Ok((own, stream)) => {
                let office = office.clone();
                tokio::spawn(async move {
                    serve(stream, own, office).await;
                    drop(place);
                });
            }
            // A connection that broke before it was taken concerns nobody but its client.
            Err(_) => sleep(Duration::from_millis(50)).await,
        }
    }
}

/// Serves one connection: one request.
async fn serve(stream: TcpStream, own: SocketAddr, office: Arc<Office>) {
    // Changes are small and come one by one.
    let _ = stream.set_nodelay(true);
    let line = Arc::new(Line::default());
    let service = service_fn(|request| {
        let (office, line) = (office.clone(), line.clone());
        async move { Ok::<_, Infallible>(office.answer(request, own, &line).await) }
    });
    let mut builder = hyper::server::conn::http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT);
    builder.keep_alive(false).max_buf_size(MAX_HEAD).half_close(false);
    let connection = builder.serve_connection(TokioIo::new(stream), service);
    // It ends with an error where the client is gone.
    let _ = first(connection, line.given_up()).await;
}
