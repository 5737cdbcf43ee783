//! A kernel for Jupyter: cells run in a session, and each run's picture stands below its cell.
//!
//! `wire` reads and signs messages, `server` has the sockets, `kernel` answers requests, `cell` runs a cell and gathers
//! what is to be seen. The protocol is that of <https://jupyter-client.readthedocs.io/en/stable/messaging.html>, 5.3.

mod cell;
mod install;
mod kernel;
mod server;
mod wire;

pub use install::{KernelSpec, data_folder, install};
pub use kernel::KernelOptions;
pub use server::serve;
