//! Draws a report: title, the lines in question with carets, notes and help.
//!
//! Plain characters only, so that it reads the same on any terminal, in a log and in a letter. Nothing of a
//! script reaches the terminal raw, and no line is wider than asked for (twenty columns at least).

use super::{
    Label, Report, Severity, Sources,
    line::{Line, on_one_line, wrap},
    source::line_around,
};
use crate::plain::plain_text;
use crate::style::Colors;
use unicode_width::UnicodeWidthStr;

#[derive(Clone, Copy)]
enum Paint {
    Heading,
    Title,
    Margin,
    First,
    Other,
    None,
}

impl Report {
    /// Draws the report in lines of at most `width` columns, each ended by a newline.
    pub fn render(&self, sources: &Sources, colors: Colors, width: usize) -> String {
        self.render_with(sources, colors, width, "…")
    }

    /// The same, with `ellipsis` where a line of source is cut off.
    pub fn render_with(&self, sources: &Sources, colors: Colors, width: usize, ellipsis: &str) -> String {
        let digits = self.labels.iter().map(|label| label.line.to_string().len()).max().unwrap_or(0);
        let mut canvas = Canvas { out: String::new(), colors, width: width.max(20), digits, ellipsis };
        let severity = self.severity;
        canvas.heading(severity, &self.title);
        let mut labels: Vec<_> = self.labels.iter().enumerate().collect();
        let first_source = self.labels.first().map(|label| label.source);
        labels.sort_by_key(|(_, label)| (Some(label.source) != first_source, label.source, label.line));
        for section in labels.chunk_by(|one, next| one.1.source == next.1.source) {
            canvas.section(section, sources);
        }
        for note in &self.notes {
            canvas.foot("note", note);
        }
        for help in &self.help {
            canvas.foot("help", help);
        }
        canvas.out
    }
}

struct Canvas<'e> {
    ellipsis: &'e str,
    out: String,
    colors: Colors,
    width: usize,
    digits: usize,
}

impl Canvas<'_> {
    fn paint(&mut self, paint: Paint, text: &str) {
        let codes = match paint {
            Paint::None => "",
            Paint::Heading | Paint::First => "1;31",
            Paint::Title => "1",
            Paint::Margin | Paint::Other => "36",
        };
        self.out.push_str(&self.colors.paint(text, codes));
    }

    fn end_line(&mut self) {
        let end = self.out.trim_end_matches(' ').len();
        self.out.truncate(end);
        self.out.push('\n');
    }

    fn heading(&mut self, severity: Severity, title: &str) {
        let (word, paint) = match severity {
            Severity::Error => ("error: ", Paint::Heading),
            Severity::Remark => ("note: ", Paint::Other),
        };
        for (row, line) in wrap(title, self.width - word.len()).iter().enumerate() {
            if row == 0 {
                self.paint(paint, word)
            } else {
                self.out.push_str(&" ".repeat(word.len()))
            }
            self.paint(Paint::Title, line);
            self.end_line();
        }
    }

    /// The margin of a row: the line's number, or blanks, and a bar.
    fn margin(&mut self, number: &str) {
        let margin = format!("{number:>digits$} | ", digits = self.digits);
        self.paint(Paint::Margin, &margin);
    }

    /// The labels of one text: where it is, then its lines.
    fn section(&mut self, labels: &[(usize, &Label)], sources: &Sources) {
        let Some(first) = labels.iter().min_by_key(|(index, _)| *index).map(|(_, label)| label) else {
            return;
        };
        let Some(source) = sources.get(first.source) else { return };
        let file =
            if source.name.is_empty() { String::new() } else { format!("{}, ", plain_text(source.name)) };
        let place = format!("{file}line {}, column {}", first.line, first.column);
        let arrow = format!("{}--> ", " ".repeat(self.digits));
        let room = self.width - arrow.len();
        for (row, line) in wrap(&place, room).iter().enumerate() {
            let lead = if row == 0 { arrow.clone() } else { " ".repeat(arrow.len()) };
            self.paint(Paint::Margin, &lead);
            self.out.push_str(line);
            self.end_line();
        }
        let mut last = None;
        for row in labels.chunk_by(|one, next| one.1.line == next.1.line) {
            let number = row[0].1.line;
            if last.is_some_and(|last| last + 1 < number) {
                self.paint(Paint::Margin, "...");
                self.end_line();
            }
            last = Some(number);
            self.source_line(row, source.text);
        }
    }

    /// A line of source and what is said about it.
    fn source_line(&mut self, labels: &[(usize, &Label)], text: &str) {
        let mut labels = labels.to_vec();
        let foremost = labels.iter().min_by_key(|(index, _)| *index).map_or(0, |(_, label)| label.span.start);
        let around = line_around(text, foremost.min(text.len()));
        let line_text = text[around.clone()].trim_end_matches('\r');
        let room = self.width - self.digits - 3;
        let line = Line::new(line_text, foremost - around.start, room);
        self.margin(&labels[0].1.line.to_string());
        self.out.push_str(&line.shown(self.ellipsis));
        self.end_line();

        labels.sort_by_key(|(_, label)| label.span.start);
        let mut marks: Vec<_> = labels
            .iter()
            .map(|(index, label)| {
                let end = label.span.end.min(around.end);
                let columns =
                    line.columns(label.span.start - around.start..end.max(label.span.start) - around.start);
                (columns, if *index == 0 { Paint::First } else { Paint::Other }, on_one_line(&label.text))
            })
            .collect();
        self.margin("");
        let mut column = 0;
        for (columns, paint, _) in &marks {
            let start = columns.start.max(column);
            self.out.push_str(&" ".repeat(start - column));
            let caret = if matches!(paint, Paint::First) { "^" } else { "-" };
            self.paint(*paint, &caret.repeat(columns.end.saturating_sub(start)));
            column = columns.end.max(start);
        }
        // The text of the last mark stands beside it where there is room, the others hang below.
        if let Some((_, paint, text)) =
            marks.pop_if(|(columns, _, text)| columns.end + 1 + text.width() <= room)
        {
            self.out.push(' ');
            self.paint(paint, &plain_text(&text));
        }
        self.end_line();
        while let Some((columns, paint, text)) = marks.pop() {
            let widest = wrap(&text, room).iter().map(|line| line.width()).max().unwrap_or(0);
            let indent = columns.start.min(room.saturating_sub(widest));
            for line in wrap(&text, room - indent) {
                if line.is_empty() {
                    continue;
                }
                self.margin("");
                let mut column = 0;
                for (others, other_paint, _) in marks.iter().filter(|(others, ..)| others.start < indent) {
                    self.out.push_str(&" ".repeat(others.start.saturating_sub(column)));
                    self.paint(*other_paint, "|");
                    column = others.start + 1;
                }
                self.out.push_str(&" ".repeat(indent.saturating_sub(column)));
                self.paint(paint, &line);
                self.end_line();
            }
        }
    }

    /// A note or help under the source.
    fn foot(&mut self, word: &str, text: &str) {
        let lead = format!("{}= {word}: ", " ".repeat(self.digits + usize::from(self.digits > 0)));
        for (row, line) in wrap(text, self.width.saturating_sub(lead.len())).iter().enumerate() {
            if row == 0 {
                self.paint(Paint::Margin, &lead)
            } else {
                self.out.push_str(&" ".repeat(lead.len()))
            }
            self.paint(Paint::None, line);
            self.end_line();
        }
    }
}
