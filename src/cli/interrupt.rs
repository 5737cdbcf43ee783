//! Ctrl-C where the terminal is not in raw mode: it stops the run that goes on, or else the program.

use std::process::exit;
use std::sync::{Mutex, Once, PoisonError};

use super::outcome::STOPPED;
use crate::runner::Runner;
use crate::runtime::Stopper;
use crate::script::Session;

/// The run that goes on; none while there is none, or when it has been told to stop.
static RUNNING: Mutex<Option<Stopper<Session>>> = Mutex::new(None);
static INSTALLED: Once = Once::new();

/// While this lives, Ctrl-C stops the runner's run; a second one ends the program.
pub struct Interrupt(());

/// Makes Ctrl-C stop the runner's run.
pub fn stops(runner: &Runner) -> Interrupt {
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = Some(runner.stopper());
    // Where no handler can be set, Ctrl-C ends the program.
    INSTALLED.call_once(|| drop(ctrlc::set_handler(on_signal)));
    Interrupt(())
}

fn on_signal() {
    match RUNNING.lock().unwrap_or_else(PoisonError::into_inner).take() {
        Some(stopper) => stopper.stop(),
        None => {
            crate::term::restore();
            exit(STOPPED)
        }
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}
