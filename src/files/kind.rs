//! What the files that we write look like, so that one of another kind is not taken for an older one.

/// The kind of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JSON Lines, as `--trace` writes them.
    Trace,
    /// A vector picture.
    Picture,
    /// The Chrome trace event format.
    ChromeTrace,
    /// A recording for asciinema.
    Cast,
    /// A page of a run, to move through.
    Page,
    /// What a learner hands in.
    Answers,
    /// What a student is told, in Markdown.
    Feedback,
    /// What a student is told, as `results.json`.
    Results,
    /// What a class understood, as HTML or Markdown.
    ClassReport,
    /// What the programs of a talk did when they were checked.
    Check,
    /// A program. No two are of one kind: each is somebody's work.
    Script,
}

impl Kind {
    /// Its name in a sentence.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Trace => "a trace",
            Kind::Picture => "a vector picture (SVG)",
            Kind::ChromeTrace => "a Chrome trace",
            Kind::Cast => "a recording (asciicast)",
            Kind::Page => "a page of meanwhile",
            Kind::Answers => "a file of packed answers",
            Kind::Feedback => "feedback of meanwhile",
            Kind::Results => "a results.json of meanwhile",
            Kind::ClassReport => "a class report of meanwhile",
            Kind::Check => "what a check of meanwhile kept",
            Kind::Script => "a script that may be replaced",
        }
    }

    /// Whether a file that begins with these bytes is of this kind. One without content is of every kind.
    pub fn is_kind_of(self, bytes: &[u8]) -> bool {
        let text = String::from_utf8_lossy(bytes);
        let text = text.trim_start_matches('\u{feff}').trim_start();
        let head = &text[..text.floor_char_boundary(HEAD)];
        let is_json = text.starts_with('{') || text.starts_with('[');
        let is_kind = match self {
            Kind::Trace => text.starts_with("{\"format\":\"meanwhile-trace\""),
            Kind::Picture => head.starts_with("<svg") || (head.starts_with("<?xml") && head.contains("<svg")),
            Kind::ChromeTrace => is_json && head.contains("\"traceEvents\""),
            Kind::Page => head.starts_with("<!DOCTYPE html>") && head.contains("content=\"meanwhile page\""),
            Kind::Cast => {
                text.starts_with("{\"version\":")
                    || (text.starts_with('{')
                        && head
                            .lines()
                            .next()
                            .is_some_and(|it| it.contains("\"version\":") && it.contains("\"title\":")))
            }
            Kind::Answers => is_json && head.contains("\"meanwhile-answers\""),
            Kind::Feedback => has_origin(text),
            Kind::ClassReport => {
                head.contains("name=\"generator\" content=\"meanwhile\"") || has_origin(text)
            }
            Kind::Check => is_json && head.contains("\"meanwhile-check\""),
            Kind::Results => is_json && text.contains("\"generator\": \"meanwhile "),
            Kind::Script => false,
        };
        is_kind || text.is_empty()
    }
}

/// Whether a text in Markdown ends with what it was made by.
fn has_origin(text: &str) -> bool {
    let end = text.rsplit_once("\n---\n");
    end.is_some_and(|(_, origin)| origin.starts_with("meanwhile ") && origin.contains(", hash "))
}

/// Bytes in which a document says what it is.
const HEAD: usize = 1024;
