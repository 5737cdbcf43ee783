//! Streams and listeners in memory, so that virtual time and deadlocks are what they are with channels.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::{Rc, Weak};

use super::part::taken_text;
use super::{Door as AnyDoor, Listener, Stream, Wire};
use crate::runtime::sync::{Buffer, Order, Place};
use crate::runtime::{Interrupted, Runtime};

/// Bytes of a packet, and packets that are on their way at a time; a task that writes more waits.
const PACKET: usize = 1 << 10;
const PACKETS: usize = 64;
/// Those who have connected and have not been let in.
const QUEUE: usize = 100_000;
/// The first port that a listener in memory gets.
const FIRST_PORT: u16 = 40_000;

type Packets = Rc<Buffer<Vec<u8>>>;

/// A stream's end. It closes when it is dropped.
pub(super) struct Pipe {
    runtime: Rc<Runtime>,
    incoming: Packets,
    outgoing: Packets,
}

impl Pipe {
    /// Both ends of one.
    fn pair(runtime: &Rc<Runtime>) -> [Pipe; 2] {
        let packets = || Rc::new(Buffer::new(PACKETS, Order::FirstInFirstOut));
        let (there, back) = (packets(), packets());
        let end = |incoming: &Packets, outgoing: &Packets| Pipe {
            runtime: runtime.clone(),
            incoming: incoming.clone(),
            outgoing: outgoing.clone(),
        };
        [end(&back, &there), end(&there, &back)]
    }

    /// What comes next; none where the other end is closed.
    pub async fn receive(&self, runtime: &Runtime, place: Place) -> Result<Option<Vec<u8>>, Interrupted> {
        self.incoming.receive(runtime, place).await
    }

    pub async fn send(
        &self,
        runtime: &Runtime,
        place: Place,
        bytes: &[u8],
    ) -> Result<Result<(), String>, Interrupted> {
        for packet in bytes.chunks(PACKET) {
            if self.outgoing.send(runtime, place, packet.to_vec()).await?.is_err() {
                return Ok(Err("the other end is closed".to_owned()));
            }
        }
        Ok(Ok(()))
    }

    pub fn close(&self) {
        self.outgoing.close(&self.runtime);
        self.incoming.close(&self.runtime);
    }
}

impl Drop for Pipe {
    fn drop(&mut self) {
        self.close();
    }
}

/// What others connect to.
pub(super) struct Door {
    runtime: Rc<Runtime>,
    queue: Buffer<Stream>,
}

impl Door {
    /// Waits for the next one who connects; none where it is closed.
    pub async fn accept(&self, runtime: &Runtime, place: Place) -> Result<Option<Stream>, Interrupted> {
        self.queue.receive(runtime, place).await
    }

    pub fn close(&self) {
        self.queue.close(&self.runtime);
        // Those who were not let in see the end.
        while self.queue.try_receive(&self.runtime).is_some() {}
    }
}

/// The listeners in memory.
#[derive(Clone, Default)]
pub struct Ports(Rc<RefCell<HashMap<u16, Weak<Door>>>>);

impl Ports {
    /// Listens in memory; at port 0 where nobody does.
    pub fn listen(&self, runtime: &Rc<Runtime>, port: u16) -> Result<Listener, String> {
        let mut ports = self.0.borrow_mut();
        ports.retain(|_, door| door.upgrade().is_some_and(|door| !door.queue.is_closed()));
        let port = match port {
            0 => (FIRST_PORT..).find(|it| !ports.contains_key(it)).unwrap_or(FIRST_PORT),
            port => port,
        };
        if ports.contains_key(&port) {
            return Err(taken_text(port));
        }
        let door =
            Rc::new(Door { runtime: runtime.clone(), queue: Buffer::new(QUEUE, Order::FirstInFirstOut) });
        ports.insert(port, Rc::downgrade(&door));
        Ok(Listener { port, door: AnyDoor::Memory(door), is_closed: Default::default() })
    }

    /// Connects to a listener in memory, if there is one.
    pub async fn connect(
        &self,
        runtime: &Rc<Runtime>,
        place: Place,
        port: u16,
    ) -> Result<Option<Stream>, Interrupted> {
        let door = self.0.borrow().get(&port).and_then(Weak::upgrade);
        let Some(door) = door else { return Ok(None) };
        let [here, there] = Pipe::pair(runtime);
        let sent = door.queue.send(runtime, place, Stream::new(Wire::Memory(there))).await?;
        Ok(sent.is_ok().then(|| Stream::new(Wire::Memory(here))))
    }
}
