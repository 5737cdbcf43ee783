//! What the tasks of a session share of the network.

use crate::host::http::{Connections, Network, Server};
use crate::host::permissions::{Closed, Network as Door, Permissions};
use crate::trace::ClockKind;
use std::net::SocketAddr;
use std::rc::Rc;

/// What the tasks of a session share of the network.
#[derive(Default)]
pub struct Web {
    pub connections: Rc<Connections>,
    pub server: std::cell::RefCell<Option<(ClockKind, std::sync::Arc<Server>)>>,
}

impl Web {
    /// The network that the clock leads to. By the real clock it leads to one address alone, if there is one.
    pub fn network(&self, clock: ClockKind, only: Option<SocketAddr>) -> Network {
        match clock {
            ClockKind::Real => Network::Real(self.connections.clone(), only),
            ClockKind::Virtual => Network::Memory(self.virtual_server()),
        }
    }

    /// The only address that may be reached by the real clock; none where all may.
    pub fn only_address(&self, permissions: &Permissions) -> Result<Option<SocketAddr>, Closed> {
        if permissions.network()? != Door::OwnServer {
            return Ok(None);
        }
        let server = self.server.borrow();
        let own = server.iter().find(|(kind, _)| *kind == ClockKind::Real);
        match own {
            Some((_, server)) => Ok(Some(server.address)),
            None => Err(permissions.network_closed("only http::test_server() may be reached")),
        }
    }

    pub fn virtual_server(&self) -> Option<std::sync::Arc<Server>> {
        let server = self.server.borrow();
        server.iter().find(|(kind, _)| *kind == ClockKind::Virtual).map(|(_, server)| server.clone())
    }

    /// The address of the test server, which is started if need be.
    pub fn start(&self, clock: ClockKind) -> std::io::Result<String> {
        let mut running = self.server.borrow_mut();
        let server = match running.as_ref().filter(|(kind, _)| *kind == clock) {
            Some((_, server)) => server.clone(),
            None if clock == ClockKind::Virtual => Server::in_memory(),
            None => Server::listen()?,
        };
        server.begin();
        *running = Some((clock, server.clone()));
        Ok(format!("http://{}", server.address))
    }
}
