//! Streams of bytes between programs: over sockets by the real clock, through memory by the virtual one.
//!
//! A stream can be read by one task and written by another at the same time. What a reader that gave up had already
//! received stays for the next one.

mod memory;
mod own;
mod part;
mod received;
mod socket;

use std::cell::Cell;
use std::rc::Rc;

use tokio::net::TcpStream;

use self::memory::Pipe;
use self::part::closed_text;
use self::received::Received;
use self::socket::Socket;
use crate::runtime::sync::Place;
use crate::runtime::{Interrupted, Runtime};

pub use self::memory::Ports;
pub use self::own::OwnListeners;
pub use self::part::Part;

/// What a wait comes to; its error is a text for the learner.
pub type Waited<T> = Result<Result<T, String>, Interrupted>;

/// A stream's end.
pub struct Stream {
    wire: Wire,
    received: Received,
    is_closed: Cell<bool>,
}

enum Wire {
    Socket(Socket),
    Memory(Pipe),
}

impl Stream {
    /// One over a socket.
    pub fn over(socket: TcpStream) -> Stream {
        Stream::new(Wire::Socket(Socket::new(socket)))
    }

    fn new(wire: Wire) -> Stream {
        Stream { wire, received: Received::default(), is_closed: Cell::new(false) }
    }

    /// Whether this end has been closed.
    pub fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    /// Waits for what is wanted; none where the other end is closed and nothing is left.
    pub async fn read(&self, runtime: &Runtime, place: Place, part: Part) -> Waited<Option<String>> {
        loop {
            match self.received.take(part) {
                Ok(None) => {}
                taken => return Ok(taken),
            }
            if self.is_closed() {
                return Ok(Err(closed_text()));
            }
            let came = match &self.wire {
                Wire::Socket(socket) => runtime.wait(place.wait, place.line, socket.receive()).await?,
                Wire::Memory(pipe) => Ok(pipe.receive(runtime, place).await?),
            };
            match came {
                _ if self.is_closed() => return Ok(Err(closed_text())),
                Ok(Some(bytes)) => self.received.add(&bytes),
                Ok(None) => return Ok(self.received.take_rest()),
                Err(why) => return Ok(Err(why)),
            }
        }
    }

    /// Writes all of it; waits where the other end does not read.
    pub async fn write(&self, runtime: &Runtime, place: Place, bytes: &[u8]) -> Waited<()> {
        if self.is_closed() {
            return Ok(Err(closed_text()));
        }
        let written = match &self.wire {
            Wire::Socket(socket) => runtime.wait(place.wait, place.line, socket.write(bytes)).await?,
            Wire::Memory(pipe) => pipe.send(runtime, place, bytes).await?,
        };
        Ok(if self.is_closed() { Err(closed_text()) } else { written })
    }

    /// Closes this end. Tasks that wait here get an error, those at the other end get the rest, then the end.
    pub fn close(&self) {
        self.is_closed.set(true);
        match &self.wire {
            Wire::Socket(socket) => socket.close(),
            Wire::Memory(pipe) => pipe.close(),
        }
    }
}

/// What others connect to.
pub struct Listener {
    pub port: u16,
    door: Door,
    is_closed: Cell<bool>,
}

enum Door {
    Socket(socket::Door),
    Memory(Rc<memory::Door>),
}

impl Listener {
    /// Listens on this computer's own address, which no other computer reaches.
    pub async fn on_loopback(port: u16) -> Result<Listener, String> {
        let (port, door) = socket::Door::open(port)?;
        Ok(Listener { port, door: Door::Socket(door), is_closed: Cell::new(false) })
    }

    /// Waits for the next one who connects.
    pub async fn accept(&self, runtime: &Runtime, place: Place) -> Waited<Stream> {
        let closed = || "this listener is closed".to_owned();
        if self.is_closed() {
            return Ok(Err(closed()));
        }
        let accepted = match &self.door {
            Door::Socket(door) => {
                runtime.wait(place.wait, place.line, door.accept()).await?.map(Stream::over)
            }
            Door::Memory(door) => door.accept(runtime, place).await?.ok_or_else(closed),
        };
        Ok(if self.is_closed() { Err(closed()) } else { accepted })
    }

    pub fn is_closed(&self) -> bool {
        self.is_closed.get()
    }

    /// Lets nobody in any more.
    pub fn close(&self) {
        self.is_closed.set(true);
        match &self.door {
            Door::Socket(door) => door.close(),
            Door::Memory(door) => door.close(),
        }
    }
}
