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

pub(crate) use escape::xml as escape_xml;

pub use cast::{CastOptions, CastRecording, CastVersion, cast};
pub use chrome::chrome_trace;
pub use html::{Code, FollowPage, Followed, PageRun, embedded_page, embedded_picture, follow_page, html};
pub use svg::{SvgOptions, svg, svg_comparison};
