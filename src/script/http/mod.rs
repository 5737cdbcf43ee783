//! HTTP for scripts: a client over hyper, and a slow test server for classrooms without a network.
//!
//! By the real clock they talk through sockets, by the virtual one through memory: one future is the whole
//! exchange then, so that runs are the same every time.

mod address;
mod client;
mod exchange;
mod json;
mod server;

pub use client::{Answer, Question, fetch};
pub use exchange::Network;
pub use json::{from_json, to_json};
pub use server::Server;
