//! A gradebook as text: for a terminal, a spreadsheet, Moodle, and other programs.
//!
//! The same gradebook gives the same bytes. What students handed in has no way to steer a terminal or a
//! spreadsheet from here.

mod comma_separated;
pub mod results;
mod table;
pub mod worksheet;

pub use comma_separated::comma_separated;
pub use results::results_json;
pub use table::table;
