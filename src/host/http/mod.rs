//! HTTP for scripts: a client over hyper, and a slow test server for classrooms without a network.
//!
//! By the real clock they talk through sockets, by the virtual one through memory. Either way one future is the whole
//! exchange, so nothing is left running where it is dropped, and in memory runs are the same every time.

mod address;
mod client;
mod connect;
mod connections;
mod exchange;
mod server;
mod tls;

pub use client::{Answer, Question, fetch};
pub use connect::{dial, is_loopback, refused_text};
pub use connections::{Connections, Free, max_open};
pub use exchange::Network;
pub use server::Server;
