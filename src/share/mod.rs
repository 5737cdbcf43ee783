//! A session that others follow in their browsers: a page on this computer, read only, that shows what runs.
//!
//! `watcher` looks at the runs, on a thread of its own; `hub` has what is shared at this moment, and the changes; `server`
//! hands that out over HTTP, on another thread. Nothing leaves but what is drawn of the runs that were announced. Nobody
//! in the session ever waits for a reader. It does not know the terminal.

mod address;
mod hub;
mod patch;
mod server;
#[cfg(test)]
mod tests;
mod token;
mod vote;
mod votes;
mod watcher;

use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

pub use address::{Address, AddressProblem, HostProblem, host_name};
pub use vote::{Form, MAX_OPTIONS, Poll, Question, Round};
pub use watcher::{Announced, IsWorthShowing, OnVotes};

use crate::host::listening::listen;
use crate::runner::Record;
use address::Hosts;
use hub::Hub;
use server::Server;
pub use votes::Votes;
use watcher::Queue;

/// How a session is to be shared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    pub address: Address,
    /// Another name under which the page may be asked for; it is the one that is shown.
    pub host: Option<String>,
    pub votes: Votes,
}

/// A session that is shared, until this is dropped.
pub struct Share {
    hub: Arc<Hub>,
    queue: Arc<Queue>,
    server: Server,
    wanted: Wanted,
    url: String,
    /// Whether others can reach it.
    is_reachable: bool,
}

impl Share {
    /// Listens. Runs are shown from the next one on that is announced.
    ///
    /// # Errors
    /// The address cannot be listened at, or the system has no random bytes or threads to give.
    pub fn open(wanted: Wanted, is_worth_showing: IsWorthShowing, on_votes: OnVotes) -> io::Result<Share> {
        let listener = listen(wanted.address.0)?;
        let port = listener.local_addr()?.port();
        let token = token::token()?;
        let reachable = wanted.address.reachable();
        let ip = reachable.unwrap_or(std::net::Ipv4Addr::LOCALHOST.into());
        let host = match &wanted.host {
            Some(name) if name.contains(':') => format!("[{name}]:{port}"),
            Some(name) => format!("{name}:{port}"),
            None => SocketAddr::new(ip, port).to_string(),
        };
        let url = format!("http://{host}/{token}/");
        let hub = Arc::new(Hub::new(wanted.votes)?);
        let hosts = Hosts { names: wanted.host.iter().cloned().collect() };
        let server = Server::start(listener, hub.clone(), token, hosts)?;
        let queue = Arc::new(Queue::default());
        let (for_thread, hub_of_thread) = (queue.clone(), hub.clone());
        let watch = move || watcher::watch(&for_thread, &hub_of_thread, is_worth_showing, on_votes);
        Builder::new().name("share".into()).spawn(watch)?;
        Ok(Share { hub, queue, server, wanted, url, is_reachable: reachable.is_some() })
    }

    /// The next run of a record, which begins after this. It is shown once it is announced.
    pub fn expect(&self, record: Arc<Mutex<Record>>, title: String) -> Announced {
        let after = {
            let mut record = record.lock().unwrap_or_else(PoisonError::into_inner);
            record.take_in();
            record.timeline().runs().last().map(|it| it.main)
        };
        Announced { record, title, after }
    }

    /// Shows a run from now on, while it goes on and when it has ended.
    pub fn announce(&self, run: Announced) {
        self.queue.announce(run);
    }

    /// Where the page is.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn wanted(&self) -> &Wanted {
        &self.wanted
    }

    /// Whether readers may answer questions.
    pub fn votes(&self) -> Votes {
        self.hub.votes()
    }

    /// Lets readers answer from here on.
    pub fn allow_votes(&self) {
        self.hub.allow_votes();
    }

    /// Whether nobody but this computer reaches the page.
    pub fn is_local(&self) -> bool {
        self.wanted.address.is_local()
    }

    /// Whether the address that is shown is one that others can reach.
    pub fn is_reachable(&self) -> bool {
        self.is_reachable || self.wanted.host.is_some()
    }

    /// How many readers are connected.
    pub fn readers(&self) -> usize {
        self.hub.present()
    }

    /// Puts a question to the room, if there are votes.
    pub fn ask(&self, question: Question) {
        if self.hub.votes() == Votes::On {
            self.hub.ask(question);
        }
    }

    /// How the latest question stands.
    pub fn poll(&self) -> Option<Poll> {
        self.hub.with_poll(|_| {})
    }

    /// Ends the present round of the latest question.
    pub fn close_vote(&self) -> Option<Poll> {
        self.hub.with_poll(Poll::close)
    }

    /// Asks the latest question once more.
    pub fn ask_again(&self) -> Option<Poll> {
        self.hub.with_poll(Poll::ask_again)
    }

    /// Tells the room what really happened, and which answers say so.
    pub fn reveal(&self, happened: &str, right: impl Fn(&str) -> bool) -> Option<Poll> {
        self.hub.with_poll(|poll| poll.reveal(happened.to_owned(), right))
    }

    /// Takes the latest question away.
    pub fn ask_nothing(&self) {
        self.hub.ask_nothing();
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.queue.end();
        self.hub.end();
        self.server.stop();
    }
}
