//! How scripts' calls to the world outside are made: waiting, or blocking; by the real clock on a real thread,
//! by the virtual clock at once and at a fixed price.

use std::future::Future;
use std::time::Duration;

use rhai::Position;

use super::environment::Environment;
use super::wrong_calls::wrong_call;
use crate::runtime::{BlockingCall, Interrupted, WorkError, blocking};
use crate::script::outcome::Outcome;
use crate::script::outcome::error;
use crate::script::outcome::interrupted;
use crate::script::outcome::line_of;
use crate::trace::{ClockKind, Wait};

/// What a call to a file or a database takes by the virtual clock.
pub const VIRTUAL_COST: Duration = Duration::from_millis(1);
/// Characters of an argument that the timeline shows.
const SHOWN: usize = 60;

/// The two ways of making one call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CallMode {
    /// The task waits, the thread is free.
    Waiting,
    /// The thread is held.
    Blocking,
}

impl CallMode {
    pub const BOTH: [CallMode; 2] = [CallMode::Waiting, CallMode::Blocking];

    /// What a function of this manner is called.
    pub fn name(self, name: &str) -> String {
        match self {
            CallMode::Waiting => name.to_owned(),
            CallMode::Blocking => format!("{name}_blocking"),
        }
    }
}

/// One call of a script to the outside.
pub struct Call<'a> {
    pub environment: &'a Environment,
    pub manner: CallMode,
    /// How the timeline calls it: `fs::read("x")`.
    pub what: String,
    pub position: Position,
}

impl<'a> Call<'a> {
    /// The call at `position`, of a function of a module, told by its most telling argument.
    pub fn of(
        environment: &'a Environment,
        position: Position,
        manner: CallMode,
        function: &str,
        argument: &str,
    ) -> Call<'a> {
        let shown: String = argument.chars().take(SHOWN).collect();
        let dots = if shown.len() < argument.len() { "…" } else { "" };
        let what = format!("{}({shown:?}{dots})", manner.name(function));
        Call { environment, manner, what, position }
    }

    /// Does `work`, whose error is said with the call's name before it.
    pub async fn make<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) -> Outcome<T> {
        let runtime = &self.environment.runtime;
        let clock = runtime.clock();
        let price = u64::try_from(VIRTUAL_COST.as_nanos()).unwrap_or(0);
        let done = match (clock.kind(), self.manner) {
            (ClockKind::Virtual, CallMode::Blocking) if !runtime.on_thread() => self.blocking().hold(|| {
                let done = blocking::hold_for(runtime, work);
                clock.pass(price);
                done
            }),
            (ClockKind::Virtual, _) => {
                let work = async {
                    // At once, so that the order of effects is that of the calls.
                    let done = blocking::hold_for(runtime, work);
                    clock.sleep_until(clock.now().saturating_add(price)).await;
                    done
                };
                self.wait(work).await
            }
            (ClockKind::Real, _) => return self.outcome(self.make_elsewhere(work).await),
        };
        self.outcome(done.flatten().map(worked))
    }

    /// Whether the call holds the loop's thread.
    pub fn holds_thread(&self) -> bool {
        self.manner == CallMode::Blocking && !self.environment.runtime.on_thread()
    }

    /// Does `work` on the loop's own thread, which it holds: for what looks itself whether a stop is wanted. Another thread
    /// would take several times as long to begin and to answer as a small query.
    pub fn hold<T>(&self, work: impl FnOnce() -> Result<T, String>) -> Outcome<T> {
        let runtime = &self.environment.runtime;
        let held = self.blocking().hold(|| blocking::with_room(runtime, work));
        self.outcome(held)
    }

    /// Does `work` on another thread, and waits for it or holds the loop's thread.
    pub async fn make_elsewhere<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, String> + Send + 'static,
    ) -> Result<Result<T, String>, Interrupted> {
        let runtime = &self.environment.runtime;
        if self.holds_thread() {
            return self.blocking().hold_for(work).map(worked);
        }
        let helpers = runtime.helpers();
        let room = match helpers.room() {
            None => self.wait_for("a free thread", helpers.next_room()).await?,
            room => room,
        };
        self.wait(helpers.work(room, work)).await.map(worked)
    }

    /// Waits for a future that stands for work outside: as a wait, or for a thread task as a blocking call.
    pub async fn wait<T>(&self, future: impl Future<Output = T>) -> Result<T, Interrupted> {
        self.wait_for(&self.what, future).await
    }

    /// The same, of a wait with a name of its own.
    pub async fn wait_for<T>(&self, what: &str, future: impl Future<Output = T>) -> Result<T, Interrupted> {
        let (runtime, line) = (&self.environment.runtime, line_of(self.position));
        match self.manner {
            CallMode::Waiting => {
                runtime.wait(Wait::Io { what: runtime.recording().name(what) }, line, future).await
            }
            CallMode::Blocking => BlockingCall { what, ..self.blocking() }.wait(future).await,
        }
    }

    /// Lets some time pass before another try, in this call's manner.
    pub async fn rest(&self, time: Duration) -> Outcome<()> {
        let runtime = &self.environment.runtime;
        let nanos = u64::try_from(time.as_nanos()).unwrap_or(u64::MAX);
        let rested = match self.manner {
            CallMode::Blocking if !runtime.on_thread() => {
                self.blocking().hold(|| blocking::hold(runtime, nanos))
            }
            _ => {
                let until = runtime.clock().now().saturating_add(nanos);
                self.wait(runtime.clock().sleep_until(until)).await
            }
        };
        rested.map_err(|reason| interrupted(reason, self.position))
    }

    /// The call as a blocking phase.
    pub fn blocking(&self) -> BlockingCall<'_> {
        BlockingCall { runtime: &self.environment.runtime, what: &self.what, line: line_of(self.position) }
    }

    /// What the script gets.
    pub fn outcome<T>(&self, done: Result<Result<T, String>, Interrupted>) -> Outcome<T> {
        match done {
            Ok(Ok(value)) => Ok(value),
            Ok(Err(text)) => self.fail(&text),
            Err(reason) => Err(interrupted(reason, self.position)),
        }
    }

    /// An error of this call, which a script can catch.
    pub fn fail<T>(&self, text: &str) -> Outcome<T> {
        error(format!("{}: {text}", self.what), self.position)
    }

    /// The same of a call that can never be right.
    pub fn refuse<T>(&self, text: &str) -> Outcome<T> {
        wrong_call(format!("{}: {text}", self.what), self.position)
    }
}

/// Work that has no result has failed.
fn worked<T>(done: Result<Result<T, String>, WorkError>) -> Result<T, String> {
    done.unwrap_or_else(|why| Err(why.to_string()))
}

#[cfg(test)]
mod tests;
