//! Where the running fiber can switch back to.

use corosensei::Yielder;

/// What a fiber needs to wait. Valid only while that fiber is being polled, which `fiber.rs` sees to.
#[derive(Clone, Copy)]
pub(super) struct Switch {
    /// The context of the poll that is under way.
    pub context: *mut (),
    pub yielder: *const Yielder<(), ()>,
}

impl Switch {
    pub const NONE: Switch = Switch { context: std::ptr::null_mut(), yielder: std::ptr::null() };
}
