//! SQLite: databases opened by the rules of a session, and statements run on them. It knows no script.

mod opening;
mod statements;

pub use opening::{Location, Rules, Use, connect, within};
pub use statements::{Parameters, Table, Trouble, batch, execute, query};
