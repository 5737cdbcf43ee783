//! Ctrl-C where the terminal is not in raw mode: it stops the run that goes on. Where none does, it ends the
//! program, or, in a session, nothing.

use std::process::exit;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, Once, PoisonError};

use crate::runner::Runner;
use crate::runtime::Stopper;
use crate::script::Session;

/// The run that goes on; none while there is none, or when it has been told to stop.
static RUNNING: Mutex<Option<Stopper<Session>>> = Mutex::new(None);
static INSTALLED: Once = Once::new();
static STAYS: AtomicBool = AtomicBool::new(false);
/// The exit code of an interrupted program, as shells number it.
const INTERRUPTED: i32 = 130;

/// What Ctrl-C does where nothing runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenIdle {
    EndProgram,
    Stay,
}

/// While this lives, Ctrl-C stops the runner's run.
pub struct Interrupt(());

/// Makes Ctrl-C stop the runner's run.
pub fn interruptible(runner: &Runner, when_idle: WhenIdle) -> Interrupt {
    STAYS.store(when_idle == WhenIdle::Stay, Ordering::Relaxed);
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = Some(runner.stopper());
    // Where no handler can be set, Ctrl-C ends the program.
    INSTALLED.call_once(|| drop(ctrlc::set_handler(on_signal)));
    Interrupt(())
}

/// While this lives, Ctrl-C is for another program, which gets it as well.
pub fn leave_interrupts() -> Interrupt {
    STAYS.store(true, Ordering::Relaxed);
    INSTALLED.call_once(|| drop(ctrlc::set_handler(on_signal)));
    Interrupt(())
}

fn on_signal() {
    match RUNNING.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(stopper) => stopper.stop(),
        None if STAYS.load(Ordering::Relaxed) => {}
        None => {
            crate::term::restore();
            exit(INTERRUPTED)
        }
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
