//! A line on standard error that says how far grading is, where somebody looks at it.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;

const CELLS: usize = 30;

/// The line. It goes away with this.
pub struct Progress {
    total: usize,
    /// The most that was drawn, since several threads report.
    drawn: Mutex<Option<usize>>,
    is_seen: bool,
}

impl Progress {
    pub fn new(total: usize) -> Progress {
        let progress = Progress { total, drawn: Mutex::new(None), is_seen: io::stderr().is_terminal() };
        progress.show(0);
        progress
    }

    /// So many are done.
    pub fn show(&self, done: usize) {
        if !self.is_seen {
            return;
        }
        let Ok(mut drawn) = self.drawn.lock() else { return };
        if drawn.is_none_or(|it| it < done) {
            *drawn = Some(done);
            // Nothing is lost if nobody can see it.
            let _ = write!(io::stderr(), "\r{}", line(done, self.total));
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.is_seen {
            let _ = write!(io::stderr(), "\r{}\r", " ".repeat(line(self.total, self.total).chars().count()));
        }
    }
}

fn line(done: usize, total: usize) -> String {
    let filled = (CELLS * done).checked_div(total).unwrap_or(CELLS);
    format!("grading ▕{}{}▏ {done} of {total}", "█".repeat(filled), " ".repeat(CELLS - filled))
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn the_bar_fills() {
        assert_eq!(line(0, 4), format!("grading ▕{}▏ 0 of 4", " ".repeat(30)));
        assert_eq!(line(2, 4), format!("grading ▕{}{}▏ 2 of 4", "█".repeat(15), " ".repeat(15)));
        assert_eq!(line(4, 4), format!("grading ▕{}▏ 4 of 4", "█".repeat(30)));
    }
}
