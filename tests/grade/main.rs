//! Grades: `meanwhile grade`, through the program itself, and what right answers get that look unusual.

mod class;
mod files;
mod hostile;
#[cfg(unix)]
#[path = "../support/interrupts.rs"]
mod interrupts;
mod processes;
mod reports;
mod slips;
mod teacher;
mod unusual;
