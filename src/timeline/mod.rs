//! The timeline: what the trace's events mean, folded one event at a time.
//!
//! Lanes of phases, console lines, runs and their statistics. A pure fold: it does not know clocks, tokio,
//! Rhai, files or the terminal. The cost of an event does not grow with the trace.
//!
//! Words: a *run* is one main task (a task spawned without a parent) and all that it spawned, directly or
//! not. A script is one run; in the REPL each entry is one. A *lane* is one task's row. The *thread* has a
//! track of its own: it is running, held idle (blocking) or free.
