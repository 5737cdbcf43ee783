//! The listeners of this session: the only ones that a stream reaches where the network is closed but for the session's own.

use std::cell::RefCell;
use std::rc::{Rc, Weak};

use super::Listener;

/// Those of one session, over sockets. It keeps none of them alive.
#[derive(Default)]
pub struct OwnListeners(RefCell<Vec<Weak<Listener>>>);

impl OwnListeners {
    pub fn add(&self, listener: &Rc<Listener>) {
        let mut known = self.0.borrow_mut();
        known.retain(|it| it.strong_count() > 0);
        known.push(Rc::downgrade(listener));
    }

    /// Whether one of them listens at this port now.
    pub fn has(&self, port: u16) -> bool {
        let listens = |it: &Weak<Listener>| it.upgrade().is_some_and(|it| it.port == port && !it.is_closed());
        self.0.borrow().iter().any(listens)
    }
}
