//! Whether readers may vote.

use crate::runner::Record;
use crate::share::address::Hosts;
use crate::share::address::{Address, AddressProblem, HostProblem, host_name};
use crate::share::hub::Hub;
use crate::share::server::Server;
use crate::share::vote::{Form, MOST_OPTIONS, Poll, Question, Round};
use crate::share::watcher::Queue;
use crate::share::watcher::{Announced, IsWorthShowing, OnVotes};
use std::io;
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::Builder;

/// Whether readers may answer questions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Votes {
    /// The page is read and nothing else.
    #[default]
    Off,
    On,
}
