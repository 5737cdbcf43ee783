//! Layouts, rosters and reports, by example.

mod layouts;
mod people;
mod reports;
mod rosters;
