//! The last resort for a fiber that runs into its guard: say so, put the terminal right, end the process.
//!
//! Scripts are stopped long before (see `check.rs`). What gets here is native code that recurses over
//! data nested tens of thousands deep on a small stack. It cannot be unwound from there. The signal handler
//! allocates nothing, takes no lock and formats nothing: it reads two cells of memory and calls the system.

use std::cell::Cell;
use std::sync::OnceLock;

thread_local! {
    /// The lowest address of the stack of the fiber that runs on this thread, 0 while none does. It needs neither
    /// an initialisation nor a destructor, so a signal handler may read it.
    static BOTTOM: Cell<usize> = const { Cell::new(0) };
}

static PUT_RIGHT: OnceLock<fn()> = OnceLock::new();

/// Remembers the stack of the fiber that runs on this thread.
pub(super) fn set_bottom(bottom: usize) {
    BOTTOM.set(bottom);
}

/// Prepares for it. `put_right` is called from a signal handler before the process ends: it puts the terminal right,
/// and may neither allocate nor lock. Does nothing where the system has no such signals.
pub fn prepare(put_right: fn()) {
    let _ = PUT_RIGHT.set(put_right);
    #[cfg(unix)]
    unix::install();
}

#[cfg(unix)]
mod unix {
    use std::mem::MaybeUninit;
    use std::ptr;
    use std::sync::OnceLock;

    use super::{BOTTOM, PUT_RIGHT};

    /// How far above a stack's lowest address its guard may reach, in bytes.
    const GUARD: usize = 64 << 10;
    const WORDS: &[u8] =
        b"\nmeanwhile: data nested this deeply used up a task's stack, so the program must end.\n\
        Build it less deep, or in the main program, which has more room.\n";
    /// As for a script error.
    const CODE: i32 = 1;

    /// What was set before, for faults that are not ours.
    static BEFORE: OnceLock<[libc::sigaction; 2]> = OnceLock::new();
    const SIGNALS: [libc::c_int; 2] = [libc::SIGSEGV, libc::SIGBUS];

    pub(super) fn install() {
        if BEFORE.get().is_some() {
            return;
        }
        // SAFETY: asks for what is set, and changes nothing.
        let before = SIGNALS.map(|signal| unsafe {
            let mut before: libc::sigaction = MaybeUninit::zeroed().assume_init();
            libc::sigaction(signal, ptr::null(), &mut before);
            before
        });
        // First of all, for the handler reads it.
        if BEFORE.set(before).is_err() {
            return;
        }
        for signal in SIGNALS {
            // SAFETY: an all-zero `sigaction` is a valid one; the handler has the signature that SA_SIGINFO
            // asks for, and runs on the signal stack that the standard library gives each thread.
            unsafe {
                let mut action: libc::sigaction = MaybeUninit::zeroed().assume_init();
                action.sa_sigaction = on_fault as *const () as usize;
                action.sa_flags = libc::SA_SIGINFO | libc::SA_ONSTACK;
                libc::sigaction(signal, &action, ptr::null_mut());
            }
        }
    }

    extern "C" fn on_fault(signal: libc::c_int, about: *mut libc::siginfo_t, _: *mut libc::c_void) {
        let bottom = BOTTOM.get();
        // SAFETY: the kernel hands a handler with SA_SIGINFO a valid `siginfo_t`.
        let address = unsafe { (*about).si_addr() } as usize;
        if bottom != 0 && (bottom..bottom + GUARD).contains(&address) {
            if let Some(put_right) = PUT_RIGHT.get() {
                put_right();
            }
            // SAFETY: both calls are allowed in a signal handler.
            unsafe {
                libc::write(2, WORDS.as_ptr().cast(), WORDS.len());
                libc::_exit(CODE);
            }
        }
        let before = BEFORE.get().zip(SIGNALS.iter().position(|it| *it == signal));
        // Not ours: whoever was responsible before sees the same fault again.
        // SAFETY: puts back an action that was valid before, or the default.
        unsafe {
            match before {
                Some((before, index)) => libc::sigaction(signal, &before[index], ptr::null_mut()),
                None => {
                    libc::signal(signal, libc::SIG_DFL);
                    0
                }
            };
        }
    }
}
