//! Layouts, rosters and reports, by example.

mod layouts;
mod reports;
mod rosters;
