//! `meanwhile grade`, through the program itself.

mod class;
mod files;
mod hostile;
mod processes;
mod reports;
mod slips;
mod teacher;
