//! Lines above the prompt, printed from another thread while the learner types.

use rustyline::ExternalPrinter;

/// Prints whole lines above the entry that is being typed, which stays as it is.
pub struct Printer(Box<dyn ExternalPrinter + Send>);

impl Printer {
    pub(super) fn new(printer: impl ExternalPrinter + Send + 'static) -> Printer {
        Printer(Box::new(printer))
    }

    /// Prints `lines`, with or without the last line's end. They go to the terminal as they are: the caller has
    /// taken control characters out. Many lines in one call are drawn at once.
    ///
    /// While [`read`](super::Editor::read) is not running they are written directly. While the learner is
    /// searching the history, or choosing among candidates, this waits for the end of it: a thread that must not
    /// wait has to call it from another.
    ///
    /// # Errors
    /// The terminal is gone, or so is the editor.
    pub fn print(&mut self, lines: &str) -> std::io::Result<()> {
        let newline = if lines.ends_with('\n') { "" } else { "\n" };
        self.0.print(format!("{lines}{newline}")).map_err(super::as_io)
    }
}
