//! A gradebook as text: for a terminal, a spreadsheet, learning platforms, and other programs.
//!
//! The same gradebook gives the same bytes. What students handed in has no way to steer a terminal or a
//! spreadsheet from here.

mod canvas;
mod coderunner;
mod comma_separated;
mod gradescope;
pub mod results;
mod table;
pub mod worksheet;

pub use canvas::canvas;
pub use coderunner::coderunner;
pub use comma_separated::comma_separated;
pub use gradescope::{gradescope, gradescope_of};
pub use results::results_json;
pub use table::table;

/// What spreadsheets take UTF-8 by.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";
