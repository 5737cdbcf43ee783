//! Pictures and traces to keep: a run as a vector picture, as a page to move through, and in the format that trace
//! viewers open.
//!
//! Pure functions `(view, texts, options) -> text`. They do not know tokio, Rhai, files or the terminal.
//! What a script says is made harmless in one place, `escape`.

mod cast;
mod chrome;
mod escape;
mod html;
mod svg;

#[cfg(test)]
mod tests;

pub use cast::{CastOptions, CastVersion, cast};
pub use chrome::chrome_trace;
pub use html::{Code, PageRun, html, widget};
pub use svg::{SvgOptions, svg, svg_comparison};
