//! Signals. Ctrl-C stops the run that goes on; where none does, it ends the program, or, in a session, nothing. Ctrl-Z
//! suspends the program. A signal to end, or the end of the terminal, ends it at once, the terminal put right. Where
//! another program is run, that one is asked instead.

#[cfg(unix)]
use std::io::{self, IsTerminal};
use std::process::exit;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, Once, PoisonError};
use std::thread::Builder;
use std::time::Duration;

use crate::runner::{Runner, finish_traces};
use crate::term;

/// What Ctrl-C stops; none while nothing goes on, or when it is stopping.
static RUNNING: Mutex<Option<Stop>> = Mutex::new(None);
/// The number of the process that ends in our place; 0 where none does.
static OTHER: AtomicU32 = AtomicU32::new(0);
static INSTALLED: Once = Once::new();
static STAYS: AtomicBool = AtomicBool::new(false);
/// The exit code of an interrupted program, as shells number it.
const INTERRUPTED: i32 = 130;
/// The terminal may hang. After this long the program leaves it as it is.
const RESTORE_TIMEOUT: Duration = Duration::from_millis(500);

type Stop = Arc<dyn Fn() + Send + Sync>;

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
    let stopper = runner.stopper();
    set_running(Some(Arc::new(move || stopper.stop())));
    // Where no handler can be set, signals do what they do by themselves.
    INSTALLED.call_once(|| drop(install()));
    Interrupt(())
}

/// While this lives, Ctrl-C is for another program, which gets it as well.
pub fn leave_interrupts() -> Interrupt {
    STAYS.store(true, Ordering::Relaxed);
    INSTALLED.call_once(|| drop(install()));
    Interrupt(())
}

/// While this lives, a signal to end goes to another process, whose end is then ours.
pub struct EndPassedOn(());

/// Passes requests to end on to the process of that number.
pub fn pass_end_on(process: u32) -> EndPassedOn {
    OTHER.store(process, Ordering::Relaxed);
    EndPassedOn(())
}

impl Drop for EndPassedOn {
    fn drop(&mut self) {
        OTHER.store(0, Ordering::Relaxed);
    }
}

#[cfg(unix)]
fn install() -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP};

    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGQUIT, SIGTSTP])?;
    if io::stdin().is_terminal() {
        // Else the program may have been started so that it outlives its terminal.
        signals.add_signal(SIGHUP)?;
    }
    let handle = move || {
        for signal in signals.forever() {
            match signal {
                SIGINT => on_interrupt(),
                SIGTSTP => term::suspend(),
                SIGTERM if end_other() => {}
                _ => leave(128 + signal),
            }
        }
    };
    Builder::new().name("signals".into()).spawn(handle).map(drop)
}

/// Asks the other process to end. Whether there is one.
#[cfg(unix)]
fn end_other() -> bool {
    use rustix::process::{Pid, Signal, kill_process};

    let other = i32::try_from(OTHER.load(Ordering::Relaxed)).ok().and_then(Pid::from_raw);
    other.is_some_and(|other| kill_process(other, Signal::TERM).is_ok())
}

#[cfg(not(unix))]
fn install() -> Result<(), ctrlc::Error> {
    ctrlc::set_handler(on_interrupt)
}

fn on_interrupt() {
    let stays = STAYS.load(Ordering::Relaxed);
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    // In a session the next one ends what still cleans up; elsewhere it ends the program.
    let stop = if stays { running.clone() } else { running.take() };
    drop(running);
    match stop {
        Some(stop) => {
            term::forget_typed();
            stop();
        }
        None if stays => {}
        None => leave(INTERRUPTED),
    }
}

/// Puts the terminal right and ends the program.
fn leave(code: i32) -> ! {
    let (sender, done) = channel();
    let restore = move || {
        term::restore();
        drop(sender);
    };
    if Builder::new().spawn(restore).is_ok() {
        let _ = done.recv_timeout(RESTORE_TIMEOUT) as Result<(), _>;
    }
    finish_traces();
    exit(code)
}

/// Stops the run that goes on, as Ctrl-C does. Does nothing where none does.
pub fn stop_running() {
    let running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(stop) = running {
        stop();
    }
}

impl Drop for Interrupt {
    fn drop(&mut self) {
        set_running(None);
    }
}

fn set_running(stop: Option<Stop>) {
    *RUNNING.lock().unwrap_or_else(PoisonError::into_inner) = stop;
}

/// While this lives, Ctrl-C is noticed, for work that looks whether it has come: reading a pipe, judging an answer.
pub struct NoticedInterrupts {
    has_come: Arc<AtomicBool>,
    _interrupt: Interrupt,
}

/// Makes Ctrl-C be noticed, in a session that stays.
pub fn noticed_interrupts() -> NoticedInterrupts {
    STAYS.store(true, Ordering::Relaxed);
    let has_come = Arc::new(AtomicBool::new(false));
    let noticed = has_come.clone();
    set_running(Some(Arc::new(move || noticed.store(true, Ordering::Release))));
    INSTALLED.call_once(|| drop(install()));
    NoticedInterrupts { has_come, _interrupt: Interrupt(()) }
}

impl NoticedInterrupts {
    /// Becomes true when it has come.
    pub fn flag(&self) -> Arc<AtomicBool> {
        self.has_come.clone()
    }

    pub fn has_come(&self) -> bool {
        self.has_come.load(Ordering::Acquire)
    }
}
